"""Who may sign in to the review door. Their passwords are in passwords.py."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.store.areas import EVERYWHERE, NOWHERE, Area
from bot.store.passwords import AccountError, check_choice, hash_password, is_outdated, verify_hash
from bot.store.second_step import forget_second_step
from bot.store.sign_ins import end_sign_ins
from bot.store.tables import Coordinator

_NAME = re.compile(r"[\w.@+'-]{2,80}")


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


class NameTaken(AccountError):
    pass


class NameUnusable(AccountError):
    pass


class CoordinatorUnknown(AccountError):
    pass


class LastAdministrator(AccountError):
    pass


def add_coordinator(
    session: Session,
    name: str,
    password: str,
    role: Role = Role.COORDINATOR,
    area: Area = EVERYWHERE,
    *,
    temporary: bool = False,
) -> Coordinator:
    """Add somebody who may sign in. The name is kept in lower case.

    `temporary`: somebody else chose the password, so they choose another one first. Raises NameUnusable, NameTaken or
    PasswordUnusable.
    """
    clean = _free_name(session, name)
    check_choice(password, clean)
    return _add(
        session, Coordinator(name=clean, password_hash=hash_password(password), temporary=temporary), role, area
    )


def add_from_organisation(session: Session, name: str, subject: str, role: Role, area: Area) -> Coordinator:
    """Add somebody who signs in at their organisation alone. Raises NameUnusable or NameTaken."""
    clean = _free_name(session, name)
    return _add(session, Coordinator(name=clean, password_hash="", subject=subject), role, area)


def _free_name(session: Session, name: str) -> str:
    clean = clean_name(name)
    if not is_usable_name(clean):
        raise NameUnusable(
            "A coordinator's name has 2 to 80 letters, digits or . @ + ' - _ and no spaces. Choose another."
        )
    if _find(session, clean):
        raise NameTaken(f"There is already a coordinator called {clean}. Choose another name, or reset their password.")
    return clean


def _add(session: Session, coordinator: Coordinator, role: Role, area: Area) -> Coordinator:
    coordinator.role, coordinator.created_at = role, datetime.now(UTC)
    _give_area(coordinator, area)
    try:
        with session.begin_nested():
            session.add(coordinator)
    except IntegrityError:
        raise NameTaken(f"There is already a coordinator called {coordinator.name}. Choose another name.") from None
    return coordinator


def disable_coordinator(session: Session, name: str) -> Coordinator:
    """Stop somebody from signing in, and end what they have open. Doing it twice is fine.

    Raises CoordinatorUnknown or LastAdministrator.
    """
    coordinator = find_coordinator(session, name)
    with _an_administrator_stays(session):
        coordinator.disabled_at = coordinator.disabled_at or datetime.now(UTC)
    end_sign_ins(session, coordinator)
    return coordinator


def change_coordinator(session: Session, name: str, role: Role, area: Area) -> Coordinator:
    """Give somebody another role and area. Both count from their next page on.

    Raises CoordinatorUnknown or LastAdministrator.
    """
    coordinator = find_coordinator(session, name)
    with _an_administrator_stays(session):
        coordinator.role = role
    _give_area(coordinator, area)
    return coordinator


def is_as(coordinator: Coordinator, role: Role, area: Area) -> bool:
    """Whether somebody has just this role and area."""
    wished = Coordinator()
    _give_area(wished, area)
    return (coordinator.role, coordinator.themes, coordinator.teams) == (role, wished.themes, wished.teams)


def reset_password(session: Session, name: str, password: str, *, temporary: bool = False) -> Coordinator:
    """Give somebody a new password, end what they have open, and let them in again when they were disabled.

    Their authenticator app is forgotten, as people mostly ask for this when they lost it. Raises CoordinatorUnknown or
    PasswordUnusable.
    """
    coordinator = find_coordinator(session, name)
    check_choice(password, coordinator.name)
    coordinator.password_hash = hash_password(password)
    coordinator.temporary = temporary
    coordinator.disabled_at = None
    forget_second_step(session, coordinator)
    end_sign_ins(session, coordinator)
    return coordinator


def change_password(coordinator: Coordinator, password: str) -> None:
    """Somebody's own new password. Raises PasswordUnusable."""
    check_choice(password, coordinator.name)
    coordinator.password_hash = hash_password(password)
    coordinator.temporary = False


def list_coordinators(session: Session) -> Sequence[Coordinator]:
    """Everybody who can or could sign in, by name."""
    return session.scalars(select(Coordinator).order_by(Coordinator.name)).all()


def find_coordinator(session: Session, name: str) -> Coordinator:
    """The coordinator of this name, in any case. Raises CoordinatorUnknown."""
    clean = clean_name(name)
    coordinator = _find(session, clean) if is_usable_name(clean) else None
    if coordinator is None:
        raise CoordinatorUnknown("There is no coordinator of that name. Check the spelling, or add them first.")
    return coordinator


def area_of(coordinator: Coordinator) -> Area:
    """What is theirs to read: their themes and teams for a coordinator, and nothing for any other role."""
    if coordinator.role != Role.COORDINATOR:
        return NOWHERE
    return Area(
        None if coordinator.themes is None else frozenset(coordinator.themes),
        None if coordinator.teams is None else frozenset(coordinator.teams),
    )


def describe(coordinator: Coordinator) -> dict[str, str | bool]:
    """What the audit keeps of somebody's role and area."""
    all_themes, all_teams = coordinator.themes is None, coordinator.teams is None
    return {"role": str(coordinator.role), "all_themes": all_themes, "all_teams": all_teams}


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


def verify_password(coordinator: Coordinator | None, password: str) -> bool:
    """Whether the password is right. Takes the same time for nobody (None) as for somebody."""
    return verify_hash(coordinator.password_hash if coordinator else "", password)


def renew_hash(coordinator: Coordinator, password: str) -> None:
    """Hash a right password again when argon2's recommended cost has grown since."""
    if is_outdated(coordinator.password_hash):
        coordinator.password_hash = hash_password(password)


def _find(session: Session, clean: str) -> Coordinator | None:
    return session.scalar(select(Coordinator).where(Coordinator.name == clean))


def _give_area(coordinator: Coordinator, area: Area) -> None:
    coordinator.themes = None if area.themes is None else sorted(area.themes)
    coordinator.teams = None if area.teams is None else sorted(area.teams)


@contextmanager
def _an_administrator_stays(session: Session) -> Iterator[None]:
    """Refuse a change after which nobody could look after people any more, where somebody could before.

    The administrators are held while it is looked at, so that two cannot let go of each other at the same moment.
    """
    able = select(Coordinator.id).where(Coordinator.role == Role.ADMINISTRATOR, Coordinator.disabled_at.is_(None))
    before = session.scalars(able.order_by(Coordinator.id).with_for_update()).all()
    yield
    session.flush()
    if before and not session.scalars(able).first():
        raise LastAdministrator("That is the last administrator. Make somebody else an administrator first.")
