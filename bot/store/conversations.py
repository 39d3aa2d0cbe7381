"""Open conversations: what the next turn needs, and the turns, sealed; found by a token's hash, erased after a day."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.store.clock import TOLERATED, is_sound
from bot.store.sealing import CannotOpen, Seal, conversation_key, conversation_seal
from bot.store.tables import Conversation, ConversationEvents, ConversationTurn

logger = logging.getLogger("waymark.store")

LASTS = timedelta(hours=24)
"""After the last turn. What people read says so: data/responses/welcome.yml and the host page."""


def open_conversation(session: Session, sender: str, expires_at: datetime) -> None:
    """Begin a conversation for a fresh sender id."""
    session.add(Conversation(key=conversation_key(sender), expires_at=expires_at))


def is_open(session: Session, sender: str, now: datetime) -> bool:
    """Whether the conversation exists and has not expired. Nobody's is over by a clock that cannot be believed."""
    row = session.get(Conversation, conversation_key(sender))
    return row is not None and (row.expires_at > now or not is_sound(session))


def version_of(session: Session, sender: str) -> int:
    """The version that a conversation stands at; 0 where there is none. A turn is written only where it still does."""
    return session.scalar(select(Conversation.version).where(Conversation.key == conversation_key(sender))) or 0


def prolong(session: Session, sender: str, expires_at: datetime) -> None:
    """Put the end of a conversation off. Nothing happens when it was erased meanwhile."""
    row = session.get(Conversation, conversation_key(sender))
    if row is not None:
        row.expires_at = expires_at


def remember(session: Session, sender: str, events: list[dict[str, Any]]) -> None:
    """Seal the dialogue events that the next turn begins from, in place of those before: always one row."""
    forget_events(session, sender)
    session.add(
        ConversationEvents(conversation=conversation_key(sender), sealed=conversation_seal(sender).close(events))
    )


def read_events(session: Session, sender: str) -> list[dict[str, Any]]:
    """The dialogue events that the next turn begins from, oldest first."""
    seal = conversation_seal(sender)
    rows = session.scalars(
        select(ConversationEvents.sealed)
        .where(ConversationEvents.conversation == conversation_key(sender))
        .order_by(ConversationEvents.id)
    )
    return [event for sealed in rows for event in seal.open(sealed)]


def forget_events(session: Session, sender: str) -> None:
    """Erase what `remember` keeps."""
    session.execute(delete(ConversationEvents).where(ConversationEvents.conversation == conversation_key(sender)))


def forget_talk(session: Session, sender: str) -> None:
    """Erase all that was said in a conversation so far, and leave it open."""
    forget_events(session, sender)
    session.execute(delete(ConversationTurn).where(ConversationTurn.conversation == conversation_key(sender)))


def append_turn(session: Session, sender: str, message_id: str, turn: dict[str, Any]) -> None:
    """Seal one message and its answer."""
    session.add(
        ConversationTurn(
            conversation=conversation_key(sender),
            message=_message_key(sender, message_id),
            sealed=conversation_seal(sender).close(turn),
        )
    )


def rewrite_turn(session: Session, sender: str, message_id: str, turn: dict[str, Any]) -> None:
    """Seal a turn anew, in the place of how it was. Nothing happens when it is gone."""
    session.execute(
        update(ConversationTurn)
        .where(
            ConversationTurn.conversation == conversation_key(sender),
            ConversationTurn.message == _message_key(sender, message_id),
        )
        .values(sealed=conversation_seal(sender).close(turn))
    )


def find_turn(session: Session, sender: str, message_id: str) -> dict[str, Any] | None:
    """The turn of this client message id, if it was answered already."""
    sealed = session.scalar(
        select(ConversationTurn.sealed).where(
            ConversationTurn.conversation == conversation_key(sender),
            ConversationTurn.message == _message_key(sender, message_id),
        )
    )
    return None if sealed is None else dict(conversation_seal(sender).open(sealed))


def turn_after(session: Session, sender: str, message_id: str) -> dict[str, Any] | None:
    """The turn that came next after the one of this client message id."""
    key = conversation_key(sender)
    found = select(ConversationTurn.id).where(
        ConversationTurn.conversation == key, ConversationTurn.message == _message_key(sender, message_id)
    )
    sealed = session.scalar(
        select(ConversationTurn.sealed)
        .where(ConversationTurn.conversation == key, ConversationTurn.id > found.scalar_subquery())
        .order_by(ConversationTurn.id)
        .limit(1)
    )
    return None if sealed is None else dict(conversation_seal(sender).open(sealed))


def last_turn(session: Session, sender: str) -> dict[str, Any] | None:
    """The newest turn."""
    sealed = session.scalar(
        select(ConversationTurn.sealed)
        .where(ConversationTurn.conversation == conversation_key(sender))
        .order_by(ConversationTurn.id.desc())
        .limit(1)
    )
    return None if sealed is None else dict(conversation_seal(sender).open(sealed))


@dataclass(frozen=True)
class Known:
    """What is known before a turn: the turn of this message, if it was taken; the last one; the version; and the events
    that it begins from, as `read_events` gives them."""

    answered: dict[str, Any] | None
    last: dict[str, Any] | None
    version: int
    events: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False
    """Something that the turn goes on from cannot be opened any more. Then there is no last turn."""


def look_up(session: Session, sender: str, message_id: str) -> Known:
    """What is known before the turn of this message."""
    version = version_of(session, sender)  # before what is read, so that nothing newer is missed
    answered = last = None
    events: list[dict[str, Any]] = []
    broken = False
    try:
        answered = find_turn(session, sender, message_id)
        last = last_turn(session, sender)
    except CannotOpen:
        broken = True
    try:
        events = read_events(session, sender)
    except CannotOpen:  # a new beginning: the gate says so, and sets aside what cannot be opened
        broken = True
    return Known(answered, None if broken else last, version, events, broken)


def set_aside_broken(session: Session, sender: str) -> None:
    """Erase what cannot be opened any more, by anybody: nothing of the conversation could go on beside it."""
    seal = conversation_seal(sender)
    for table in (ConversationEvents, ConversationTurn):
        rows = session.execute(select(table.id, table.sealed).where(table.conversation == conversation_key(sender)))
        broken = [number for number, sealed in rows.all() if not _opens(seal, sealed)]
        logger.error("rows of a conversation that cannot be opened any more are set aside: %s", len(broken))
        session.execute(delete(table).where(table.id.in_(broken)))


def _opens(seal: Seal, sealed: bytes) -> bool:
    try:
        seal.open(sealed)
    except CannotOpen:
        return False
    return True


def read_turns(session: Session, sender: str) -> Iterator[dict[str, Any]]:
    """All turns, oldest first, but for those that cannot be opened any more."""
    seal = conversation_seal(sender)
    rows = session.scalars(
        select(ConversationTurn.sealed)
        .where(ConversationTurn.conversation == conversation_key(sender))
        .order_by(ConversationTurn.id)
    )
    for sealed in rows:
        try:
            turn = dict(seal.open(sealed))
        except CannotOpen:
            continue
        yield turn


def erase_conversation(session: Session, sender: str) -> bool:
    """Leave nothing of a conversation. Whether there was one."""
    found = session.get(Conversation, conversation_key(sender)) is not None
    _erase(session, [conversation_key(sender)])
    return found


def erase_expired(session: Session, now: datetime) -> int:
    """Erase the conversations whose time is over; how many there were.

    What a clock that was wrong put off too far is over in a day.
    """
    last = now + LASTS
    session.execute(update(Conversation).where(Conversation.expires_at > last + TOLERATED).values(expires_at=last))
    keys = list(session.scalars(select(Conversation.key).where(Conversation.expires_at <= now)))
    _erase(session, keys)
    return len(keys)


def _erase(session: Session, keys: list[str]) -> None:
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        for table in (ConversationEvents, ConversationTurn):
            session.execute(delete(table).where(table.conversation.in_(some)))
        session.execute(delete(Conversation).where(Conversation.key.in_(some)))


def _message_key(sender: str, message_id: str) -> str:
    return hashlib.sha256(f"{sender}:{message_id}".encode()).hexdigest()
