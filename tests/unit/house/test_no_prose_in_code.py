"""Words for people are in data/, never in Python: an action says an utterance by its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from house import ACTIONS, CHANNELS, ROOT, read_python, short, strings

SENTENCE = re.compile(r"[A-Za-z’']+ +[A-Za-z’']+ +[A-Za-z’']+")
DATE = re.compile(r"%-?[A-Za-z](?: %-?[A-Za-z])*")

NOT_SAID = {
    "%s could not be done: %s",
    "a turn could not be taken: %s",
    "a turn said nothing",
    "the database did not answer: %s",
    "a request could not be answered: %s",
    "a sign-in did not work: %s",
    "the database does not answer",
    "the model is not loaded",
    "Messages that were answered.",
    "Messages that were not taken, by reason.",
    "How long a message took, waiting in its queue included.",
}
"""Lines for logs, health checks and metrics. Nobody who talks with Waymark sees them."""


def prose(path: Path) -> list[tuple[int, str]]:
    return [
        (text.lineno, text.value)
        for text in strings(read_python(path))
        if SENTENCE.search(text.value) and not DATE.fullmatch(text.value) and text.value not in NOT_SAID
    ]


DOOR = [path for path in CHANNELS if "CONTENT_SECURITY_POLICY" not in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", [*ACTIONS, *DOOR], ids=short)
def test_no_sentence_in_an_action_or_a_channel(path: Path) -> None:
    assert prose(path) == []


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "reflection").glob("*.py")), ids=short)
def test_no_sentence_in_the_reflection_itself(path: Path) -> None:
    assert prose(path) == []
