"""Key stretching: what each guess at a return code, a password or an access code costs. Argon2id, in one place.

There is no setting for it: nobody who runs Waymark can make guesses cheap. The tests put another profile in its place,
in their own process only, and those that are about it keep this one (`real_argon2` in `tests/conftest.py`).
"""

from __future__ import annotations

from argon2 import Parameters, PasswordHasher
from argon2.low_level import Type, hash_secret_raw
from argon2.profiles import RFC_9106_LOW_MEMORY

PROFILE: Parameters = RFC_9106_LOW_MEMORY
"""64 MiB, 3 passes, 4 lanes: RFC 9106's second choice. It is read for each guess."""


def stretch(words: str, salt: bytes, length: int) -> bytes:
    """Derive `length` bytes from a few words that somebody could guess, slowly. salt: 8 bytes or more."""
    return hash_secret_raw(
        words.encode(),
        salt,
        time_cost=PROFILE.time_cost,
        memory_cost=PROFILE.memory_cost,
        parallelism=PROFILE.parallelism,
        hash_len=length,
        type=Type.ID,
    )


def make_hasher() -> PasswordHasher:
    """Give what hashes passwords and access codes, and verifies them at the cost that is written in each hash."""
    return PasswordHasher.from_parameters(PROFILE)
