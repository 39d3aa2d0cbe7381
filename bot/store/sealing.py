"""Seals what only one person may read: AES-256-GCM under keys that the database does not hold (decision 4).

A conversation's key comes from its sender id (a 256-bit random token that only the browser tab holds).
A private reflection's key and its place in the table come from its return code, slowly (Argon2id), under a
pepper from the server's secret: a stolen database alone cannot be searched for codes. Each row says under which secret
it stands, by a short id of it, so that an older one can be given up when no row needs it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.secret import Secret
from bot.store.stretching import stretch

_NONCE = 12


class CannotOpen(Exception):
    """The key does not fit, or the sealed bytes were changed."""


def derive(material: bytes, purpose: str, length: int = 32) -> bytes:
    """HKDF-SHA256 of `material` for one `purpose`: `length` bytes."""
    return HKDF(algorithm=SHA256(), length=length, salt=b"waymark", info=purpose.encode()).derive(material)


@dataclass(frozen=True)
class Seal:
    """A key and what it seals; `context` ties the sealed bytes to their place, so that rows cannot be swapped."""

    key: bytes
    context: bytes

    def close(self, value: Any) -> bytes:
        """Seal JSON-like data."""
        nonce = os.urandom(_NONCE)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return nonce + AESGCM(self.key).encrypt(nonce, plain, self.context)

    def open(self, sealed: bytes) -> Any:
        """Give the data back. Raises CannotOpen."""
        try:
            return json.loads(AESGCM(self.key).decrypt(sealed[:_NONCE], sealed[_NONCE:], self.context))
        except (InvalidTag, ValueError):
            raise CannotOpen from None


class ServerSeal:
    """Seals under the newest of the server's secrets, and opens what was sealed under any of them."""

    def __init__(self, secret: Secret, purpose: str, context: str) -> None:
        self._seals = [Seal(derive(one, purpose), context.encode()) for one in secret.all]

    def close(self, data: Any) -> bytes:
        """Seal JSON-like data."""
        return self._seals[0].close(data)

    def open(self, sealed: bytes) -> Any:
        """Open what `close` sealed. Raises CannotOpen when the secret of that time is not among those here."""
        for seal in self._seals:
            with suppress(CannotOpen):
                return seal.open(sealed)
        raise CannotOpen


def conversation_key(sender: str) -> str:
    """Where a conversation's rows stand: SHA-256 of the sender id, in hexadecimal."""
    return hashlib.sha256(sender.encode()).hexdigest()


def conversation_seal(sender: str) -> Seal:
    """The seal of a conversation, from its sender id alone."""
    return Seal(derive(sender.encode(), "conversation"), conversation_key(sender).encode())


@dataclass(frozen=True)
class ReturnKey:
    """What a return code opens: the place in the table (16 bytes) and the seal, under one of the server's secrets."""

    lookup: bytes
    seal: Seal
    secret_id: str = ""
    before: tuple[Callable[[], ReturnKey], ...] = field(default=(), compare=False, repr=False)

    def under_each_secret(self) -> Iterator[ReturnKey]:
        """The key, then the same code's under each older secret. Each is derived when asked for, as slowly as this."""
        yield self
        for derive_older in self.before:
            yield derive_older()

    @functools.cached_property
    def kept_back(self) -> ReturnKey:
        """A second place and seal of the same code, for words that are never shared. Nothing links the two places."""
        return self._beside("kept-back")

    @functools.cached_property
    def progress(self) -> ReturnKey:
        """A third, for how the next step went."""
        return self._beside("progress")

    @functools.cached_property
    def seals(self) -> dict[bytes, Seal]:
        """The seal of each place that a reflection can have a row in: its own, `kept_back` and `progress`."""
        return {one.lookup: one.seal for one in (self, self.kept_back, self.progress)}

    def at(self, place: int) -> ReturnKey:
        """Where another reflection of the same code stands; 0 is the first one. Nothing links the places (ADR 24)."""
        if place == 0:
            return self
        one = self._beside(f"path-{place}")
        older = tuple(functools.partial(_derive_at, derive_older, place) for derive_older in self.before)
        return ReturnKey(one.lookup, one.seal, one.secret_id, older)

    def _beside(self, purpose: str) -> ReturnKey:
        place = derive(self.seal.key, f"{purpose}-place", 16)
        return ReturnKey(place, Seal(derive(self.seal.key, purpose), place), self.secret_id)


def _derive_at(derive_key: Callable[[], ReturnKey], place: int) -> ReturnKey:
    return derive_key().at(place)


LONGEST_PATH = 50
"""How many reflections one return code can open. All their places are looked at together, so gaps do not matter."""


_AT_ONCE = threading.BoundedSemaphore(2)
"""Each derivation takes 64 MiB: many guesses at once must not take the server's memory."""


def secret_id(secret: bytes) -> str:
    """A name for a secret that does not tell it: 8 hexadecimal digits."""
    return derive(secret, "secret-id", 4).hex()


def return_key(code: str, secret: bytes) -> ReturnKey:
    """Derive the place and the seal of a return code, slowly."""
    older = secret.before if isinstance(secret, Secret) else ()
    with _AT_ONCE:
        raw = stretch(code, derive(secret, "return-code", 16), 48)
    before = tuple(functools.partial(return_key, code, one) for one in older)
    return ReturnKey(raw[:16], Seal(raw[16:], raw[:16]), secret_id(secret), before)
