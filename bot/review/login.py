"""Signing in and out: the pages that need no sign-in, and the one that asks for the code of an app."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from bot.review.auth import PersonDep, clear_cookie, end_sign_in, find_person, read_cookie, set_cookie
from bot.review.devices import mark_device, read_device
from bot.review.door import Door, DoorDep
from bot.review.pages import FormDep
from bot.review.rights import safe_next
from bot.review.signing_in import Refusal, give_code, sign_in
from bot.store import audit
from bot.store.coordinators import clean_name, has_coordinators

router = APIRouter()


@router.get("/health/live")
def live() -> Response:
    return JSONResponse({"status": "ok"})


@router.get("/login")
def show_login(request: Request, door: DoorDep) -> Response:
    after = request.query_params.get("next", "")
    with door.database.session() as session:
        if find_person(session, door.settings, read_cookie(request, door.settings)):
            return door.redirect(safe_next(after))
        return _login_page(door, session, after, out="out" in request.query_params)


@router.post("/login")
def do_login(request: Request, door: DoorDep, form: FormDep) -> Response:
    name, password = form.get("name", ""), form.get("password", "")
    after = safe_next(form.get("next", ""))
    if not name.strip() or not password:
        with door.database.session() as session:
            return _login_page(door, session, after, name, "empty", 400)
    device = read_device(request, door.settings, clean_name(name))
    outcome = sign_in(door, name, password, read_cookie(request, door.settings), device)
    if isinstance(outcome, Refusal):
        with door.database.session() as session:
            return slow_down(_login_page(door, session, after, name, outcome.why, status_of(outcome)), outcome)
    answer = code_page(door, after) if outcome.needs_code else door.redirect(after)
    set_cookie(answer, door.settings, outcome.token)
    if not outcome.needs_code:
        mark_device(answer, door.settings, clean_name(name))
    return answer


@router.get("/login/code")
def show_code(door: DoorDep, person: PersonDep) -> Response:
    return code_page(door, "/") if person.first == "/login/code" else door.redirect("/")


@router.post("/login/code")
def do_code(request: Request, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    after = safe_next(form.get("next", ""))
    if person.first != "/login/code":
        return door.redirect(after)
    outcome = give_code(door, person, read_cookie(request, door.settings), form.get("code", ""))
    if isinstance(outcome, Refusal):
        return slow_down(code_page(door, after, outcome.why, status_of(outcome)), outcome)
    answer = door.redirect(after)
    set_cookie(answer, door.settings, outcome)
    mark_device(answer, door.settings, person.name)
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


def status_of(refusal: Refusal) -> int:
    """The HTTP status that goes with a refusal."""
    return 429 if refusal.why == "wait" else 401


def slow_down(page: Response, refusal: Refusal) -> Response:
    """Say to a program, too, how long to wait."""
    if refusal.seconds:
        page.headers["Retry-After"] = str(refusal.seconds)
    return page


def code_page(door: Door, after: str, amiss: str = "", status: int = 200) -> Response:
    """Ask for the code of the authenticator app."""
    return door.render("login_code.html", status, after=after, amiss=amiss)


def _login_page(
    door: Door,
    session: Session,
    after: str,
    name: str = "",
    amiss: str = "",
    status: int = 200,
    *,
    out: bool = False,
) -> Response:
    return door.render(
        "login.html",
        status,
        after=safe_next(after),
        name=name[:80],
        amiss=amiss,
        out=out,
        empty=not has_coordinators(session) and not door.settings.review_oidc_issuer,
        organisation_sign_in=bool(door.settings.review_oidc_issuer),
    )
