"""The access code that an organisation gives to its staff: one for all, so it does not tell who somebody is."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from argon2.exceptions import Argon2Error, InvalidHashError

from bot.store.stretching import make_hasher

_HASHED = "$argon2"


def plain_code(typed: str) -> str:
    """A code without what people vary: case, spaces, hyphens and their kin."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def hash_code(code: str) -> str:
    """What may stand in the setting in place of the code."""
    return make_hasher().hash(plain_code(code))


def is_code(kept: str, typed: str) -> bool:
    """Whether `typed` is the code that is kept, as it is given out or as `hash_code` made it. In constant time."""
    code = plain_code(typed)
    if kept.startswith(_HASHED):
        try:
            return make_hasher().verify(kept, code)
        except (Argon2Error, InvalidHashError):
            return False
    ours, theirs = (hashlib.sha256(one.encode()).digest() for one in (plain_code(kept), code))
    return hmac.compare_digest(ours, theirs)
