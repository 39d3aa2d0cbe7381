"""What coordinators may read: reflections whose authors chose to share them, and nothing else.

Private reflections are in another table that no query here touches. Lists are ordered by day and then by random id, so
that they do not tell in which order anonymous reflections came. Counts come out bare, and whoever shows one must hide
small numbers (bot/review/figures.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from bot.store.tables import Coordinator, Reflection, Review

PAGE = 25
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Filters:
    """Which reflections to list. None does not filter. The days are both included."""

    theme: str | None = None
    team: str | None = None
    sharing: Literal["anonymous", "team"] | None = None
    first_day: date | None = None
    last_day: date | None = None
    reviewed: bool | None = None


@dataclass(frozen=True)
class Place:
    """A place between two reflections of the list: just after (or before) the one of this day and id."""

    day: date
    id: str
    side: Literal["after", "before"] = "after"


@dataclass(frozen=True)
class Page:
    """One page of the list. `newer` and `older` are None where there is nothing more that way."""

    reflections: Sequence[Reflection]
    newer: Place | None
    older: Place | None


@dataclass(frozen=True)
class Reviewed:
    """What a review changed."""

    reviewed: bool
    note: Literal["added", "changed", "removed", "same"]


class NoteChanged(Exception):
    """Somebody else changed the note in the meantime; nothing was saved."""


class WordsChanged(Exception):
    """The author changed the words in the meantime; nothing was saved."""


def list_shared(session: Session, filters: Filters, place: Place | None = None, limit: int = PAGE) -> Page:
    """One page of shared reflections, the latest day first. It starts at `place`, or at the beginning."""
    backwards = place is not None and place.side == "before"
    query = _filtered(filters).options(joinedload(Reflection.review))
    if place is not None:
        query = query.where(_before(place) if backwards else _after(place))
    query = query.order_by(Reflection.day, Reflection.id.desc()) if backwards else _in_order(query)
    rows = list(session.scalars(query.limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return Page((), None, None)
    return Page(
        rows,
        newer=Place(rows[0].day, rows[0].id, "before") if (more if backwards else place is not None) else None,
        older=Place(rows[-1].day, rows[-1].id) if backwards or more else None,
    )


def find_shared(session: Session, reflection_id: str) -> Reflection | None:
    """One shared reflection with its review, or None when there is none of that id (any more)."""
    query = select(Reflection).where(Reflection.id == reflection_id, _current())
    return session.scalar(query.options(joinedload(Reflection.review)))


def count_by_theme(session: Session) -> dict[str, int]:
    """How many reflections are shared for each theme. Themes without any are left out."""
    query = select(Reflection.theme, func.count()).where(_current()).group_by(Reflection.theme)
    return {row[0]: row[1] for row in session.execute(query)}


def list_teams(session: Session) -> Sequence[str]:
    """The ids of all teams that a reflection is shared under, in alphabetical order."""
    query = select(Reflection.team).where(_current(), Reflection.team.is_not(None)).distinct()
    return sorted(team for team in session.scalars(query) if team)


def review_shared(
    session: Session,
    reflection: Reflection,
    coordinator_id: str,
    *,
    reviewed: bool,
    note: str,
    note_seen: str,
    edits_seen: int = 0,
) -> Reviewed:
    """Mark a reflection as reviewed (or not) and keep one note on it.

    `note_seen` is the note that the coordinator saw before writing. Raises NoteChanged when it is no longer that one
    and the coordinator wrote something else. `edits_seen` is how often the author had changed the words that the
    coordinator read. Raises WordsChanged when they are others now.
    """
    session.get(Reflection, reflection.id, with_for_update=True, populate_existing=True)
    if reflection.edits != edits_seen:
        raise WordsChanged
    review = session.get(Review, reflection.id, populate_existing=True)
    before = review.note if review else ""
    if note != note_seen and before not in (note_seen, note):
        raise NoteChanged
    if note == note_seen:
        note = before
    change: Literal["added", "changed", "removed", "same"]
    change = "same" if note == before else "added" if not before else "changed" if note else "removed"
    if review is None:
        review = Review(reflection_id=reflection.id, note="")
        session.add(review)
    if reviewed != (review.reviewed_at is not None):
        review.reviewed_at = datetime.now(UTC) if reviewed else None
        review.reviewed_by = coordinator_id if reviewed else None
    review.note = note
    session.flush()
    return Reviewed(reviewed, change)


def name_reviewer(session: Session, reflection: Reflection) -> str | None:
    """The name of the coordinator who marked it as reviewed, or None."""
    if reflection.review is None or reflection.review.reviewed_by is None:
        return None
    return session.scalar(select(Coordinator.name).where(Coordinator.id == reflection.review.reviewed_by))


def _filtered(filters: Filters) -> Select[Reflection]:
    query = select(Reflection).where(_current())
    if filters.theme is not None:
        query = query.where(Reflection.theme == filters.theme)
    if filters.team is not None:
        query = query.where(Reflection.team == filters.team)
    if filters.sharing is not None:
        query = query.where(Reflection.sharing == filters.sharing)
    if filters.first_day is not None:
        query = query.where(Reflection.day >= filters.first_day)
    if filters.last_day is not None:
        query = query.where(Reflection.day <= filters.last_day)
    if filters.reviewed is not None:
        mark = Reflection.review.has(Review.reviewed_at.is_not(None))
        query = query.where(mark if filters.reviewed else ~mark)
    return query


def _current() -> ColumnElement[bool]:
    """What is past its last day is not shown, even before the purge has run."""
    return Reflection.expires_on >= datetime.now(UTC).date()


def _in_order(query: Select[Reflection]) -> Select[Reflection]:
    return query.order_by(Reflection.day.desc(), Reflection.id)


def _after(place: Place) -> ColumnElement[bool]:
    return or_(Reflection.day < place.day, and_(Reflection.day == place.day, Reflection.id > place.id))


def _before(place: Place) -> ColumnElement[bool]:
    return or_(Reflection.day > place.day, and_(Reflection.day == place.day, Reflection.id < place.id))
