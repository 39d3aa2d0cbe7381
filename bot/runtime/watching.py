"""Numbers about now, for Prometheus, and a stop that nobody notices.

Each second: what waits in the lanes, how busy they are, how late the event loop is, and how many sessions of the
database are in use. A process that is told to stop says for a while that it is not ready, so that whoever sends
requests sends them elsewhere; it answers all that come until then, and finishes every turn that has begun.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Any

from prometheus_client import Gauge
from sqlalchemy import QueuePool

from bot.waymark import Waymark

logger = logging.getLogger("waymark.serve")

EVERY = 1.0
"""Seconds."""

WAITING = Gauge(
    "waymark_lane_waiting", "What waits in a lane for one of its threads.", ["lane"], multiprocess_mode="livesum"
)
BUSY = Gauge("waymark_lane_busy", "Threads of a lane that are at work.", ["lane"], multiprocess_mode="livesum")
LATE = Gauge("waymark_loop_late_seconds", "How late the event loop was.", multiprocess_mode="livemax")
SESSIONS = Gauge("waymark_database_sessions", "Sessions of the database that are in use.", multiprocess_mode="livesum")
DRAINING = Gauge("waymark_draining", "1 from being told to stop until stopping.", multiprocess_mode="livemax")


async def watch(waymark: Waymark) -> None:
    """Keep the numbers about now, for as long as the door is open."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + EVERY
        await asyncio.sleep(EVERY)
        LATE.set(max(0.0, loop.time() - due))
        for lane in waymark.lanes.all:
            WAITING.labels(lane.name).set(lane.waiting)
            BUSY.labels(lane.name).set(lane.busy)
        pool = waymark.database.engine.pool
        SESSIONS.set(pool.checkedout() if isinstance(pool, QueuePool) else 0)


def drain_when_told(app: Any, seconds: int) -> None:
    """On SIGTERM: not ready from now on, and stopped after so many seconds."""

    async def drain() -> None:
        app.ctx.draining = True
        DRAINING.set(1)
        logger.info("told to stop: not ready any more")
        await asyncio.sleep(seconds)
        app.stop()

    @app.after_server_start  # type: ignore[untyped-decorator]
    async def listen(_: Any) -> None:
        loop = asyncio.get_running_loop()
        tasks: list[asyncio.Task[None]] = []  # a task that nobody holds may be forgotten
        loop.add_signal_handler(signal.SIGTERM, lambda: tasks.append(loop.create_task(drain())))
