"""Signing in to the review door, and the one place where every request is held to the table of rights.

Sessions are kept on the server, and the cookie holds only a random key to one.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.review.door import Door, DoorDep, Person
from bot.review.rights import OPEN, START
from bot.settings import Settings
from bot.store import attempts, audit
from bot.store.coordinators import (
    LONGEST_SIGN_IN,
    CoordinatorUnknown,
    Role,
    area_of,
    clean_name,
    end_outdated_sign_ins,
    find_coordinator,
    is_usable_name,
    renew_hash,
    verify_password,
)
from bot.store.tables import Coordinator, SignIn

WAIT = timedelta(minutes=15)
IN_ALL = 20
"""How many times `login_attempts` may fail over all names before everybody waits."""


class SignInNeeded(Exception):
    """The page is for coordinators who are signed in."""


class NotYours(Exception):
    """The page is there, and it is not for this role."""


class GoTo(Exception):
    """Another page comes first."""

    def __init__(self, path: str) -> None:
        """`path` is one of our own."""
        super().__init__(path)
        self.path = path


class Refusal(Enum):
    """Why nobody was signed in, as far as they are told."""

    NO_MATCH = "no-match"
    WAIT = "wait"


def sign_in(door: Door, name: str, password: str, old_token: str = "") -> str | Refusal:
    """Check a name and a password. Out: the value for the cookie, or why not.

    A name that is unknown, disabled or wrong is refused with the same answer in the same time. `old_token` is the
    session that the browser brought; it ends, so that nobody can plant one.
    """
    clean = clean_name(name)
    limit = door.settings.login_attempts
    subject = attempts.hash_subject(door.settings.secret, "sign-in", clean)
    everybody = attempts.hash_subject(door.settings.secret, "sign-in-by-anybody", "")
    with door.database.session() as session:
        attempt = attempts.record(session, subject)
    with door.database.session() as session:
        tries = attempts.failures(session, subject, WAIT)
        if tries > limit or attempts.failures(session, everybody, WAIT) >= limit * IN_ALL:
            attempts.take_back(session, attempt)
            return Refusal.WAIT
        coordinator = _known(session, clean)
    right = verify_password(coordinator, password)
    with door.database.session() as session:
        if coordinator is None or not right or coordinator.disabled_at is not None:
            attempts.record(session, everybody)
            _record_failure(session, coordinator, right, last=tries >= limit)
            return Refusal.NO_MATCH
        attempts.forget(session, subject)
        renew_hash(session.merge(coordinator), password)
        end_sign_in(session, old_token)
        end_outdated_sign_ins(session, timedelta(minutes=door.settings.review_idle_minutes), datetime.now(UTC))
        token = _open(session, coordinator)
        audit.record(session, "signed_in", coordinator.name, coordinator.name)
        return token


def find_person(session: Session, settings: Settings, token: str, *, use: bool = True) -> Person | None:
    """Whose session the cookie's value opens, or None. With `use`, the time of idleness begins again."""
    if not token:
        return None
    now = datetime.now(UTC)
    row = session.get(SignIn, _hash(token))
    if row is None:
        return None
    idle = timedelta(minutes=settings.review_idle_minutes)
    coordinator = session.get(Coordinator, row.coordinator_id)
    if (
        now - row.last_used_at > idle
        or now - row.started_at > LONGEST_SIGN_IN
        or not coordinator
        or coordinator.disabled_at
    ):
        session.delete(row)
        return None
    if use:
        row.last_used_at = now
    return Person(coordinator.id, coordinator.name, Role(coordinator.role), area_of(coordinator))


def end_sign_in(session: Session, token: str) -> None:
    """End one session. A token that opens nothing is fine."""
    if token:
        session.execute(delete(SignIn).where(SignIn.token == _hash(token)))


def hold_to_rights(request: Request, door: DoorDep) -> None:
    """Let a request go on only when the table of rights says so. The application runs this before every route.

    Raises SignInNeeded, NotYours or GoTo.
    """
    route = f"{request.method} {request.scope['route'].path}"
    if route in OPEN:
        return
    with door.database.session() as session:
        person = find_person(session, door.settings, read_cookie(request, door.settings))
        if person and route not in person.rights and route != "GET /":
            audit.record(session, "page_refused", person.name, route=route)
    if person is None:
        raise SignInNeeded
    if route not in person.rights:
        raise GoTo(START[person.role]) if route == "GET /" else NotYours
    request.state.person = person


def get_person(request: Request) -> Person:
    """Who is signed in, as `hold_to_rights` found them."""
    person: Person = request.state.person
    return person


PersonDep = Annotated[Person, Depends(get_person)]


def read_cookie(request: Request, settings: Settings) -> str:
    """The cookie's value, or an empty string."""
    return request.cookies.get(cookie_name(settings), "")


def set_cookie(response: Response, settings: Settings, token: str) -> None:
    """Give the browser the key to its session, until it is closed."""
    response.set_cookie(
        cookie_name(settings), token, path="/", secure=_is_production(settings), httponly=True, samesite="strict"
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    """Take the key back, and have the browser forget the pages it kept.

    Only the cache is cleared: "cookies" and "storage" would sign people out of the organisation's other services
    on the same domain, and would end a talk that is open in another tab.
    """
    response.delete_cookie(
        cookie_name(settings), path="/", secure=_is_production(settings), httponly=True, samesite="strict"
    )
    response.headers["Clear-Site-Data"] = '"cache"'


def cookie_name(settings: Settings) -> str:
    """With the `__Host-` prefix browsers take the cookie over HTTPS only and from this very host only."""
    return "__Host-waymark-review" if _is_production(settings) else "waymark-review"


def _is_production(settings: Settings) -> bool:
    return settings.environment == "production"


def _known(session: Session, clean: str) -> Coordinator | None:
    if not is_usable_name(clean):
        return None
    try:
        return find_coordinator(session, clean)
    except CoordinatorUnknown:
        return None


def _record_failure(session: Session, coordinator: Coordinator | None, right: bool, *, last: bool) -> None:
    actor = coordinator.name if coordinator else audit.NOBODY
    reason = "unknown-name" if coordinator is None else "disabled" if right else "wrong-password"
    audit.record(session, "sign_in_failed", actor, actor, reason=reason)
    if last:  # once, and not at each refused try, or the record could be flooded
        audit.record(session, "sign_in_failed", actor, actor, reason="throttled")


def _open(session: Session, coordinator: Coordinator) -> str:
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    session.add(SignIn(token=_hash(token), coordinator_id=coordinator.id, started_at=now, last_used_at=now))
    session.flush()
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
