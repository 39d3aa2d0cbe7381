"""Both doors as they are served, in this process, and what their requests look like as OpenAPI.

Neither publishes one. The review door's is FastAPI's own, with the fields of its forms put in; the chat door's is made
of the routes that Sanic has, with the bodies of the contract (docs/architecture.md).
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from unittest.mock import patch

import uvicorn
from fastapi import FastAPI
from sanic import Sanic

from bot.channels.web import channel
from bot.channels.web.channel import LARGEST_BODY, WebInput, add_manners
from bot.review.wire import Punctual as PunctualReview
from bot.runtime.wire import Punctual
from bot.waymark import Waymark
from tests.doors import free_port

BODIES: dict[str, dict[str, Any]] = {
    "POST /chat/sessions": {
        "access_code": {"type": "string"},
        "pass": {"type": "string"},
        "secret": {"type": "string"},
    },
    "POST /chat/messages": {
        "id": {"type": "string", "format": "uuid"},
        "text": {"type": "string"},
        "choice": {"type": "string"},
    },
}
"""What the chat door's requests hold."""

FORMS: dict[str, dict[str, str]] = {
    "POST /reflections/marks": {"tag": "rota", "reviewed": "yes", "to": "topics", "list": ""},
    "POST /reflections/undo": {"done": "x", "to": "one", "list": ""},
    "POST /login": {"name": "morag", "password": "three quiet herons", "next": "/themes"},
    "POST /login/code": {"code": "123456", "next": "/"},
    "POST /logout": {},
    "POST /reflections": {"words": "rota", "theme": "leadership", "from": "2026-11-01", "to": "", "reviewed": "no"},
    "POST /views": {"name": "mine", "theme": "leadership", "search": "", "from": "1/11/2026"},
    "POST /views/{view_id}": {},
    "POST /reflections/{reflection_id}/invitation": {"about": "strengths", "do": ""},
    "POST /reflections/{reflection_id}/review": {
        "reviewed": "yes", "note": "thank you", "tags": "rota, cold", "seen": "", "edits": "0",
    },
    "POST /reflections/{reflection_id}/reader": {"reader": "", "was": "", "list": ""},
    "POST /kit": {"do": "poster.pdf"},
    "POST /board": {"topic-1": "", "line-1": "More notice", "topic-2": "", "line-2": "", "kind": "docx"},
    "POST /reports": {"about": "all", "kind": "csv"},
    "POST /changes": {"said": "cold", "did": "heater", "theme": "leadership", "team": "", "do": "publish", "once": "k"},
    "POST /changes/{change_id}": {"said": "cold", "did": "heater", "theme": "", "team": "", "do": "save"},
    "POST /actions": {
        "what": "mend it", "owner": "Estates", "due": "2027-01-31", "theme": "leadership", "from": "", "once": "k",
    },
    "POST /actions/{action_id}": {
        "do": "mark", "status": "started", "note": "soon", "what": "x", "owner": "y", "due": "2027-01-31", "theme": "",
    },
    "POST /requests": {"kind": "access", "received": "2026-11-01", "reference": "SAR-1", "once": "k"},
    "POST /requests/{request_id}": {"do": "", "code": "heron-quiet-calm-loch", "sure": "yes", "format": "docx"},
    "POST /sessions": {"themes": "leadership", "team": "harbour", "closes": "2026-12-24T12:00", "once": "k"},
    "POST /sessions/teams": {"do": "link"},
    "POST /sessions/{session_id}": {"do": "extend", "closes": "2026-12-24T12:00", "line": "x"},
    "POST /holds": {
        "address": "", "theme": "leadership", "from": "2026-01-01", "to": "", "until": "2027-12-31", "reason": "a case",
    },
    "POST /holds/{hold_id}": {"do": "", "until": "2027-12-31"},
    "POST /account/password": {
        "password": "three quiet herons", "new": "four quiet herons", "again": "four quiet herons",
    },
    "POST /account/app": {"offer": "x", "code": "123456", "password": "three quiet herons"},
    "POST /account/recovery-codes": {"password": "three quiet herons"},
    "POST /account/sign-ins": {},
    "POST /people": {"name": "isla", "role": "coordinator", "every-theme": "yes", "every-team": "yes", "once": "k"},
    "POST /people/{person_id}": {"do": "save", "role": "facilitator", "every-theme": "yes", "theme-leadership": "yes"},
}  # fmt: skip
"""The forms of the review door, filled in so that most of them are taken."""

QUERIES = (
    *("search", "theme", "team", "sharing", "rating", "reviewed", "tag", "new", "from", "to", "after", "before"),
    *("done", "saved", "action", "period", "who", "event", "next", "code", "state", "error", "challenge"),
)
"""What stands in addresses of either door."""


def describe_chat(app: Any) -> dict[str, Any]:
    """The chat door's OpenAPI, of its own routes."""
    paths: dict[str, Any] = {}
    for route in app.router.routes:
        path = "/" + re.sub(r"<(\w+)[^>]*>", r"{\1}", route.path)
        for method in route.methods - {"OPTIONS"}:
            asked = {"parameters": _parameters(re.findall(r"{(\w+)}", path)), "responses": {"200": {"description": ""}}}
            if fields := BODIES.get(f"{method} {path}"):
                asked |= _body("application/json", fields)
            paths.setdefault(path, {})[method.lower()] = asked
    return {"openapi": "3.1.0", "info": {"title": "Chat", "version": "1"}, "paths": paths}


def describe_review(app: FastAPI) -> dict[str, Any]:
    """The review door's OpenAPI as FastAPI makes it, with forms and addresses."""
    described = app.openapi()
    for path, methods in described["paths"].items():
        for method, asked in methods.items():
            named = [one for one in asked.get("parameters", []) if one["in"] == "path"]
            asked["parameters"] = named + _parameters([])
            asked["responses"] = {"200": {"description": ""}}
            if fields := FORMS.get(f"{method.upper()} {path}"):
                asked |= _body("application/x-www-form-urlencoded", {name: {"type": "string"} for name in fields})
    return described


def _parameters(in_path: list[str]) -> list[dict[str, Any]]:
    named = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path]
    return named + [{"name": name, "in": "query", "schema": {"type": "string"}} for name in QUERIES]


def _body(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": {kind: {"schema": {"type": "object", "properties": fields}}}}}


@asynccontextmanager
async def open_chat(waymark: Waymark, agent: Any) -> AsyncIterator[tuple[str, Any]]:
    """The chat door on a socket: its address and Sanic's application."""
    Sanic._app_registry.pop("waymark", None)
    app: Any = Sanic("waymark", configure_logging=False)
    app.config.TOUCHUP = False  # rewrites Sanic's own methods: once in a process
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.ctx.agent = agent
    with patch.object(channel, "get_waymark", lambda: waymark):
        app.blueprint(WebInput().blueprint(agent.handle_message))
        add_manners(app)
    port = free_port()
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False, protocol=Punctual)
    await server.startup()
    await server.before_start()
    await server.start_serving()
    try:
        yield f"http://127.0.0.1:{port}", app
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()
        Sanic._app_registry.pop("waymark", None)


@contextmanager
def open_review(app: FastAPI) -> Iterator[str]:
    """The review door on a socket: its address."""
    port = free_port()
    config = uvicorn.Config(
        app, "127.0.0.1", port, http=PunctualReview, log_config=None, access_log=False, server_header=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def send_raw(address: str, request: bytes) -> bytes:
    """All that a door answers to some bytes, until it closes or nothing more comes."""
    host, _, port = address.removeprefix("http://").partition(":")
    answer = b""
    with socket.create_connection((host, int(port)), timeout=2) as line:
        try:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            while more := line.recv(65536):
                answer += more
        except OSError:
            pass
    return answer
