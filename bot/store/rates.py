"""How often something may happen, counted where all processes see it: in PostgreSQL, by PostgreSQL's own clock.

It counts as one process does in its memory (bot/channels/refusals.py): so many at once, and then as they come back, one
by one. Of each thing counted one moment is kept: when it will be as if nothing had happened. That is within a minute,
and then the row goes.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from sqlalchemy import delete, func, text
from sqlalchemy.orm import Session

from bot.store.keeping_tables import RateCount

MINUTE = 60.0
"""Seconds."""

_TAKE = text(
    "INSERT INTO rates AS mine (key, until) VALUES (:key, clock_timestamp() + :step) ON CONFLICT (key) DO UPDATE "
    "SET until = greatest(mine.until, clock_timestamp()) + :step WHERE mine.until <= clock_timestamp() + :room "
    "RETURNING 1"
)
_WAIT = text("SELECT extract(epoch FROM until - clock_timestamp() - :room) FROM rates WHERE key = :key")
_GIVE_BACK = text("UPDATE rates SET until = until - :step WHERE key = :key")


def name_count(secret: bytes, kind: str, who: str) -> str:
    """The key of a count: a keyed hash of what is counted, and for whom."""
    return hmac.new(secret, f"rate\0{kind}\0{who}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def name_address(secret: bytes, kind: str, address: str) -> str:
    """The key of an address's count: one of 65,536, so that no row says which of a million addresses it was."""
    return f"{kind}-{name_count(secret, kind, address)[:4]}"


def take(session: Session, key: str, per_minute: int) -> float:
    """Count one for a key. Out: 0.0, or the seconds until it may be, and then nothing was counted."""
    step = MINUTE / per_minute
    spans = {"step": timedelta(seconds=step), "room": timedelta(seconds=MINUTE - step)}
    if session.scalar(_TAKE, {"key": key, **spans}):
        return 0.0
    return max(0.01, float(session.scalar(_WAIT, {"key": key, "room": spans["room"]}) or 0.0))


def give_back(session: Session, key: str, per_minute: int) -> None:
    """Uncount one: it turned out not to matter."""
    session.execute(_GIVE_BACK, {"key": key, "step": timedelta(seconds=MINUTE / per_minute)})


def forget_over(session: Session) -> None:
    """Delete the counts that do not matter any more."""
    session.execute(delete(RateCount).where(RateCount.until < func.now()))
