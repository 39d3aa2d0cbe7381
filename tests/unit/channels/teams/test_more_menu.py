"""A card is short enough for a phone: its own choices and Support in sight, the moves in one menu."""

from __future__ import annotations

from typing import Any

from bot.channels.messages import SUPPORT
from bot.channels.teams.cards import card_of
from tests.teams import labels

MOVES = ["Skip", "Back", "Pause", "Change theme", "Finish"]


def message(*answers: str) -> dict[str, Any]:
    choices = [{"label": one, "value": one, "role": "answer", "name": "x"} for one in answers]
    choices += [{"label": one, "value": one, "role": "control", "name": "x"} for one in MOVES]
    choices.append({"label": "Support", "value": SUPPORT, "role": "control", "name": "support"})
    return {"kind": "message", "text": "What goes well?", "choices": choices}


def in_sight(card: dict[str, Any]) -> list[str]:
    return [one["title"] for element in card["body"] for one in element.get("actions", ())]


def test_the_moves_stand_in_one_menu_and_support_beside_it() -> None:
    card = card_of([message("One", "Two", "Three", "Four")], "turn")
    assert in_sight(card) == ["One", "Two", "Three", "Four", "Support", "More"]
    assert labels(card) == ["One", "Two", "Three", "Four", "Support", *MOVES]


def test_a_settled_card_has_no_menu() -> None:
    assert in_sight(card_of([message("One")], "turn", settled=True, chosen="One")) == []
