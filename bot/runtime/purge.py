"""Forgets what is over: conversations after a day, reflections after their retention, old failed attempts."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.store import attempts
from bot.store.conversations import erase_expired
from bot.store.database import Database
from bot.store.passes import purge_passes
from bot.store.reflections import erase_outdated


def purge(database: Database) -> tuple[int, int]:
    """Erase what is over, on disk too: how many conversations, how many reflections."""
    now = datetime.now(UTC)
    with database.session() as session:
        conversations, reflections = erase_expired(session, now), erase_outdated(session, now.date())
        attempts.purge(session, now)
        purge_passes(session, now)
    database.scrub()
    return conversations, reflections
