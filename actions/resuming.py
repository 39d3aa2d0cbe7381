"""Coming back in the same tab: says which theme, which question and which day, and never the words unasked."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.answers import open_question
from actions.base import Turn, WaymarkAction, button, pause_form
from actions.holding import ask_held, undecided
from actions.stages import ask_again

_IN_HAND = ("questions", "guidance", "summary", "edit", "remove", "let_go", "sharing", "team", "naming")
"""Stages in which a reflection is in hand."""


def in_hand(turn: Turn) -> bool:
    """Whether there is a reflection to come back to."""
    stage = turn.slot("stage")
    return bool(turn.slot("theme")) and (stage in _IN_HAND or (stage == "ended" and bool(turn.answers)))


def say_where(turn: Turn) -> None:
    """Say where we were: theme, place and day. Nothing, where no reflection is in hand."""
    if not in_hand(turn):
        return
    place = open_question(turn) if turn.slot("stage") == "questions" else None
    turn.say(
        "utter_where",
        theme=turn.waymark.content.theme(turn.slot("theme")).name,
        place=turn.words(f"utter_place_{place or 'summary'}"),
        day=f"{turn.last_turn:%-d %B %Y}" if turn.last_turn else "",
    )


class ActionResume(WaymarkAction):
    """Says where we were, and asks whether to go on, to see the words, or to begin anew."""

    def name(self) -> str:
        return "action_resume"

    async def act(self, turn: Turn) -> list[EventType]:
        return resume(turn) if in_hand(turn) else ask_again(turn)


def resume(turn: Turn) -> list[EventType]:
    """Take up a reflection that is in hand. Words that are held are asked about first."""
    say_where(turn)
    if undecided(turn):
        return ask_held(turn)
    others = [*(["read_back"] if turn.answers else []), "start"]
    meant = {"read_back": "read_back", "start": "change_theme"}
    turn.offer("utter_ask_resume", [button(turn.words(f"utter_wish_{one}"), meant[one]) for one in others])
    return [SlotSet("held", None), *pause_form("resumed")]
