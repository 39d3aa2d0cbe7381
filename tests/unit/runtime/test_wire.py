"""How requests arrive at the chat door: one request gets one answer, and one that does not come whole is let go."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sanic import Request, Sanic, response

from bot.runtime.wire import Punctual
from tests.doors import free_port
from tests.wire import HEAD, SECOND, ask


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app: Any = Sanic(f"wire-{uuid.uuid4().hex}", configure_logging=False)
    app.config.ACCESS_LOG = app.config.TOUCHUP = False

    @app.post("/echo")
    async def echo(request: Request) -> Any:
        return response.text(f"{len(request.body)} bytes")

    app.config.REQUEST_TIMEOUT = 0.5
    port = free_port()
    server = await app.create_server("127.0.0.1", port, protocol=Punctual, return_asyncio_server=True)
    await server.startup()
    await server.start_serving()
    yield port
    server.close()
    Sanic.unregister_app(app)


@pytest.mark.parametrize(
    "body",
    [b"Content-Length: 2\r\n\r\n{}", b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"],
    ids=["length", "chunked"],
)
async def test_a_request_in_form_is_answered(port: int, body: bytes) -> None:
    answer = await ask(port, HEAD + body)
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"2 bytes")


@pytest.mark.parametrize(
    "rest",
    [
        b"Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding\t: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Content-Length : 36\r\n\r\n" + SECOND,
        b"X: a\r\n Content-Length: 36\r\n\r\n" + SECOND,
        b"X: a\nContent-Length: 36\r\n\r\n" + SECOND,
        b"\x0bContent-Length: 36\r\n\r\n" + SECOND,
        b"Content-Length: 36\x00\r\n\r\n" + SECOND,
        b": empty\r\n\r\n" + SECOND,
        b"Content-Length: 0x24\r\n\r\n" + SECOND,
        b"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n" + SECOND,
        b"Transfer-Encoding: chunked\r\n\r\n 2\r\n{}\r\n0\r\n\r\n" + SECOND,
    ],
)
async def test_what_can_be_read_in_two_ways_is_refused_once(port: int, rest: bytes) -> None:
    answer = await ask(port, HEAD + rest)
    assert answer.startswith(b"HTTP/1.1 400"), answer[:60]
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answer.lower()


@pytest.mark.parametrize(
    "parts",
    [
        [HEAD],
        [HEAD + b"Content-Length: 9\r\n\r\n{"],
        [bytes([byte]) for byte in HEAD],
        [HEAD + b"Content-Length: 30\r\n\r\n", *([b"x"] * 20)],
    ],
    ids=["half a head", "half a body", "a head in drops", "a body in drops"],
)
async def test_a_request_that_does_not_come_whole_is_let_go(port: int, parts: list[bytes]) -> None:
    began = time.monotonic()
    await ask(port, *parts, pause=0.1, patience=5)
    assert time.monotonic() - began < 4.5
