"""The form that opens a session of a team: what was typed into it, and what of that cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.days import SCOTLAND
from bot.review.filters import read_day
from bot.sessions.leading import LONGEST_OPEN, LONGEST_STEP, MOST_STEPS, MOST_THEMES

THEMES = tuple(f"theme{place}" for place in range(1, MOST_THEMES + 1))
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Typed:
    """What stands in the form for a new session, as it was typed."""

    team: str = ""
    themes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    day: str = ""
    time: str = "17:00"

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Typed:
        """What was sent. Identifiers in the steps are masked, as in every text that others read."""
        from bot.safety import mask  # brings spaCy, which the other pages do without

        themes = dict.fromkeys(filter(None, (form.get(name, "").strip() for name in THEMES)))
        steps = dict.fromkeys(mask(line.strip()) for line in form.get("steps", "").splitlines() if line.strip())
        return cls(
            form.get("team", ""), tuple(themes), tuple(steps), form.get("day", "").strip(), form.get("time", "").strip()
        )

    @property
    def closes_at(self) -> datetime | None:
        """The close on the clocks of Scotland, or None when it is no day and time."""
        return read_moment(self.day, self.time)

    def amiss(self, teams: Mapping[str, str], themes: Mapping[str, str], now: datetime) -> tuple[str, ...]:
        """What cannot be opened as it is, by the names the template knows."""
        found = []
        if self.team not in teams:
            found.append("team")
        if not self.themes or set(self.themes) - set(themes):
            found.append("theme")
        if len(self.steps) > MOST_STEPS:
            found.append("steps-many")
        if any(len(step) > LONGEST_STEP for step in self.steps):
            found.append("steps-long")
        if self.closes_at is None or not now < self.closes_at <= now + LONGEST_OPEN:
            found.append("day")
        return tuple(found)


def read_moment(day: str, at: str) -> datetime | None:
    """A day and a time of the clocks of Scotland, or None when they are none."""
    found, clock = read_day(day), _TIME.fullmatch(at)
    if found is None or clock is None:
        return None
    return datetime.combine(found, time(int(clock[1]), int(clock[2])), SCOTLAND).astimezone(UTC)
