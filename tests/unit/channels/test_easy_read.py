"""Easier words: a second set that fits the first, travels beside it, and only where the organisation offers it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.channels.web.channel import Easier
from bot.channels.web.easy_read import FILE, EasyRead
from bot.content import Content
from bot.settings import Settings
from tests.unit.channels.conftest import Open
from tests.unit.house.house import responses as usual

WORDS: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
QUESTIONS = ("strengths", "opportunities", "next_step")
LONGEST = 16
"""Words of a sentence. Easy Read asks for fewer than 15; two questions have one more."""


@pytest.fixture(scope="module")
def responses() -> dict[str, Any]:
    return usual()


def test_a_person_has_to_approve_them_until_somebody_did() -> None:
    assert WORDS["status"] in ("needs a person to approve", "approved")
    assert "NEEDS A PERSON TO APPROVE" in FILE.read_text(encoding="utf-8") or WORDS["status"] == "approved"


def test_each_stands_for_words_that_are_said_and_fills_the_same_places(responses: dict[str, Any]) -> None:
    for utterance, easier in WORDS["texts"].items():
        usual = responses[utterance][0]["text"]
        assert set(re.findall(r"\{\w+\}", easier)) <= set(re.findall(r"\{\w+\}", usual)), utterance
        assert easier != usual or len(usual.split()) < 8, utterance


def test_every_question_of_every_theme_has_easier_words(content: Content) -> None:
    assert {theme.id for theme in content.themes} == set(WORDS["questions"])
    assert all(tuple(asked) == QUESTIONS for asked in WORDS["questions"].values())


def test_sentences_are_short() -> None:
    texts = [*WORDS["texts"].values(), *(text for asked in WORDS["questions"].values() for text in asked.values())]
    sentences = [part.strip() for text in texts for part in re.split(r"(?<=[.?!:])\s+", text)]
    assert [one for one in sentences if len(one.split()) > LONGEST] == []


def test_a_question_and_a_filled_text_are_found(content: Content, responses: dict[str, Any]) -> None:
    own = {"questions": WORDS["questions"], "texts": {"utter_theme_again": "Hello again. This is {theme}."}}
    words = EasyRead(content.themes, responses, own)
    assert (
        words.of("Welcome back to Leadership. Your answers so far are still here.")
        == "Hello again. This is Leadership."
    )
    assert words.of("Welcome back to Leadership. Your answers so far are still here. And more.") == ""
    assert words.of(content.themes[0].strengths) == WORDS["questions"][content.themes[0].id]["strengths"]


def test_only_what_waymark_says_gets_them(content: Content, responses: dict[str, Any]) -> None:
    words = EasyRead(content.themes, responses)
    asked = content.themes[0].strengths
    mine, theirs = ({"id": name, "from": name, "text": asked} for name in ("you", "waymark"))
    assert words.beside([mine, theirs]) == [mine, {**theirs, "easy": words.of(asked)}]


@pytest.mark.parametrize("offered", [False, True])
async def test_they_travel_only_where_they_are_offered(open_door: Open, content: Content, *, offered: bool) -> None:
    door = await open_door(easy_read=offered)
    easier = Easier(door.waymark, usual)  # type: ignore[attr-defined]
    said = [{"from": "waymark", "text": content.themes[0].strengths}]
    assert [("easy" in one) for one in easier(said)] == [offered]
    assert (await door.get("/static/strings/en.json")).json()["offers"]["easy"] is offered


@pytest.mark.parametrize("bsl", ["", "https://www.example.scot/bsl"])
async def test_a_place_for_videos_in_bsl_is_there_once_there_are_any(open_door: Open, bsl: str) -> None:
    door = await open_door(bsl_videos=bsl)
    assert (await door.get("/static/strings/en.json")).json()["offers"]["bsl"] == bsl
    assert ("British Sign Language" in (await door.get("/")).text) is bool(bsl)


@pytest.mark.parametrize("address", ["http://www.example.scot", "javascript:alert(1)", 'https://a"b'])
def test_videos_are_at_a_safe_address(address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Settings(bsl_videos=address)
