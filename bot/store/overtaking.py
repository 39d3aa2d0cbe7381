"""Writes of a turn happen only where its conversation stands as the turn found it (ADR 35).

The gate takes the messages of a conversation one after the other, and it knows of one process alone. So a conversation
has a version that each write moves on. A turn that finds another one was overtaken: none of it is kept, and whoever
sent it sends it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.store.sealing import conversation_key
from bot.store.tables import Conversation


class Overtaken(Exception):
    """Another turn of the conversation was written meanwhile, or it was erased. Nothing of this one is."""


@dataclass
class TurnTaken:
    """A turn that is going on: of which conversation, and the version that it goes on from."""

    key: str
    version: int


_turn: ContextVar[TurnTaken | None] = ContextVar("turn taken", default=None)


@contextmanager
def taking_turn(sender: str, version: int) -> Iterator[TurnTaken]:
    """What is written within the block belongs to a turn that found the conversation at this version."""
    turn = TurnTaken(conversation_key(sender), version)
    token = _turn.set(turn)
    try:
        yield turn
    finally:
        _turn.reset(token)


def stand_by(session: Session, turn: TurnTaken | None = None) -> None:
    """Let the transaction happen only if its turn was not overtaken: this one, or the one going on. Else it may.

    Raises Overtaken. Where the transaction is then undone for another reason, the turn counts as overtaken.
    """
    turn = turn or _turn.get()
    if turn is None:
        return
    here = (Conversation.key == turn.key) & (Conversation.version == turn.version)
    moved = update(Conversation).where(here).values(version=turn.version + 1)
    done = session.execute(moved.execution_options(synchronize_session=False))
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Overtaken
    turn.version += 1
