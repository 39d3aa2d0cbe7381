"""Rule 18: who shares what they have been through is thanked and not asked about it; the choice is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from wording import CONTENT

from tests.talk import Talk

SHARED = Path(__file__).with_name("personal.txt").read_text(encoding="utf-8").splitlines()

KEPT = ("utter_heard_", "utter_soft_support")
"""What says that words were kept, and asks nothing about them."""

NEXT = "utter_ask_opportunities"
ASKED_WHAT_TO_DO = ["utter_distress", "utter_ask_held"]


def test_rule_18_there_are_at_least_fifty() -> None:
    assert len(set(SHARED)) >= 50


@pytest.mark.parametrize("shared", SHARED)
async def test_rule_18_thanks_does_not_probe_and_offers_choice_and_support(shared: str, talk: Talk) -> None:
    await talk.press("start")
    await talk.say("workforce care")
    await talk.say(shared)
    if talk.heard[0].startswith("utter_disclosed_"):  # what happens at work now has routes, and they end with a choice
        assert talk.heard[-1] == "utter_route_beyond"
    elif talk.heard != ASKED_WHAT_TO_DO:
        assert len(talk.heard) == 2
        assert talk.heard[0].startswith(KEPT)
        assert talk.heard[1] == NEXT  # the question that comes anyway, and none about what was shared
        assert talk.messages[-1]["text"] == CONTENT.theme("workforce-care").opportunities
    assert "Support" in [one["label"] for one in talk.messages[-1]["choices"]]
    assert "Skip" in [one["label"] for one in talk.messages[-1]["choices"]]
