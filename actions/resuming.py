"""Coming back in the same tab: says which theme, which question and which day, and never the words unasked."""

from __future__ import annotations

from actions.base import action
from actions.holding import ask_held
from actions.stages import ask_again
from actions.turns import Turn, button

_IN_HAND = ("questions", "summary", "edit", "remove", "let_go", "sharing", "team", "naming")
"""Stages in which a reflection is in hand."""


def in_hand(turn: Turn) -> bool:
    """Whether there is a reflection to come back to."""
    stage = turn.state.stage
    return bool(turn.state.theme) and (stage in _IN_HAND or (stage == "ended" and bool(turn.answers)))


def say_where(turn: Turn) -> None:
    """Say where we were: theme, place and day. Nothing, where no reflection is in hand."""
    if not turn.state.theme or not in_hand(turn):
        return
    place = turn.state.open_question if turn.state.stage == "questions" else None
    turn.say(
        "utter_where",
        theme=turn.waymark.content.theme(turn.state.theme).name,
        place=turn.words(f"utter_place_{place or 'summary'}"),
        day=f"{turn.state.last_turn:%-d %B %Y}" if turn.state.last_turn else "",
    )


@action
async def action_resume(turn: Turn) -> None:
    """Says where we were, and asks whether to go on, to see the words, or to begin anew."""
    if in_hand(turn):
        resume(turn)
    else:
        await ask_again(turn)


def resume(turn: Turn) -> None:
    """Take up a reflection that is in hand. Words that are held are asked about first."""
    say_where(turn)
    if turn.state.undecided:
        ask_held(turn)
        return
    meant = {"read_back": "read_back", "start": "change_theme"}
    others = [one for one in meant if one != "read_back" or turn.answers]
    turn.offer("utter_ask_resume", [button(turn.words(f"utter_wish_{one}"), meant[one]) for one in others])
    turn.set(held=None)
    turn.pause("resumed")
