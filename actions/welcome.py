"""The beginning of a conversation."""

from __future__ import annotations

from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet

from actions.base import THEME_FORM, Turn, WaymarkAction, enter_form
from actions.resuming import in_hand, resume
from actions.stages import ask_again
from actions.theme import put_aside


class ActionSessionStart(WaymarkAction):
    """Says who speaks, who sees what and for how long, before anything is asked; nothing, where nobody wrote."""

    def name(self) -> str:
        return "action_session_start"

    async def act(self, turn: Turn) -> list[EventType]:
        if not (turn.slot("session_started_metadata") or {}).get("unprompted"):  # a reminder that is due
            turn.say("utter_welcome")
        return [
            SessionStarted(),
            SlotSet("stage", "welcome"),
            SlotSet("greeted", False),
            ActionExecuted("action_listen"),
        ]


class ActionGreet(WaymarkAction):
    """Answers a greeting. The welcome of the same turn answers the first; who comes back is told where we were."""

    def name(self) -> str:
        return "action_greet"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.slot("greeted"):
            return []
        if in_hand(turn) and (turn.away or not turn.text):  # the page opened again
            return resume(turn)
        turn.say("utter_hello" if turn.text else "utter_greet")
        return ask_again(turn)


class ActionStart(WaymarkAction):
    """Asks for a theme, all nine on show; goes on where a reflection is half done."""

    def name(self) -> str:
        return "action_start"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("stage") == "questions":  # "start again": nothing is lost unless they choose
            return resume(turn)
        return [*put_aside(turn), SlotSet("theme_options", None), *enter_form(THEME_FORM, "theme")]
