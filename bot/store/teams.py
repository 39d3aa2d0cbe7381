"""What the Teams door must remember: what came in and is not answered yet, and where people can be reached.

All of it is sealed under the server's secret, found by hashes, and gone when it is not needed any more.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.store.sealing import CannotOpen, Seal, conversation_key, derive
from bot.store.tables import Reminder, TeamsActivity, TeamsReference

REMEMBERED = timedelta(days=2)
"""How long we know that an activity came. Teams sends again for minutes, not days."""


def sender_id(secret: bytes, tenant: str, person: str) -> str:
    """The sender id of a person in Teams: an HMAC, so that neither the dialogue nor the database knows who it is."""
    return "teams-" + hmac.new(secret, f"teams\0{tenant}\0{person}".encode(), hashlib.sha256).hexdigest()


def activity_key(secret: bytes, conversation: str, activity: str) -> str:
    """The keyed hash under which an activity is known."""
    return hmac.new(secret, f"activity\0{conversation}\0{activity}".encode(), hashlib.sha256).hexdigest()


def take_in(session: Session, secret: bytes, key: str, work: dict[str, Any], now: datetime) -> int | None:
    """Note what has to be done for an activity. Out: its number, or None when it came before."""
    row = TeamsActivity(key=key, sealed=_seal(secret, key).close(work), received_at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return None
    return row.id


def tick_off(session: Session, number: int) -> None:
    """The activity is answered, or never will be: forget what it said, remember that it came."""
    session.execute(update(TeamsActivity).where(TeamsActivity.id == number).values(sealed=None))


def left_to_do(session: Session, secret: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """What was taken in and not ticked off, oldest first: number and work."""
    rows = session.execute(
        select(TeamsActivity.id, TeamsActivity.key, TeamsActivity.sealed)
        .where(TeamsActivity.sealed.is_not(None))
        .order_by(TeamsActivity.id)
    )
    for number, key, sealed in rows.all():
        try:
            yield number, dict(_seal(secret, key).open(sealed or b""))
        except CannotOpen:  # the secret was changed meanwhile
            tick_off(session, number)


def remember_reference(session: Session, secret: bytes, sender: str, reference: dict[str, str]) -> None:
    """Keep where a person can be reached."""
    key = conversation_key(sender)
    session.merge(TeamsReference(key=key, sealed=_seal(secret, key).close(reference)))


def find_reference(session: Session, secret: bytes, sender: str) -> dict[str, str] | None:
    """Where a person can be reached, or None."""
    key = conversation_key(sender)
    row = session.get(TeamsReference, key)
    return None if row is None else dict(_seal(secret, key).open(row.sealed))


def forget_person(session: Session, sender: str) -> None:
    """Leave nothing of where a person can be reached, and no reminder."""
    key = conversation_key(sender)
    for table in (TeamsReference, Reminder):
        session.execute(delete(table).where(table.key == key))


def forget_old_activities(session: Session, now: datetime) -> None:
    """Forget that activities came, once Teams will not send them again."""
    session.execute(delete(TeamsActivity).where(TeamsActivity.received_at < now - REMEMBERED))


def _seal(secret: bytes, key: str) -> Seal:
    return Seal(derive(secret, "teams"), key.encode())
