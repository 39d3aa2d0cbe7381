"""Support in reach: whatever else is said to words that are heavy, they are met with support too, and not by rote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.turns import WORDS, Turn

KEPT = ("utter_soft_support", "utter_soft_support_again", "utter_soft_support_still")
"""Lines that say that heavy words are kept, and that support is there."""
BESIDE_WISHES = ("utter_soft_aside_again", "utter_soft_aside_still")
"""Lines that say it beside another answer, to what was taken for a wish or a question."""
BESIDE_WORDS = ("utter_soft_aside", *BESIDE_WISHES)
"""The same, to what somebody told."""
_REMEMBERED = 12
"""Lines that are remembered, so that none comes again too soon."""


def say_gently(turn: Turn) -> None:
    """Say that heavy words are kept."""
    _say_in_turns(turn, KEPT)


def _say_in_turns(turn: Turn, lines: Sequence[str]) -> None:
    """Say the line that was said longest ago."""
    lately = turn.state.lately
    line = min(lines, key=lambda one: max((place for place, said in enumerate(lately) if said == one), default=-1))
    turn.say(line)
    remember(turn, line)


def remember(turn: Turn, line: str) -> None:
    """Remember an acknowledgement as said."""
    turn.set(lately=(*turn.state.lately, line)[-_REMEMBERED:])


def keep_support_in_reach(turn: Turn) -> None:
    """Say first that support is there, where heavy words were typed and nothing in the turn has said so."""
    if not turn.text or turn.tier == "none" or not turn.dispatcher.messages:
        return
    said = [str((event.get("metadata") or {}).get("utter_action")) for event in turn.this_turn()]
    if any(_is_in_reach(turn, name) for name in said) or any(
        _is_in_reach(turn, message.get("response") or "") or _shows_services(message)
        for message in turn.dispatcher.messages
    ):
        return
    _say_in_turns(turn, BESIDE_WORDS if turn.intent in WORDS else BESIDE_WISHES)
    turn.dispatcher.messages.insert(0, turn.dispatcher.messages.pop())


def _is_in_reach(turn: Turn, utterance: str) -> bool:
    variants = turn.domain["responses"].get(utterance, [])
    return any("Support" in variant["text"] or "999" in variant["text"] for variant in variants)


def _shows_services(message: dict[str, Any]) -> bool:
    return bool((message.get("custom") or {}).get("kind") == "support")
