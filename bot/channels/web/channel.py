"""The chat API and the pages around it, as a Rasa input channel (the contract is in docs/architecture.md).

No cookie, no IP address and no text is kept or logged here. The token in the Authorization header is the
only key to a conversation.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import os
from collections.abc import Awaitable, Callable
from ipaddress import ip_address, ip_network
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, HTTPResponse, Request, Sanic, response
from sanic.exceptions import SanicException
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.gate import Gate
from bot.channels.messages import Message, words
from bot.channels.refusals import Refused
from bot.channels.web.addresses import SIGNS_OF_A_PROXY, address_of
from bot.channels.web.cards import add_cards
from bot.channels.web.easy_read import EasyRead, Responses
from bot.channels.web.entry import Entry
from bot.channels.web.files import add_files, languages
from bot.channels.web.moving import add_moving
from bot.channels.web.origins import Origins
from bot.channels.web.sessions import add_sessions
from bot.channels.web.sign_in import add_sign_in
from bot.channels.web.takeaway import add_takeaway
from bot.runtime.logs import describe
from bot.settings import Settings
from bot.store.database import DatabaseUnreachable
from bot.waymark import Waymark, get_waymark

logger = logging.getLogger("waymark.web")

LARGEST_BODY = 64 * 1024
"""Bytes of one request: 4,000 characters and their JSON fit several times."""

FINISH_WITHIN = 20
"""Seconds for the turns under way when the door stops."""

OPENED = Counter("waymark_conversations_total", "Conversations that were opened on the web.")
TURNS = Counter("waymark_turns_total", "Messages that were answered.")
REFUSALS = Counter("waymark_refusals_total", "Messages that were not taken, by reason.", ["code"])
SECONDS = Histogram("waymark_turn_seconds", "How long a message took, waiting in its queue included.")


class WebInput(InputChannel):  # type: ignore[misc]
    """Registers the web door with Rasa."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in credentials.yml and in Rasa's responses."""
        return "web"

    def url_prefix(self) -> str:
        """At the root: the addresses are part of the contract."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """All routes of the door."""
        door = Blueprint("web")
        waymark = get_waymark()

        def responses() -> Any:
            return Sanic.get_app("waymark").ctx.agent.domain.responses

        gate = Gate(waymark, self.name(), on_new_message, responses)
        _add_chat(door, gate, Entry(waymark), Easier(waymark, responses))
        add_moving(door, waymark, gate, _token)
        add_takeaway(door, gate, _token)
        add_sign_in(door, waymark, responses)
        add_sessions(door, waymark)
        add_cards(door, waymark.content)
        add_files(door, waymark.content, waymark.settings)
        _add_health(door)

        @door.before_server_stop
        async def finish_turns(_: Any) -> None:
            await gate.under_way.all_done(FINISH_WITHIN)

        return door


class Easier:
    """Puts easier words beside the usual ones, where the organisation offers them. They are read at the first turn."""

    def __init__(self, waymark: Waymark, responses: Callable[[], Responses]) -> None:
        self._offered = waymark.settings.easy_read
        self._read = functools.cache(lambda: EasyRead(waymark.content.themes, responses()))

    def __call__(self, messages: list[Message]) -> list[Message]:
        """The messages, as they are or with `easy` on those that have it."""
        return self._read().beside(messages) if self._offered else messages


def _add_chat(door: Blueprint, gate: Gate, entry: Entry, easier: Easier) -> None:
    @door.get("/chat/rules")
    async def rules(_: Request) -> HTTPResponse:
        return response.json({"entry": entry.kind, "languages": languages()})

    @door.post("/chat/sessions")
    async def open_session(request: Request) -> HTTPResponse:
        try:
            body = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):
            raise Refused(400, "not_json") from None
        token, expires_at = await entry.open(gate, body, address_of(request))
        OPENED.inc()
        return response.json({"token": token, "expires_at": expires_at.isoformat()}, status=201)

    @door.post("/chat/messages")
    async def receive(request: Request) -> HTTPResponse:
        token = _token(request)
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            await gate.require_open(token)
            raise Refused(400, "not_json") from None
        with SECONDS.time():
            messages = await gate.receive(token, body)
        TURNS.inc()
        return response.json({"messages": easier(messages)})

    @door.get("/chat/messages")
    async def transcript(request: Request) -> HTTPResponse:
        return response.json({"messages": easier(await gate.transcript(_token(request)))})

    @door.delete("/chat/sessions/current")
    async def leave(request: Request) -> HTTPResponse:
        await gate.leave(_token(request))
        return response.empty()


def _add_health(door: Blueprint) -> None:
    waymark = get_waymark()

    @door.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @door.get("/health/ready")
    async def ready(request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        if getattr(request.app.ctx, "draining", False):
            return response.json({"status": "stopping"}, status=503)
        try:
            await asyncio.to_thread(waymark.database.check)
            await asyncio.to_thread(waymark.database.check_writable)
        except DatabaseUnreachable as error:
            return response.json({"status": str(error)}, status=503)
        except Exception:
            return response.json({"status": "the database does not answer"}, status=503)
        if agent is None or not agent.is_ready():
            return response.json({"status": "the model is not loaded"}, status=503)
        return response.json({"status": "ok"})

    @door.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        if not may_count(request.ip, waymark.settings) or any(name in request.headers for name in SIGNS_OF_A_PROXY):
            return response.empty(404)
        return response.raw(_count_together(), content_type=CONTENT_TYPE_LATEST)


def may_count(address: str, settings: Settings) -> bool:
    """Whether who asks from an address may read numbers: this machine, and whom the settings name."""
    allowed = ["127.0.0.1", "::1", *filter(None, map(str.strip, settings.metrics_from.split(",")))]
    try:
        return any(ip_address(address) in ip_network(one) for one in allowed)
    except ValueError:
        return False


def _count_together() -> bytes:
    """The numbers of this process, or of all workers of this machine (bot/runtime/workers.py)."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


def _token(request: Request) -> str:
    scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not 20 <= len(token) <= 200 or not token.isascii():
        raise Refused(401, "session_unknown")
    return token


def add_manners(app: Any) -> None:
    """Who may ask, headers on every response, and errors that are always kind JSON without any detail."""
    origins = Origins(get_waymark().settings)

    def answer(refused: Refused) -> HTTPResponse:
        REFUSALS.labels(refused.code).inc()
        message = words(app.ctx.agent.domain.responses, f"utter_error_{refused.code}")
        headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else {}
        return response.json(
            {"error": {"code": refused.code, "message": message}}, status=refused.status, headers=headers
        )

    @app.exception(Exception)
    async def refuse(_: Request | None, error: Exception) -> HTTPResponse:
        if isinstance(error, Refused):
            return answer(error)
        if isinstance(error, SanicException):
            codes = {404: "not_found", 405: "not_allowed", 413: "text_too_long"}
            status = error.status_code or 500
            if status < 500:
                return answer(Refused(status, codes.get(status, "wrong_shape")))
        if isinstance(error, SQLAlchemyError):
            logger.error("the database did not answer: %s", describe(error))
        else:
            logger.error("a request could not be answered: %s", describe(error))
        return answer(Refused(503, "busy", retry_after=2))

    @app.on_request
    async def check_origin(request: Request) -> HTTPResponse | None:
        return origins.check(request)

    @app.on_response
    async def add_headers(request: Request, answer: HTTPResponse) -> None:
        origins.add_headers(request, answer)
