"""Days and times as people in Scotland say and count them: half past midnight on 1 July is July."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

SCOTLAND: Final = ZoneInfo("Europe/London")


def as_day(value: date) -> str:
    """Such as "22 November 2026"."""
    return f"{value.day} {value:%B %Y}"


def as_moment(value: datetime) -> str:
    """Such as "22 November 2026, 14:05", on the clocks of Scotland."""
    local = value.astimezone(SCOTLAND)
    return f"{as_day(local)}, {local:%H:%M}"


def read_clock() -> datetime:
    """The time now, in UTC: one clock for all. Called as `days.read_clock()`, a test that sets it sets all."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day that the calendars of Scotland show at a moment, which knows its zone."""
    return moment.astimezone(SCOTLAND).date()


def today_in_scotland() -> date:
    """The day it is."""
    return day_of(read_clock())
