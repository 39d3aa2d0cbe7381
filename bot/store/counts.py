"""Counts what was shared in a closed period, once, and keeps the blurred result (ADR 21).

Everything else reads what was kept: a page costs the same with ten reflections or a million, and no page can count
anything that was not released.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from bot.disclosure import QUESTIONS, Cell, Length, Period, Table, closed_periods, period_of
from bot.store.figure_tables import Release, ReleasedFigure
from bot.store.helpful import first_month, forget_helpful, read_helpful
from bot.store.saved import SAMPLE
from bot.store.tables import Reflection

_SAMPLES = "samples"
"""The kind of the one row that says of a release: made-up reflections are among what was counted."""


def list_due(session: Session, length: Length, today: date) -> list[Period]:
    """The closed periods that are not released yet, earliest first: from the first reflection or count on."""
    last = session.scalar(select(func.max(Release.last_day)))
    if last is not None:
        return list(closed_periods(last + timedelta(days=1), length, today))
    begun = [day for day in (session.scalar(select(func.min(Reflection.day))), first_month(session)) if day]
    return list(closed_periods(period_of(min(begun), length).first, length, today)) if begun else []


def count_cells(session: Session, period: Period, today: date) -> dict[Cell, int]:
    """How many reflections of a period are in each cell that has any. What is past its last day does not count.

    The result is not for showing: blur it first (bot.disclosure.blur_all).
    """
    counts: Counter[Cell] = Counter()
    answered = [getattr(Reflection, question) != "" for question in QUESTIONS]
    groups = (Reflection.theme, Reflection.rating, *answered)
    for row in session.execute(select(*groups, func.count()).where(_within(period, today)).group_by(*groups)):
        theme, rating, *given, count = row
        counts[Cell(Table.SHARED, theme)] += count
        counts[Cell(Table.RATING, theme, rating)] += count
        for question in (name for name, yes in zip(QUESTIONS, given, strict=True) if yes):
            counts[Cell(Table.ANSWERED, theme, question)] += count
    # few different lists, many reflections; the lists are sorted when they are saved
    shown = cast(Reflection.guidance, Text)
    pieces = select(Reflection.theme, shown, func.count()).where(_within(period, today))
    for theme, pieces_shown, count in session.execute(pieces.group_by(Reflection.theme, shown)):
        for piece in set(json.loads(pieces_shown or "[]")):
            counts[Cell(Table.GUIDANCE, theme, piece)] += count
    if not period.samples:
        for choice, count in read_helpful(session, period.first, period.last).items():
            counts[Cell(Table.HELPFUL, "", choice)] = count
    return counts


def read_words(session: Session, period: Period, theme: str, today: date, limit: int) -> Iterator[str]:
    """The words of up to `limit` reflections of a theme and period, each as one text, in the order of random ids."""
    query = select(*(getattr(Reflection, question) for question in QUESTIONS))
    query = query.where(_within(period, today), Reflection.theme == theme).order_by(Reflection.id).limit(limit)
    for answers in session.execute(query):
        yield "\n".join(answer for answer in answers if answer)


def keep_release(session: Session, period: Period, blurred: Mapping[Cell, int]) -> None:
    """Keep a period's blurred cells, and no count of who found it helpful. Raises IntegrityError when another process
    released it first. What is made of samples goes again one day, so the counts of who found it helpful stay for then.
    """
    session.execute(insert(Release).values(first_day=period.first, last_day=period.last))
    rows = [
        {"first_day": period.first, "kind": cell.table, "theme": cell.theme, "part": cell.part, "value": value}
        for cell, value in blurred.items()
    ]
    if period.samples:
        rows.append({"first_day": period.first, "kind": _SAMPLES, "theme": "", "part": "", "value": 1})
    if rows:
        session.execute(insert(ReleasedFigure), rows)
    if not period.samples:
        forget_helpful(session, period.last)


def mark_samples(session: Session, period: Period) -> Period:
    """The same period, which knows whether any sample is in it."""
    found = select(Reflection.id).where(Reflection.day.between(period.first, period.last))
    return replace(period, samples=session.scalar(found.where(Reflection.secret_id == SAMPLE).limit(1)) is not None)


def take_out_samples(session: Session) -> list[Period]:
    """Forget each release that holds samples, before they go. Out: those periods, to be released without them."""
    of_samples = or_(
        Release.first_day.in_(select(ReleasedFigure.first_day).where(ReleasedFigure.kind == _SAMPLES)),
        # marked by no version before this one
        select(Reflection.id)
        .where(Reflection.secret_id == SAMPLE, Reflection.day.between(Release.first_day, Release.last_day))
        .exists(),
    )
    periods = [Period(row.first_day, row.last_day) for row in session.scalars(select(Release).where(of_samples))]
    session.execute(delete(ReleasedFigure).where(ReleasedFigure.first_day.in_(one.first for one in periods)))
    session.execute(delete(Release).where(Release.first_day.in_(one.first for one in periods)))
    return sorted(periods)


def is_empty(session: Session, period: Period) -> bool:
    """Whether nothing was shared in a period."""
    return (
        session.scalar(select(Reflection.id).where(Reflection.day.between(period.first, period.last)).limit(1)) is None
    )


def read_releases(
    session: Session, themes: Sequence[str], limit: int, words_of: Sequence[str] | None = None
) -> dict[Period, dict[Cell, int]]:
    """The blurred cells of the latest `limit` periods, for these themes, and those that have no theme.

    words_of: the themes whose recurring words are read too, of which there are many; None: all.
    """
    query = select(Release).order_by(Release.last_day.desc()).limit(limit)
    made_up = set(session.scalars(select(ReleasedFigure.first_day).where(ReleasedFigure.kind == _SAMPLES)))
    periods = {
        row.first_day: Period(row.first_day, row.last_day, row.first_day in made_up) for row in session.scalars(query)
    }
    released: dict[Period, dict[Cell, int]] = defaultdict(dict, {period: {} for period in periods.values()})
    columns = (getattr(ReleasedFigure, name) for name in ("first_day", "kind", "theme", "part", "value"))
    cells = select(*columns).where(ReleasedFigure.first_day.in_(periods), ReleasedFigure.theme.in_((*themes, "")))
    if words_of is not None:
        cells = cells.where(or_(ReleasedFigure.kind != Table.RECURRING, ReleasedFigure.theme.in_(words_of)))
    tables = {table.value: table for table in Table}
    for first_day, kind, theme, part, value in session.execute(cells.where(ReleasedFigure.kind != _SAMPLES)):
        released[periods[first_day]][Cell(tables[kind], theme, part)] = value
    return dict(released)


def _within(period: Period, today: date) -> ColumnElement[bool]:
    return and_(Reflection.day.between(period.first, period.last), Reflection.expires_on >= today)
