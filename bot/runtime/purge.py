"""Forgets what is over: conversations after a day, reflections after their last day, tries, sign-ins, old erasures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.settings import Settings
from bot.store import attempts, audit
from bot.store.conversations import erase_expired
from bot.store.coordinators import end_outdated_sign_ins
from bot.store.database import Database
from bot.store.erasures import forget_erasures
from bot.store.passes import purge_passes
from bot.store.reflections import erase_outdated


@dataclass(frozen=True)
class Purged:
    """The receipt of a purge: how much of each went, and nothing of what it was."""

    conversations: int
    reflections: int
    sign_ins: int
    attempts: int


def purge(database: Database, settings: Settings) -> Purged:
    """Erase what is over, on disk too. That saved reflections were disposed of is put on record, with their number."""
    now = datetime.now(UTC)
    with database.session() as session:
        purged = Purged(
            conversations=erase_expired(session, now),
            reflections=erase_outdated(session, now.date()),
            sign_ins=end_outdated_sign_ins(session, timedelta(minutes=settings.review_idle_minutes), now),
            attempts=attempts.purge(session, now),
        )
        purge_passes(session, now)
        forget_erasures(session, settings.backup_days, now.date())
        if purged.reflections:
            audit.record(session, "reflections_purged", audit.BY_ITSELF, how_many=purged.reflections)
    database.scrub()
    database.rewrite()
    return purged
