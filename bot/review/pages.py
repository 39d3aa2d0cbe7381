"""The pages: each reads the address, asks the store, writes the audit event and renders a template.

The words are in templates/. A page that shows what people shared records that it was looked at, in the same
transaction as the reading.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.review import charts, figures
from bot.review.auth import (
    WAIT,
    PersonDep,
    Refusal,
    clear_cookie,
    end_sign_in,
    find_person,
    read_cookie,
    set_cookie,
    sign_in,
)
from bot.review.door import Door, DoorDep, Person
from bot.review.filters import read_address
from bot.review.rights import safe_next
from bot.store import audit, shared
from bot.store.coordinators import has_coordinators
from bot.store.tables import Reflection

router = APIRouter()
NEWEST = 5
EVENTS = 50
_ID = re.compile(r"[0-9a-f]{32}")
_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
"""Control characters, which no database or page needs."""


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form as text, with line ends as \\n and no control characters. Files are left out."""
    async with request.form(max_files=0, max_fields=20) as form:
        return {
            name: value.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
            for name, value in form.items()
            if isinstance(value, str)
        }


FormDep = Annotated[dict[str, str], Depends(read_form)]


@router.head("/health/live")
@router.get("/health/live")
def live() -> Response:
    return JSONResponse({"status": "ok"})


@router.get("/login")
def show_login(request: Request, door: DoorDep) -> Response:
    with door.database.session() as session:
        if find_person(session, door.settings, read_cookie(request, door.settings)):
            return door.redirect(safe_next(request.query_params.get("next", "")))
        return _login_page(door, session, request.query_params.get("next", ""))


@router.post("/login")
def do_login(request: Request, door: DoorDep, form: FormDep) -> Response:
    name, password = form.get("name", ""), form.get("password", "")
    after = form.get("next", "")
    if not name.strip() or not password:
        with door.database.session() as session:
            return _login_page(door, session, after, name, "empty", 400)
    outcome = sign_in(door, name, password, read_cookie(request, door.settings))
    if isinstance(outcome, Refusal):
        with door.database.session() as session:
            page = _login_page(door, session, after, name, outcome.value, 429 if outcome is Refusal.WAIT else 401)
        if outcome is Refusal.WAIT:
            page.headers["Retry-After"] = str(int(WAIT.total_seconds()))
        return page
    answer = door.redirect(safe_next(after))
    set_cookie(answer, door.settings, outcome)
    return answer


@router.post("/logout")
def do_logout(request: Request, door: DoorDep) -> Response:
    token = read_cookie(request, door.settings)
    with door.database.session() as session:
        person = find_person(session, door.settings, token)
        end_sign_in(session, token)
        if person:
            audit.record(session, "signed_out", person.name, person.name)
    answer = door.redirect("/login?out=1")
    clear_cookie(answer, door.settings)
    return answer


@router.get("/")
def show_home(door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        page = shared.list_shared(session, shared.Filters(reviewed=False), limit=NEWEST)
        counts = _figures(session, door)
        audit.record(session, "home_viewed", person.name)
    return door.render("home.html", person=person, here="home", page=page, **_picture(door, counts))


@router.get("/reflections")
def show_list(request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        teams = door.teams | {team: team for team in shared.list_teams(session) if team not in door.teams}
        asked = read_address(request.query_params, door.themes, teams)
        page = shared.list_shared(session, asked.filters, asked.place)
        audit.record(session, "reflections_listed", person.name, **asked.for_audit())
    return door.render("reflections.html", person=person, here="reflections", asked=asked, page=page, teams=teams)


@router.get("/reflections/{reflection_id}")
def show_reflection(reflection_id: str, request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        reflection = _find(session, reflection_id)
        audit.record(session, "reflection_viewed", person.name, reflection.id)
        return _reflection_page(door, session, person, reflection, saved="saved" in request.query_params)


@router.post("/reflections/{reflection_id}/review")
def review(reflection_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    try:
        return _review(reflection_id, door, person, form)
    except IntegrityError:  # somebody else's first mark came at the same moment; now it is there
        return _review(reflection_id, door, person, form)


@router.get("/themes")
def show_themes(door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        counts = _figures(session, door)
        audit.record(session, "themes_viewed", person.name)
    return door.render("themes.html", person=person, here="themes", **_picture(door, counts))


@router.get("/audit")
def show_audit(request: Request, door: DoorDep, person: PersonDep) -> Response:
    before = request.query_params.get("before", "")
    known = re.fullmatch(r"[0-9]{1,9}", before) is not None
    with door.database.session() as session:
        events = audit.list_events(session, EVENTS + 1, int(before) if known else None)
        audit.record(session, "audit_viewed", person.name)
    older = events[EVENTS - 1].id if len(events) > EVENTS else None
    return door.render("audit.html", person=person, here="audit", events=events[:EVENTS], older=older, first=not known)


def _review(reflection_id: str, door: Door, person: Person, form: dict[str, str]) -> Response:
    note = form.get("note", "").strip()
    with door.database.session() as session:
        reflection = _find(session, reflection_id)
        reviewed = form.get("reviewed") == "yes"
        amiss = "long" if len(note) > shared.LONGEST_NOTE else ""
        if not amiss:
            try:
                change = shared.review_shared(
                    session,
                    reflection,
                    person.id,
                    reviewed=reviewed,
                    note=note,
                    note_seen=form.get("seen", "").strip(),
                    edits_seen=int(edits) if (edits := form.get("edits", "0")).isdecimal() else 0,
                )
            except shared.NoteChanged:
                amiss = "changed"
            except shared.WordsChanged:
                amiss = "words"
        if amiss:
            audit.record(session, "reflection_viewed", person.name, reflection.id)
            return _reflection_page(
                door,
                session,
                person,
                reflection,
                400 if amiss == "long" else 409,
                amiss=amiss,
                typed=note,
                ticked=reviewed,
            )
        audit.record(
            session, "reflection_reviewed", person.name, reflection.id, reviewed=change.reviewed, note=change.note
        )
    return door.redirect(f"/reflections/{reflection_id}?saved=1")


def _find(session: Session, reflection_id: str) -> Reflection:
    found = shared.find_shared(session, reflection_id) if _ID.fullmatch(reflection_id) else None
    if found is None:
        raise HTTPException(404)
    return found


def _reflection_page(
    door: Door,
    session: Session,
    person: Person,
    reflection: Reflection,
    status: int = 200,
    *,
    saved: bool = False,
    amiss: str = "",
    typed: str | None = None,
    ticked: bool | None = None,
) -> Response:
    mark = reflection.review
    note = mark.note if mark else ""
    return door.render(
        "reflection.html",
        status,
        person=person,
        here="reflections",
        reflection=reflection,
        saved=saved,
        amiss=amiss,
        note=note,
        typed=note if typed is None else typed,
        longest=shared.LONGEST_NOTE,
        ticked=bool(mark and mark.reviewed_at) if ticked is None else ticked,
        reviewer=shared.name_reviewer(session, reflection),
        mark=mark,
        rating=dict(door.content.rating_scale).get(reflection.rating, reflection.rating),
        guidance=[piece for piece in door.content.guidance if piece.id in reflection.guidance],
        sources={source.id: source for source in door.content.sources},
    )


def _login_page(
    door: Door, session: Session, after: str, name: str = "", amiss: str = "", status: int = 200
) -> Response:
    return door.render(
        "login.html",
        status,
        after=safe_next(after),
        name=name[:80],
        amiss=amiss,
        empty=not has_coordinators(session),
    )


def _figures(session: Session, door: Door) -> figures.Figures:
    return figures.hide_small(shared.count_by_theme(session), door.themes)


def _picture(door: Door, counts: figures.Figures) -> dict[str, Any]:
    label = str(door.words.fewer_than(figures.SMALLEST)).strip()
    return {"figures": counts, "smallest": figures.SMALLEST, "picture": charts.draw_themes(counts, door.themes, label)}
