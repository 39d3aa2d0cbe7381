"""Goes through all shared reflections that somebody may read, a few at a time, so that a million need no more memory.

Newest day first, and within a day in the order of random ids, as in the list. Each step is a query of its own: nothing
is held open while a file is written, and what an author takes back meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session, joinedload

from bot.days import today_in_scotland
from bot.store.areas import Area
from bot.store.database import Database
from bot.store.tables import Reflection

FIRST, STEP = 50, 500
"""Reflections that are read at once: few at first, so that somebody who waits sees the file begin."""


@dataclass(frozen=True)
class Wanted:
    """What to go through. None: all."""

    theme: str | None = None
    team: str | None = None


def walk_shared(database: Database, area: Area, wanted: Wanted) -> Iterator[list[Reflection]]:
    """Lists of up to STEP reflections with their reviews; no list is empty."""
    place: tuple[date, str] | None = None
    step = FIRST
    while True:
        with database.session() as session:
            found = _read(session, area, wanted, place, step)
        if found:
            yield found
        if len(found) < step:
            return
        place, step = (found[-1].day, found[-1].id), STEP


def _read(session: Session, area: Area, wanted: Wanted, place: tuple[date, str] | None, step: int) -> list[Reflection]:
    query = select(Reflection).where(*_conditions(area, wanted)).options(joinedload(Reflection.review))
    if place:
        query = query.where(tuple_(Reflection.day, Reflection.id) < tuple_(*place))
    return list(session.scalars(query.order_by(Reflection.day.desc(), Reflection.id.desc()).limit(step)))


def _conditions(area: Area, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [Reflection.expires_on >= today_in_scotland(), area.where()]
    if wanted.theme:
        conditions.append(Reflection.theme == wanted.theme)
    if wanted.team:
        conditions.append(Reflection.team == wanted.team)
    return conditions
