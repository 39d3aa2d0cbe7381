"""What is sent twice acts once: a second click, a page sent again, an answer that was lost on its way.

Each form that makes something carries a key of its own (`look.once()`), and what it makes stands under an id made of
the key and of what was typed. The same form again finds it there. Words that were changed in between are another form.
What changes something that is there takes its turn (`take_turn`), sees what the one before did, and does nothing twice.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot.store.locking import only_one
from bot.store.sealing import derive

FIELD = "once"
"""The field of the key. The button that was pressed (`do`) does not make another form."""


def new_key() -> str:
    """A key for one form."""
    return secrets.token_hex(16)


def made_by(person_id: str, form: Mapping[str, str]) -> str:
    """The id of what this form of this person makes: 32 hexadecimal digits."""
    typed = sorted((name, text.strip()) for name, text in form.items() if name != "do")
    return hashlib.sha256(json.dumps([person_id, typed]).encode()).hexdigest()[:32]


def seed_of(secret: bytes, person_id: str, form: Mapping[str, str]) -> bytes:
    """What a password for once is made of: the same form again shows the same one. Empty: the form has no key."""
    if not form.get(FIELD):
        return b""
    return derive(secret + made_by(person_id, form).encode(), "password-for-once")


def take_turn(session: Session, row_id: str) -> None:
    """Wait until nobody else is at work on this row, from here to the end of the session. Call it before looking."""
    only_one(session, bytes.fromhex(row_id))
