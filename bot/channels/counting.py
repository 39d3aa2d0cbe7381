"""Counts openings, tries and messages so that a limit holds whichever process is asked.

One process on SQLite counts in its memory. On PostgreSQL the others must see it too, so it is counted there
(bot/store/rates.py), by the same rule. An address is not kept there either: what is counted is one of 65,536 numbers,
which thousands of addresses have in common.
"""

from __future__ import annotations

import asyncio

from sqlalchemy.orm import Session

from bot.channels.refusals import Bucket, Openings, Refused, openings_too_many
from bot.store import rates
from bot.store.sealing import conversation_key
from bot.waymark import Waymark


class Counting:
    """Counts tries of one kind, over all and by the address they come from: one address cannot shut others out."""

    def __init__(self, waymark: Waymark, kind: str, per_minute: int, per_address: int) -> None:
        self._waymark = waymark
        self._kind = kind
        self._limits = (per_minute, per_address)
        self._memory = Openings(per_minute, per_address)

    async def take(self, address: str) -> None:
        """Count one; an empty address is unknown, and counts over all alone. Raises Refused, which counts nothing."""
        if self._waymark.database.is_shared:
            await asyncio.to_thread(self._take, address)
        else:
            self._memory.take(address)

    async def give_back(self, address: str) -> None:
        """Uncount one: it turned out not to matter."""
        if self._waymark.database.is_shared:
            await asyncio.to_thread(self._give_back, address)
        else:
            self._memory.give_back(address)

    def _take(self, address: str) -> None:
        with self._waymark.database.session() as session:
            for key, limit in self._counts(address):
                if wait := rates.take(session, key, limit):
                    raise openings_too_many(wait)  # and the session takes back what was counted before

    def _give_back(self, address: str) -> None:
        with self._waymark.database.session() as session:
            for key, limit in self._counts(address):
                rates.give_back(session, key, limit)

    def _counts(self, address: str) -> list[tuple[str, int]]:
        """What is counted. The count of all comes last, so that its row is held for a moment only."""
        secret = self._waymark.settings.secret
        over_all, by_address = self._limits
        own = [(rates.name_address(secret, self._kind, address), by_address)] if address else []
        return [*own, (rates.name_count(secret, self._kind, ""), over_all)]


class MessageCount:
    """Counts what each conversation does: its messages, or another kind of thing."""

    def __init__(self, waymark: Waymark, per_minute: int, kind: str = "messages") -> None:
        self._waymark = waymark
        self._kind = kind
        self._per_minute = per_minute
        self._memory = Bucket(per_minute)

    def take(self, session: Session, token: str) -> None:
        """Count one. Raises Refused with the seconds to wait when it is one too many."""
        key = conversation_key(token)
        if self._waymark.database.is_shared:
            name = rates.name_count(self._waymark.settings.secret, self._kind, key)
            wait = rates.take(session, name, self._per_minute)
        elif not (wait := self._memory.wait(key)):
            self._memory.take(key)
        if wait:
            raise Refused(429, "too_many", retry_after=int(wait) + 1)
