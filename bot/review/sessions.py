"""Sessions of teams: a facilitator opens one, keeps it open for longer, hands it over, closes it, publishes what came.

They see until when it is open, and never how many took part or who. Somebody else's session is as if it were not there,
and the try is on record. The files are made when they are fetched.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import SCOTLAND, today_in_scotland
from bot.reflection.codes import draw_codes, read_words
from bot.review import once
from bot.review.asking import ask_first
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.pages import FormDep
from bot.review.session_form import read_typed
from bot.review.versions import version_of
from bot.sessions import leading
from bot.sessions.closing import Closing
from bot.sessions.keys import Keys
from bot.sessions.leading import MOST_STEPS, NotNow, NotTheirs, Who
from bot.sessions.planning import Typed, read_moment
from bot.sessions.report import KINDS, make_file
from bot.sessions.summary import MINIMUM
from bot.store import audit, teams_sessions
from bot.store import team_sessions as store
from bot.store.session_tables import TeamSession
from bot.store.tables import Coordinator

router = APIRouter()
DONE = ("opened", "extended", "reminded", "handed", "closed", "removed", "published")
CODE_LASTS = timedelta(minutes=15)
"""How long a code for Teams can be used, once."""
_ID = re.compile(r"[0-9a-f]{32}")


@router.get("/sessions")
def show_sessions(door: DoorDep, person: PersonDep) -> Response:
    _closing(door).close_due()
    with door.database.session() as session:
        audit.record(session, "sessions_viewed", person.name)
        sessions = store.list_sessions(session, person.id)
        linked = teams_sessions.is_linked(session, person.id)
        teams = bool(door.settings.teams_app_id)
        return door.render(
            "sessions.html", person=person, here="sessions", sessions=sessions, teams=teams, linked=linked
        )


@router.get("/sessions/new")
def show_form(door: DoorDep, person: PersonDep) -> Response:
    soon = today_in_scotland() + timedelta(days=7)
    with door.database.session() as session:
        return _form(door, session, person, Typed(day=soon.isoformat()))


@router.post("/sessions")
def open_session(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    typed, now = read_typed(form), datetime.now(UTC)
    with door.database.session() as session:
        if amiss := typed.amiss(_teams(door, session, person), door.themes, now):
            return _form(door, session, person, typed, 400, amiss=amiss)
        if form.get("do") != "open":
            return _form(door, session, person, typed, preview=True)
        made = once.made_by(person.id, form)
        words = read_words(door.settings.content_dir)
        leading.open_session(session, _keys(door), _who(person), typed.plan(now), words, now, made)
    return door.redirect(f"/sessions/{made}?done=opened")


@router.post("/sessions/teams")
def link_teams(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Show a code that says in Teams whose account it is; or forget whose it was."""
    if not door.settings.teams_app_id:
        raise HTTPException(404)
    with door.database.session() as session:
        if form.get("do") == "unlink":
            teams_sessions.unlink(session, coordinator_id=person.id)
            audit.record(session, "teams_unlinked", person.name)
            return door.redirect("/sessions")
        words = read_words(door.settings.content_dir)
        code = next(draw_codes(secrets.token_hex(32), person.id, words))
        until = datetime.now(UTC) + CODE_LASTS
        teams_sessions.make_link(session, door.settings.secret, person.id, code, until)
        audit.record(session, "teams_link_made", person.name)
    return door.render("session_teams.html", person=person, here="sessions", code=code, until=until)


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
            if question := _ask(door, session, person, found, form):
                return question
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


def _ask(door: Door, session: Session, person: Person, found: TeamSession, form: Mapping[str, str]) -> Response | None:
    """Ask before what cannot be taken back, where it can be done at all."""
    do, lines = form.get("do", ""), _ticked(found, form)
    to = dict(leading.list_heirs(session, found)).get(form.get("to", ""))
    possible = {
        "close": found.state == "open",
        "remove": found.state == "draft" and bool(lines),
        "publish": found.state == "draft",
        "hand_over": to is not None,
    }
    if not possible.get(do):
        return None
    page = f"/sessions/{found.id}"
    how = {"path": page, "back_to": page, "here": "sessions", "version": version_of(found.state, found.summary)}
    carry = ("do", "to", *map(line_id, lines))
    return ask_first(door, person, form, do, **how, carry=carry, lines=lines, to=to, minimum=MINIMUM)


def _ticked(found: TeamSession, form: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The lines of a summary that were ticked."""
    return [one for one in leading.list_lines(found.summary) if line_id(one) in form] if found.summary else []


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
        leading.remove_lines(session, who, found.id, _ticked(found, form))
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
    scale = [choice.id for choice in door.content.rating_scale]
    return Closing(door.database, _keys(door), scale, lambda: door.settings.secret)


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
        place=teams_sessions.find_place(session, found.id),
        labels={choice.id: choice.label for choice in door.content.rating_scale},
        minimum=MINIMUM,
        done=done,
        amiss=amiss,
    )
