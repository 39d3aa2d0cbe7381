"""Threads for what takes long, so that it neither stops the event loop nor holds up what is short.

Understanding a message, deriving a key from a return code (Argon2id) and making a file have a lane each: threads of
their own and a short queue. In a queue, whoever has used least of the lane lately comes first: one who floods it waits
behind everybody else, and nobody has to be known for that. What is full, or takes too long, raises Full, and whoever
asked says so kindly.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
Out = TypeVar("Out")

FORGOTTEN_BY_HALF: Final = 60.0
"""Seconds after which what somebody used of a lane counts half."""
REMEMBERED: Final = 1_000
"""So many who used a lane last are remembered, in memory alone, by whatever name the caller gives them."""
SHORT_TEXT: Final = 400
"""Characters of a message that is understood in the lane for short ones."""


class Full(Exception):
    """There is no place in the queue, or it took too long. Nothing was done that anybody must know of."""


@dataclass
class Lane:
    """`workers` threads, and at most `places` that wait for one of them, `patience` seconds at most.

    reads: the work changes nothing, so it need not be waited for longer than that either.
    """

    name: str
    workers: int
    places: int
    patience: float
    reads: bool = False
    _busy: int = 0
    _waiting: list[tuple[str, asyncio.Future[None]]] = field(default_factory=list)
    _used: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix=self.name)

    @property
    def waiting(self) -> int:
        """How many wait in the queue."""
        return len(self._waiting)

    @property
    def busy(self) -> int:
        """How many threads are at work."""
        return self._busy

    async def run(self, who: str, work: Callable[P, Out], *args: P.args, **named: P.kwargs) -> Out:
        """Do `work` in a thread of this lane for `who`. Raises Full, and what the work raises.

        A thread cannot be stopped: work that is not waited for any more goes on, and takes its thread until it ends.
        """
        try:
            async with asyncio.timeout(self.patience) as limit:
                await self._come_first(who)
                running = self._begin(who, partial(work, *args, **named))
                if not self.reads:
                    limit.reschedule(None)
                return await asyncio.shield(running)
        except TimeoutError:
            raise Full from None

    async def _come_first(self, who: str) -> None:
        if self._busy < self.workers:
            self._busy += 1
            return
        if len(self._waiting) >= self.places:
            raise Full
        place = (who, asyncio.get_running_loop().create_future())
        self._waiting.append(place)
        try:
            await place[1]
        except asyncio.CancelledError:
            if place in self._waiting:
                self._waiting.remove(place)
            elif not place[1].cancelled():  # it was this one's turn already
                self._pass_on()
            raise

    def _begin(self, who: str, work: Callable[[], Out]) -> asyncio.Future[Out]:
        began = time.monotonic()
        running = asyncio.get_running_loop().run_in_executor(self._pool, contextvars.copy_context().run, work)

        def over(done: asyncio.Future[Out]) -> None:
            if not done.cancelled():
                done.exception()  # whoever waits for it is told; where nobody does any more, nobody is
            self._note(who, time.monotonic() - began)
            self._pass_on()

        running.add_done_callback(over)
        return running

    def _pass_on(self) -> None:
        self._waiting = [one for one in self._waiting if not one[1].done()]
        if self._waiting:
            first = min(self._waiting, key=lambda one: self._used_by(one[0]))
            self._waiting.remove(first)
            first[1].set_result(None)
        else:
            self._busy -= 1

    def _note(self, who: str, seconds: float) -> None:
        self._used[who] = (self._used_by(who) + seconds, time.monotonic())
        self._used.move_to_end(who)
        while len(self._used) > REMEMBERED:
            self._used.popitem(last=False)

    def _used_by(self, who: str) -> float:
        seconds, then = self._used.get(who, (0.0, 0.0))
        return float(seconds * 0.5 ** ((time.monotonic() - then) / FORGOTTEN_BY_HALF))


class Lanes:
    """The lanes of one process."""

    def __init__(self) -> None:
        self.short = Lane("short", workers=2, places=100, patience=10, reads=True)
        self.long = Lane("long", workers=1, places=50, patience=10, reads=True)
        self.codes = Lane("codes", workers=2, places=20, patience=20)
        self.files = Lane("files", workers=1, places=8, patience=20, reads=True)

    @property
    def all(self) -> tuple[Lane, ...]:
        """Each of them."""
        return (self.short, self.long, self.codes, self.files)

    def for_text(self, text: str) -> Lane:
        """Where a message is understood: a long one must not hold up the short ones."""
        return self.short if len(text) <= SHORT_TEXT else self.long
