"""The Teams door, as a Rasa input channel: `POST /api/messages` takes what Microsoft's Bot Connector sends.

A request is checked, noted (sealed, once only) and acknowledged at once; the turn comes after. So Teams never waits for
a turn, a message that came twice is one turn, and what came before a crash is answered after it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import aiohttp
from prometheus_client import Counter
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, HTTPResponse, Request, Sanic, response

from bot.channels.gate import Gate
from bot.channels.teams.activities import Activity, Malformed, read_activity
from bot.channels.teams.cards import CONTENT_TYPE
from bot.channels.teams.connector import Connector, Credentials
from bot.channels.teams.desk import Desk
from bot.channels.teams.keys import SigningKeys
from bot.channels.teams.reminding import remind_when_due
from bot.channels.teams.session_presses import read_press
from bot.channels.teams.settling import settled_card
from bot.channels.teams.tokens import NotTrusted, TokenCheck, Trust
from bot.runtime.logs import describe
from bot.settings import Settings
from bot.store import teams as store
from bot.waymark import Waymark, get_waymark

logger = logging.getLogger("waymark.teams")

RECEIVED = Counter(
    "waymark_teams_activities_total", "Activities that came from Teams, by what became of them.", ["fate"]
)

FINISH_WITHIN = 10
"""Seconds for the turns under way when the door stops: others are taken up by who looks again."""

SETTLE_WITHIN = 5.0
"""Seconds for the answer to a pressed button. Teams waits for 10."""


class TeamsInput(InputChannel):  # type: ignore[misc]
    """Registers the Teams door with Rasa. Without an app id there is no door."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in credentials.yml and in Rasa's responses."""
        return "teams"

    def url_prefix(self) -> str:
        """At the root: `/api/messages` is where Azure bots are expected."""
        return "/"

    def __init__(self) -> None:
        self.desk: Desk | None = None

    def get_output_channel(self) -> OutputChannel | None:
        """Rasa's way to reach somebody who did not just write."""
        return self.desk.output() if self.desk else None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The one route, and what runs beside it."""
        door = Blueprint("teams")
        waymark = get_waymark()
        if not waymark.settings.teams_app_id:
            return door

        def responses() -> Any:
            return Sanic.get_app("waymark").ctx.agent.domain.responses

        async def understand(message: UserMessage) -> dict[str, Any]:
            return dict(await Sanic.get_app("waymark").ctx.agent.processor.parse_message(message))

        line = _Line()
        trust = read_trust(waymark.settings)
        check = TokenCheck(trust, SigningKeys(waymark.settings.teams_keys_url, line.session))
        connector = Connector(read_credentials(waymark.settings), trust, line.session)
        gate = Gate(waymark, self.name(), on_new_message, responses)
        self.desk = desk = Desk(waymark, gate, connector, responses, understand)
        _add_route(door, waymark, check, desk)

        @door.after_server_start
        async def take_up(_: Any) -> None:
            await desk.take_up_what_was_left()
            desk.beside(desk.look_again())
            desk.beside(remind_when_due(waymark, desk))
            desk.beside(desk.sessions.run())

        @door.before_server_stop
        async def stop(_: Any) -> None:
            await desk.close()
            await gate.under_way.all_done(FINISH_WITHIN)
            await line.close()

        return door


def _add_route(door: Blueprint, waymark: Waymark, check: TokenCheck, desk: Desk) -> None:
    @door.post("/api/messages")
    async def receive(request: Request) -> HTTPResponse:
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            return _refuse(NotTrusted(400, "not_json"))
        if not isinstance(body, dict):
            return _refuse(NotTrusted(400, "malformed"))
        try:
            await check.check(request.headers.get("authorization"), body)
            activity = read_activity(body)
        except NotTrusted as refused:
            return _refuse(refused)
        except Malformed:
            return _refuse(NotTrusted(400, "malformed"))
        if body.get("type") == "invoke" and not activity.invoked:
            return response.json({}, status=501)
        if activity.kind == "other":
            return response.empty(200)
        if press := read_press(body, activity):
            RECEIVED.labels("pressed").inc()
            return await desk.sessions.answer(press, await asyncio.to_thread(_sender_of, waymark, activity))
        sender, number = await asyncio.to_thread(_note, waymark, activity)
        if number is not None:
            desk.put(sender)
        RECEIVED.labels("taken" if number is not None else "known").inc()
        return await _answer_invoke(desk, sender, activity) if activity.invoked else response.empty(202)


async def _answer_invoke(desk: Desk, sender: str, activity: Activity) -> HTTPResponse:
    """Action.Execute is answered with the card as it is now: settled, without its buttons."""
    try:
        card = await asyncio.wait_for(settled_card(desk.gate, sender, activity.turn, activity.choice), SETTLE_WITHIN)
    except Exception as error:
        logger.error("a card could not be settled: %s", describe(error))
        return response.json({"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""})
    return response.json({"statusCode": 200, "type": CONTENT_TYPE, "value": card})


def _sender_of(waymark: Waymark, activity: Activity) -> str:
    with waymark.database.session() as session:
        return store.find_sender(session, waymark.settings.secret, activity.tenant, activity.person)


def _note(waymark: Waymark, activity: Activity) -> tuple[str, int | None]:
    """Whose it is, and its number among what is to be done; None: it came before."""
    secret = waymark.settings.secret
    with waymark.database.session() as session:
        sender = store.find_sender(session, secret, activity.tenant, activity.person)
        work, now = asdict(activity), datetime.now(UTC)
        known_by = activity.id + activity.again
        return sender, store.take_in(session, secret, activity.conversation, known_by, work, now, sender)


def _refuse(refused: NotTrusted) -> HTTPResponse:
    RECEIVED.labels(refused.code).inc()
    logger.warning("an activity was refused: %s", refused.code)
    headers = {"Retry-After": "5"} if refused.status == 503 else {}
    return response.json({"error": {"code": refused.code}}, status=refused.status, headers=headers)


class _Line:
    """One HTTP client for all that is said to Microsoft, made when first used: in the loop that uses it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def read_trust(settings: Settings) -> Trust:
    """Whom the settings say we believe."""
    tenants = _split(settings.teams_tenants) or frozenset({settings.teams_tenant_id})
    return Trust(settings.teams_app_id, tenants, _split(settings.teams_service_hosts.lower()))


def read_credentials(settings: Settings) -> Credentials:
    """What the settings say we prove ourselves with."""
    url = settings.teams_token_url or f"https://login.microsoftonline.com/{settings.teams_tenant_id}/oauth2/v2.0/token"
    return Credentials(settings.teams_app_id, url, settings.teams_app_secret, settings.teams_certificate)


def _split(listed: str) -> frozenset[str]:
    return frozenset(one.strip() for one in listed.split(",") if one.strip())
