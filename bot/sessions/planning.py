"""What a facilitator types to open a session, in the review app or in Teams, and what of that cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.days import SCOTLAND, read_day
from bot.sessions.leading import LONGEST_OPEN, LONGEST_STEP, MOST_STEPS, MOST_THEMES, Plan

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Typed:
    """What stands in the form for a new session, as it was typed."""

    team: str = ""
    themes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    day: str = ""
    time: str = "17:00"

    @property
    def closes_at(self) -> datetime | None:
        """The close on the clocks of Scotland, or None when it is no day and time."""
        return read_moment(self.day, self.time)

    def amiss(self, teams: Collection[str], themes: Collection[str], now: datetime) -> tuple[str, ...]:
        """What cannot be opened as it is, by the names the pages know."""
        found = []
        if self.team not in teams:
            found.append("team")
        if not 1 <= len(self.themes) <= MOST_THEMES or set(self.themes) - set(themes):
            found.append("theme")
        if len(self.steps) > MOST_STEPS:
            found.append("steps-many")
        if any(len(step) > LONGEST_STEP for step in self.steps):
            found.append("steps-long")
        if self.closes_at is None or not now < self.closes_at <= now + LONGEST_OPEN:
            found.append("day")
        return tuple(found)

    def plan(self, now: datetime) -> Plan:
        """What a session is opened with, where nothing is amiss."""
        return Plan(self.team, self.themes, self.steps, self.closes_at or now)


def read_steps(lines: Sequence[str]) -> tuple[str, ...]:
    """The steps to choose from, one a line. Identifiers are masked, as in every text that others read."""
    from bot.safety import mask  # brings spaCy, which pages that open no session do without

    return tuple(dict.fromkeys(mask(line.strip()) for line in lines if line.strip()))


def read_moment(day: str, at: str) -> datetime | None:
    """A day and a time of the clocks of Scotland, or None when they are none."""
    found, clock = read_day(day), _TIME.fullmatch(at)
    if found is None or clock is None:
        return None
    return datetime.combine(found, time(int(clock[1]), int(clock[2])), SCOTLAND).astimezone(UTC)
