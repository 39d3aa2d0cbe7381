"""Whether the clock can be believed. Nothing is erased or closed for good by one that cannot (ADR 36).

A clock that runs a year ahead makes everything look over. It cannot be seen from one reading, so each purge remembers
when it was (`believe`), and the next one compares: with that moment, with how long this process has been running since,
and on PostgreSQL with the database's own clock. Whether a machine stood still for weeks or its clock jumped, only a
person knows: `waymark purge --today` asks them for the day.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import days
from bot.days import day_of
from bot.store.keeping_tables import Clock

TOLERATED = timedelta(minutes=30)
"""Clocks that differ by less agree."""

LONGEST_GAP = timedelta(days=7)
"""Since the clock was believed last. A machine that stood still for longer needs a person to say which day it is."""

FIRST_DAY = datetime(2026, 11, 30, tzinfo=UTC)
"""No clock was before this release."""

STEADY = "steady clock"
"""The key of `Session.info` under which a process remembers what its steady clock said when it believed the other."""

_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # either goes on while the machine sleeps

Steady = dict[datetime, float]


class ClockDoubted(Exception):
    """The clock cannot be believed. The message is one line: what, and how to mend it."""


def read_steady() -> float:
    """Seconds since some moment, which nobody can set."""
    return time.clock_gettime(_BOOT)


def require_sound(session: Session, now: datetime, gap: timedelta = LONGEST_GAP) -> None:
    """Raises ClockDoubted when `now` cannot be right, or when more than `gap` has passed since it was believed last."""
    if now < FIRST_DAY:
        raise _doubt(now, "that is before this release of Waymark was made. Set the clock right.")
    _compare_with_the_database(session, now)
    last = believed_at(session)
    if last is None:
        return
    if now < last - TOLERATED:
        raise _doubt(now, f"it was {_say(last)} already. {_MEND}")
    if now > last + gap:
        raise _doubt(now, f"it was {_say(last)} when anything was purged last, {(now - last).days} days ago. {_MEND}")
    steady: Steady = session.info.get(STEADY, {})
    if last in steady and abs(last + timedelta(seconds=read_steady() - steady[last]) - now) > TOLERATED:
        raise _doubt(now, f"it was {_say(last)} and jumped since, while Waymark was running. {_MEND}")


def require_day(session: Session, now: datetime, today: date) -> None:
    """A person says which day it is. Raises ClockDoubted when the clock says another, or is not the database's."""
    if day_of(now) != today:
        raise _doubt(now, f"you say it is {today:%-d %B %Y}. Set the clock right.")
    _compare_with_the_database(session, now)


def is_sound(session: Session) -> bool:
    """Whether the clock can be believed now."""
    try:
        require_sound(session, days.read_clock())
    except ClockDoubted:
        return False
    return True


def believe(session: Session, now: datetime) -> None:
    """Remember that the clock was right at this moment."""
    session.merge(Clock(id=1, believed_at=now))
    steady: Steady = session.info.get(STEADY, {})
    steady.clear()
    steady[now] = read_steady()


def believed_at(session: Session) -> datetime | None:
    """The last moment at which the clock was believed."""
    return session.scalar(select(Clock.believed_at))


def latest(session: Session, now: datetime) -> datetime:
    """`now`, or the last moment at which the clock was believed where that is later.

    What is kept until a day counts from it: a clock that is behind must not let it go too early once it is put right.
    """
    return max(now, believed_at(session) or now)


def _compare_with_the_database(session: Session, now: datetime) -> None:
    """PostgreSQL has a clock of its own, often on another machine."""
    if session.get_bind().dialect.name != "postgresql":
        return
    theirs: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    if abs(theirs - now) > TOLERATED:
        raise _doubt(now, f"PostgreSQL's says {_say(theirs)}. Set the one right that is wrong.")


def _doubt(now: datetime, why: str) -> ClockDoubted:
    return ClockDoubted(f"Nothing was erased, because the clock cannot be believed: it says {_say(now)}, and {why}")


def _say(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M} UTC"


_MEND = (
    "If it is wrong, set it right. If it is right, say which day it is: uv run waymark purge --today YYYY-MM-DD "
    "(docs/operating.md)"
)
