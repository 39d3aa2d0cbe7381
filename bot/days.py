"""Days and times as people in Scotland say them."""

from __future__ import annotations

from datetime import date, datetime
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
