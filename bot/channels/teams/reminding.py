"""Sends the reminders whose day has come: in working hours, once, and only to who asked."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.channels.gate import Refused
from bot.channels.teams.connector import NotSent
from bot.channels.teams.desk import Desk
from bot.runtime.logs import describe
from bot.settings import Settings
from bot.store.reminders import DueReminder, take_due
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

LOOK_EVERY = 60.0
"""Seconds."""

SCOTLAND = ZoneInfo("Europe/London")


async def remind_when_due(waymark: Waymark, desk: Desk) -> None:
    """Look for due reminders for as long as the door is open."""
    while True:
        try:
            if in_working_hours(waymark.settings, datetime.now(SCOTLAND)):
                await send_due(waymark, desk)
        except Exception as error:
            logger.error("reminders could not be looked for: %s", describe(error))
        await asyncio.sleep(LOOK_EVERY)


def in_working_hours(settings: Settings, now: datetime) -> bool:
    """Whether a reminder may come now: Monday to Friday, between the hours of the settings."""
    return now.weekday() < 5 and settings.reminders_from_hour <= now.hour < settings.reminders_to_hour


async def send_due(waymark: Waymark, desk: Desk) -> int:
    """Send the reminders whose day has come; how many were sent. One that cannot be sent is not tried again."""

    def take() -> list[DueReminder]:
        with waymark.database.session() as session:
            return take_due(session, waymark.settings.secret, datetime.now(SCOTLAND).date())

    sent = 0
    for due in await asyncio.to_thread(take):
        payload = f"/reminder_due{json.dumps({'theme': due.theme})}"
        try:
            sent += await desk.tell(due.sender, str(uuid.uuid4()), payload)
        except (NotSent, Refused) as error:
            logger.warning("a reminder could not be sent: %s", describe(error))
    return sent
