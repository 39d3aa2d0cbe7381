"""A process that is told to stop is not ready any more, answers what still comes, and finishes what has begun."""

from __future__ import annotations

import asyncio
import os
import signal
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.under_way import UnderWay
from bot.channels.web.channel import may_count
from bot.runtime import watching
from bot.settings import Settings
from tests.unit.channels.conftest import content, open_door  # noqa: F401


class App:
    """As much of Sanic as is used."""

    def __init__(self) -> None:
        self.ctx = SimpleNamespace(draining=False)
        self.stopped = asyncio.Event()
        self.listeners: list[Any] = []

    def after_server_start(self, listener: Any) -> Any:
        self.listeners.append(listener)
        return listener

    def stop(self) -> None:
        self.stopped.set()


async def test_told_to_stop_it_says_so_first_and_stops_then(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App()
    watching.drain_when_told(app, 1)
    for listener in app.listeners:
        await listener(app)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.2)
    assert app.ctx.draining and not app.stopped.is_set()
    await asyncio.wait_for(app.stopped.wait(), 5)
    asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


async def test_a_door_that_stops_is_not_ready_and_answers_all_the_same(open_door: Any) -> None:  # noqa: F811
    from sanic import Sanic

    door = await open_door()
    app: Any = Sanic.get_app("waymark")
    app.ctx.agent.is_ready = lambda: True
    assert (await door.get("/health/ready")).status_code == 200
    app.ctx.draining = True
    answer = await door.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "stopping"})
    assert (await door.get("/health/live")).status_code == 200
    assert (await door.post("/chat/sessions")).status_code == 201


async def test_a_door_without_its_database_is_not_ready(open_door: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from bot.store.database import DatabaseUnreachable

    door = await open_door()

    def gone() -> None:
        raise DatabaseUnreachable("The database is away.")

    monkeypatch.setattr(door.waymark.database, "check", gone)
    assert (await door.get("/health/ready")).status_code == 503


async def test_turns_that_have_begun_are_waited_for_and_one_message_is_one_turn() -> None:
    under_way, go_on, begun = UnderWay(), asyncio.Event(), []

    async def turn() -> list[Any]:
        begun.append(1)
        await go_on.wait()
        return ["answer"]

    first, again = (asyncio.create_task(under_way.finish("a", turn)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()  # its connection dropped
    waiting = asyncio.create_task(under_way.all_done(5))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    go_on.set()
    assert await again == ["answer"]
    await asyncio.wait_for(waiting, 1)
    assert begun == [1]
    assert await under_way.finish("a", turn) == ["answer"] and begun == [1, 1], "what is over is begun anew"


def test_numbers_are_for_this_machine_and_whom_the_settings_name() -> None:
    settings = Settings(metrics_from="10.42.0.0/16, 192.0.2.7")
    assert [may_count(one, settings) for one in ("127.0.0.1", "::1", "10.42.3.9", "192.0.2.7")] == [True] * 4
    assert [may_count(one, settings) for one in ("10.43.0.1", "192.0.2.8", "", "x")] == [False] * 4
    assert not may_count("10.42.3.9", Settings())
