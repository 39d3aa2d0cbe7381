"""No word goes without a trace, seen from outside: what stood before a turn stands after it, wherever."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.dialogue.state import State
from bot.dialogue.words import A_FEW, all_words
from bot.safety import mask

KEEPS_WORDS = {
    *("skip", "back", "pause", "go_on", "change_theme", "finish", "support", "ask", "thanks", "kind_words", "annoyed"),
    *("greet", "start", "help_choose", "choose_theme", "choose_any", "resume", "read_back", "example", "other_way"),
    *("too_hard", "another_idea", "settings", "take_away", "my_reflections", "return_code", "disclosure", "distress"),
}
"""What leaves every word that was written in its place, or elsewhere, but nowhere lost."""
TAKES_WORDS = {"reflection", "nlu_fallback", "distress", "disclosure"}
ASKS_BY_NAME = {"code", "team", "mine", "edit", "remove"}
"""Stages at which what is typed is an attempt at a name."""


def find_lost(stood: State, now: State, intent: str) -> list[str]:
    """The lines that stood somewhere before a turn and are nowhere after it, though nothing was let go."""
    if intent not in KEEPS_WORDS:
        return []
    kept = _plain(all_words(now))
    wished = {(one or "").partition("_")[0] if (one or "").startswith("ask_") else one for one in _wishes(stood)}
    may_go = stood.held and (intent in wished or not stood.undecided)
    before = replace(stood, scrapped=None, held=None if may_go else stood.held)
    lines = [one for one in all_words(before).split("\n") if " " in one]  # a rating is no words
    return [one for one in lines if _plain(one) not in kept]


def _wishes(stood: State) -> tuple[str | None, str | None]:
    return (stood.held.command, stood.held.other) if stood.held else (None, None)


def is_somewhere(stood: State, now: State, intent: str, typed: str) -> bool:
    """Whether what was typed as words of one's own is in an answer, held, aside, or the start of a reflection."""
    takes = intent in TAKES_WORDS and stood.stage not in ASKS_BY_NAME and not typed.startswith("/")
    if not takes or stood.open_question == "rating" or len(typed.split()) <= A_FEW:
        return True
    kept, told = _plain(all_words(now)), [one for one in _plain(mask(typed)).split() if len(one) > A_FEW]
    return sum(one in kept for one in told) >= 0.6 * len(told)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def read_lines() -> list[str]:
    """What walks type."""
    text = (Path(__file__).parent / "lines.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    return [re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), line.replace("\\n", "\n")) for line in lines]


LINES = read_lines()


def is_met(understood: dict[str, Any], messages: list[dict[str, Any]]) -> bool:
    """Whether words that the screen found heavy are met with support: that it is there, or whom to call.

    What discloses something has the services for that, which are of the kind `support`.
    """
    heavy = (understood.get("safety") or {}).get("tier", "none") != "none"
    return (
        not heavy
        or any(message["kind"] == "support" for message in messages)
        or says_support(message["text"] for message in messages)
    )


SUPPORT = ("Support", "999", "Others who can help", "services are there")


def says_support(texts: Iterable[str]) -> bool:
    """Whether any of our texts says that support is there, or whom to call."""
    return any(word in text for text in texts for word in SUPPORT)
