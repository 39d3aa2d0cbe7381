"""The pages: each reads the address, asks the store, writes the audit event and renders a template.

The words are in templates/. A page that shows what people shared records that it was looked at, in the same
transaction as the reading.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
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
from bot.review.door import Door, DoorDep
from bot.review.rights import safe_next
from bot.store import audit, shared
from bot.store.coordinators import has_coordinators
from bot.store.views import note_visit

router = APIRouter()
NEWEST = 5
EVENTS = 50
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
        page = shared.list_shared(session, person.area, shared.Filters(reviewed=False), limit=NEWEST)
        since = note_visit(session, person.id, datetime.now(UTC).date())
        counts = _figures(session, door)
        audit.record(session, "home_viewed", person.name)
    return door.render("home.html", person=person, here="home", page=page, since=since, **_picture(door, counts))


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
