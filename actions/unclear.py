"""What happens when words are not understood: in other words each time, and the third time a way out. Never a loop.

The slot `misunderstood` counts the turns in a row. Any other turn sets it back (`Turn.settle`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.base import Turn, WaymarkAction, button
from actions.stages import ask_again, ask_meant

_TIMES = 3
"""From this many times in a row on, the question is not put again: ways out are offered instead."""


def count_misunderstood(turn: Turn) -> list[EventType]:
    """Count this turn as one that was not understood."""
    return turn.now([SlotSet("misunderstood", (turn.slot("misunderstood") or 0) + 1)])


def needs_way_out(turn: Turn) -> bool:
    """Whether putting the question again would be a loop."""
    return (turn.slot("misunderstood") or 0) >= _TIMES


def say_unclear(turn: Turn, first: str, second: str, **values: Any) -> None:
    """Say that words were not understood: `first`, then `second`, then the ways out."""
    if needs_way_out(turn):
        show_way_out(turn)
    else:
        turn.say(first if turn.slot("misunderstood") == 1 else second, **values)


def show_way_out(turn: Turn, choices: Sequence[dict[str, str]] = ()) -> None:
    """Offer to go on, to see one's own words, support, and to finish; what is written stays as it is."""
    see_words = [button(turn.words("utter_wish_read_back"), "read_back")] if turn.answers else []
    first = turn.slot("misunderstood") <= _TIMES
    turn.offer("utter_way_out" if first else "utter_way_out_again", [*choices, *see_words])


def not_understood(
    turn: Turn,
    first: str = "utter_unclear",
    second: str = "utter_unclear_again",
    ask: Callable[[Turn], list[EventType]] = ask_again,
    **values: Any,
) -> list[EventType]:
    """Say so, and put the question once more with `ask`; the third time in a row offer ways out instead.

    values: what fills the places of the utterances.
    """
    counted = count_misunderstood(turn)
    say_unclear(turn, first, second, **values)
    return counted if needs_way_out(turn) else [*counted, *ask(turn)]


class ActionAskMeant(WaymarkAction):
    """Asks about a choice that publishes or deletes, where a part of its label was typed, or its place."""

    def name(self) -> str:
        return "action_ask_meant"

    async def act(self, turn: Turn) -> list[EventType]:
        label, choice = turn.entity("label"), turn.entity("choice")
        return ask_meant(turn, label, choice) if label and choice else ask_again(turn)
