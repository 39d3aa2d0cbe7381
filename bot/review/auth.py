"""Who is signed in, and the one place where every request is held to the table of rights.

Sessions are kept on the server, and the cookie holds only a random key to one. How people sign in: signing_in.py.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.review.door import Door, DoorDep, Person
from bot.review.rights import OPEN, START
from bot.settings import Settings
from bot.store import audit
from bot.store.coordinators import Role, area_of
from bot.store.sign_ins import LONGEST_SIGN_IN
from bot.store.tables import Coordinator, SignIn

TIME_FOR_A_CODE = timedelta(minutes=10)
"""How long after the password the code of the app may come."""


class SignInNeeded(Exception):
    """The page is for those who are signed in."""


class NotYours(Exception):
    """The page is there, and it is not for this role."""


class GoTo(Exception):
    """Another page comes first."""

    def __init__(self, path: str) -> None:
        """`path` is one of our own."""
        super().__init__(path)
        self.path = path


def hold_to_rights(request: Request, door: DoorDep) -> None:
    """Let a request go on only when the table of rights says so. The application runs this before every route.

    Raises SignInNeeded, NotYours or GoTo.
    """
    route = f"{request.method} {request.scope['route'].path}"
    if route in OPEN:
        return
    with door.database.session() as session:
        person = find_person(session, door.settings, read_cookie(request, door.settings))
        if person and route not in person.rights and route != "GET /" and not person.first:
            audit.record(session, "page_refused", person.name, route=route)
    if person is None:
        raise SignInNeeded
    if route not in person.rights:
        if person.first or route == "GET /":
            raise GoTo(person.first or START[person.role])
        raise NotYours
    request.state.person = person


def get_person(request: Request) -> Person:
    """Who is signed in, as `hold_to_rights` found them."""
    person: Person = request.state.person
    return person


PersonDep = Annotated[Person, Depends(get_person)]


def find_person(session: Session, settings: Settings, token: str, *, use: bool = True) -> Person | None:
    """Whose session the cookie's value opens, or None. With `use`, the time of idleness begins again."""
    if not token:
        return None
    now = datetime.now(UTC)
    row = session.get(SignIn, hash_token(token))
    if row is None:
        return None
    coordinator = session.get(Coordinator, row.coordinator_id)
    if (
        now - row.last_used_at > timedelta(minutes=settings.review_idle_minutes)
        or now - row.started_at > (LONGEST_SIGN_IN if row.proved else TIME_FOR_A_CODE)
        or not coordinator
        or coordinator.disabled_at
    ):
        session.delete(row)
        return None
    if use:
        row.last_used_at = now
    first = _first(settings, coordinator, row)
    return Person(coordinator.id, coordinator.name, Role(coordinator.role), area_of(coordinator), first)


def _first(settings: Settings, coordinator: Coordinator, row: SignIn) -> str:
    """The page that comes before all others; empty when there is none. An organisation looks after its own sign-in."""
    if not row.proved:
        return "/login/code"
    if coordinator.subject is not None:
        return ""
    if coordinator.temporary:
        return "/account/password"
    return "/account/app" if settings.totp_required and coordinator.totp is None else ""


def open_session(session: Session, coordinator: Coordinator, *, proved: bool = True) -> str:
    """Begin a session. Out: the value for the cookie. `proved`: the second step is done, or there is none."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    key = hash_token(token)
    session.add(SignIn(token=key, coordinator_id=coordinator.id, started_at=now, last_used_at=now, proved=proved))
    session.flush()
    return token


def end_sign_in(session: Session, token: str) -> None:
    """End one session. A token that opens nothing is fine."""
    if token:
        session.execute(delete(SignIn).where(SignIn.token == hash_token(token)))


def hash_token(token: str) -> str:
    """What stands in the database for a cookie's value."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def read_cookie(request: Request, settings: Settings) -> str:
    """The cookie's value, or an empty string."""
    return request.cookies.get(cookie_name(settings), "")


def set_cookie(response: Response, settings: Settings, token: str) -> None:
    """Give the browser the key to its session, until it is closed.

    Lax: a link in a mail or in Teams opens its page. What changes anything is a POST from our own pages (guard.py).
    """
    response.set_cookie(
        cookie_name(settings), token, path="/", secure=_is_production(settings), httponly=True, samesite="lax"
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    """Take the key back, and have the browser forget the pages it kept.

    Only the cache is cleared: "cookies" and "storage" would sign people out of the organisation's other services
    on the same domain, and would end a talk that is open in another tab.
    """
    response.delete_cookie(
        cookie_name(settings), path="/", secure=_is_production(settings), httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache"'


def cookie_name(settings: Settings) -> str:
    """With the `__Host-` prefix browsers take the cookie over HTTPS only and from this very host only."""
    return "__Host-waymark-review" if _is_production(settings) else "waymark-review"


def peek(request: Request, door: Door) -> Person | None:
    """Who is signed in, for the menu of an error page. It does not count as use."""
    with door.database.session() as session:
        return find_person(session, door.settings, read_cookie(request, door.settings), use=False)


def _is_production(settings: Settings) -> bool:
    return settings.environment == "production"
