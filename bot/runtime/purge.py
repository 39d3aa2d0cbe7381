"""Forgets what is over: conversations after a day, reflections after their last day, tries, sign-ins, old erasures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot import days
from bot.content import Organisation
from bot.days import day_of
from bot.sessions.closing import erase_old
from bot.settings import Settings
from bot.store import attempts, audit, clock, teams
from bot.store.conversations import erase_expired
from bot.store.database import Database
from bot.store.erasures import forget_erasures
from bot.store.holds import any_in_force, release
from bot.store.passes import purge_passes
from bot.store.purges import note_purge
from bot.store.reflections import erase_outdated
from bot.store.sign_ins import end_outdated_sign_ins
from bot.store.views import forget_searches


@dataclass(frozen=True)
class Purged:
    """The receipt of a purge: how much of each went, and nothing of what it was."""

    conversations: int
    reflections: int
    sign_ins: int
    attempts: int


def purge(
    database: Database,
    settings: Settings,
    organisation: Organisation,
    *,
    today: date | None = None,
    gap: timedelta = clock.LONGEST_GAP,
) -> Purged:
    """Erase what is over, on disk too. What a legal hold covers stays, and copies that none covers any more go.

    Raises ClockDoubted, and erases nothing, when the clock cannot be believed. `today`: a person says which day it is;
    else not more than `gap` may have passed since it was believed last.

    A receipt says that it ran on that day and by which schedule (bot/store/purges.py), and the audit that it ran.
    Neither says whether anything went, nor how much: it could be one person's words.
    """
    now = days.read_clock()
    with database.session() as session:
        if today is None:
            clock.require_sound(session, now, gap)
        else:
            clock.require_day(session, now, today)
        clock.believe(session, now)
        purged = Purged(
            conversations=erase_expired(session, now),
            reflections=erase_outdated(session, day_of(now)),
            sign_ins=end_outdated_sign_ins(session, timedelta(minutes=settings.review_idle_minutes), now),
            attempts=attempts.purge(session, now),
        )
        purge_passes(session, now)
        forget_searches(session, day_of(now))
        erase_old(session, organisation.retention_days, day_of(now))
        teams.forget_what_is_over(session, now)
        forget_erasures(session, settings.backup_days, day_of(now))
        release(session)
        first = note_purge(
            session,
            now,
            retention_days=organisation.retention_days,
            grace_days=organisation.grace_days,
            under_hold=any_in_force(session),
        )
        if first:
            audit.record(session, "reflections_purged", audit.BY_ITSELF)
    database.scrub()
    database.rewrite()
    return purged
