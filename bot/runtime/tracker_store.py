"""Rasa's tracker store over sealed conversations (decision 4).

What the next turn needs to know (bot.runtime.snapshot) is sealed with a key from the sender id. Within `one_turn()`
nothing is read or written: the gate has opened what the turn begins from, and gets what the next one does. It writes
that with its own record of the turn in one transaction, so that a crash leaves either the whole turn or nothing of it.
Rasa's own fall-back to memory is taken out: see `trust_store`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.runtime.snapshot import shorten
from bot.store.conversations import forget_events, read_events, remember
from bot.store.database import Database
from bot.store.sealing import CannotOpen
from bot.waymark import get_waymark

Events = list[dict[str, Any]]


@dataclass(frozen=True)
class _Turn:
    """What a turn begins from, and what the next one will: empty until it is saved."""

    before: Events
    after: Events = field(default_factory=list)


_turn: ContextVar[_Turn | None] = ContextVar("turn", default=None)


@contextmanager
def one_turn(before: Events) -> Iterator[Events]:
    """Let a turn begin from these events, and collect what is to be remembered instead of writing it.

    The caller writes what the list holds at the end.
    """
    turn = _Turn(before)
    token = _turn.set(turn)
    try:
        yield turn.after
    finally:
        _turn.reset(token)


class SealedTrackerStore(TrackerStore):  # type: ignore[misc]
    """Keeps conversations in Waymark's own database, sealed."""

    def __init__(self, domain: Domain, host: str | None = None, event_broker: Any = None, **kwargs: Any) -> None:  # noqa: ARG002
        self.database: Database = get_waymark().database
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it stands, or None. Raises what the database raises: no silent second memory."""
        turn = _turn.get()
        events = turn.before if turn else await asyncio.to_thread(self._read, sender_id)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None

    def _read(self, sender_id: str) -> list[dict[str, Any]]:
        with self.database.session() as session:
            try:
                return read_events(session, sender_id)
            except CannotOpen:  # a new beginning
                return []

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember what the next turn needs, in place of what was remembered before."""
        events = shorten(tracker, self.domain)
        turn = _turn.get()
        if turn is not None:
            turn.after[:] = events
        else:
            await asyncio.to_thread(self._write, tracker.sender_id, events)

    def _write(self, sender_id: str, events: list[dict[str, Any]]) -> None:
        with self.database.session() as session:
            remember(session, sender_id, events)

    async def delete(self, sender_id: str) -> None:
        """Forget what is remembered of a conversation."""
        await asyncio.to_thread(self._delete, sender_id)

    def _delete(self, sender_id: str) -> None:
        with self.database.session() as session:
            forget_events(session, sender_id)

    async def keys(self) -> Iterable[str]:
        """None: sender ids are not stored, so they cannot be listed."""
        return []


def trust_store(agent: Agent, store: TrackerStore) -> None:
    """Take Rasa's FailSafeTrackerStore out of the way.

    It would keep an unsealed copy in memory and answer as if the conversation were new. An error must reach the
    gate instead, which asks the person to try again and loses nothing.
    """
    agent.tracker_store = store
    store.domain = agent.domain
    if agent.processor is not None:
        agent.processor.tracker_store = store
