"""Finding words in what people shared: one way for both databases (docs/review.md says why).

Each shared reflection carries the stems of its words, sorted, in a column of its own row, and its month. So they are
written, changed and deleted with it, and nothing else remembers them or the order in which they came. PostgreSQL reads
the column as a tsvector with a GIN index, which finds words of some months as fast as words. SQLite looks through it.

What somebody typed into a search goes in as stems of letters and digits, so it can never be read as a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, event, false, func, or_, update
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from bot.store.tables import Reflection
from bot.store.terms import SHORT, Term, Terms, stem_words, stems

SEARCHED = ("strengths", "opportunities", "next_step")
"""The columns that are searched."""

LONGEST = 200
"""Characters of a search."""

TIMES = (2, 12)
"""Months that a search asks the index for, before it asks for all."""

__all__ = ["LONGEST", "SEARCHED", "fill", "hold_some", "matches", "stem_words", "stems", "times"]


def column_of(reflection: Any) -> str:
    """What stands in `Reflection.words`, as both databases take it. In: what has `day` and the columns SEARCHED."""
    return join(stems(" ".join(getattr(reflection, name) or "" for name in SEARCHED)), reflection.day)


def join(found: Iterable[str], day: date) -> str:
    """The same of the stems and the day."""
    return f" {' '.join(sorted({*found, _month(day.year, day.month)}))} "


def _month(year: int, month: int) -> str:
    """The word for a month. Nobody can search for it: no word that is typed has such a line in it."""
    return f"_{year:04}{month:02}"


def times(session: Session, start: date, *, forward: bool) -> Iterator[list[str]]:
    """Ever longer times from a day on, back or forward: each its months, as `matches` takes them. The last is all time.

    Each begins a month early, so that no clock can hide anything. SQLite has no index of words: there is only all time.
    """
    if session.get_bind().dialect.name == "postgresql":
        here, step = start.year * 12 + start.month - 1, 1 if forward else -1
        for many in TIMES:
            yield [_month((here + step * place) // 12, (here + step * place) % 12 + 1) for place in range(-1, many)]
    yield []


def matches(
    session: Session, terms: Terms, where: type[Reflection] = Reflection, months: Sequence[str] = ()
) -> ColumnElement[bool]:
    """The condition for a query over `where`: something of each group of terms is in it, in these months."""
    if not terms:
        return false()
    if session.get_bind().dialect.name == "postgresql":
        # one query of the index for all; a phrase is then looked for in what is left
        query = " & ".join(f"({' | '.join(_as_query(term) for term in group)})" for group in terms)
        query += f" & ({' | '.join(months)})" if months else ""
        phrased = [group for group in terms if any(term.phrase for term in group)]
        return and_(_asks(query, where), *(or_(*(_has(term, where, _asks) for term in group)) for group in phrased))
    return and_(*(or_(*(_has(term, where, None) for term in group)) for group in terms))


def _has(term: Term, where: type[Reflection], asks: Any) -> ColumnElement[bool]:
    """The condition that one term is in it. `asks` makes one of a query of PostgreSQL's; None: SQLite."""
    found: ColumnElement[bool]
    if asks is not None:
        found = asks(_as_query(term), where)
    else:
        whole = {stem for stem in term.stems if term.phrase or len(stem) <= SHORT}
        found = and_(*(where.words.like(f"% {stem}{' ' if stem in whole else ''}%") for stem in term.stems))
    if not term.phrase:
        return found
    return and_(found, or_(*(func.lower(getattr(where, name)).like(term.like) for name in SEARCHED)))


def _as_query(term: Term) -> str:
    whole = {stem for stem in term.stems if term.phrase or len(stem) <= SHORT}
    return f"({' & '.join(stem if stem in whole else f'{stem}:*' for stem in term.stems)})"


def _asks(query: str, where: type[Reflection]) -> ColumnElement[bool]:
    return where.words.op("@@", is_comparison=True)(cast(query, TSQUERY))


def hold_some(session: Session, runs: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    """The condition for a query over Reflection: all stems of at least one of these runs are in it, as whole words."""
    if not runs:
        return false()
    if session.get_bind().dialect.name == "postgresql":
        query = " | ".join(f"({' & '.join(run)})" for run in runs)
        return _asks(query, Reflection)
    return or_(*(and_(*(Reflection.words.like(f"% {stem} %") for stem in run)) for run in runs))


def fill(session: Session, at_once: int = 500) -> None:
    """Write the column of every reflection that has none: after a backup is restored, or rows came in bulk."""
    last = ""
    while rows := (
        session.query(Reflection)
        .filter(Reflection.words.is_(None), Reflection.id > last)
        .order_by(Reflection.id)
        .limit(at_once)
        .all()
    ):
        for row in rows:
            session.execute(update(Reflection).where(Reflection.id == row.id).values(words=column_of(row)))
        last = rows[-1].id


@event.listens_for(Reflection, "before_insert")
@event.listens_for(Reflection, "before_update")
def _write_words(_mapper: Any, _connection: Any, reflection: Reflection) -> None:
    """Whoever writes a reflection writes its stems: nobody can forget to."""
    reflection.words = column_of(reflection)
