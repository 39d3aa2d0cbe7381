"""Passwords: which may be chosen, and their argon2id hashes."""

from __future__ import annotations

import functools
import hashlib
import re
import secrets
import threading
import unicodedata

from argon2.exceptions import InvalidHashError, VerificationError

from bot.store.stretching import make_hasher

SHORTEST, LONGEST = 12, 1000
"""In characters. Longer ones are refused unread: hashing them would only cost time."""

FEWEST_GUESSES = 1e9
"""How many tries a guesser who knows common passwords, words and patterns must need (Wheeler, "zxcvbn", 2016)."""

_LOOKED_AT = 32
"""Characters of a password that are judged: what they cost to judge grows faster than their number."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_ONE_AT_A_TIME = threading.BoundedSemaphore(2)
"""One hash takes 64 MiB, so that many at once would be a way to stop the process."""


class AccountError(Exception):
    """Something about a coordinator's account cannot be done. The message is one line: what, and how to mend it."""


class PasswordUnusable(AccountError):
    """It is too short, far too long, or easy to guess."""


def check_choice(password: str, *about: str) -> None:
    """Raises PasswordUnusable for a password that nobody should choose. `about`: what others know of the person."""
    characters = len(password)
    if characters < SHORTEST:
        raise PasswordUnusable(
            f"The password has {characters} characters and needs at least {SHORTEST}. Three or four words do well."
        )
    if characters > LONGEST:
        raise PasswordUnusable(f"The password has more than {LONGEST} characters. Choose a shorter one.")
    if _guesses(password, about) < FEWEST_GUESSES:
        raise PasswordUnusable(
            "The password is easy to guess: a common one, a pattern, or a name with a number. Three or four words that "
            "have nothing to do with each other do well."
        )


def hash_password(password: str) -> str:
    """The argon2id hash."""
    with _ONE_AT_A_TIME:
        return make_hasher().hash(_one_form(password))


def verify_hash(known: str, password: str) -> bool:
    """Whether a password belongs to a hash. Takes the same time without one (empty), and is False then."""
    if len(password) > LONGEST:
        return False
    try:
        with _ONE_AT_A_TIME:
            right = make_hasher().verify(known or _hash_of_nobody(), _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and known != ""


def is_outdated(known: str) -> bool:
    """Whether argon2's recommended cost has grown since a hash was made."""
    return make_hasher().check_needs_rehash(known)


def make_password(seed: bytes = b"") -> str:
    """A password for one use: 20 random letters in groups of five. The same for the same secret `seed`."""
    drawn = hashlib.shake_256(seed or secrets.token_bytes(32)).digest(40)
    letters = "".join(_LETTERS[int.from_bytes(drawn[at : at + 2]) % len(_LETTERS)] for at in range(0, 40, 2))
    return "-".join(letters[at : at + 5] for at in range(0, 20, 5))


def _guesses(password: str, about: tuple[str, ...]) -> float:
    from zxcvbn import zxcvbn  # only who chooses a password needs its lists

    known = [part for text in (*about, "waymark") for part in (text, *re.split(r"[\W_]+", text)) if len(part) > 2]
    return float(zxcvbn(password[:_LOOKED_AT], user_inputs=known)["guesses"])


def _one_form(password: str) -> str:
    return unicodedata.normalize("NFC", password)


@functools.cache
def _hash_of_nobody() -> str:
    return make_hasher().hash(secrets.token_hex(16))
