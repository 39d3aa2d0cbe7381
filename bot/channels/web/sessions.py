"""The page on which a team reflects together: `GET` and `POST /session`, without script.

All that somebody types travels in the body of a form: no code and no answer stands in an address, a cookie or a
conversation. Each page is made anew from what was sent, so nothing is kept here between two of them.
"""

from __future__ import annotations

import asyncio
import functools
import secrets
from typing import Any
from urllib.parse import parse_qs

from sanic import Blueprint, HTTPResponse, Request, response

from bot import days
from bot.channels.counting import Counting
from bot.channels.refusals import Refused
from bot.channels.web.addresses import address_of
from bot.channels.web.pages import CONTENT_SECURITY_POLICY, render
from bot.channels.web.session_form import Fields, Typed, from_answers, read_typed, read_value, to_answers
from bot.days import as_day, as_moment
from bot.lanes import Full
from bot.nlu.safety import load_screen
from bot.safety import SafetyScreen
from bot.sessions.report import KINDS, make_file, team_name
from bot.sessions.screening import Screened, screen_answers
from bot.sessions.taking_part import NothingThere, TooLate, TooMany
from bot.store.changes import published
from bot.store.session_tables import TeamSession
from bot.waymark import Waymark

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("form-action 'none'", "form-action 'self'"),
}
CLOSED = {"draft": "waiting", "too_few": "too_few", "lost": "lost"}
"""The phrases for a session that has no summary to read, by its state."""

MOST_FIELDS = 200
CAME = 3
"""How many of what came of earlier talks are shown."""


class SessionPages:
    """Makes each page of a session. It waits for the database: call it in a thread."""

    def __init__(self, waymark: Waymark) -> None:
        self.waymark = waymark
        self.part = waymark.taking_part

    @functools.cached_property
    def screen(self) -> SafetyScreen:
        """The chat's screen, read when first needed."""
        settings = self.waymark.settings
        return load_screen(settings.models_dir, settings.content_dir)

    def show_door(self, problem: str = "", typed: str = "", status: int = 200) -> HTTPResponse:
        """Where the join code is typed. `problem`: the name of a phrase."""
        return self._page("join", status, problem=problem, typed=typed)

    def act(self, fields: Fields) -> HTTPResponse:
        """Answer a form that was sent: the button that was pressed says which."""
        typed = read_value(fields, "join")
        found = self.part.find(typed)
        if found and found.state == "open" and found.closes_at <= days.read_clock():
            self.waymark.closing.close_due()
            found = self.part.find(typed)
        if found is None:
            return self.show_door("join_unknown", typed, 404)
        do = read_value(fields, "do")
        try:
            if do in KINDS and found.state == "published":
                return self._file(found, do)
            if found.state != "open" or found.closes_at <= days.read_clock():
                return self._closed(found, late=do in ("send", "change", "withdraw"))
            if do == "send":
                return self._send(found, read_typed(fields, found))
            if do in ("change", "withdraw"):
                return self._again(found, do, read_value(fields, "own"))
            return self._form(found, Typed(secrets.token_hex(16)))
        except TooLate:
            return self._closed(self.part.find(typed) or found, late=True)

    def wait(self, fields: Fields) -> HTTPResponse:
        """Many are sending just now: what was typed stands in the form again."""
        typed = read_value(fields, "join")
        found = self.part.find(typed)
        if found is None or found.state != "open":
            return self.show_door("busy", typed, 429)
        return self._form(found, read_typed(fields, found), [("", "busy")], 429)

    def _send(self, found: TeamSession, typed: Typed) -> HTTPResponse:
        content = self.waymark.content
        answers, problems = to_answers(typed, found, content)
        if problems or not typed.once:
            return self._form(found, typed, problems, 400)
        screened = screen_answers(answers, self.screen.screen)
        if screened.names and not typed.of("names"):
            return self._form(found, typed, [("names", "names")], 400, screened.names)
        own = typed.of("own") or self.part.own_code(found.id, typed.once)
        person = self.part.person(own)
        if person is None:
            return self._form(found, typed, [("", "again_unknown")], 400)
        try:
            self.part.answer(found.id, person, screened.answers)
        except TooMany:
            return self._form(found, typed, [("", "too_many")], 503)
        return self._sent(found, own, screened)

    def _again(self, found: TeamSession, do: str, own: str) -> HTTPResponse:
        person = self.part.person(own)
        try:
            if person is None:
                raise NothingThere
            if do == "withdraw":
                self.part.withdraw(found.id, person)
                return self._page("withdrawn", found=found)
            answers = self.part.read(found.id, person)
        except NothingThere:
            return self._form(found, Typed(secrets.token_hex(16)), [("again", "again_unknown")], 404, again=own)
        return self._form(found, from_answers(answers, secrets.token_hex(16), own))

    def _form(
        self,
        found: TeamSession,
        typed: Typed,
        problems: list[tuple[str, str]] | None = None,
        status: int = 200,
        names: tuple[str, ...] = (),
        again: str = "",
    ) -> HTTPResponse:
        with self.waymark.database.session() as session:
            came = [
                (one.said, one.did)
                for theme in found.themes
                for one in published(session, theme=theme, limit=CAME)
                if one.team in (None, found.team)
            ]
        return self._page(
            "form",
            status,
            found=found,
            typed=typed,
            problems=problems or [],
            names=", ".join(names),
            again=again,
            came=list(dict.fromkeys(came))[:CAME],
        )

    def _sent(self, found: TeamSession, own: str, screened: Screened) -> HTTPResponse:
        return self._page("sent", found=found, own=own, tier=screened.tier)

    def _closed(self, found: TeamSession, *, late: bool) -> HTTPResponse:
        status = 409 if late else 200
        if found.state == "published":
            return self._page("summary", status, found=found, late=late)
        return self._page("closed", status, said=CLOSED.get(found.state, "waiting"), found=found, late=late)

    def _file(self, found: TeamSession, kind: str) -> HTTPResponse:
        file = make_file(self.waymark.content, found, kind)
        return response.raw(file.body, content_type=file.media_type, headers=file.headers)

    def _page(self, part: str, status: int = 200, **values: Any) -> HTTPResponse:
        content = self.waymark.content
        found: TeamSession | None = values.get("found")
        words = content.sessions
        page = render(
            "session.html",
            **{"found": None, "late": False, **values},
            part=part,
            organisation=content.organisation,
            say=words.say,
            words=words,
            themes=[content.theme(one) for one in found.themes] if found else [],
            theme_of=content.theme,
            scale=content.rating_scale,
            labels={choice.id: choice.label for choice in content.rating_scale},
            team=team_name(content, found.team) if found else "",
            when=as_moment(found.closes_at) if found else "",
            closed_on=as_day(found.closed_on) if found and found.closed_on else "",
        )
        return response.html(page, status=status, headers=HEADERS)


def add_sessions(door: Blueprint, waymark: Waymark) -> None:
    """The two routes of the page."""
    pages = SessionPages(waymark)
    settings = waymark.settings
    rate = Counting(waymark, "session-forms", 4 * settings.sessions_per_minute, 4 * settings.sessions_per_address)

    @door.get("/session")
    async def show(_: Request) -> HTTPResponse:
        return pages.show_door()

    @door.post("/session")
    async def act(request: Request) -> HTTPResponse:
        kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise Refused(422, "wrong_shape")
        address = address_of(request)
        try:
            fields = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise Refused(422, "wrong_shape") from None
        try:
            await rate.take(address)
            return await waymark.lanes.codes.run(address, pages.act, fields)
        except (Full, Refused):
            return await asyncio.to_thread(pages.wait, fields)
