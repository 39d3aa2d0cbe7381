"""What coordinators may read: reflections whose authors chose to share them, and nothing else.

Private reflections are in another table that no query here touches. Lists are ordered by day and then by random id, so
that they do not tell in which order anonymous reflections came. Nothing is counted here (bot/store/counts.py). Ratings
are looked at only where a team's name was shared: beside an anonymous reflection, they are a figure about one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload, undefer

from bot.days import today_in_scotland
from bot.store.areas import Area
from bot.store.reading_tables import Tagging
from bot.store.search import LONGEST, SEARCHED, hold_some, matches, times
from bot.store.slips import mend
from bot.store.tables import Coordinator, Reflection, Review
from bot.store.terms import Terms, read_terms

PAGE = 25
LONGEST_NOTE = 2000

Question = Literal["strengths", "opportunities", "next_step"]

NEAR = 1000
"""What a search looks through one by one, before it asks the index of words. Common words are found there."""

COMMON = NEAR // 20
"""A word that more of these have is common."""


@dataclass(frozen=True)
class Filters:
    """Which reflections to list. None does not filter. The days are both included.

    `rating` finds only what was shared with a team's name. `tag` is an id, `words` is what was typed. `answer` is a
    question: only what has words to it.
    """

    words: str | None = None
    theme: str | None = None
    team: str | None = None
    rating: str | None = None
    tag: str | None = None
    sharing: Literal["anonymous", "team"] | None = None
    first_day: date | None = None
    last_day: date | None = None
    reviewed: bool | None = None
    answer: Question | None = None


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
    terms: Terms = ()
    """What was searched for, slips of the keys mended."""


@dataclass(frozen=True)
class Reviewed:
    """What a review changed."""

    reviewed: bool
    note: Literal["added", "changed", "removed", "same"]


class NoteChanged(Exception):
    """Somebody else changed the note in the meantime; nothing was saved."""


class WordsChanged(Exception):
    """The author changed the words in the meantime; nothing was saved."""


def list_shared(session: Session, area: Area, filters: Filters, place: Place | None = None, limit: int = PAGE) -> Page:
    """One page of shared reflections, the latest day first. It starts at `place`, or at the beginning."""
    wanted = _Wanted(area, filters, place)
    terms: Terms = ()
    if filters.words is None:
        rows = _read(session, wanted.in_order(), limit + 1)
    else:
        terms, rows = _search(session, wanted, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    backwards = wanted.backwards
    if backwards:
        rows.reverse()
    if not rows:
        return Page((), None, None, terms)
    return Page(
        rows,
        newer=Place(rows[0].day, rows[0].id, "before") if (more if backwards else place is not None) else None,
        older=Place(rows[-1].day, rows[-1].id) if backwards or more else None,
        terms=terms,
    )


@dataclass(frozen=True)
class _Wanted:
    """Which reflections, and from where on."""

    area: Area
    filters: Filters
    place: Place | None

    @property
    def backwards(self) -> bool:
        return self.place is not None and self.place.side == "before"

    @property
    def start(self) -> date:
        """The day from which on they are wanted, back in time or forward."""
        return self.place.day if self.place else self.filters.last_day or today_in_scotland()

    def in_order(self, one: type[Reflection] = Reflection) -> Select[Reflection]:
        """All of them, as the list has them: out of all reflections, or of some that were selected before."""
        query = select(one).options(selectinload(one.review))
        query = query.where(_current(one), self.area.where(one), *_filtered(self.filters, one))
        if self.filters.tag is None:
            return self._from_place(query, one.day, one.id)
        # a tag has an index of its own in this order
        query = query.join(Tagging, Tagging.reflection_id == one.id).where(Tagging.tag_id == self.filters.tag)
        return self._from_place(query, Tagging.day, Tagging.reflection_id)

    def _from_place(self, query: Select[Reflection], *columns: InstrumentedAttribute[Any]) -> Select[Reflection]:
        if self.place is not None:
            here, there = tuple_(*columns), tuple_(self.place.day, self.place.id)
            query = query.where(here > there if self.backwards else here < there)
        return query.order_by(*(column.asc() if self.backwards else column.desc() for column in columns))


def _read(session: Session, query: Select[Reflection], limit: int) -> list[Reflection]:
    return list(session.scalars(query.limit(limit)))


def _among(query: Select[Reflection]) -> type[Reflection]:
    """What a query finds, to select from."""
    return aliased(Reflection, query.options(undefer(Reflection.words)).subquery())


def _search(session: Session, wanted: _Wanted, limit: int) -> tuple[Terms, list[Reflection]]:
    """What is looked for, and the first in which it is found. Where nothing at all is, slips of the keys are mended."""
    terms = read_terms((wanted.filters.words or "")[:LONGEST])
    found = _find(session, wanted, terms, limit)
    beginning = replace(wanted, place=None)
    if found or not terms or (wanted.place and _find(session, beginning, terms, 1)):
        return terms, found
    columns = [getattr(Reflection, name) for name in SEARCHED]
    near = session.execute(beginning.in_order().with_only_columns(*columns).limit(NEAR))
    mended = mend(terms, (text for row in near for text in row))
    return (mended, _find(session, wanted, mended, limit)) if mended else (terms, found)


def _find(session: Session, wanted: _Wanted, terms: Terms, limit: int) -> list[Reflection]:
    """The first in which terms are found: among the NEAR nearest, or by the index of words in ever longer times.

    What is common is near. What is not, is not in many reflections of a short time. So no search looks through a large
    part of a long list, or sorts one. When some words are common and some are not, the index is asked for the latter.
    """
    if not terms:
        return []
    near = _among(wanted.in_order().limit(NEAR))
    found = _read(session, wanted.in_order(near).where(matches(session, terms, near)), limit)
    if len(found) == limit:
        return found
    having = [func.count().filter(matches(session, [group], near)) for group in terms]
    seen, *often = session.execute(select(func.count(), *having).select_from(near)).one()
    if seen < NEAR:
        return found
    asked = [group for group, count in zip(terms, often, strict=True) if count <= COMMON] or terms
    for months in times(session, wanted.start, forward=wanted.backwards):
        # OFFSET keeps PostgreSQL from asking any other index
        some = _among(select(Reflection).where(matches(session, asked, months=months)).offset(0))
        found = _read(session, wanted.in_order(some).where(matches(session, terms, some)), limit)
        if len(found) == limit:
            break
    return found


def walk_like(session: Session, area: Area, runs: Sequence[Sequence[str]]) -> Iterator[Reflection]:
    """The shared reflections of an area that hold all stems of at least one of some runs, in no order."""
    query = select(Reflection).where(_current(), area.where(), hold_some(session, runs))
    yield from session.scalars(query.execution_options(yield_per=200))


def find_shared(session: Session, area: Area, reflection_id: str) -> Reflection | None:
    """One shared reflection of an area with its review, or None when there is none of that id (any more)."""
    query = select(Reflection).where(Reflection.id == reflection_id, _current(), area.where())
    return session.scalar(query.options(joinedload(Reflection.review)))


def list_teams(session: Session, area: Area) -> Sequence[str]:
    """The ids of all teams of an area that a reflection is shared under, in alphabetical order.

    It goes from one team to the next in the index of teams: `DISTINCT` would read every row.
    """
    teams: list[str] = []
    query = select(func.min(Reflection.team)).where(_current(), area.where())
    while team := session.scalar(query.where(Reflection.team > (teams[-1] if teams else ""))):
        teams.append(team)
    return teams


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
    reflection.reviewed = reviewed
    session.flush()
    return Reviewed(reviewed, change)


def name_reviewer(session: Session, reflection: Reflection) -> str | None:
    """The name of the coordinator who marked it as reviewed, or None."""
    if reflection.review is None or reflection.review.reviewed_by is None:
        return None
    return session.scalar(select(Coordinator.name).where(Coordinator.id == reflection.review.reviewed_by))


def _filtered(filters: Filters, one: type[Reflection]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, wanted in (
        (one.theme, filters.theme),
        (one.team, filters.team),
        (one.sharing, filters.sharing),
        (one.reviewed, filters.reviewed),
    ):
        if wanted is not None:
            conditions.append(column == wanted)
    if filters.rating is not None:
        # as it stands in the index of ratings, letter for letter
        conditions.append(and_(one.rating == filters.rating, one.sharing == literal_column("'team'")))
    if filters.answer is not None:
        conditions.append(getattr(one, filters.answer) != "")
    if filters.first_day is not None:
        conditions.append(one.day >= filters.first_day)
    if filters.last_day is not None:
        conditions.append(one.day <= filters.last_day)
    return conditions


def _current(one: type[Reflection] = Reflection) -> ColumnElement[bool]:
    """What is past its last day is not shown, even before the purge has run."""
    return one.expires_on >= today_in_scotland()
