"""The bot's process: Rasa's agent, its channels and the hourly purge, on one Sanic application."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.days import today_in_scotland
from bot.runtime.compat import install

install()

from prometheus_client import Gauge  # noqa: E402
from rasa.core.agent import Agent, load_agent  # noqa: E402
from rasa.core.channels.channel import register  # noqa: E402
from rasa.core.run import create_http_input_channels  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from sanic import Sanic  # noqa: E402

from bot import days  # noqa: E402
from bot.channels.web.channel import LARGEST_BODY, add_manners  # noqa: E402
from bot.reflection.releasing import release_figures  # noqa: E402
from bot.runtime.logs import describe  # noqa: E402
from bot.runtime.purge import purge  # noqa: E402
from bot.runtime.tracker_store import SealedTrackerStore, trust_store  # noqa: E402
from bot.runtime.understanding import understand_apart  # noqa: E402
from bot.runtime.watching import drain_when_told, watch  # noqa: E402
from bot.runtime.wire import WITHIN  # noqa: E402
from bot.settings import ROOT  # noqa: E402
from bot.store.bots import AnotherBot, Holding  # noqa: E402
from bot.store.clock import ClockDoubted, believed_at  # noqa: E402
from bot.store.locking import nobody_else  # noqa: E402
from bot.store.rates import forget_over  # noqa: E402
from bot.waymark import Waymark, get_waymark  # noqa: E402

logger = logging.getLogger("waymark.serve")

PURGE_EVERY = 3600
"""Seconds."""

JUST_NOW = timedelta(minutes=30)
"""What another process purged within this is not purged again."""

CLOSE_EVERY = 60
"""Seconds."""

MAKE_SURE_EVERY = 10
"""Seconds."""


CLOCK_DOUBTED = Gauge(
    "waymark_clock_doubted",
    "1 while nothing is purged, because the clock cannot be believed.",
    multiprocess_mode="livemax",
)
PURGED = Gauge(
    "waymark_purged_timestamp_seconds", "When what is over was purged last.", multiprocess_mode="livemostrecent"
)


async def load_model(model: Path) -> Agent:
    """Load a trained model with the wiring of endpoints.yml, and build what finds guidance.

    Else the first free text would build it, on the loop, and every conversation would wait.

    Raises RuntimeError when Rasa fell back to another tracker store.
    """
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    agent = await load_agent(model_path=str(model), endpoints=endpoints)
    if not agent.is_ready():
        raise RuntimeError("The model could not be loaded. Run: uv run waymark train --force")
    store = agent.tracker_store
    while not isinstance(store, SealedTrackerStore):
        store = getattr(store, "_tracker_store", None)
        if store is None:
            raise RuntimeError("The conversation store is not Waymark's own. Check tracker_store in endpoints.yml.")
    trust_store(agent, store)
    understand_apart(agent, get_waymark().lanes)
    await asyncio.to_thread(getattr, get_waymark(), "guidance")
    return agent


def create_app(waymark: Waymark, agent: Agent, holding: Holding) -> Any:
    """The application of the chat door, with the channels of credentials.yml. It stops when another bot takes over."""
    app: Any = Sanic("waymark", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False
    app.config.KEEP_ALIVE_TIMEOUT = 65
    if waymark.settings.proxies:
        app.config.PROXIES_COUNT = waymark.settings.proxies
    app.config.REQUEST_TIMEOUT = WITHIN
    app.ctx.agent = agent
    register(create_http_input_channels(None, str(ROOT / "credentials.yml")), app, route="/webhooks/")
    add_manners(app)
    if waymark.settings.drain_seconds:
        drain_when_told(app, waymark.settings.drain_seconds)
    app.add_task(watch(waymark))
    app.add_task(_purge_each_hour(waymark))
    app.add_task(_close_sessions(waymark))
    app.add_task(_stay_a_bot(app, holding))
    return app


async def _purge_each_hour(waymark: Waymark) -> None:
    while True:
        await asyncio.to_thread(_purge, waymark)
        await asyncio.sleep(PURGE_EVERY)


def _purge(waymark: Waymark) -> None:
    try:
        with nobody_else(waymark.database, "purge") as ours:
            if ours and not _was_purged(waymark):
                # before the purge, so that what is over now was counted first
                release_figures(waymark.database, waymark.content, waymark.settings, today_in_scotland())
                purge(waymark.database, waymark.settings, waymark.content.organisation)
        CLOCK_DOUBTED.set(0)
        with waymark.database.session() as session:
            if last := believed_at(session):
                PURGED.set(last.timestamp())
    except ClockDoubted as doubt:
        CLOCK_DOUBTED.set(1)
        logger.error("%s", doubt)
    except Exception as error:
        logger.error("the purge did not work: %s", describe(error))


def _was_purged(waymark: Waymark) -> bool:
    """Whether another process did it just now. One that has the database alone does it at each start."""
    if not waymark.database.is_shared:
        return False
    with waymark.database.session() as session:
        last = believed_at(session)
    return last is not None and timedelta(0) <= days.read_clock() - last < JUST_NOW


async def _close_sessions(waymark: Waymark) -> None:
    """Close the sessions of teams whose time is over, and forget counts that are."""

    def close() -> None:
        waymark.closing.close_due()
        if waymark.database.is_shared:
            with waymark.database.session() as session:
                forget_over(session)

    while True:
        try:
            await asyncio.to_thread(close)
        except Exception as error:
            logger.error("sessions could not be closed: %s", describe(error))
        await asyncio.sleep(CLOSE_EVERY)


async def _stay_a_bot(app: Any, holding: Holding) -> None:
    """A restart of PostgreSQL ends what held the database for us: take hold again, or go where another is alone."""
    while True:
        await asyncio.sleep(MAKE_SURE_EVERY)
        try:
            await asyncio.to_thread(holding.make_sure)
        except AnotherBot:
            logger.error("a bot that must be alone took the database while PostgreSQL was away: this one stops")
            app.stop()
        except Exception as error:
            logger.error("it could not be made sure that no bot is alone at work: %s", describe(error))
