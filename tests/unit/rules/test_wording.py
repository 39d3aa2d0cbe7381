"""Rules 14 to 20, 22 and 23: the words themselves, over every string that Waymark can say."""

from __future__ import annotations

import re
from datetime import date

import pytest
from nodes import NODES, go_to
from wording import CONTENT, EVERYTHING, offending, said

from bot.content import check_question, check_wording
from bot.content.sentences import split_sentences
from bot.reflection.answers import QUESTIONS
from tests.talk import Talk
from tests.unit.house.house import domain, responses

WHY = re.compile(r"\bwhy\b[^.!]*\?|\bwhy (?:did|do|does|have|has|were|was)(?:n['’]?t| not)? you\b", re.IGNORECASE)


def test_rule_14_no_question_asks_why() -> None:
    assert offending(WHY.search) == []
    assert WHY.search("Why didn’t you ask for help?")


def test_rule_15_no_blaming_words() -> None:
    assert offending(lambda text: [amiss for amiss in check_wording(text) if "blame" in amiss.what]) == []


def test_rule_16_strengths_come_first() -> None:
    assert QUESTIONS == ("strengths", "opportunities", "next_step", "rating")
    assert tuple(domain()["forms"]["reflection_form"]["required_slots"]) == QUESTIONS


@pytest.mark.parametrize("theme", [theme.id for theme in CONTENT.themes])
async def test_rule_16_every_theme_asks_for_strengths_first(theme: str, talk: Talk) -> None:
    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press(CONTENT.theme(theme).name)
    assert talk.messages[-1]["text"] == CONTENT.theme(theme).strengths
    await talk.press("skip")
    assert talk.messages[-1]["text"] == CONTENT.theme(theme).opportunities


def test_rule_17_never_about_somebodys_own_trauma() -> None:
    """A sentence that says what is not asked may name it."""

    def about_own_life(text: str) -> bool:
        asked = [one for one in split_sentences(text) if not re.search(r"\b(?:no|not|never|nothing|without)\b", one)]
        return any("own life" in amiss.what for one in asked for amiss in check_question(one))

    assert offending(about_own_life) == []
    assert about_own_life("Tell me what happened to you.")


def test_rule_19_no_false_empathy() -> None:
    assert offending(lambda text: [amiss for amiss in check_wording(text) if "machine" in amiss.what]) == []


def test_rule_20_no_promises() -> None:
    assert offending(lambda text: [amiss for amiss in check_wording(text) if "promise" in amiss.what]) == []


@pytest.mark.parametrize(
    "bad",
    [
        "That was a poor answer.", "You should have asked.", "I know how that is.", "I feel the same.",
        "Don’t worry.", "Everything is confidential.", "I'm so sorry you went through that.",
    ],
)  # fmt: skip
def test_rules_15_19_and_20_do_refuse(bad: str) -> None:
    assert check_wording(bad)


@pytest.mark.parametrize("node", NODES)
async def test_rules_14_15_19_and_20_hold_in_what_is_shown_at_every_node(node: str, talk: Talk) -> None:
    """As it is put together for somebody, with every place filled in."""
    await go_to(talk, node)
    ours = re.sub("“[^”]*”", "", talk.text)
    assert check_wording(ours) == ()
    assert not WHY.search(ours)


def test_no_claim_that_people_approved_the_words() -> None:
    """Nobody with lived experience has read them yet: docs/wording-review.md."""
    claim = re.compile(
        r"(?<!made or )\b(?:approved|reviewed by|(?:people|experts?) (?:wrote|checked))\b", re.IGNORECASE
    )
    assert offending(claim.search, EVERYTHING) == []


def test_rule_22_no_praise_names_what_a_person_did_not_say() -> None:
    """What is given back comes in a place of its own, in quotation marks."""
    for name, variants in responses().items():
        for one in variants:
            for place in ("earlier", "strength", "words"):
                assert f"{{{place}}}" not in one["text"] or f"“{{{place}}}”" in one["text"], name


async def test_rule_22_the_strength_given_back_is_word_for_word(talk: Talk) -> None:
    await go_to(talk, "the end")
    assert talk.heard == ["utter_goodbye_strength", "utter_ask_helpful"]
    assert re.findall("“([^”]*)”", talk.text) == ["our lead thanks people"]


@pytest.mark.parametrize("theme", [theme.id for theme in CONTENT.themes])
async def test_rule_23_guidance_is_at_most_three_each_with_its_source_day_and_reason(theme: str, talk: Talk) -> None:
    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press(CONTENT.theme(theme).name)
    await talk.say("people are asked what they need and it is written down")
    await talk.say("finish")
    await talk.press("Save it")
    await talk.press("Keep it private")
    [shown] = [one for one in talk.messages if one["kind"] == "guidance"]
    assert 1 <= len(shown["items"]) <= 3
    for item in shown["items"]:
        assert all(item[part] for part in ("title", "url", "source", "checked", "line", "why"))
        assert len(split_sentences(item["line"])) <= 2


def test_rule_23_every_piece_of_guidance_was_checked_on_a_day() -> None:
    assert all(isinstance(piece.checked, date) and piece.line for piece in CONTENT.guidance)


def test_rule_23_it_says_that_the_chat_stays() -> None:
    (idea,) = said("utter_idea")
    assert "this chat stays here" in idea
