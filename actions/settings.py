"""What somebody may set for themselves, and forgetting what was said in this chat."""

from __future__ import annotations

from rasa_sdk.events import AllSlotsReset, EventType

from actions.base import Turn, WaymarkAction, leave_form, pause_form
from actions.reminders import REACHES_PEOPLE, end_reminder, reminder_day


class ActionSettings(WaymarkAction):
    """Shows what is kept and whether a reminder comes, with the ways to change that. The web has nothing to set."""

    def name(self) -> str:
        return "action_settings"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.channel != REACHES_PEOPLE:
            turn.say("utter_settings")
            return pause_form("question")
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
        return pause_form("question")


class ActionForgetChat(WaymarkAction):
    """Asks once, then forgets what was said in this chat and is not saved, and the reminder with it."""

    def name(self) -> str:
        return "action_forget_chat"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("interruption") != "forget_chat" or not turn.plain:
            turn.say("utter_ask_forget_chat")
            return pause_form("forget_chat")
        await end_reminder(turn)
        turn.say("utter_chat_forgotten", data={"forgets": True})
        return [AllSlotsReset(), *leave_form("welcome")]
