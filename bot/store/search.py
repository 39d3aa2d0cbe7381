"""Finding words in what people shared: one way for both databases (docs/review.md says why).

Each shared reflection carries the stems of its words, sorted, in a column of its own row. So they are written, changed
and deleted with it, and nothing else remembers them or the order in which they came. PostgreSQL reads the column as a
tsvector with a GIN index. SQLite looks through it.

What somebody typed into a search goes in as stems of letters and digits, so it can never be read as a query.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import snowballstemmer
from sqlalchemy import ColumnElement, and_, cast, event, false, update
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from bot.store.tables import Reflection

SEARCHED = ("strengths", "opportunities", "next_step")
"""The columns that are searched."""

LONGEST = 200
"""Characters of a search."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 40
_stemmer = snowballstemmer.stemmer("english")


def stems(text: str) -> list[str]:
    """The stems of a text's words, each once, sorted: no case, no accents, no endings."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return sorted({_stem(word[:_LONGEST_WORD]) for word in _WORD.findall(plain)})


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def column_of(reflection: Any) -> str:
    """What stands in `Reflection.words`, as both databases take it. In: something with the columns SEARCHED."""
    found = stems(" ".join(getattr(reflection, name) or "" for name in SEARCHED))
    return f" {' '.join(found)} " if found else ""


def matches(session: Session, words: str, where: type[Reflection] = Reflection) -> ColumnElement[bool]:
    """The condition for a query over `where`: each of the words is in it, or begins a word in it."""
    found = stems(words[:LONGEST])
    if not found:
        return false()
    if session.get_bind().dialect.name == "postgresql":
        return where.words.op("@@", is_comparison=True)(cast(" & ".join(f"{stem}:*" for stem in found), TSQUERY))
    return and_(*(where.words.like(f"% {stem}%") for stem in found))


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
