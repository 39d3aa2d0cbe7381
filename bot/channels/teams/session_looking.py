"""How what sessions need in Teams is looked for: again and again, and by one process at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

from bot.runtime.logs import describe
from bot.store.locking import nobody_else
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

LOOK_EVERY = 5.0
"""Seconds. The review door publishes in another process."""

FINISH_WITHIN = 5.0
"""Seconds for what is under way when the door closes."""

STOP_WITHIN = 1.0
"""Seconds after that for what is stopped to note that it was."""


async def look_again(asked: asyncio.Event, look: Callable[[], Awaitable[None]]) -> None:
    """Look for what there is to do: when asked to, and every few seconds."""
    while True:
        asked.clear()
        try:
            await look()
        except Exception as error:
            logger.error("it could not be looked at what sessions need: %s", describe(error))
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):  # wait_for may swallow that we are stopped
                await asked.wait()


@asynccontextmanager
async def alone(waymark: Waymark, work: str) -> AsyncIterator[bool]:
    """Whether this process may do some work until the end of the block: False while another one is at it."""
    held = nobody_else(waymark.database, work)
    ours = await asyncio.to_thread(held.__enter__)
    try:
        yield ours
    finally:
        await asyncio.to_thread(held.__exit__, None, None, None)


async def stop_all(at_work: Iterable[asyncio.Task[None]]) -> None:
    """Stop tasks, and wait until they have stopped."""
    tasks = list(at_work)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def finish(under_way: Iterable[asyncio.Task[Any]]) -> None:
    """Let tasks end. Those that take too long are stopped."""
    tasks = set(under_way)
    for seconds in (FINISH_WITHIN, STOP_WITHIN):
        if not tasks:
            return
        done, tasks = await asyncio.wait(tasks, timeout=seconds)
        await asyncio.gather(*done, return_exceptions=True)  # nobody waits for what they raise any more
        for task in tasks:
            task.cancel()


def done_with(at_work: dict[Any, asyncio.Task[None]], what: Any, _: asyncio.Task[None]) -> None:
    """Forget a task that is over."""
    at_work.pop(what, None)


def in_session(waymark: Waymark, work: Any, *args: Any, **named: Any) -> Any:
    """Do something in a session of the database."""
    with waymark.database.session() as session:
        return work(session, *args, **named)
