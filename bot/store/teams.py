"""What the Teams door must remember: what came in and is not answered yet, and where people can be reached.

All of it is sealed under the server's secret, found by keyed hashes, and gone when it is not needed any more.
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

from bot.secret import Secret
from bot.store.sealing import CannotOpen, ServerSeal, conversation_key
from bot.store.tables import Conversation
from bot.store.teams_tables import Reminder, TeamsActivity, TeamsReference

REMEMBERED = timedelta(days=2)
"""How long we know that an activity came. Teams sends again for minutes, not days."""

Reference = dict[str, str]
"""Where somebody can be reached: `service_url`, `conversation` and `bot`; and `card`, the id of the newest card there,
with its `turn`: it settles when the next one comes."""


def find_sender(session: Session, secret: Secret, tenant: str, person: str) -> str:
    """The sender id of a person in Teams: an HMAC, so that neither the dialogue nor the database knows who it is.

    After a change of the server's secret the id stays as it was, for as long as somebody can be reached under it.
    """
    ids = ["teams-" + _keyed(one, "teams", tenant, person) for one in secret.all]
    keys = [conversation_key(one) for one in ids]
    known = set(session.scalars(select(TeamsReference.key).where(TeamsReference.key.in_(keys))))
    return next((one for one, key in zip(ids, keys, strict=True) if key in known), ids[0])


def take_in(
    session: Session,
    secret: Secret,
    conversation: str,
    activity: str,
    work: dict[str, Any],
    now: datetime,
    sender: str = "",
) -> int | None:
    """Note what has to be done for an activity, and whose it is. Out: its number, or None when it came before."""
    keys = [_keyed(one, "activity", conversation, activity) for one in secret.all]
    if session.scalar(select(TeamsActivity.id).where(TeamsActivity.key.in_(keys)).limit(1)) is not None:
        return None
    row = TeamsActivity(key=keys[0], sealed=_seal(secret, keys[0]).close(work), received_at=now)
    row.person = conversation_key(sender) if sender else None
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # the same activity, at the same moment
        return None
    return row.id


def tick_off(session: Session, number: int) -> None:
    """The activity is answered, or never will be: forget what it said, remember that it came."""
    session.execute(update(TeamsActivity).where(TeamsActivity.id == number).values(sealed=None, person=None))


def next_to_do(session: Session, secret: Secret, sender: str) -> tuple[int, dict[str, Any]] | None:
    """The oldest thing of a person that is not ticked off: number and work. Ask for it holding their turn."""
    mine = (TeamsActivity.person == conversation_key(sender), TeamsActivity.sealed.is_not(None))
    query = select(TeamsActivity.id, TeamsActivity.key, TeamsActivity.sealed).where(*mine).order_by(TeamsActivity.id)
    for number, key, sealed in session.execute(query).all():
        try:
            return number, dict(_seal(secret, key).open(sealed or b""))
        except CannotOpen:  # its secret is not there any more
            tick_off(session, number)
    return None


def belongs_to(session: Session, number: int, sender: str) -> None:
    """Say whose an activity is: releases before ADR 56 did not note it, and a new secret gives new sender ids."""
    person = conversation_key(sender)
    open_still = (TeamsActivity.sealed.is_not(None), TeamsActivity.person.is_distinct_from(person))  # else it is over
    session.execute(update(TeamsActivity).where(TeamsActivity.id == number, *open_still).values(person=person))


def left_to_do(session: Session, secret: Secret) -> Iterator[tuple[int, dict[str, Any]]]:
    """What was taken in and not ticked off, oldest first: number and work."""
    rows = session.execute(
        select(TeamsActivity.id, TeamsActivity.key, TeamsActivity.sealed)
        .where(TeamsActivity.sealed.is_not(None))
        .order_by(TeamsActivity.id)
    )
    for number, key, sealed in rows.all():
        try:
            yield number, dict(_seal(secret, key).open(sealed or b""))
        except CannotOpen:  # its secret is not there any more
            tick_off(session, number)


def remember_reference(session: Session, secret: Secret, sender: str, reference: Reference) -> None:
    """Keep where a person can be reached."""
    key = conversation_key(sender)
    session.merge(TeamsReference(key=key, sealed=_seal(secret, key).close(reference)))


def find_reference(session: Session, secret: Secret, sender: str) -> Reference | None:
    """Where a person can be reached, or None."""
    key = conversation_key(sender)
    row = session.get(TeamsReference, key)
    try:
        return None if row is None else dict(_seal(secret, key).open(row.sealed))
    except CannotOpen:
        return None


def forget_person(session: Session, sender: str) -> None:
    """Leave nothing of where a person can be reached, and no reminder."""
    key = conversation_key(sender)
    for table in (TeamsReference, Reminder):
        session.execute(delete(table).where(table.key == key))


def forget_what_is_over(session: Session, now: datetime) -> None:
    """Forget activities that Teams will not send again, and where people are who have no open chat and no reminder."""
    session.execute(delete(TeamsActivity).where(TeamsActivity.received_at < now - REMEMBERED))
    needed = select(Conversation.key).union(select(Reminder.key))
    session.execute(delete(TeamsReference).where(TeamsReference.key.not_in(needed)))


def _keyed(secret: bytes, *parts: str) -> str:
    return hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def _seal(secret: Secret, key: str) -> ServerSeal:
    return ServerSeal(secret, "teams", key)
