"""One's own account: password, authenticator app, recovery codes, and where one is signed in. The same for every role.

Whatever changes how somebody signs in asks for their password once more.
"""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import shorten
from typing import Any

import segno
from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from bot.review.auth import PersonDep, hash_token, read_cookie
from bot.review.door import Door, DoorDep, Person
from bot.review.login import slow_down, status_of
from bot.review.pages import FormDep
from bot.review.resets import find_reset
from bot.review.signing_in import check_password
from bot.store import audit, second_step
from bot.store.coordinators import change_password
from bot.store.passwords import SHORTEST, PasswordUnusable
from bot.store.sign_ins import end_sign_ins, list_sign_ins
from bot.store.tables import Coordinator

router = APIRouter()
LONGEST_ISSUER = 40
"""Letters of the organisation's name."""
DONE = ("password", "ended")


@router.get("/account")
def show_account(request: Request, door: DoorDep, person: PersonDep) -> Response:
    done = request.query_params.get("done", "")
    with door.database.session() as session:
        audit.record(session, "account_viewed", person.name)
        return _account_page(request, door, session, person, done=done if done in DONE else "")


@router.get("/account/password")
def show_password(door: DoorDep, person: PersonDep) -> Response:
    return _password_page(door, person)


@router.post("/account/password")
def set_password(request: Request, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Choose a new password. What is open in other browsers ends."""
    new = form.get("new", "")
    if new != form.get("again", ""):
        return _password_page(door, person, "differ", 400)
    if new == form.get("password", ""):
        return _password_page(door, person, "same", 400)
    if refusal := check_password(door, person, form.get("password", "")):
        return slow_down(_password_page(door, person, refusal.why, status_of(refusal)), refusal)
    with door.database.session() as session:
        coordinator = session.get_one(Coordinator, person.id)
        try:
            change_password(coordinator, new)
        except PasswordUnusable:
            return _password_page(door, person, "unusable", 400)
        end_sign_ins(session, coordinator, but=_this(request, door))
        audit.record(session, "password_changed", person.name, person.name)
    return door.redirect("/account?done=password")


@router.get("/account/app")
def show_app(door: DoorDep, person: PersonDep) -> Response:
    return _app_page(door, person, second_step.new_key())


@router.post("/account/app")
def set_app(request: Request, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Take an authenticator app into use, once a code of it shows that it works."""
    secret = door.settings.secret
    key = second_step.open_offer(secret, person.id, form.get("offer", ""))
    step = second_step.find_step(key, form.get("code", ""), datetime.now(UTC)) if key else None
    if key is None or step is None:
        return _app_page(door, person, key or second_step.new_key(), "code", 400)
    if refusal := check_password(door, person, form.get("password", "")):
        return slow_down(_app_page(door, person, key, refusal.why, status_of(refusal)), refusal)
    with door.database.session() as session:
        coordinator = session.get_one(Coordinator, person.id)
        second_step.keep_app(coordinator, secret, key, step)
        codes = second_step.make_recovery_codes(session, coordinator)
        end_sign_ins(session, coordinator, but=_this(request, door))
        audit.record(session, "app_added", person.name, person.name)
    return _codes_page(door, person, codes, app=True)


@router.post("/account/recovery-codes")
def renew_codes(request: Request, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    refusal = check_password(door, person, form.get("password", ""))
    with door.database.session() as session:
        if refusal:
            page = _account_page(request, door, session, person, amiss=refusal.why, status=status_of(refusal))
            return slow_down(page, refusal)
        coordinator = session.get_one(Coordinator, person.id)
        if coordinator.totp is None:
            return door.redirect("/account")
        codes = second_step.make_recovery_codes(session, coordinator)
        audit.record(session, "recovery_codes_made", person.name, person.name)
    return _codes_page(door, person, codes)


@router.post("/account/sign-ins")
def end_others(request: Request, door: DoorDep, person: PersonDep) -> Response:
    """Sign out everywhere else."""
    with door.database.session() as session:
        coordinator = session.get_one(Coordinator, person.id)
        ended = end_sign_ins(session, coordinator, but=_this(request, door))
        audit.record(session, "sign_ins_ended", person.name, person.name, how_many=ended)
    return door.redirect("/account?done=ended")


def _this(request: Request, door: Door) -> str:
    """The session that the request came with, as it is stored."""
    return hash_token(read_cookie(request, door.settings))


def _account_page(
    request: Request, door: Door, session: Session, person: Person, status: int = 200, **more: Any
) -> Response:
    coordinator = session.get_one(Coordinator, person.id)
    values: dict[str, Any] = {
        "person": person,
        "here": "account",
        "sign_ins": list_sign_ins(session, person.id),
        "this": _this(request, door),
        "local": coordinator.subject is None,
        "has_app": coordinator.totp is not None,
        "codes": second_step.count_recovery_codes(session, person.id),
        "reset": find_reset(session, person),
        "done": "",
        "amiss": "",
    }
    return door.render("account.html", status, **(values | more))


def _password_page(door: Door, person: Person, amiss: str = "", status: int = 200) -> Response:
    with door.database.session() as session:
        reset = find_reset(session, person)
    return door.render(
        "account_password.html", status, person=person, here="account", amiss=amiss, shortest=SHORTEST, reset=reset
    )


def _app_page(door: Door, person: Person, key: bytes, amiss: str = "", status: int = 200) -> Response:
    """Offer a key, as a picture and to type. It is in use only when a code has proved it."""
    address = second_step.app_address(key, person.name, _issuer(door.content.organisation.name))
    picture = segno.make(address, error="l", boost_error=False).svg_inline(
        border=4, light="#fff", dark="#000", omitsize=True
    )
    return door.render(
        "account_app.html",
        status,
        person=person,
        here="account",
        amiss=amiss,
        picture=Markup(picture),  # noqa: S704  squares alone; the address is not in it as text
        key=second_step.typed_key(key),
        offer=second_step.seal_offer(door.settings.secret, person.id, key),
    )


def _issuer(organisation: str) -> str:
    """What an app shows above the code. It stands in the picture twice, and each letter makes its squares smaller."""
    return f"Waymark ({shorten(organisation, LONGEST_ISSUER, placeholder='…')})"


def _codes_page(door: Door, person: Person, codes: list[str], *, app: bool = False) -> Response:
    return door.render("account_codes.html", person=person, here="account", codes=codes, app=app)
