"""How requests arrive at the review door: one request gets one answer, and one that does not come whole is let go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import uvicorn
from fastapi import FastAPI, Request

from bot.review import wire
from tests.wire import HEAD, SECOND, ask


class Hasty(wire.Punctual):
    within = 0.5


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = FastAPI()

    @app.post("/echo")
    async def echo(request: Request) -> str:
        return f"{len(await request.body())} bytes"

    server = uvicorn.Server(uvicorn.Config(app, port=0, http=Hasty, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def test_requests_in_form_are_answered_one_after_the_other(port: int) -> None:
    whole = HEAD + b"Content-Length: 2\r\n\r\n{}"
    answer = await ask(port, whole, whole, pause=0.7)
    assert answer.count(b"HTTP/1.1 200") == 2, "the time is one request's, and not the connection's"


@pytest.mark.parametrize(
    "rest",
    [
        b"Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Content-Length : 36\r\n\r\n" + SECOND,
        b"X: a\r\n Content-Length: 36\r\n\r\n" + SECOND,
        b"X: a\nContent-Length: 36\r\n\r\n" + SECOND,
    ],
)
async def test_what_can_be_read_in_two_ways_is_refused_once(port: int, rest: bytes) -> None:
    answer = await ask(port, HEAD + rest)
    assert answer.startswith(b"HTTP/1.1 400"), answer[:60]
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [HEAD],
        [HEAD + b"Content-Length: 9\r\n\r\n{"],
        [bytes([byte]) for byte in HEAD],
        [HEAD + b"Content-Length: 30\r\n\r\n", *([b"x"] * 20)],
    ],
    ids=["nothing", "half a head", "half a body", "a head in drops", "a body in drops"],
)
async def test_a_request_that_does_not_come_whole_is_let_go(port: int, parts: list[bytes]) -> None:
    began = time.monotonic()
    await ask(port, *parts, pause=0.1, patience=5)
    assert time.monotonic() - began < 4.5
