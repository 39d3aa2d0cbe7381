"""What is said in Microsoft Teams is true there: no tab, no box, no button and no promise of the web chat."""

from __future__ import annotations

import re

import pytest
from house import responses

OF_THE_WEB_PAGE = re.compile(
    r"\b(?:tab|Leave now|in the box|this page|the page|your browser’s|[Nn]obody is watching|web chat|"
    r"never ask for your name|no other company|as a (?:Word|file)|your screen)\b"
)

TRUE_IN_TEAMS_TOO = {
    "utter_ask_performance": "that it never asks for a name is true there",
}

WEB_ALONE = {"utter_signed_in_private": "a page of signing in"}

VARIANTS = [(name, said) for name, variants in responses().items() for said in variants]


def teams_variant(name: str) -> dict[str, object] | None:
    return next((said for said in responses()[name] if said.get("channel") == "teams"), None)


@pytest.mark.parametrize("name", sorted({name for name, said in VARIANTS if OF_THE_WEB_PAGE.search(said["text"])}))
def test_words_of_the_web_page_have_others_for_teams(name: str) -> None:
    assert teams_variant(name) or name in TRUE_IN_TEAMS_TOO or name in WEB_ALONE, name


def test_no_words_for_teams_speak_of_the_web_page() -> None:
    ours = [(name, said["text"]) for name, said in VARIANTS if said.get("channel") == "teams"]
    found = [
        (name, OF_THE_WEB_PAGE.search(text))
        for name, text in ours
        if name not in ("utter_ask_microsoft", "utter_ask_copy")
    ]
    assert [name for name, match in found if match] == []


def test_every_variant_is_for_a_channel_we_have_and_comes_after_the_plain_one() -> None:
    assert {said.get("channel") for _, said in VARIANTS} == {None, "teams"}
    assert [name for name, variants in responses().items() if variants[0].get("channel")] == []


@pytest.mark.parametrize("name", sorted({name for name, said in VARIANTS if said.get("channel") == "teams"}))
def test_a_variant_offers_what_the_plain_one_does(name: str) -> None:
    """Or more: what can only be chosen in Teams."""
    plain, teams = (
        [one["payload"] for one in said.get("buttons", ())] for said in (responses()[name][0], teams_variant(name))
    )
    assert set(plain) <= set(teams)
