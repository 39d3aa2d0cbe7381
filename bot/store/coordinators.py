"""Who may sign in to the review door, with their passwords as argon2id hashes."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.store.areas import NOWHERE, Area
from bot.store.tables import Coordinator, SignIn

SHORTEST_PASSWORD = 12
LONGEST_SIGN_IN = timedelta(hours=12)
"""A sign-in ends this long after it began, however much it is used."""
LONGEST_PASSWORD = 1000
"""Longer ones are refused unread: hashing them would only cost time."""

_NAME = re.compile(r"[\w.@+'-]{2,80}")
_HASHER = PasswordHasher()
_ONE_AT_A_TIME = threading.BoundedSemaphore(2)
"""One hash takes 64 MiB, so that many at once would be a way to stop the process."""


class Role(StrEnum):
    """What somebody may do in the review door. What each role opens is in bot/review/rights.py."""

    COORDINATOR = "coordinator"
    """Reads what was shared in their own area, and acts on it."""
    FACILITATOR = "facilitator"
    """Sees the sessions of their own team."""
    RECORDS = "records"
    """Looks after requests, retention and the record of what was done. Reads nothing that was shared."""
    ADMINISTRATOR = "administrator"
    """Looks after people and settings. Reads nothing that was shared."""


class CoordinatorError(Exception):
    """Something about a coordinator's account cannot be done. The message is one line: what, and how to mend it."""


class NameTaken(CoordinatorError):
    pass


class NameUnusable(CoordinatorError):
    pass


class PasswordUnusable(CoordinatorError):
    pass


class CoordinatorUnknown(CoordinatorError):
    pass


def add_coordinator(session: Session, name: str, password: str) -> Coordinator:
    """Add somebody who may sign in. The name is kept in lower case.

    Raises NameUnusable, NameTaken or PasswordUnusable.
    """
    clean = clean_name(name)
    if not is_usable_name(clean):
        raise NameUnusable(
            "A coordinator's name has 2 to 80 letters, digits or . @ + ' - _ and no spaces. Choose another."
        )
    if _find(session, clean):
        raise NameTaken(f"There is already a coordinator called {clean}. Choose another name, or reset their password.")
    coordinator = Coordinator(name=clean, password_hash=hash_password(password), created_at=datetime.now(UTC))
    try:
        with session.begin_nested():
            session.add(coordinator)
    except IntegrityError:
        raise NameTaken(f"There is already a coordinator called {clean}. Choose another name.") from None
    return coordinator


def disable_coordinator(session: Session, name: str) -> Coordinator:
    """Stop somebody from signing in, and end what they have open. Doing it twice is fine. Raises CoordinatorUnknown."""
    coordinator = find_coordinator(session, name)
    coordinator.disabled_at = coordinator.disabled_at or datetime.now(UTC)
    _end_sign_ins(session, coordinator)
    return coordinator


def reset_password(session: Session, name: str, password: str) -> Coordinator:
    """Give somebody a new password, end what they have open, and let them in again when they were disabled.

    Raises CoordinatorUnknown or PasswordUnusable.
    """
    coordinator = find_coordinator(session, name)
    coordinator.password_hash = hash_password(password)
    coordinator.disabled_at = None
    _end_sign_ins(session, coordinator)
    return coordinator


def find_coordinator(session: Session, name: str) -> Coordinator:
    """The coordinator of this name, in any case. Raises CoordinatorUnknown."""
    clean = clean_name(name)
    coordinator = _find(session, clean) if is_usable_name(clean) else None
    if coordinator is None:
        raise CoordinatorUnknown("There is no coordinator of that name. Check the spelling, or add them first.")
    return coordinator


def end_outdated_sign_ins(session: Session, idle: timedelta, now: datetime) -> int:
    """Delete the sign-ins that were not used for `idle`, or began longer ago than LONGEST_SIGN_IN; how many."""
    over = delete(SignIn).where(or_(SignIn.last_used_at < now - idle, SignIn.started_at < now - LONGEST_SIGN_IN))
    return len(session.scalars(over.returning(SignIn.token)).all())


def area_of(coordinator: Coordinator) -> Area:
    """What is theirs to read: their themes and teams for a coordinator, and nothing for any other role."""
    if coordinator.role != Role.COORDINATOR:
        return NOWHERE
    return Area(
        None if coordinator.themes is None else frozenset(coordinator.themes),
        None if coordinator.teams is None else frozenset(coordinator.teams),
    )


def list_names(session: Session) -> list[str]:
    """The names of those who may sign in."""
    query = select(Coordinator.name).where(Coordinator.disabled_at.is_(None)).order_by(Coordinator.name)
    return list(session.scalars(query))


def has_coordinators(session: Session) -> bool:
    """Whether anybody has been added yet."""
    return session.scalar(select(Coordinator.id).limit(1)) is not None


def clean_name(name: str) -> str:
    """The form in which names are compared: one way of writing accents, lower case, nothing around it."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def is_usable_name(clean: str) -> bool:
    return _NAME.fullmatch(clean) is not None


def hash_password(password: str) -> str:
    """The argon2id hash. Raises PasswordUnusable when it is too short or too long."""
    characters = len(password)
    if characters < SHORTEST_PASSWORD:
        raise PasswordUnusable(
            f"The password has {characters} characters and needs at least {SHORTEST_PASSWORD}. "
            "Three or four words do well."
        )
    if characters > LONGEST_PASSWORD:
        raise PasswordUnusable(f"The password has more than {LONGEST_PASSWORD} characters. Choose a shorter one.")
    with _ONE_AT_A_TIME:
        return _HASHER.hash(_one_form(password))


def verify_password(coordinator: Coordinator | None, password: str) -> bool:
    """Whether the password is right. Takes the same time for nobody (None) as for somebody."""
    known = coordinator.password_hash if coordinator else _hash_of_nobody()
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        with _ONE_AT_A_TIME:
            right = _HASHER.verify(known, _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and coordinator is not None


def renew_hash(coordinator: Coordinator, password: str) -> None:
    """Hash a right password again when argon2's recommended cost has grown since."""
    if _HASHER.check_needs_rehash(coordinator.password_hash):
        coordinator.password_hash = hash_password(password)


def _find(session: Session, clean: str) -> Coordinator | None:
    return session.scalar(select(Coordinator).where(Coordinator.name == clean))


def _end_sign_ins(session: Session, coordinator: Coordinator) -> None:
    session.execute(delete(SignIn).where(SignIn.coordinator_id == coordinator.id))
    session.flush()


def _one_form(password: str) -> str:
    return unicodedata.normalize("NFC", password)


@functools.cache
def _hash_of_nobody() -> str:
    import secrets

    return _HASHER.hash(secrets.token_hex(16))
