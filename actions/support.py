"""Support, and words that may tell of danger: fixed text, the person's words kept, the person decides."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.base import REFLECTION_FORM, Turn, WaymarkAction, enter_form, pause_form
from actions.stages import ask_again, button, open_question
from bot.reflection.answers import WRITTEN


def support_data(turn: Turn) -> dict[str, Any]:
    """The support services, the urgent ones first, as structure."""
    return {
        "kind": "support",
        "services": [
            {
                "name": service.name,
                "phone": service.phone,
                "contact": list(service.contact),
                "hours": service.hours,
                "who_for": service.who_for,
                "checked": f"{service.checked:%-d %B %Y}",
            }
            for service in turn.waymark.content.support
        ],
    }


class ActionSupport(WaymarkAction):
    """Shows the support services."""

    def name(self) -> str:
        return "action_support"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_support", data=support_data(turn))
        return pause_form("support")


class ActionHoldDistress(WaymarkAction):
    """Shows support before anything else, keeps what was typed, and asks what to do with it."""

    def name(self) -> str:
        return "action_hold_distress"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_distress", data=support_data(turn))
        question = open_question(turn) if turn.slot("stage") == "questions" else None
        if question in WRITTEN:
            turn.say("utter_ask_held")
            held = {"text": turn.text, "question": question, "tier": "interrupt"}
        else:
            turn.say("utter_ask_go_on")
            held = None
        return [SlotSet("held", held), *pause_form("distress")]


class ActionHoldUnsure(WaymarkAction):
    """Asks whether words were an answer or a wish, and keeps them meanwhile."""

    def name(self) -> str:
        return "action_hold_unsure"

    async def act(self, turn: Turn) -> list[EventType]:
        command, question = turn.entity("command") or "go_on", open_question(turn)
        wish = button(turn.words(f"utter_wish_{'question' if command.startswith('ask_') else command}"), command)
        held = {"text": turn.text, "question": question, "tier": turn.tier, "command": command}
        answer = turn.text[: turn.entity_start("command")].strip()
        if answer:  # "We meet on Mondays. Can we stop now": the first part is safe, whatever is chosen
            turn.offer("utter_ask_if_command_too", [wish])
            return [SlotSet(question, answer), SlotSet("held", held | {"kept": True}), *pause_form("unsure")]
        turn.offer("utter_ask_if_command", [wish])
        return [SlotSet("held", held), *pause_form("unsure")]


class ActionKeepWords(WaymarkAction):
    """Takes the held words as the answer they came for."""

    def name(self) -> str:
        return "action_keep_words"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.slot("held"):
            return ask_again(turn)
        turn.say("utter_answer_kept")
        return [*self.keeping(turn), *enter_form(REFLECTION_FORM, "questions")]

    @staticmethod
    def keeping(turn: Turn) -> list[EventType]:
        """The events that keep the held words. Words from the interrupt tier are marked: they are never shared."""
        held = turn.slot("held")
        screened = set(turn.slot("screened") or [])
        if held["tier"] == "interrupt":
            screened.add(held["question"])
        return [
            SlotSet(held["question"], held["text"]),
            SlotSet("screened", sorted(screened)),
            SlotSet("held", None),
        ]


class ActionLeaveOut(WaymarkAction):
    """Lets the held words go and asks the question again."""

    def name(self) -> str:
        return "action_leave_out"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("held"):
            turn.say("utter_left_out")
        return ask_again(turn)
