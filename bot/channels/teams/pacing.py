"""How fast we may speak to Teams: calls wait their turn, so that a session of 200 people stays within the limits.

The numbers are those of "Rate limiting for bots in Microsoft Teams" (Microsoft Learn): for each conversation, and for
one app in one tenant, where documents say 30 or 50 a second. A 429 is met all the same (connector.py).
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

THREAD = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""Calls in one conversation, each in so many seconds."""

TENANT = ((30, 1.0),)
"""Calls of the app in all conversations."""

AT_A_START = 10
"""Calls that count as made when a process starts: the one before may have made all of its in that second, and 30 of
its and 20 of ours are within the 50 that are allowed."""

REMEMBERED = 1_000
"""So many conversations are remembered: those used last."""

_MARGIN = 0.02
"""Seconds between what the limits allow and what we do."""


class Windows:
    """The moments of the last calls, and when the next one may come."""

    def __init__(self, limits: Sequence[tuple[int, float]]) -> None:
        self._limits = limits
        self._at: deque[float] = deque(maxlen=max(most for most, _ in limits))

    def wait(self, now: float) -> float:
        """Seconds until one more call is within every limit."""
        waits = [self._at[-most] + seconds + _MARGIN - now for most, seconds in self._limits if len(self._at) >= most]
        return max([0.0, *waits])

    def note(self, now: float) -> None:
        """One call leaves now."""
        self._at.append(now)


class Pace:
    """Lets calls go, in the order in which they came: for each conversation, and for all together."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = Windows(TENANT)
        for _ in range(AT_A_START):
            self._all.note(clock())
        self._threads: OrderedDict[str, tuple[asyncio.Lock, Windows]] = OrderedDict()
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, thread: str) -> AsyncIterator[None]:
        """Wait until a call in this conversation may go, and make it in the block. Empty: a call in none.

        A conversation's calls go one after the other, and its windows count from the end of each: however slow the
        way to Teams is, they do not come closer to each other there.
        """
        if not thread:
            await self._go()
            yield
            return
        lock, windows = self._threads.setdefault(thread, (asyncio.Lock(), Windows(THREAD)))
        self._threads.move_to_end(thread)
        async with lock:  # who waits for one conversation holds up nobody in another
            while (seconds := windows.wait(self._clock())) > 0:
                await asyncio.sleep(seconds)
            await self._go()
            try:
                yield
            finally:
                windows.note(self._clock())
        self._forget()

    def _forget(self) -> None:
        while len(self._threads) > REMEMBERED:
            oldest = next(iter(self._threads))
            if self._threads[oldest][0].locked():
                break
            del self._threads[oldest]

    async def _go(self) -> None:
        """Wait for the turn among all."""
        async with self._turn:
            while (seconds := self._all.wait(self._clock())) > 0:
                await asyncio.sleep(seconds)
            self._all.note(self._clock())
