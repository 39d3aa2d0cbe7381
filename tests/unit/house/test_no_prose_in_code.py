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
    "How long a message waited for those before it in its conversation.",
    "How long a part of a turn took, with its wait for a thread.",
    "Conversations that were opened on the web.",
    "it could not be looked for what was left: %s",
    "Activities that came from Teams, by what became of them.",
    "WAYMARK_TEAMS_APP_ID is not set, and the app package needs it (docs/teams.md).",
    "WAYMARK_CHAT_ORIGIN must be the https address that people reach (docs/teams.md).",
    "an activity was refused: %s",
    "an activity could not be answered: %s",
    "an activity could not be ticked off: %s",
    "a card could not be settled: %s",
    "a card could not be settled: status %s",
    "the card before could not be settled: %s",
    "support could not be shown one to one: status %s",
    "Teams took a call and answered with no JSON: %s",
    "a reply could not be sent: status %s",
    "a press on a session's card could not be answered: %s",
    "it could not be looked at what sessions need: %s",
    "the card of a session could not be brought: status %s",
    "the card of a session could not be brought: %s",
    "a facilitator could not be told: status %s",
    "an invitation could not be sent: %s",
    "an invitation could not be sent: status %s",
    "a reminder could not be sent: %s",
    "reminders could not be looked for: %s",
    "Teams did not answer: %s",
    "Microsoft gave no token for this app: %s",
    "the keys of Microsoft could not be fetched: %s",
}
"""Lines for logs, health checks, metrics and the command line. Nobody who talks with Waymark sees them."""


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
