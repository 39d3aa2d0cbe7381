"""A Teams door in this process: the real route, desk, gate, agent and store, before a Microsoft on loopback."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

import httpx
from sanic import Sanic

from bot.channels.teams import channel
from bot.channels.teams.channel import TeamsInput
from bot.channels.teams.desk import Desk
from bot.channels.web.channel import add_manners
from bot.settings import Settings
from bot.store.teams import find_sender
from bot.waymark import Waymark
from tests.doors import free_port
from tests.microsoft import TENANT, Microsoft


class TeamsDoor:
    """What a test needs of the door: to post to it, and to wait until it is done."""

    def __init__(self, address: str, microsoft: Microsoft, desk: Desk) -> None:
        self.http = httpx.AsyncClient(base_url=address, timeout=30)
        self.microsoft = microsoft
        self.desk = desk

    async def post(self, activity: dict[str, Any], **claims: Any) -> httpx.Response:
        token = self.microsoft.sign(**claims)
        return await self.http.post("/api/messages", json=activity, headers={"Authorization": f"Bearer {token}"})

    async def done(self) -> None:
        """Wait until nothing is left to do."""
        while workers := list(self.desk._workers.values()):
            await asyncio.wait(workers)

    async def say(self, text: str, **fields: Any) -> dict[str, Any]:
        """Say something and give the card that answers."""
        answer = await self.post(self.microsoft.activity(text, **fields))
        assert answer.status_code == 202
        await self.done()
        return self.microsoft.cards()[-1]

    async def press(self, label: str, *, execute: bool = True, **fields: Any) -> dict[str, Any]:
        """Press a button of the newest card and give the card that answers."""
        await self.press_on(self.newest, self.microsoft.cards()[-1], label, execute=execute, **fields)
        return self.microsoft.cards()[-1]

    @property
    def newest(self) -> str:
        """The id of the newest card."""
        return list(self.microsoft.shown)[-1]

    async def press_on(
        self, sent: str, card: dict[str, Any], label: str, *, execute: bool = True, **fields: Any
    ) -> dict[str, Any]:
        """Press a button of any card, as somebody may whose client shows it still. Out: what the press is answered."""
        assert label in labels(card), f"{label!r} is not offered, only {labels(card)}"
        action = next(one for one in actions(card) if one["title"] == label)
        fields["replyToId"] = sent
        if execute:
            value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}}
            pressed = self.microsoft.activity("", type="invoke", name="adaptiveCard/action", value=value, **fields)
        else:
            pressed = self.microsoft.activity("", value=action["fallback"]["data"], **fields)
        answer = await self.post(pressed)
        assert answer.status_code in (200, 202)
        await self.done()
        return dict(answer.json()["value"]) if execute else {}


CONTROLS = ("Support", "Skip", "Back", "Pause", "Change theme", "Finish")


def sender_of(waymark: Waymark, person: str) -> str:
    """The sender id of a person, by their id in Entra."""
    with waymark.database.session() as session:
        return find_sender(session, waymark.settings.secret, TENANT, person)


def actions(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a card that choose something: those that are in sight, then those of the menu."""
    shown = [one for element in card["body"] for one in element.get("actions", ())]
    menus = [one["card"] for one in shown if one["type"] == "Action.ShowCard"]
    return [one for one in shown if one["type"] == "Action.Execute"] + [one for menu in menus for one in actions(menu)]


def labels(card: dict[str, Any]) -> list[str]:
    return [action["title"] for action in actions(card)]


@asynccontextmanager
async def open_teams(
    waymark: Waymark, agent: Any, microsoft: Microsoft, handle: Callable[[Any], Awaitable[Any]] | None = None
) -> AsyncIterator[TeamsDoor]:
    """Open the door until the end of the block. handle: what takes a turn in place of the agent."""
    settings = {name.removeprefix("WAYMARK_").lower(): value for name, value in microsoft.settings.items()}
    own = dataclasses.replace(waymark, settings=Settings(**settings))
    name = "waymark"
    Sanic._app_registry.pop(name, None)
    app: Any = Sanic(name, configure_logging=False)
    app.config.TOUCHUP = False  # rewrites Sanic’s own methods: once in a process
    app.ctx.agent = agent
    door = TeamsInput()
    with patch.object(channel, "get_waymark", lambda: own):
        app.blueprint(door.blueprint(handle or agent.handle_message))
    add_manners(app)
    port = free_port()
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    try:
        assert door.desk is not None
        yield TeamsDoor(f"http://127.0.0.1:{port}", microsoft, door.desk)
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()
        Sanic._app_registry.pop(name, None)
