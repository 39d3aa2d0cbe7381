"""Support, and words that may tell of danger: fixed text, the person's words kept, the person decides."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.answers import before_latest, is_added_to, open_question, write
from actions.base import REFLECTION_FORM, Turn, WaymarkAction, enter_form, pause_form
from actions.holding import ask_held, hold, keep_held, lay_aside, put_in_hold, undecided, wish
from actions.resuming import resume
from actions.stages import ask_again, show_summary
from actions.unclear import count_misunderstood, needs_way_out, show_way_out
from bot.reflection.answers import WRITTEN


def support_data(turn: Turn, *, urgent_only: bool = False) -> dict[str, Any]:
    """The support services as structure: all, or those that any adult can reach at any hour."""
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
            if service.urgent or not urgent_only
        ],
    }


_A_FEW_WORDS = 3
"""A wish as short as "dunno" or "not really" is not asked about again once the answer has come."""


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
        turn.say("utter_distress", data=support_data(turn, urgent_only=True))
        stage, question = turn.slot("stage"), open_question(turn)
        if turn.text and turn.slot("theme"):
            belongs = question if stage == "questions" and question in WRITTEN else None
            return hold(turn, turn.text, belongs, "interrupt")
        turn.say("utter_ask_go_on")  # no more is asked of anybody now: at the summary they say what becomes of them
        kept = lay_aside(turn, turn.text, "interrupt") if turn.text and stage in (None, "welcome", "theme") else []
        return [*kept, *pause_form("distress")]


class ActionHoldUnsure(WaymarkAction):
    """Asks whether words were an answer or a wish, and keeps them meanwhile."""

    def name(self) -> str:
        return "action_hold_unsure"

    async def act(self, turn: Turn) -> list[EventType]:
        command, question = turn.entity("command"), open_question(turn)
        if turn.slot("stage") != "questions":
            return ask_again(turn)
        if turn.away and command == "go_on":  # "hello", "ok", after a while
            return resume(turn)
        if question not in WRITTEN or command is None:  # at the rating, which is pressed; or "I forgot to say"
            return hold(turn, turn.text, None, turn.tier, command)
        answer = turn.text[: turn.entity_start("command")].strip()
        if command and answer:  # "We meet on Mondays. Can we stop now": the first part is safe, whatever is chosen
            turn.offer("utter_ask_if_command_too", [wish(turn, command)])
            held = {"text": turn.text, "question": question, "tier": turn.tier, "command": command, "kept": True}
            kept = write(turn, question, answer, add=is_added_to(turn, question), tier=turn.tier)
            return [*kept, SlotSet("held", held), *pause_form("unsure")]
        return hold(turn, turn.text, question, turn.tier, command, turn.entity("other_command"))


def add_to_held(turn: Turn) -> list[EventType]:
    """Take what is typed while words are held: somebody went on writing and did not press a button."""
    held = turn.slot("held")
    question, text = held["question"], turn.text
    if not held.get("kept") and held["tier"] == "interrupt":
        return hold(turn, text, question, turn.tier)
    if not held.get("kept") and question is None:
        return _still_open(turn)
    if held["command"] is None:  # no wish was in doubt: it is one answer
        text = f"{held['text']}\n{text}"
    answer = write(turn, question, text, add=is_added_to(turn, question), tier=turn.tier)
    turn.say("utter_soft_support" if turn.tier == "soft" else "utter_answer_kept")
    if held.get("kept") or held["command"] is None or len(held["text"].split()) <= _A_FEW_WORDS:
        return [*answer, *turn.now([SlotSet("held", None)]), *enter_form(REFLECTION_FORM, "questions")]
    turn.now([SlotSet("held", held | {"command": None})])
    turn.say("utter_ask_keep_too", words=held["text"])
    return [*answer, SlotSet("held", turn.slot("held")), *pause_form("unclear")]


def _still_open(turn: Turn) -> list[EventType]:
    """Keep more words for an answer that nobody named yet, and ask which; the third time in a row offer ways out."""
    counted = count_misunderstood(turn)
    if not needs_way_out(turn):
        return [*counted, *hold(turn, turn.text, None, turn.tier)]
    kept = put_in_hold(turn, turn.text, None, turn.tier)
    show_way_out(turn)
    return [*counted, *kept]


class ActionKeepWords(WaymarkAction):
    """Takes the held words as the answer they came for."""

    def name(self) -> str:
        return "action_keep_words"

    async def act(self, turn: Turn) -> list[EventType]:
        held = turn.slot("held")
        if not held:
            return ask_again(turn)
        question = held["question"] or turn.entity("question")
        if question not in WRITTEN:
            return ask_held(turn)
        turn.now([SlotSet("held", held | {"question": question})])
        if held.get("kept"):  # its first part was: it was all the answer
            before = before_latest(turn, question)
            text = f"{before}\n{held['text']}" if before else held["text"]
            kept = [*write(turn, question, text), *turn.now([SlotSet("scrapped", None), SlotSet("held", None)])]
        else:
            kept = keep_held(turn)
        turn.say("utter_answer_kept")
        if turn.slot("stage") != "questions":
            return [*kept, *show_summary(turn)]
        return [*kept, *enter_form(REFLECTION_FORM, "questions")]


class ActionLeaveOut(WaymarkAction):
    """Lets the held words go and asks the question again."""

    def name(self) -> str:
        return "action_leave_out"

    async def act(self, turn: Turn) -> list[EventType]:
        if undecided(turn):
            turn.say("utter_left_out")
        return [*turn.now([SlotSet("held", None)]), *ask_again(turn)]
