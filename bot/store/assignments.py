"""Whose a shared reflection is to read: one coordinator, of those whose area holds it.

It keeps nobody else from reading or marking it. It is over when the reflection is marked as reviewed, and stands again
when its author changes the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.store.areas import Area
from bot.store.coordinators import Role, area_of
from bot.store.reading_tables import Assignment, Invitation
from bot.store.tables import Coordinator, Reflection

LISTED = 50


def list_readers(session: Session, reflection: Reflection) -> Sequence[Coordinator]:
    """The coordinators to whom a reflection may be given, by name: those who can sign in and may read it."""
    query = select(Coordinator).where(Coordinator.role == Role.COORDINATOR, Coordinator.disabled_at.is_(None))
    found = session.scalars(query.order_by(Coordinator.name))
    return [one for one in found if area_of(one).holds(reflection.theme, reflection.team)]


def give(session: Session, reflection: Reflection, coordinator_id: str | None, today: date) -> bool:
    """Give a reflection to a coordinator, or to nobody. Whether that changed anything."""
    row = session.get(Assignment, reflection.id, populate_existing=True)
    if (row.coordinator_id if row else None) == coordinator_id:
        return False
    if coordinator_id is None:
        session.delete(row)
    else:
        row = row or Assignment(reflection_id=reflection.id)
        row.coordinator_id, row.given_on = coordinator_id, today
        session.add(row)
    session.flush()
    return True


def readers_of(session: Session, reflection_ids: Iterable[str]) -> Mapping[str, Coordinator]:
    """To whom each of some reflections is given."""
    query = select(Assignment.reflection_id, Coordinator).join(Coordinator, Coordinator.id == Assignment.coordinator_id)
    return dict(session.execute(query.where(Assignment.reflection_id.in_([*reflection_ids]))).tuples().all())


def list_given(session: Session, area: Area, coordinator_id: str) -> Sequence[Reflection]:
    """What is given to somebody, is in their area and is not reviewed yet; the earliest day first."""
    query = select(Reflection).join(Assignment, Assignment.reflection_id == Reflection.id)
    query = query.where(Assignment.coordinator_id == coordinator_id, Reflection.reviewed.is_(False))
    query = query.where(Reflection.expires_on >= today_in_scotland(), area.where())
    return session.scalars(query.order_by(Reflection.day, Reflection.id).limit(LISTED)).all()


def list_said_more(session: Session, area: Area, coordinator_id: str) -> Sequence[Reflection]:
    """What somebody asked more about, whose author changed the words since, and which nobody reviewed since."""
    query = select(Reflection).join(Invitation, Invitation.reflection_id == Reflection.id)
    query = query.where(Invitation.asked_by == coordinator_id, Invitation.edits != Reflection.edits)
    query = query.where(Reflection.reviewed.is_(False), Reflection.expires_on >= today_in_scotland(), area.where())
    return session.scalars(query.order_by(Reflection.day, Reflection.id).limit(LISTED)).all()
