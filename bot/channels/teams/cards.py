"""Turns one turn of the dialogue into one Adaptive Card, from the templates in data/cards.

One card for a turn, not one message for each sentence: it arrives whole, in order, and with its choices. Once a choice
is made, the same card is shown without its buttons, with what was chosen in words.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.channels.messages import SUPPORT
from bot.channels.teams.templates import expand
from bot.settings import ROOT

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
TEMPLATES = ROOT / "data" / "cards"

LARGEST = 28_000
"""Characters of a card's JSON. Teams takes 28 KB in one message, counted in UTF-16; most of ours are below 6,000."""

MOST_ACTIONS = 5
"""Buttons in one set: what Microsoft's own renderer allows. More are not shown at all."""

CUT_AT = 600
"""Characters of one text in a card that would be too large."""

Card = dict[str, Any]


def card_of(
    messages: Sequence[Mapping[str, Any]],
    turn: str,
    *,
    settled: bool = False,
    chosen: str = "",
    over: str = "",
    shorter: bool = False,
) -> Card:
    """The card of a turn. settled: without buttons; `chosen`: what was chosen; `over`: a sentence, why nothing happens.

    turn: the id of the turn, which its buttons carry back to us. shorter: long words of a person are cut for the eye
    (they are kept whole), because Teams would not take the card.
    """
    choices = [] if settled else [choice for message in messages for choice in message["choices"]]
    answers = [_action(one, turn) for one in choices if one["role"] == "answer"]
    support = [_action(one, turn) for one in choices if one["role"] == "control" and one["value"] == SUPPORT]
    moves = [_action(one, turn) for one in choices if one["role"] == "control" and one["value"] != SUPPORT]
    data = {
        "plain": plain_text(messages),
        "parts": [part for message in messages for part in _parts(message)],
        "chosen": chosen,
        "over": over,
        "answers": in_sets(answers),
        "controls": support + (list(expand(read_template("more"), {"moves": moves})) if moves else []),
    }
    card = split_sets(expand(read_template("frame"), data))
    if not shorter and len(json.dumps(card, ensure_ascii=False)) > LARGEST:
        shorter = True
    return _cut(card) if shorter else card


def plain_text(messages: Sequence[Mapping[str, Any]]) -> str:
    """The words of a turn, for a client that shows no cards."""
    texts = [message["text"] for message in messages if message["text"]]
    labels = [choice["label"] for message in messages for choice in message["choices"] if choice["role"] == "answer"]
    return "\n\n".join([*texts, *([" / ".join(labels)] if labels else [])])


def _parts(message: Mapping[str, Any]) -> list[Any]:
    paragraphs = [part.strip() for part in message["text"].split("\n\n") if part.strip()]
    parts = list(expand(read_template("message"), {**message, "paragraphs": paragraphs}))
    if (TEMPLATES / f"{message['kind']}.json").exists() and message["kind"] != "message":
        parts += expand(read_template(message["kind"]), message)
    return parts


def _action(choice: Mapping[str, Any], turn: str) -> dict[str, Any]:
    """A button. Clients that know Action.Execute show the answer in place; older ones send a message."""
    data = {"waymark": {"choice": choice["value"], "turn": turn}}
    shown = {"title": choice["label"], "data": data} | ({"tooltip": choice["hint"]} if choice.get("hint") else {})
    return {"type": "Action.Execute", "verb": "choose", **shown, "fallback": {"type": "Action.Submit", **shown}}


def shorten(text: str, most: int) -> str:
    """A text as it is, or its first characters."""
    return text if len(text) <= most else f"{text[:most].rstrip()} …"


def _cut(element: Any) -> Any:
    if isinstance(element, str):
        return shorten(element, CUT_AT)
    if isinstance(element, list):
        return [_cut(one) for one in element]
    if isinstance(element, dict):
        return {key: _cut(value) for key, value in element.items()}
    return element


def in_sets(actions: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """As few sets as can be, of about the same size: six buttons stand in two rows of three."""
    if not actions:
        return []
    sets = math.ceil(len(actions) / MOST_ACTIONS)
    size = math.ceil(len(actions) / sets)
    return [list(actions[start : start + size]) for start in range(0, len(actions), size)]


def split_sets(card: Card) -> Card:
    """A card with one ActionSet for each set of buttons."""
    return card | {"body": [one for element in card["body"] for one in _split(element)]}


def _split(element: dict[str, Any]) -> list[dict[str, Any]]:
    actions = element.get("actions")
    if not actions or not isinstance(actions[0], list):
        return [element]
    return [element | {"actions": some} for some in actions]


@functools.cache
def read_template(name: str, folder: Path = TEMPLATES) -> Any:
    """A template of data/cards, by its name."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
