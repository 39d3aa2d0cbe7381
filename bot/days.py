"""Days and times as people in Scotland say and count them: half past midnight on 1 July is July."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

SCOTLAND: Final = ZoneInfo("Europe/London")

_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


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


def read_day(text: str) -> date | None:
    """A day as browsers write it (2026-11-22) or as people do (22/11/2026)."""
    try:
        if _ISO.fullmatch(text):
            year, month, day = text.split("-")
        elif british := _BRITISH.fullmatch(text):
            day, month, year = british.groups()
        else:
            return None
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
