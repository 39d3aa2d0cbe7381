"""Signing in with a name and a password, and then with a code of an authenticator app where somebody has one.

Guessing is slow: after a few wrong tries at one name the next ones wait, longer each time, and after many over all
names too. Whoever has signed in with a browser before waits for their own wrong tries alone (devices.py). Whoever is
refused is told the same in the same time, whether the name is unknown, the password wrong or the account closed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.review.auth import end_sign_in, hash_token, open_session
from bot.review.door import Door, Person
from bot.store import attempts, audit
from bot.store.coordinators import (
    CoordinatorUnknown,
    clean_name,
    find_coordinator,
    is_usable_name,
    renew_hash,
    verify_password,
)
from bot.store.second_step import KeyLost, take_code, take_recovery_code
from bot.store.sign_ins import end_outdated_sign_ins
from bot.store.tables import Coordinator, SignIn

_T = TypeVar("_T")

FIRST_WAIT, WAIT = timedelta(seconds=15), timedelta(minutes=15)
"""After `login_attempts` wrong tries at one name; and the most. Each further wrong try doubles the wait."""
IN_ALL = 20
"""How many times `login_attempts` may fail over all names before all but known browsers wait for each other."""
FIRST_WAIT_OF_ALL, WAIT_OF_ALL = timedelta(seconds=1), timedelta(minutes=1)
"""Short: it slows a guesser who goes through names, and anybody else can still come in between."""
DAY = timedelta(days=1)
GIVING = ("coordinator_reset", "coordinator_added")
"""Events with which somebody else knows a password."""


@dataclass(frozen=True)
class Refusal:
    """Why nobody was signed in, as far as they are told: "no-match" or "wait", and then for how many seconds."""

    why: str
    seconds: int = 0


@dataclass(frozen=True)
class SignedIn:
    """The value for the cookie, and whether a code is still to come."""

    token: str
    needs_code: bool = False


def sign_in(door: Door, name: str, password: str, old_token: str = "", device: str = "") -> SignedIn | Refusal:
    """Check a name and a password. `device` is the number of a browser that this name has signed in with before.

    `old_token` is the session that the browser brought; it ends, so that nobody can plant one.
    """
    clean = clean_name(name)

    def check() -> Coordinator:
        with door.database.session() as session:
            coordinator = _known(session, clean)
        right = verify_password(coordinator, password)
        if coordinator is not None and right and coordinator.disabled_at is None:
            return coordinator
        reason = "unknown-name" if coordinator is None else "disabled" if right else "wrong-password"
        raise _Wrong(coordinator.name if coordinator else audit.NOBODY, reason)

    found = _try(door, "sign-in", clean, check, device)
    if isinstance(found, Refusal):
        return found
    with door.database.session() as session:
        coordinator = session.merge(found)
        renew_hash(coordinator, password)
        end_sign_in(session, old_token)
        end_outdated_sign_ins(session, timedelta(minutes=door.settings.review_idle_minutes), datetime.now(UTC))
        needs_code = coordinator.totp is not None
        token = open_session(session, coordinator, proved=not needs_code)
        if not needs_code:
            audit.record(session, "signed_in", coordinator.name, coordinator.name, **_given_by(session, coordinator))
        return SignedIn(token, needs_code)


def give_code(door: Door, person: Person, old_token: str, typed: str) -> str | Refusal:
    """The second step: a code of the app, or a recovery code. Out: the cookie's new value, or why not."""

    def check() -> str:
        with door.database.session() as session:
            coordinator = session.get_one(Coordinator, person.id)
            way = _take(session, coordinator, door.settings.secret, typed)
            row = session.get(SignIn, hash_token(old_token))
            if way is None or row is None:
                raise _Wrong(person.name, "wrong-code")
            end_sign_in(session, old_token)
            audit.record(session, "signed_in", person.name, person.name, way=way)
            return open_session(session, coordinator)

    return _try(door, "sign-in-code", person.name, check)


def check_password(door: Door, person: Person, password: str) -> Refusal | None:
    """Whether it is really this person, before something about their account changes; None when it is."""

    def check() -> None:
        with door.database.session() as session:
            coordinator = session.get_one(Coordinator, person.id)
        if not verify_password(coordinator, password):
            raise _Wrong(person.name, "wrong-password")

    return _try(door, "password-again", person.name, check)


def _given_by(session: Session, coordinator: Coordinator) -> dict[str, audit.Value]:
    """Who knows the password that was typed, too: until it is changed, it may be they."""
    if not coordinator.temporary:
        return {}
    fields: dict[str, audit.Value] = {"way": "password-for-once"}
    if given := audit.last_of(session, coordinator.name, *GIVING, within=10 * 365 * DAY):
        fields["given_by"] = given.actor
    return fields


@dataclass
class _Wrong(Exception):
    """A try came to nothing: whose name it was (or NOBODY), and the reason for the record."""

    actor: str
    reason: str


def _try(door: Door, kind: str, subject: str, check: Callable[[], _T], device: str = "") -> _T | Refusal:
    """Let `check` decide about one try, unless it has to wait. It raises _Wrong for a wrong one."""
    limit = door.settings.login_attempts
    mine = attempts.hash_subject(door.settings.secret, kind, f"{subject}\0{device}" if device else subject)
    everybody = attempts.hash_subject(door.settings.secret, "sign-in-by-anybody", "")
    with door.database.session() as session:  # counted before it is checked, so that tries at one moment all count
        attempt = attempts.record(session, mine)
    with door.database.session() as session:
        tries, last = attempts.history(session, mine, DAY, but=attempt)
        left = _left(last, tries - limit, FIRST_WAIT, WAIT)
        if kind == "sign-in" and not device:
            in_all, last_of_all = attempts.history(session, everybody, WAIT)
            over = in_all - limit * IN_ALL
            left = max(left, _left(last_of_all, over // limit, FIRST_WAIT_OF_ALL, WAIT_OF_ALL))
        if left > timedelta(0):
            attempts.take_back(session, attempt)
            return Refusal("wait", math.ceil(left.total_seconds()))
    try:
        outcome = check()
    except _Wrong as wrong:
        with door.database.session() as session:
            attempts.record(session, everybody)
            audit.record(session, "sign_in_failed", wrong.actor, wrong.actor, reason=wrong.reason)
            if tries + 1 >= limit:  # not at each refused try, or the record could be flooded
                audit.record(session, "sign_in_failed", wrong.actor, wrong.actor, reason="throttled")
        return Refusal("no-match")
    with door.database.session() as session:
        attempts.forget(session, mine)
    return outcome


def _left(last: datetime | None, over: int, first: timedelta, longest: timedelta) -> timedelta:
    """How long a try must still wait: from the last wrong one, `first` and twice as long for each one `over`."""
    if last is None or over < 0:
        return timedelta(0)
    return min(longest, first * (1 << min(over, 20))) - (datetime.now(UTC) - last)


def _known(session: Session, clean: str) -> Coordinator | None:
    if not is_usable_name(clean):
        return None
    try:
        return find_coordinator(session, clean)
    except CoordinatorUnknown:
        return None


def _take(session: Session, coordinator: Coordinator, secret: bytes, typed: str) -> str | None:
    """By which way the second step was taken: "code", "recovery-code", or None."""
    try:
        if take_code(session, coordinator, secret, typed):
            return "code"
    except KeyLost:
        pass
    return "recovery-code" if take_recovery_code(session, coordinator, typed) else None
