"""What somebody may set for themselves, and forgetting what was said in this chat."""

from __future__ import annotations

from actions.base import action
from actions.reminders import REACHES_PEOPLE, end_reminder, reminder_day
from actions.turns import Turn
from bot.dialogue.state import State


@action
async def action_settings(turn: Turn) -> None:
    """Shows what is kept and whether a reminder comes, with the ways to change that. The web has nothing to set."""
    if turn.channel != REACHES_PEOPLE:
        turn.say("utter_settings")
        turn.pause("question")
        return
    day = await reminder_day(turn)
    reminder = turn.words("utter_setting_reminder_day", day=f"{day:%-d %B %Y}") if day else None
    items = [
        {
            "name": turn.words("utter_label_reminder"),
            "value": reminder or turn.words("utter_setting_reminder_none"),
        },
        {"name": turn.words("utter_label_chat"), "value": turn.words("utter_setting_chat")},
    ]
    cancel = [{"title": turn.words("utter_wish_cancel_reminder"), "payload": "/cancel_reminder"}] if day else []
    turn.say("utter_settings", data={"kind": "settings", "items": items}, buttons=cancel)
    turn.pause("question")


@action
async def action_forget_chat(turn: Turn) -> None:
    """Asks once, then forgets what was said in this chat and is not saved, and the reminder with it."""
    if turn.state.interruption != "forget_chat" or not turn.plain:
        turn.say("utter_ask_forget_chat")
        turn.pause("forget_chat")
        return
    await end_reminder(turn)
    turn.say("utter_chat_forgotten", data={"forgets": True})
    turn.become(State())
    turn.go("welcome")
