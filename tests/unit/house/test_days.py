"""Days are those of Scotland, from one clock: half past midnight on 1 July is July, though it is June in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from bot import days
from bot.days import as_moment, day_of, today_in_scotland
from bot.settings import ROOT

EXCEPT = {"bot/days.py", "bot/upkeep.py"}
"""Where the day is made, and a day that was typed, which came as a moment."""

AS_DAY = re.compile(r"\.date\(\)|\bdate\.today\(|\bdatetime\.(?:today|utcnow)\(")
CODE = sorted(path for room in ("bot", "actions") for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 6, 30, 22, 59, tzinfo=UTC), date(2027, 6, 30)),
        (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), date(2027, 7, 1)),
        (datetime(2027, 12, 31, 23, 30, tzinfo=UTC), date(2027, 12, 31)),
    ],
    ids=["before midnight", "summer", "winter"],
)
def test_a_day_begins_at_midnight_in_scotland(monkeypatch: pytest.MonkeyPatch, moment: datetime, day: date) -> None:
    monkeypatch.setattr(days, "read_utc", lambda: moment)
    assert today_in_scotland() == day_of(moment) == day
    assert as_moment(moment).startswith(days.as_day(day))


def test_no_other_place_makes_a_day_of_a_moment() -> None:
    found = {str(path.relative_to(ROOT)) for path in CODE if AS_DAY.search(path.read_text(encoding="utf-8"))}
    assert found == EXCEPT
