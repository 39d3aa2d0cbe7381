"""What happens when words are not understood: in other words each time, and the third time a way out. Never a loop.

`State.misunderstood` counts the turns in a row. Any other turn sets it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.base import action, do, move
from actions.stages import ask_again, ask_meant
from actions.turns import Turn, button
from bot.dialogue import words
from bot.dialogue.stages import row
from bot.dialogue.words import A_FEW

_TIMES = 3
"""From this many times in a row on, the question is not put again: ways out are offered instead."""


_STEPS_BACK = ("edit", "remove", "team", "naming", "let_go")
"""Small choices on the way: whoever is not understood there twice is taken back, and loses nothing."""


def count_misunderstood(turn: Turn) -> None:
    """Count this turn as one that was not understood."""
    turn.set(misunderstood=turn.state.misunderstood + 1)


def needs_way_out(turn: Turn) -> bool:
    """Whether putting the question again would be a loop."""
    return turn.state.misunderstood >= _TIMES


def saw_ways_out(turn: Turn) -> bool:
    """Whether the ways out were shown already, and none was taken."""
    return turn.state.misunderstood > _TIMES


def say_unclear(turn: Turn, first: str, second: str, **values: Any) -> None:
    """Say that words were not understood: `first`, then `second`, then the ways out."""
    if needs_way_out(turn):
        show_way_out(turn)
    else:
        turn.say(first if turn.state.misunderstood == 1 else second, **values)


def show_way_out(turn: Turn, choices: Sequence[dict[str, str]] = ()) -> None:
    """Offer to go on, to see one's own words, support, and to finish; what is written stays as it is."""
    see_words = [button(turn.words("utter_wish_read_back"), "read_back")] if turn.answers else []
    first = turn.state.misunderstood <= _TIMES
    turn.offer("utter_way_out" if first else "utter_way_out_again", [*choices, *see_words])


@move
async def not_understood(turn: Turn) -> None:
    """Say so, and put the question once more. More than a few words are kept: they may be the start of a reflection."""
    if turn.state.theme is None and len(turn.text.split()) > A_FEW:
        turn.become(words.begin_with(turn.state, turn.text))
    await say_not_understood(turn)


async def stepped_back(turn: Turn) -> bool:
    """Leave a small choice on the way where it was not understood too often. Out: whether that was so.

    Words that are held become the answer they came for, or stay beside the answers; of danger nothing is decided so.
    """
    held = turn.state.undecided
    if needs_way_out(turn) and held and not turn.state.in_danger:
        turn.set(misunderstood=0)
        await (do(turn, "keep_words") if held.question else leave_beside(turn))
        return True
    if not needs_way_out(turn) or turn.state.stage not in _STEPS_BACK:
        return False
    turn.say("utter_step_back")
    turn.set(misunderstood=0)
    await do(turn, row(turn.state.stage).back)
    return True


async def leave_beside(turn: Turn) -> None:
    """Leave the held words beside the answers, and go on with what was open before."""
    turn.say("utter_left_beside")
    turn.become(words.leave_beside(turn.state))
    await ask_again(turn)


async def say_not_understood(
    turn: Turn, first: str = "utter_unclear", second: str = "utter_unclear_again", ask: str = "ask_again", **values: Any
) -> None:
    """Say so, and put the question once more with the move `ask`; the third time in a row offer ways out instead.

    values: what fills the places of the utterances. A small choice on the way is left for where it came from.
    """
    count_misunderstood(turn)
    if await stepped_back(turn):
        return
    say_unclear(turn, first, second, **values)
    if not needs_way_out(turn):
        await do(turn, ask)


@action
async def action_ask_meant(turn: Turn) -> None:
    """Asks about a choice that publishes or deletes, where a part of its label was typed, or its place."""
    label, choice = turn.entity("label"), turn.entity("choice")
    if label and choice:
        ask_meant(turn, label, choice)
    else:
        await ask_again(turn)
