"""Finding words in what people shared: one way for both databases (docs/review.md says why).

Each shared reflection carries the stems of its words, sorted, in a column of its own row, and its month. So they are
written, changed and deleted with it, and nothing else remembers them or the order in which they came. PostgreSQL reads
the column as a tsvector with a GIN index, which finds words of some months as fast as words. SQLite looks through it.

What somebody typed into a search goes in as stems of letters and digits, so it can never be read as a query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import snowballstemmer
from sqlalchemy import ColumnElement, and_, cast, event, false, or_, update
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from bot.store.tables import Reflection

SEARCHED = ("strengths", "opportunities", "next_step")
"""The columns that are searched."""

LONGEST = 200
"""Characters of a search."""

SHORT = 2
"""A word of so many letters or fewer is taken whole: too many words begin with it."""

TIMES = (2, 12)
"""Months that a search asks the index for, before it asks for all."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 40
_stemmer = snowballstemmer.stemmer("english")


def stems(text: str) -> list[str]:
    """The stems of a text's words, each once, sorted: no case, no accents, no endings."""
    return sorted({*stem_words(text)})


def stem_words(text: str) -> list[str]:
    """The same in the order of the text, each as often as it is there."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return [_stem(word[:_LONGEST_WORD]) for word in _WORD.findall(plain)]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


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
    session: Session, found: Sequence[str], where: type[Reflection] = Reflection, months: Sequence[str] = ()
) -> ColumnElement[bool]:
    """The condition for a query over `where`: each of these stems is in it, or begins a word in it, in these months."""
    if not found:
        return false()
    if session.get_bind().dialect.name == "postgresql":
        query = " & ".join(stem if len(stem) <= SHORT else f"{stem}:*" for stem in found)
        query += f" & ({' | '.join(months)})" if months else ""
        return where.words.op("@@", is_comparison=True)(cast(query, TSQUERY))
    return and_(*(where.words.like(f"% {stem}{' ' if len(stem) <= SHORT else ''}%") for stem in found))


def hold_some(session: Session, runs: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    """The condition for a query over Reflection: all stems of at least one of these runs are in it, as whole words."""
    if not runs:
        return false()
    if session.get_bind().dialect.name == "postgresql":
        query = " | ".join(f"({' & '.join(run)})" for run in runs)
        return Reflection.words.op("@@", is_comparison=True)(cast(query, TSQUERY))
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
