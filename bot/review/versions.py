"""Nobody's work is lost when two people change the same thing: each form carries the version that it was read at.

A version stands for the values that a form showed (`look.read_at`). Whoever sends another one than is kept now has not
seen what somebody else saved meanwhile: nothing is saved, the page shows both, and keeps what was typed. What has two
sides that both fit, such as two people's tags, is put together instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

FIELD = "read-at"
"""The field of a form that carries it."""


def version_of(*shown: object) -> str:
    """The version of a form that shows these values: 32 hexadecimal digits."""
    return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()[:32]


def is_overtaken(form: Mapping[str, str], now: str) -> bool:
    """Whether a form was read at another version than is kept now. A program's form, without one, was read now."""
    return form.get(FIELD, now) != now


def put_together(seen: Collection[str], typed: Sequence[str], kept: Sequence[str]) -> list[str]:
    """What is kept now, with what somebody added to what they saw, and without what they took out of it."""
    gone = set(seen) - set(typed)
    return [one for one in kept if one not in gone] + [one for one in typed if one not in {*kept, *seen}]
