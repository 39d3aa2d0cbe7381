"""One reminder of a next step, where somebody asked for it and can be reached: in Microsoft Teams."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from actions.base import action
from actions.resuming import in_hand
from actions.saved import theme_name
from actions.turns import Turn
from bot import days
from bot.days import day_of
from bot.store import reminders

REMIND_AFTER = timedelta(weeks=2)

REACHES_PEOPLE = "teams"
"""The one channel that can write to somebody who did not just write. The web chat does not know who anybody is."""


def remind_button(turn: Turn) -> list[dict[str, str]]:
    """The choice to be reminded, where that can be done."""
    if turn.channel != REACHES_PEOPLE:
        return []
    return [{"title": turn.words("utter_wish_remind"), "payload": "/remind"}]


async def reminder_day(turn: Turn) -> date | None:
    """The day of the reminder that somebody asked for, or None."""

    def find() -> date | None:
        with turn.waymark.database.session() as session:
            return reminders.find_reminder(session, turn.tracker.sender_id)

    return await asyncio.to_thread(find)


async def end_reminder(turn: Turn) -> bool:
    """Take the reminder back. Whether there was one."""

    def end() -> bool:
        with turn.waymark.database.session() as session:
            return reminders.end_reminder(session, turn.tracker.sender_id)

    return await asyncio.to_thread(end)


@action
async def action_remind(turn: Turn) -> None:
    """Notes that somebody wants to be reminded in two weeks. It takes the place of an earlier reminder."""
    receipt = turn.state.in_hand
    if turn.channel != REACHES_PEOPLE or receipt is None:
        turn.say("utter_no_reminders" if turn.channel != REACHES_PEOPLE else "utter_remind_once_saved")
        turn.pause("question")
        return
    theme, day = receipt.theme, day_of(days.read_clock()) + REMIND_AFTER

    def note() -> None:
        secret = turn.waymark.settings.secret
        with turn.waymark.database.session() as session:
            reminders.set_reminder(session, secret, turn.tracker.sender_id, theme, day)

    await asyncio.to_thread(note)
    turn.say("utter_reminder_noted", theme=theme_name(turn, theme), day=f"{day:%-d %B %Y}")
    turn.pause("question")


@action
async def action_cancel_reminder(turn: Turn) -> None:
    """Takes the reminder back."""
    turn.say("utter_reminder_cancelled" if await end_reminder(turn) else "utter_no_reminder_to_cancel")
    turn.pause("question")


@action
async def action_reminder_due(turn: Turn) -> None:
    """Reminds, unasked in this turn. It leads back to what is in hand, and asks for nothing."""
    theme = theme_name(turn, turn.entity("theme") or "")
    turn.say("utter_reminder_meanwhile" if in_hand(turn) else "utter_reminder", theme=theme)
    turn.pause("question")
