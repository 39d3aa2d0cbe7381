"""What was shared in the last weeks, by theme and week: whether something is there, and whether it waits to be read.

Never how many: a page that counted what it is asked for would be taken apart by asking twice (ADR 21).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.areas import Area
from bot.store.tables import Reflection

WEEKS = 8
"""Weeks that are looked at, this one among them."""

LOOKED_AT = 1000
"""The newest reflections that are looked at: so the page costs the same in a long list."""


@dataclass(frozen=True)
class Week:
    """One theme in one week in which something was shared on it."""

    theme: str
    first: date
    """Its Monday."""
    to_read: bool
    """Whether some of what was looked at is not reviewed yet."""
    whole: bool = True
    """Whether all of it was looked at: if not, there may be more to read."""

    @property
    def reviewed(self) -> bool:
        """Whether all of it is reviewed, as far as that is known."""
        return self.whole and not self.to_read

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


def list_weeks(session: Session, area: Area, today: date) -> Sequence[Week]:
    """The last weeks of an area, the latest first. Of those looked at in part, only this week is there."""
    now = _monday(today)
    query = select(Reflection.theme, Reflection.day, Reflection.reviewed)
    first = now - timedelta(weeks=WEEKS - 1)
    query = query.where(Reflection.expires_on >= today, area.where(), Reflection.day >= first)
    rows = session.execute(query.order_by(Reflection.day.desc(), Reflection.id.desc()).limit(LOOKED_AT)).all()
    whole_from = rows[-1].day if len(rows) == LOOKED_AT else date.min
    found: dict[tuple[date, str], bool] = {}
    for theme, day, reviewed in rows:
        key = (_monday(day), theme)
        if key[0] > whole_from or key[0] == now:
            found[key] = found.get(key, False) or not reviewed
    weeks = [Week(theme, first, to_read, first > whole_from) for (first, theme), to_read in found.items()]
    return sorted(weeks, key=lambda week: week.first, reverse=True)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
