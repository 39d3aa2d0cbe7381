"""One message of a conversation after the other, in the order they came, whichever process they come to.

Within a process a queue keeps the order. Between processes the first of each queue asks for the conversation's lock
(bot/store/turnstile.py), and asks again until it has it. What many ask for at one moment goes in one statement.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from time import perf_counter

from prometheus_client import Histogram
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.refusals import many_at_once
from bot.store.turnstile import Turnstile, number_of

PATIENCE = 20.0
"""Seconds to wait for another process's turn with the same conversation."""

SOON, LATER = 0.02, 0.25
"""Seconds until a lock is asked for again: at first, and at most."""

WAITED = Histogram("waymark_order_seconds", "How long a message waited for those before it in its conversation.")


class Order:
    """Lets one in at a time for each key. A key that nobody waits for is forgotten."""

    def __init__(self, turnstile: Turnstile | None = None) -> None:
        """`turnstile`: what keeps order with other processes; None where there are none."""
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}
        self._locks = _Locks(turnstile) if turnstile else None

    @asynccontextmanager
    async def of(self, key: str, patience: float = PATIENCE) -> AsyncIterator[None]:
        """Wait until whoever came before with this key is done. Raises Refused when another process is not in time."""
        began = perf_counter()
        lock, users = self._queues.get(key, (asyncio.Lock(), 0))
        self._queues[key] = (lock, users + 1)
        try:
            async with lock:
                if self._locks is None:
                    WAITED.observe(perf_counter() - began)
                    yield
                    return
                number = number_of(key)
                await self._locks.take(number, patience)
                WAITED.observe(perf_counter() - began)
                try:
                    yield
                finally:
                    self._locks.leave(number)
        finally:
            lock, users = self._queues[key]
            if users == 1:
                del self._queues[key]
            else:
                self._queues[key] = (lock, users - 1)


class _Locks:
    """Asks for locks and lets go of them, in rounds of one statement each, in a thread of its own."""

    def __init__(self, turnstile: Turnstile) -> None:
        self._turnstile = turnstile
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="order")
        self._asking: dict[int, asyncio.Future[bool]] = {}
        self._leaving: list[int] = []
        self._rounds: asyncio.Task[None] | None = None

    async def take(self, number: int, patience: float) -> None:
        """Get a lock. Raises Refused, or SQLAlchemyError where the database does not answer."""
        end, pause = perf_counter() + patience, SOON
        while not await self._ask(number):
            if perf_counter() > end:
                raise many_at_once()
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LATER)

    def leave(self, number: int) -> None:
        """Let go of a lock, without waiting for it."""
        self._leaving.append(number)
        self._go_round()

    async def _ask(self, number: int) -> bool:
        asked = self._asking[number] = asyncio.get_running_loop().create_future()
        self._go_round()
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:  # whoever asked is gone, and what it may have got is let go
            asked.add_done_callback(lambda got: self._drop(number, got))
            raise

    def _drop(self, number: int, asked: asyncio.Future[bool]) -> None:
        if not asked.cancelled() and not asked.exception() and asked.result():
            self.leave(number)

    def _go_round(self) -> None:
        if self._rounds is None or self._rounds.done():
            self._rounds = asyncio.get_running_loop().create_task(self._go())

    async def _go(self) -> None:
        loop = asyncio.get_running_loop()
        while self._asking or self._leaving:
            asking, self._asking = self._asking, {}
            leaving, self._leaving = self._leaving, []
            try:
                got = await loop.run_in_executor(self._thread, self._turnstile.move, leaving, list(asking))
            except SQLAlchemyError as error:
                for asked in asking.values():
                    asked.set_exception(error)
                continue
            for number, asked in asking.items():
                asked.set_result(number in got)
