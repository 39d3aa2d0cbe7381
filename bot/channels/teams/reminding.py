"""Sends the reminders whose day has come: in working hours, once, and only to who asked."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from datetime import datetime

from bot.channels.teams.connector import NotSent
from bot.channels.teams.desk import Desk
from bot.days import SCOTLAND, day_of
from bot.runtime.logs import describe
from bot.settings import Settings
from bot.store.clock import is_sound
from bot.store.reminders import DueReminder, end_reminder, find_due, set_reminder
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

LOOK_EVERY = 60.0
"""Seconds."""


async def remind_when_due(waymark: Waymark, desk: Desk) -> None:
    """Look for due reminders for as long as the door is open."""
    while True:
        try:
            await send_due(waymark, desk, datetime.now(SCOTLAND))
        except Exception as error:
            logger.error("reminders could not be looked for: %s", describe(error))
        await asyncio.sleep(LOOK_EVERY)


def in_working_hours(settings: Settings, now: datetime) -> bool:
    """Whether a reminder may come now: Monday to Friday, between the hours of the settings."""
    return now.weekday() < 5 and settings.reminders_from_hour <= now.hour < settings.reminders_to_hour


async def send_due(waymark: Waymark, desk: Desk, now: datetime) -> int:
    """Send the reminders whose day has come, in working hours alone; how many were sent. now: in Scottish time.

    A reminder is forgotten before it is sent, so that none comes twice, whatever stops and however many processes look.
    One that Teams would not take is put back for the next time.
    """
    if not in_working_hours(waymark.settings, now):
        return 0

    def look() -> list[DueReminder]:
        with waymark.database.session() as session:
            if not is_sound(session):  # each would come too early, or be forgotten as too late
                return []
            return find_due(session, waymark.settings.secret, day_of(now))

    sent = 0
    for due in await asyncio.to_thread(look):
        if not await asyncio.to_thread(_take, waymark, due):
            continue
        try:
            sent += await desk.tell(due.sender, *_turn_of(due))
        except Exception as error:
            logger.warning("a reminder could not be sent: %s", describe(error))
            if not (isinstance(error, NotSent) and error.for_good):
                await asyncio.to_thread(_put_back, waymark, due)
    return sent


def _turn_of(due: DueReminder) -> tuple[str, str]:
    """The turn's id, always the same for the same reminder, so that it is one turn; and what it means."""
    turn = uuid.uuid5(uuid.NAMESPACE_OID, f"reminder|{due.sender}|{due.due_on}")
    return str(turn), f"/reminder_due{json.dumps({'theme': due.theme})}"


def _take(waymark: Waymark, due: DueReminder) -> bool:
    """Whether it is still there, and ours to send."""
    with waymark.database.session() as session:
        return end_reminder(session, due.sender)


def _put_back(waymark: Waymark, due: DueReminder) -> None:
    with waymark.database.session() as session:
        set_reminder(session, waymark.settings.secret, due.sender, due.theme, due.due_on)
