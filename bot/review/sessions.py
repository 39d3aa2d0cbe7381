"""Sessions of teams: a facilitator opens one, keeps it open for longer, hands it over, closes it, publishes what came.

They see until when it is open, and never how many took part or who. Somebody else's session is as if it were not there,
and the try is on record. The files are made when they are fetched.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import SCOTLAND, today_in_scotland
from bot.reflection.codes import read_words
from bot.review import once
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.filters import read_day
from bot.review.pages import FormDep
from bot.safety import mask
from bot.sessions import leading
from bot.sessions.closing import Closing
from bot.sessions.keys import Keys
from bot.sessions.leading import LONGEST_OPEN, LONGEST_STEP, MOST_STEPS, MOST_THEMES, NotNow, NotTheirs, Plan, Who
from bot.sessions.report import KINDS, make_file
from bot.sessions.summary import MINIMUM
from bot.store import audit
from bot.store import team_sessions as store
from bot.store.session_tables import TeamSession
from bot.store.tables import Coordinator

router = APIRouter()
DONE = ("opened", "extended", "reminded", "handed", "closed", "removed", "published")
THEMES = tuple(f"theme{place}" for place in range(1, MOST_THEMES + 1))
_ID = re.compile(r"[0-9a-f]{32}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Typed:
    """What stands in the form for a new session, as it was typed."""

    team: str = ""
    themes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    day: str = ""
    time: str = "17:00"

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Typed:
        """What was sent. Identifiers in the steps are masked, as in every text that others read."""
        themes = dict.fromkeys(filter(None, (form.get(name, "").strip() for name in THEMES)))
        steps = dict.fromkeys(mask(line.strip()) for line in form.get("steps", "").splitlines() if line.strip())
        return cls(
            form.get("team", ""), tuple(themes), tuple(steps), form.get("day", "").strip(), form.get("time", "").strip()
        )

    @property
    def closes_at(self) -> datetime | None:
        """The close on the clocks of Scotland, or None when it is no day and time."""
        return read_moment(self.day, self.time)

    def amiss(self, teams: Mapping[str, str], themes: Mapping[str, str], now: datetime) -> tuple[str, ...]:
        """What cannot be opened as it is, by the names the template knows."""
        found = []
        if self.team not in teams:
            found.append("team")
        if not self.themes or set(self.themes) - set(themes):
            found.append("theme")
        if len(self.steps) > MOST_STEPS:
            found.append("steps-many")
        if any(len(step) > LONGEST_STEP for step in self.steps):
            found.append("steps-long")
        if self.closes_at is None or not now < self.closes_at <= now + LONGEST_OPEN:
            found.append("day")
        return tuple(found)


def read_moment(day: str, at: str) -> datetime | None:
    """A day and a time of the clocks of Scotland, or None when they are none."""
    found, clock = read_day(day), _TIME.fullmatch(at)
    if found is None or clock is None:
        return None
    return datetime.combine(found, time(int(clock[1]), int(clock[2])), SCOTLAND).astimezone(UTC)


@router.get("/sessions")
def show_sessions(door: DoorDep, person: PersonDep) -> Response:
    _closing(door).close_due()
    with door.database.session() as session:
        audit.record(session, "sessions_viewed", person.name)
        sessions = store.list_sessions(session, person.id)
        return door.render("sessions.html", person=person, here="sessions", sessions=sessions)


@router.get("/sessions/new")
def show_form(door: DoorDep, person: PersonDep) -> Response:
    soon = today_in_scotland() + timedelta(days=7)
    with door.database.session() as session:
        return _form(door, session, person, Typed(day=soon.isoformat()))


@router.post("/sessions")
def open_session(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    typed, now = Typed.read(form), datetime.now(UTC)
    with door.database.session() as session:
        if amiss := typed.amiss(_teams(door, session, person), door.themes, now):
            return _form(door, session, person, typed, 400, amiss=amiss)
        if form.get("do") != "open":
            return _form(door, session, person, typed, preview=True)
        made = once.made_by(person.id, form)
        plan = Plan(typed.team, typed.themes, typed.steps, typed.closes_at or now)
        words = read_words(door.settings.content_dir)
        leading.open_session(session, _keys(door), _who(person), plan, words, now, made)
    return door.redirect(f"/sessions/{made}?done=opened")


@router.get("/sessions/{session_id}")
def show_session(session_id: str, request: Request, door: DoorDep, person: PersonDep) -> Response:
    _closing(door).close_due()
    done = request.query_params.get("done", "")
    try:
        with door.database.session() as session:
            found = _find(session, person, session_id)
            audit.record(session, "session_viewed", person.name, found.id)
            return _page(door, session, person, found, done=done if done in DONE else "")
    except NotTheirs:
        raise _refused(door, person, "GET") from None


@router.post("/sessions/{session_id}")
def act(session_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Do what the button says that was pressed."""
    do = form.get("do", "")
    try:
        with door.database.session() as session:
            found = _find(session, person, session_id)
            if do in KINDS:
                return _file(door, session, person, found, do)
        if do == "close":
            _closing(door).close(session_id, person.name)
            return door.redirect(f"/sessions/{session_id}?done=closed")
        with door.database.session() as session:
            done = _change(session, person, found, do, form)
    except NotTheirs:
        raise _refused(door, person, "POST") from None
    except NotNow:
        with door.database.session() as session:
            found = _find(session, person, session_id)
            return _page(door, session, person, found, 409, amiss=(do if do in ("extend", "hand_over") else "now",))
    if done == "removed":
        door.database.scrub()
    return door.redirect("/sessions" if done == "handed" else f"/sessions/{session_id}?done={done}")


def _change(session: Session, person: Person, found: TeamSession, do: str, form: Mapping[str, str]) -> str:
    who, now = _who(person), datetime.now(UTC)
    if do == "extend":
        closes_at = read_moment(form.get("day", ""), form.get("time", ""))
        if closes_at is None:
            raise NotNow
        leading.extend(session, who, found.id, closes_at, now)
        return "extended"
    if do == "remind":
        leading.remind(session, who, found.id, now)
        return "reminded"
    if do == "hand_over":
        leading.hand_over(session, who, found.id, form.get("to", ""))
        return "handed"
    if do == "remove":
        lines = leading.list_lines(found.summary) if found.summary else []
        leading.remove_lines(session, who, found.id, [one for one in lines if line_id(one) in form])
        return "removed"
    if do == "publish":
        leading.publish(session, who, found.id)
        return "published"
    raise HTTPException(400)


def line_id(line: tuple[str, str, str]) -> str:
    """The field that takes a line out. It is made of the line: what another tab took out meanwhile moves nothing."""
    return f"line-{hashlib.sha256(json.dumps(line).encode()).hexdigest()[:32]}"


def _file(door: Door, session: Session, person: Person, found: TeamSession, kind: str) -> Response:
    if found.summary is None:
        raise HTTPException(404)
    audit.record(session, "session_taken_away", person.name, found.id, format=kind)
    file = make_file(door.content, found, kind)
    return Response(file.body, media_type=file.media_type, headers=file.headers)


def _find(session: Session, person: Person, session_id: str) -> TeamSession:
    if not _ID.fullmatch(session_id):
        raise NotTheirs
    return leading.find_theirs(session, _who(person), session_id)


def _refused(door: Door, person: Person, method: str) -> HTTPException:
    with door.database.session() as session:
        audit.record(session, "session_refused", person.name, route=f"{method} /sessions/{{session_id}}")
    return HTTPException(404)


def _who(person: Person) -> Who:
    return Who(person.id, person.name)


def _keys(door: Door) -> Keys:
    return Keys.at(door.settings.home)


def _closing(door: Door) -> Closing:
    return Closing(door.database, _keys(door), [choice.id for choice in door.content.rating_scale])


def _teams(door: Door, session: Session, person: Person) -> dict[str, str]:
    """The teams that a facilitator may open a session for: their own."""
    own = session.get_one(Coordinator, person.id).teams
    return {team: name for team, name in door.teams.items() if own is None or team in own}


def _form(
    door: Door,
    session: Session,
    person: Person,
    typed: Typed,
    status: int = 200,
    *,
    amiss: tuple[str, ...] = (),
    preview: bool = False,
) -> Response:
    return door.render(
        "session_new.html",
        status,
        person=person,
        here="sessions",
        typed=typed,
        teams=_teams(door, session, person),
        amiss=amiss,
        preview=preview,
        themes=[door.content.theme(one) for one in typed.themes] if preview else [],
        who_sees=door.content.sessions.who_sees,
        minimum=MINIMUM,
        most_steps=MOST_STEPS,
    )


def _page(
    door: Door,
    session: Session,
    person: Person,
    found: TeamSession,
    status: int = 200,
    *,
    done: str = "",
    amiss: tuple[str, ...] = (),
) -> Response:
    local = found.closes_at.astimezone(SCOTLAND)
    return door.render(
        "session.html",
        status,
        person=person,
        here="sessions",
        found=found,
        day=f"{local:%Y-%m-%d}",
        time=f"{local:%H:%M}",
        others=leading.list_heirs(session, found),
        lines=[(line, line_id(line)) for line in leading.list_lines(found.summary)] if found.summary else [],
        members=door.content.sessions,
        address=f"{origin}/session" if (origin := door.settings.chat_origin.rstrip("/")) else "",
        labels={choice.id: choice.label for choice in door.content.rating_scale},
        minimum=MINIMUM,
        done=done,
        amiss=amiss,
    )
