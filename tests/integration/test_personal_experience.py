"""Rule 18: somebody who shares something of their own is thanked and offered choice and support, and never probed."""

from __future__ import annotations

import pytest

from bot.safety import load_messages
from bot.settings import ROOT
from tests.talk import Talk

LINES = [
    line
    for line in (ROOT / "tests" / "unit" / "safety" / "personal_experiences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
MILD = [line.removeprefix("~ ") for line in LINES if line.startswith("~ ")]
PERSONAL = [line for line in LINES if not line.startswith("~ ")]


def test_rule_18_has_fifty_examples_that_were_not_trained_on() -> None:
    trained = {message.text.casefold() for message in load_messages(ROOT / "data" / "content" / "safety")}
    assert len(PERSONAL) >= 50
    assert not trained & {line.casefold() for line in PERSONAL + MILD}


@pytest.mark.parametrize("words", PERSONAL[::5])
async def test_rule_18_what_is_personal_is_thanked_and_not_asked_about(talk: Talk, words: str) -> None:
    await talk.press("start")
    await talk.say("culture")
    assert "utter_ask_strengths" in talk.heard
    await talk.say(words)
    if "utter_distress" in talk.heard:
        assert talk.heard == ["utter_distress", "utter_ask_held"]
        offered = {choice["label"] for choice in talk.messages[-1]["choices"]}
        assert {"Pause here", "Stop for now"} <= offered
    elif talk.heard[0].startswith("utter_disclosed_"):  # what happens at work now has routes of its own
        assert "?" not in talk.messages[0]["text"]
    else:  # thanked, and then the next question of the theme, which is the same for everybody
        assert talk.heard == ["utter_soft_support", "utter_ask_opportunities"]
        assert talk.messages[0]["text"].startswith("Thank you")
        assert "?" not in talk.messages[0]["text"]
        assert "Support" in talk.messages[0]["text"]
    assert words not in talk.text
