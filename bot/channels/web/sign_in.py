"""Signing in at the organisation: the way there, and the page at the end that hands over a pass.

Nothing about the person is kept, logged or counted. The pass goes into the page and not into its address.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, response

from bot.channels.counting import Counting
from bot.channels.messages import words
from bot.channels.refusals import Refused
from bot.channels.web.addresses import address_of
from bot.channels.web.oidc import Provider
from bot.channels.web.pages import CONTENT_SECURITY_POLICY, render_signed_in
from bot.oidc import NotSignedIn
from bot.runtime.logs import describe
from bot.store.passes import give_pass
from bot.waymark import Waymark

logger = logging.getLogger("waymark.sign_in")

_CHALLENGE = re.compile("[A-Za-z0-9_-]{43}")
"""SHA-256 in base64url."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("frame-ancestors 'self'", "frame-ancestors 'none'"),
    "Cross-Origin-Opener-Policy": "unsafe-none",  # the page that opened this one is told the pass
}

FAILURES = {
    "stopped": "utter_sign_in_stopped",
    "over": "utter_sign_in_over",
    "not_member": "utter_sign_in_not_member",
    "did_not_work": "utter_sign_in_did_not_work",
}


def add_sign_in(door: Blueprint, waymark: Waymark, responses: Callable[[], Mapping[str, Any]]) -> None:
    """The two addresses of signing in, where the setting asks for it."""
    settings = waymark.settings
    if settings.entry != "sign-in":
        return
    provider = Provider(settings)
    there_and_back = (2 * settings.sessions_per_minute, 2 * settings.sessions_per_address)
    rate = Counting(waymark, "sign-ins", *there_and_back)

    def show(said: Mapping[str, str], given: str = "", status: int = 200) -> HTTPResponse:
        spoken = {part: words(responses(), utterance) for part, utterance in said.items()}
        page = render_signed_in(waymark.content, spoken, given, settings.embedding)
        return response.html(page, status=status, headers=HEADERS)

    def show_failure(failure: NotSignedIn) -> HTTPResponse:
        if failure.__cause__:
            logger.error("a sign-in did not work: %s", describe(failure.__cause__))
        status = 503 if failure.why == "did_not_work" else 403
        return show({"title": "utter_sign_in_not_done", "text": FAILURES[failure.why]}, status=status)

    @door.get("/sign-in")
    async def leave_for_provider(request: Request) -> HTTPResponse:
        challenge = request.args.get("challenge") or ""
        if not _CHALLENGE.fullmatch(challenge):
            raise Refused(422, "wrong_shape")
        try:
            await _take(rate, request)
            return response.redirect(await provider.begin(challenge), status=303, headers=HEADERS)
        except NotSignedIn as failure:
            return show_failure(failure)

    @door.get("/signed-in")
    async def come_back(request: Request) -> HTTPResponse:
        try:
            await _take(rate, request)
            challenge = await provider.finish({name: request.args.get(name) for name in request.args})
        except NotSignedIn as failure:
            return show_failure(failure)

        def give() -> str:
            with waymark.database.session() as session:
                return give_pass(session, challenge, datetime.now(UTC))

        given = await asyncio.to_thread(give)
        return show(
            {
                "title": "utter_signed_in",
                "text": "utter_signed_in_go_back",
                "label": "utter_signed_in_pass",
                "note": "utter_signed_in_private",
            },
            given,
        )


async def _take(rate: Counting, request: Request) -> None:
    """Sign-ins at the same time have a limit too: each asks the provider something."""
    try:
        await rate.take(address_of(request))
    except Refused:
        raise NotSignedIn("did_not_work") from None
