"""The web door without Rasa: the real routes, gate and database, with any settings, answering over ASGI."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sanic import Sanic

from bot.channels.web import channel
from bot.content import Content, load_content
from bot.settings import ROOT, Settings
from bot.store.database import Database
from bot.waymark import Waymark
from tests.unit.house.house import responses

OWN = "http://waymark.test"
Open = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(ROOT / "data" / "content")


@pytest.fixture
async def open_door(tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Opens a door with these settings; a client of it, whose `waymark` has the parts."""
    async with AsyncExitStack() as stack:

        async def open_with(**settings: Any) -> httpx.AsyncClient:
            chosen = Settings(home=tmp_path, secret_key="only-for-tests-" * 3, **settings)
            waymark = Waymark(chosen, Database(chosen.database), content)
            waymark.database.migrate()
            stack.callback(waymark.database.close)
            monkeypatch.setattr(channel, "get_waymark", lambda: waymark)
            Sanic._app_registry.pop("waymark", None)
            app: Any = Sanic("waymark", configure_logging=False)
            stack.callback(Sanic._app_registry.pop, "waymark", None)
            app.config.REQUEST_MAX_SIZE = channel.LARGEST_BODY
            app.ctx.agent = SimpleNamespace(domain=SimpleNamespace(responses=responses()))
            app.blueprint(channel.WebInput().blueprint(lambda _: None))  # type: ignore[arg-type]
            channel.add_manners(app)
            app.config.TOUCHUP = False  # it rewrites Sanic once for a whole process
            app.asgi = True
            await app._startup()
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=OWN)
            client.waymark = waymark  # type: ignore[attr-defined]
            return client

        yield open_with
