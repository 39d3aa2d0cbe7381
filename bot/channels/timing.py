"""How long the parts of a turn take, as Prometheus reads it: by part, and nothing about anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar

from prometheus_client import Histogram

P = ParamSpec("P")
Out = TypeVar("Out")

PARTS = ("look_up", "mask", "dialogue", "write")
"""Reading what is known; taking identifiers out; understanding and answering; writing the turn."""

SECONDS = Histogram("waymark_part_seconds", "How long a part of a turn took, with its wait for a thread.", ["part"])


def timed(part: str) -> AbstractContextManager[object]:
    """Measure what happens until the end of the block. part: one of PARTS."""
    return SECONDS.labels(part).time()


async def in_thread(part: str, work: Callable[P, Out], *args: P.args, **named: P.kwargs) -> Out:
    """Do something that waits for the database in a thread, and measure it."""
    with timed(part):
        return await asyncio.to_thread(work, *args, **named)
