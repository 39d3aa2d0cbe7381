"""Moves a conversation to another device: a code of four words that a person types there within ten minutes.

Guessing is as slow as with return codes. Wrong codes are counted in the database, over all who type
one, so that another address or another process is no fresh start; and each look-up costs an Argon2id under the server's
secret.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, response

from bot import days
from bot.channels.counting import Counting
from bot.channels.gate import Gate
from bot.channels.refusals import Refused, many_at_once
from bot.channels.web.addresses import address_of
from bot.lanes import Full
from bot.reflection.codes import make_code, read_code, read_words
from bot.store import attempts, handovers
from bot.store.sealing import CannotOpen, conversation_key
from bot.waymark import Waymark

WRONG_FROM_ONE_ADDRESS = 10
"""A minute. Somebody who mistypes needs one or two."""

MANY = 50
"""Wrong codes of all together in `WITHIN`. Beyond, nobody's code is looked up until some of them are older."""

WITHIN = timedelta(minutes=15)
LONGEST = 200
"""Characters of what somebody types."""
SECRET_LENGTH = range(32, 201)


class Moving:
    """Gives codes, and takes them."""

    def __init__(self, waymark: Waymark) -> None:
        self.waymark = waymark
        self.secret = waymark.settings.secret
        self.words = read_words(waymark.settings.content_dir)
        self.tries = Counting(waymark, "hand-overs", MANY, WRONG_FROM_ONE_ADDRESS)
        self._everybody = attempts.hash_subject(self.secret, "hand-over-by-anybody", "")

    def offer(self, token: str) -> str:
        """A code that leads to this conversation once. Slow."""
        code = make_code(secrets.token_urlsafe(32), "hand-over", self.words)
        place = handovers.place_of(code, self.secret)
        with self.waymark.database.session() as session:
            handovers.offer(session, place, token, days.read_clock())
        return code

    def take(self, typed: str, secret: str) -> str:
        """The token under which the conversation goes on. Raises Refused. Slow."""
        with self.waymark.database.session() as session:
            attempt = attempts.record(session, self._everybody)  # before it is looked at: tries at one moment all count
        with self.waymark.database.session() as session:
            if attempts.failures(session, self._everybody, WITHIN) > MANY:
                attempts.take_back(session, attempt)
                raise Refused(429, "entry_too_many", retry_after=60)
        code = read_code(typed, self.words).code
        token = self._look(code, secret) if code else None
        if token is None:
            raise Refused(404, "not_found")
        with self.waymark.database.session() as session:
            attempts.take_back(session, attempt)
        return token

    def _look(self, code: str, secret: str) -> str | None:
        place = handovers.place_of(code, self.secret)
        try:
            with self.waymark.database.session() as session:
                token = handovers.take(session, place, secret, days.read_clock())
        except CannotOpen:
            return None
        if token:
            self.waymark.database.scrub()
        return token


def add_moving(door: Blueprint, waymark: Waymark, gate: Gate, token_of: Callable[[Request], str]) -> None:
    """The two routes."""
    moving = Moving(waymark)

    @door.post("/chat/move")
    async def offer(request: Request) -> HTTPResponse:
        token = token_of(request)
        await gate.require_open(token, count=True)
        try:
            code = await waymark.lanes.codes.run(conversation_key(token), moving.offer, token)
        except Full:
            raise many_at_once() from None
        return response.json({"code": code, "minutes": handovers.LASTS.seconds // 60}, status=201)

    @door.post("/chat/move/here")
    async def take(request: Request) -> HTTPResponse:
        typed, secret = _read(request)
        address = address_of(request)
        try:
            await moving.tries.take(address)
        except Refused as refused:
            raise Refused(429, "entry_too_many", refused.retry_after) from None
        try:
            token = await waymark.lanes.codes.run(address, moving.take, typed, secret)
        except Full:
            await moving.tries.give_back(address)
            raise many_at_once() from None
        await moving.tries.give_back(address)
        return response.json({"token": token})


def _read(request: Request) -> tuple[str, str]:
    try:
        body: Any = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Refused(400, "not_json") from None
    if not isinstance(body, dict) or set(body) != {"code", "secret"}:
        raise Refused(422, "wrong_shape")
    typed, secret = body["code"], body["secret"]
    if not isinstance(typed, str) or not isinstance(secret, str):
        raise Refused(422, "wrong_shape")
    if len(typed) > LONGEST or len(secret) not in SECRET_LENGTH:
        raise Refused(422, "wrong_shape")
    if not secret.isascii() or any("\ud800" <= sign <= "\udfff" for sign in typed):
        raise Refused(422, "wrong_shape")
    return typed, secret
