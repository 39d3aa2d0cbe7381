"""The places in which a conversation can stand, and how to get there. Each is a node of the dialogue."""

from __future__ import annotations

from tests.talk import Talk

THEME = ["start", "> leadership"]
ANSWERED = [*THEME, "> our lead thanks people", "> more notice of changes", "> put it on the agenda"]
SUMMARY = [*THEME, "> our lead thanks people", "> finish"]

NODES: dict[str, list[str]] = {
    "the welcome": ["start"],
    "choosing a theme": ["start", "Choose a theme"],
    "help with choosing": ["start", "Help me choose"],
    "themes that are near": ["start", "> folk are tired and there is no cover"],
    "the first question": THEME,
    "the second question": [*THEME, "> our lead thanks people"],
    "the third question": [*THEME, "> our lead thanks people", "> more notice of changes"],
    "the rating": ANSWERED,
    "an answer once more": [*THEME, "> our lead thanks people", "back"],
    "an answer in doubt": [*THEME, "> dunno"],
    "words that may tell of danger": [*THEME, "> i want to die"],
    "one's own words": [*ANSWERED, "Most of the time"],
    "the summary": SUMMARY,
    "which answer to change": [*SUMMARY, "Change an answer"],
    "which answer to remove": [*SUMMARY, "Remove an answer"],
    "letting go": [*SUMMARY, "Let it go"],
    "who may see it": [*SUMMARY, "Save it"],
    "which team": [*SUMMARY, "Save it", "Share with my team’s name"],
    "what was let go": [*SUMMARY, "Let it go", "Yes, let them go"],
    "saved": [*SUMMARY, "Save it", "Keep it private"],
    "the end": [*SUMMARY, "Save it", "Keep it private", "finish"],
    "the return code": ["start", "I have a return code"],
    "an answer to a question": ["start", "> who can see this"],
    "no answer to a question": ["start", "> who is my MP"],
    "paused": [*THEME, "pause"],
    "support": [*THEME, "support"],
    "not understood": ["start", "> qwerty"],
    "a way out": ["start", "> qwerty", "> asdf", "> zxcv"],
}

MOVED_ON = ["what was let go", "saved", "the end"]
"""Nodes after the last question: there is nothing left to skip or to go back to."""


async def go_to(talk: Talk, node: str) -> None:
    """Take the steps to a node: `> text` is typed, anything else is a choice by its label or name."""
    for step in NODES[node]:
        await (talk.say(step.removeprefix("> ")) if step.startswith("> ") else talk.press(step))
