"""A conversation that goes on on another device: a short code leads there once, for ten minutes (ADR 58).

Nothing new is stored for it. What the code leads to is a conversation of its own, of one turn, whose sender id is
derived slowly from the code and the server's secret. It holds the token of the one that is to move, sealed as turns
are; it is over after ten minutes, and the purge takes it with all that is over. Taking it deletes it: of two who type
the same code at the same moment, in whatever process, one finds it.

The conversation moves whole: it is sealed anew for the new device, and the old device's token opens nothing any more.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.secret import Secret
from bot.store.conversations import append_turn, is_open, last_turn, open_conversation
from bot.store.sealing import conversation_key, conversation_seal, derive
from bot.store.stretching import stretch
from bot.store.tables import Conversation, ConversationEvents, ConversationTurn

LASTS = timedelta(minutes=10)

_ONLY = "hand-over"


def place_of(code: str, secret: bytes) -> str:
    """Where a code leads: a sender id that nobody can guess without the server's secret. Slow."""
    newest = secret.all[0] if isinstance(secret, Secret) else secret
    return _ONLY + base64.urlsafe_b64encode(stretch(code, derive(newest, _ONLY, 16), 32)).decode()


def offer(session: Session, place: str, token: str, now: datetime) -> None:
    """Let the code of this place lead to the conversation of a token."""
    session.execute(delete(Conversation).where(Conversation.key == conversation_key(place)))
    session.flush()
    open_conversation(session, place, now + LASTS)
    session.flush()
    append_turn(session, place, _ONLY, {"token": token})


def take(session: Session, place: str, secret: str, now: datetime) -> str | None:
    """The token under which the conversation goes on, or None where the code leads nowhere (any more).

    secret: what the new device drew. With the same one again (the answer was lost on its way) it is the same token.
    """
    token = base64.urlsafe_b64encode(derive(f"{place}\0{secret}".encode(), _ONLY)).decode()
    key = conversation_key(place)
    found = last_turn(session, place)
    taken = session.execute(delete(Conversation).where(Conversation.key == key, Conversation.expires_at > now))
    if not found or not taken.rowcount:  # type: ignore[attr-defined]
        return token if is_open(session, token, now) else None
    return token if _move(session, str(found["token"]), token, now) else None


def _move(session: Session, old: str, new: str, now: datetime) -> bool:
    """Seal a conversation anew for another token. Whether it was open."""
    was, key = conversation_key(old), conversation_key(new)
    until = session.scalar(select(Conversation.expires_at).where(Conversation.key == was))
    if until is None or until <= now:
        return False
    # First, so that a turn that is going on meanwhile was overtaken, and writes nothing (bot/store/overtaking.py).
    session.execute(update(Conversation).where(Conversation.key == was).values(version=Conversation.version + 1))
    session.add(Conversation(key=key, expires_at=until))
    session.flush()
    before, after = conversation_seal(old), conversation_seal(new)
    for table in (ConversationEvents, ConversationTurn):
        rows = session.execute(select(table.id, table.sealed).where(table.conversation == was)).all()
        for number, sealed in rows:
            anew = after.close(before.open(sealed))
            session.execute(update(table).where(table.id == number).values(conversation=key, sealed=anew))
    session.execute(delete(Conversation).where(Conversation.key == was))
    return True
