"""Time, for figures: closed periods that follow one another without a gap and never overlap.

A reflection belongs to one period, by its day. So no two figures can be taken from each other to find a day, and what
one reflection adds is told once. The ends are those of the calendar: no data can move them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Length = Literal["month", "quarter", "year"]

_MONTHS: dict[Length, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date
    samples: bool = field(default=False, compare=False)
    """Whether made-up reflections are among what was counted (`waymark demo`)."""


def period_of(day: date, length: Length) -> Period:
    """The month, quarter or year of the calendar that holds a day."""
    months = _MONTHS[length]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    ends = first.month + months
    after = date(first.year + (ends > 12), ends - 12 if ends > 12 else ends, 1)
    return Period(first, after - timedelta(days=1))


def closed_periods(begin: date, length: Length, today: date) -> Iterator[Period]:
    """The periods from `begin` on that are over, earliest first.

    After a change of length the first of them is shorter than the rest, so that it does not overlap what was released.
    """
    while (last := period_of(begin, length).last) < today:
        yield Period(begin, last)
        begin = last + timedelta(days=1)
