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
    monkeypatch.setattr(days, "read_clock", lambda: moment)
    assert today_in_scotland() == day_of(moment) == day
    assert as_moment(moment).startswith(days.as_day(day))


def test_no_other_place_makes_a_day_of_a_moment() -> None:
    assert set(found(AS_DAY)) == EXCEPT


READER = re.compile(r"^def \w+\([^)]*\) -> datetime:\n(?: {4}\"{3}.*\"{3}\n)? {4}return datetime\.now\(", re.MULTILINE)
BY_NAME = re.compile(r"^from bot\.days import .*\bread_clock\b", re.MULTILINE)


def found(sign: re.Pattern[str]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in CODE if sign.search(path.read_text(encoding="utf-8"))]


def test_the_time_now_has_one_reader_that_a_test_can_set() -> None:
    assert found(READER) == ["bot/days.py"]
    assert found(BY_NAME) == ["bot/sessions/taking_part.py"], "a name of its own is not set; this one is a default"
