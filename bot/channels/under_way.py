"""Turns that have begun. Each is finished, also when nobody waits for it any more, and one message is one turn.

What half a turn saved, nobody could find again: the answer waits for the same id to be sent once more. Who sends it
while the turn goes on waits for the same answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.channels.messages import Message

Answer = list[Message]


class UnderWay:
    """The turns of one gate."""

    def __init__(self) -> None:
        self._turns: dict[object, asyncio.Task[Answer]] = {}

    async def finish(self, key: object, begin: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """Begin a turn, or wait for the one that began under this key. Raises what it raises."""
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = asyncio.ensure_future(begin())
            turn.add_done_callback(lambda _: self._turns.pop(key))
        return await asyncio.shield(turn)

    async def all_done(self, within: float) -> None:
        """Wait for what goes on, so many seconds at most: the process is about to stop."""
        if self._turns:
            await asyncio.wait(self._turns.values(), timeout=within)
