"""How a facilitator opens a session from Teams: say who they are, plan, see what members will see, open.

A place of Teams travels in the cards themselves, sealed for one person, so that nothing is kept of who only asked. It
uses the database: call it in a thread.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bot.channels.counting import MessageCount
from bot.channels.refusals import Refused
from bot.channels.teams.cards import Card
from bot.channels.teams.session_cards import (
    button,
    channel_card,
    choice_input,
    make_card,
    moment_input,
    text_input,
    what_of,
)
from bot.channels.teams.session_presses import Press, Reply
from bot.days import today_in_scotland
from bot.reflection.codes import read_code
from bot.sessions import leading
from bot.sessions.leading import Who
from bot.sessions.planning import Typed, read_steps
from bot.store import audit, teams_sessions
from bot.store import team_sessions as store
from bot.store.sealing import CannotOpen, ServerSeal
from bot.store.session_tables import TeamSession
from bot.store.tables import Coordinator
from bot.waymark import Waymark

TRIES_A_MINUTE = 5
"""Codes that one account may try. A code is one of billions, and is over in a quarter of an hour."""

SHOWN = 3
"""Sessions that are offered for a channel, beside a new one."""

ID = frozenset("0123456789abcdef")


class Opening:
    """The cards on the way to a session."""

    def __init__(self, waymark: Waymark, control: Callable[[Session, TeamSession, str], Card]) -> None:
        """`control` makes the card of a session for who leads it."""
        self.waymark = waymark
        self.words = waymark.content.sessions
        self._control = control
        self._tries = MessageCount(waymark, TRIES_A_MINUTE, "teams-links")

    def begin_card(self, sender: str, where: teams_sessions.Where) -> Card:
        """What somebody is shown who wishes to open a session in a place of Teams."""
        place = self._seal_place(sender, where)
        with self.waymark.database.session() as session:
            linked = teams_sessions.find_linked(session, sender)
            if linked is not None:
                return self._plan_card(session, linked, place, Typed(day=_soon()))
        return self.link_card(place)

    def link_card(self, place: str, told: str = "") -> Card:
        say = self.words.say_in_teams
        lines = [told] if told else []
        parts = text_input("code", say("link_label"))
        actions = [button(say("link_button"), "link", place=place)]
        return make_card(say("link_heading"), [*lines, say("link_lead")], parts, actions)

    def link(self, press: Press, sender: str) -> Reply:
        say, place = self.words.say_in_teams, press.carried.get("place", "")
        try:
            with self.waymark.database.session() as session:
                self._tries.take(session, sender)
        except Refused:
            return Reply(words=say("link_many"))
        settings = self.waymark.settings
        code = read_code(press.typed.get("code", ""), self.waymark.taking_part.words).code
        with self.waymark.database.session() as session:
            now = datetime.now(UTC)
            if code is None or not teams_sessions.take_link(session, settings.secret, code, sender, press.account, now):
                return Reply.of(self.link_card(place, say("link_wrong")))
            linked = teams_sessions.find_linked(session, sender)
            if linked is None:
                return Reply.of(self.link_card(place, say("link_wrong")))
            audit.record(session, "teams_linked", linked.name)
            if self.open_place(sender, place) is None:
                return Reply.of(make_card(say("linked"), [say("ask_in_channel")]))
            return Reply.of(self._plan_card(session, linked, place, Typed(day=_soon()), told=say("linked")))

    def _plan_card(
        self,
        session: Session,
        who: Coordinator,
        place: str,
        typed: Typed,
        *,
        amiss: tuple[str, ...] = (),
        told: str = "",
    ) -> Card:
        say, content = self.words.say_in_teams, self.waymark.content
        teams = self._teams(who)
        lines = [told] if told else []
        lines += [say(f"amiss_{one.partition('-')[0]}") for one in dict.fromkeys(amiss)]
        parts = [
            *choice_input("team", say("team_label"), list(teams.items()), typed.team or next(iter(teams), "")),
            *choice_input(
                "themes",
                say("themes_label"),
                [(theme.id, theme.name) for theme in content.themes],
                ",".join(typed.themes),
                several=True,
            ),
            *text_input("steps", say("steps_label"), "\n".join(typed.steps)),
            *moment_input(content, typed.day, typed.time),
        ]
        theirs = [one for one in store.list_sessions(session, who.id) if one.state == "open"]
        without = [one for one in theirs if teams_sessions.find_place(session, one.id) is None][:SHOWN]
        actions = [button(say("preview"), "preview", place=place)]
        actions += [
            button(say("show_there", what=what_of(content, one)), "show_there", one.id, place=place) for one in without
        ]
        return make_card(say("new_heading"), [*lines, say("new_lead")], parts, actions)

    def open(self, press: Press, sender: str, who: Who) -> Reply:
        """Show what is typed as members will see it; and then open it."""
        say, place = self.words.say_in_teams, press.carried.get("place", "")
        where = self.open_place(sender, place)
        if where is None:
            return Reply(words=say("ask_in_channel"))
        now = datetime.now(UTC)
        typed = _read_plan(press.typed if press.do == "preview" else json.loads(press.carried.get("plan") or "{}"))
        with self.waymark.database.session() as session:
            own = session.get_one(Coordinator, who.id)
            themes = [theme.id for theme in self.waymark.content.themes]
            amiss = typed.amiss(self._teams(own), themes, now)
            if amiss or press.do == "plan":
                return Reply.of(self._plan_card(session, own, place, typed, amiss=amiss))
            if press.do == "preview":
                return Reply.of(self._preview(typed, place, sender, now))
            made = press.carried.get("made", "")
            if len(made) != 32 or set(made) - ID:
                return Reply(words=say("now_amiss"))
            part = self.waymark.taking_part
            found = leading.open_session(session, part.keys, who, typed.plan(now), part.words, now, made)
            if teams_sessions.find_place(session, found.id) is None:
                teams_sessions.put_place(session, self.waymark.settings.secret, found.id, where)
            session.flush()
            return Reply.of(self._control(session, found, say("leads_sending")))

    def _preview(self, typed: Typed, place: str, sender: str, now: datetime) -> Card:
        say = self.words.say_in_teams
        plan = typed.plan(now)
        shown = TeamSession(
            id="", join_code="…", team=plan.team, themes=list(plan.themes), steps=list(plan.steps), state="open",
            closes_at=plan.closes_at,
        )  # fmt: skip
        carried = json.dumps(
            {
                "team": typed.team,
                "themes": ",".join(typed.themes),
                "steps": "\n".join(typed.steps),
                "day": typed.day,
                "time": typed.time,
            }
        )
        made = hashlib.sha256(f"{sender}\0{place}\0{carried}".encode()).hexdigest()[:32]
        body = [one for one in channel_card(self.waymark.content, shown, "")["body"] if one["type"] != "ActionSet"]
        sees = [{"type": "TextBlock", "wrap": True, "text": line} for line in self.words.teams_sees]
        questions = [
            {"type": "TextBlock", "wrap": True, "text": getattr(self.waymark.content.theme(theme), question)}
            for theme in plan.themes
            for question in ("strengths", "opportunities", "next_step", "rating")
        ]
        framed = {"type": "Container", "style": "emphasis", "items": [*body, *sees, *questions]}
        carry = {"place": place, "plan": carried}
        actions = [button(say("open_button"), "open", made=made, **carry), button(say("change_plan"), "plan", **carry)]
        return make_card(say("preview_heading"), [], [framed], actions)

    def _teams(self, who: Coordinator) -> Mapping[str, str]:
        teams = {team.id: team.name for team in self.waymark.content.organisation.teams}
        return {team: name for team, name in teams.items() if who.teams is None or team in who.teams}

    def _seal_place(self, sender: str, where: teams_sessions.Where) -> str:
        """A place of Teams as a card can carry it: for this person alone, and nobody can make another of it."""
        return base64.urlsafe_b64encode(self._place_seal(sender).close(where)).decode()

    def open_place(self, sender: str, sealed: str) -> teams_sessions.Where | None:
        with suppress(CannotOpen, ValueError):
            return dict(self._place_seal(sender).open(base64.urlsafe_b64decode(sealed)))
        return None

    def _place_seal(self, sender: str) -> ServerSeal:
        return ServerSeal(self.waymark.settings.secret, "teams-place", sender)


def _read_plan(typed: Mapping[str, str]) -> Typed:
    themes = tuple(filter(None, typed.get("themes", "").split(",")))
    steps = read_steps(typed.get("steps", "").splitlines())
    return Typed(typed.get("team", ""), themes, steps, typed.get("day", ""), typed.get("time", "")[:5])


def _soon() -> str:
    return (today_in_scotland() + timedelta(days=7)).isoformat()
