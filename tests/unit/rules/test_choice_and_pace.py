"""Rules 7 to 13: choice and pace, at every node of the dialogue."""

from __future__ import annotations

import re

import pytest
from nodes import NODES, go_to
from wording import CONTENT, EVERYTHING, SAID, offending, paragraphs, said, word_count

from actions.reflection import MOST_WORDS_MASKED
from bot.dialogue.listening import heard_names
from bot.reflection.answers import QUESTIONS
from bot.safety import IdentifierFinder
from bot.settings import get_settings
from tests.talk import Talk
from tests.unit.house.house import responses

MOST_WORDS = 60
CONTENT_DIR = get_settings().content_dir
MOST_PARAGRAPHS = 3
CONTROLS = ["skip", "back", "pause", "change_theme", "finish", "support"]


@pytest.mark.parametrize("theme", [theme.id for theme in CONTENT.themes])
async def test_rule_7_every_question_can_be_skipped_and_is_not_asked_again(theme: str, talk: Talk) -> None:
    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press(CONTENT.theme(theme).name)
    for question, after in zip(QUESTIONS, [*QUESTIONS[1:], None], strict=True):
        assert talk.heard[-1] == f"utter_ask_{question}"
        await talk.press("skip")
        assert f"utter_ask_{question}" not in talk.heard
        assert talk.heard[0] == "utter_skipped" or after is None
    assert talk.heard[-1] == "utter_nothing_written"


@pytest.mark.parametrize("node", NODES)
async def test_rule_7_skip_asks_for_no_reason_at_any_node(node: str, talk: Talk) -> None:
    await go_to(talk, node)
    await talk.press("skip")
    assert not re.search(r"\b(?:why|reason|because|are you sure)\b", talk.text, re.IGNORECASE)


@pytest.mark.parametrize("node", NODES)
async def test_rule_8_six_ways_are_in_reach_by_button_at_every_node(node: str, talk: Talk) -> None:
    await go_to(talk, node)
    assert [one["name"] for one in talk.messages[-1]["choices"] if one["role"] == "control"] == CONTROLS


TYPED = {
    "pause": ["utter_paused"],
    "support": ["utter_support"],
    "finish": [
        "utter_ask_helpful",
        "utter_goodbye",
        "utter_goodbye_unsaved",
        "utter_goodbye_strength",
        "utter_goodbye_again",
        "utter_summary",
    ],
    "change theme": ["utter_ask_theme"],
}


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("node", NODES)
async def test_rule_8_the_ways_are_in_reach_by_typed_words_at_every_node(node: str, typed: str, talk: Talk) -> None:
    await go_to(talk, node)
    await talk.say(typed)
    assert talk.heard[-1] in TYPED[typed]


@pytest.mark.parametrize("typed", ["skip", "back"])
@pytest.mark.parametrize("node", NODES)
async def test_rule_8_skip_and_back_are_understood_at_every_node(node: str, typed: str, talk: Talk) -> None:
    await go_to(talk, node)
    await talk.say(typed)
    taken_for_words = {"utter_unclear", "utter_ask_if_answer", "utter_soft_support"}
    assert not taken_for_words & set(talk.heard)
    assert typed not in talk.slots().values()


@pytest.mark.parametrize("node", NODES)
async def test_rule_9_every_node_is_short_and_asks_one_thing(node: str, talk: Talk) -> None:
    await go_to(talk, node)
    assert sum(word_count(one["text"]) for one in talk.messages) <= MOST_WORDS
    assert sum(len(paragraphs(one["text"])) for one in talk.messages) <= MOST_PARAGRAPHS
    assert re.sub("“[^”]*”", "", talk.text).count("?") <= 1


def test_rule_9_each_message_is_short_and_asks_one_thing() -> None:
    assert offending(lambda text: len(paragraphs(text)) > MOST_PARAGRAPHS, SAID) == []
    assert offending(lambda text: word_count(text) > MOST_WORDS, SAID) == []
    assert offending(lambda text: text.count("?") > 1, SAID) == []


HEARD = [max((text for group in heard_names().values() for text in said(*group)), key=word_count)]
"""The longest acknowledgement."""


TAKEN_OUT = IdentifierFinder.read(CONTENT_DIR / "safety")["said"].values()
MASKED = said("utter_masked")[0].format(what=max(TAKEN_OUT, key=word_count))
"""What is said of a masked message, where it is longest."""


def test_the_longest_thing_taken_out_is_no_longer_than_the_dialogue_counts() -> None:
    assert max(word_count(one) for one in TAKEN_OUT) == MOST_WORDS_MASKED


def turns() -> dict[str, list[str]]:
    """The texts of the turns in which several messages meet, for the theme in which they are longest."""
    long = {question: max((getattr(t, question) for t in CONTENT.themes), key=len) for question in QUESTIONS}
    notes = [
        [said("utter_content_note")[0].format(theme=theme.name, note=theme.content_note), theme.strengths]
        for theme in CONTENT.themes
    ]
    statement = said("utter_statement")[0].format(statement="…", source=CONTENT.source("workforce-survey-2024").title)
    return {
        "a theme begins": max(notes, key=lambda note: sum(map(word_count, note))),
        "an answer, then a question": [*HEARD, long["opportunities"]],
        "a heavy answer, then a question": [*said("utter_soft_support"), long["next_step"]],
        "a masked answer, then a question": [MASKED, *HEARD, long["next_step"]],
        "a skip, then a question": [*said("utter_skipped"), long["opportunities"]],
        "an answer, then the rating": [*HEARD, statement, long["rating"]],
        "a rating that was not understood": [*said("utter_rating_kept"), long["rating"]],
        "distress in an answer": said("utter_distress", "utter_ask_held"),
        "somebody else in danger": said("utter_distress_another", "utter_ask_held"),
        "distress at another time": said("utter_distress", "utter_ask_go_on"),
        "words left out, then a question": [*said("utter_left_out"), long["strengths"]],
        "going back": [long["strengths"], *said("utter_earlier")],
        "saved without one answer": said("utter_kept_out", "utter_receipt"),
        "thanks, then the choice": said("utter_thanks", "utter_what_next"),
        "a cross word, then a question": [*said("utter_annoyed"), long["strengths"]],
        "a kind word, then the beginning": said("utter_kind_words", "utter_begin"),
        "hello, then the beginning": said("utter_hello", "utter_begin"),
        "not understood, then the choice": said("utter_unclear_again", "utter_what_next"),
        "a team that is not known": said("utter_team_unclear", "utter_ask_team"),
        "who may see it, not understood": said("utter_unclear_again", "utter_ask_sharing_again"),
        "a masked question without an answer": [MASKED, *said("utter_ask_outside")],
    }


@pytest.mark.parametrize("turn", turns())
def test_rule_9_a_turn_of_several_messages_is_short_and_asks_one_thing(turn: str) -> None:
    texts = turns()[turn]
    assert sum(len(paragraphs(text)) for text in texts) <= MOST_PARAGRAPHS
    assert sum(word_count(text) for text in texts) <= MOST_WORDS
    assert sum(text.count("?") for text in texts) <= 1


PRESSURE = re.compile(
    r"\b(?<!no )(?<!never added up into a )(?:streaks?|badges?|scores?|scored|points|levels?|progress bar|"
    r"% (?:done|complete)|hurry|time(?:'s| is) (?:nearly |almost )?(?:up|running out)|(?:seconds|minutes) left|"
    r"last chance|still there|are you there|don'?t give up|well done|great job|good job|congratulations)\b",
    re.IGNORECASE,
)
NOT_OF_PEOPLE = {
    "leadership.about": "a level is a place in an organisation",
    "leadership-at-all-levels.line": "the same",
    "glossary.at every level": "the same",
    "care-imatter.line": "a figure of a national survey, about no reader",
}
"""Where such a word is no pressure on anybody."""


def test_rule_10_no_timers_scores_or_nagging() -> None:
    assert [place for place, _ in offending(PRESSURE.search, EVERYTHING) if place not in NOT_OF_PEOPLE] == []
    assert PRESSURE.search("Are you still there?")


@pytest.mark.parametrize("node", NODES)
async def test_rule_11_there_are_quick_replies_and_free_text_at_every_node(node: str, talk: Talk) -> None:
    await go_to(talk, node)
    assert talk.messages[-1]["choices"]
    await talk.say("the rota came out late and nobody knew")
    assert talk.text.strip()


async def test_rule_12_each_answer_can_be_changed_and_removed_before_saving(talk: Talk) -> None:
    await go_to(talk, "the summary")
    await talk.press("Change an answer")
    await talk.press("What is going well")
    await talk.say("our lead listens")
    assert "our lead listens" in talk.everything
    assert "our lead thanks people" not in talk.everything
    await talk.press("Remove an answer")
    await talk.press("What is going well")
    assert talk.heard[-1] == "utter_nothing_written"


async def test_rule_12_what_is_saved_can_be_changed_and_removed(talk: Talk) -> None:
    await go_to(talk, "saved")
    code = talk.code
    await talk.say("my reflections")
    await talk.press("pick")
    await talk.press("Change an answer")
    await talk.press("What is going well")
    await talk.say("our lead listens")
    await talk.press("Save the change")
    again = await Talk(talk.waymark, talk.gate).open()
    await again.press("start")
    await again.press("I have a return code")
    await again.say(code)
    await again.press("Show me my words")
    assert "our lead listens" in again.everything
    assert "our lead thanks people" not in again.everything
    await again.press("Delete it")
    await again.press("Yes, delete it")
    assert again.heard[0].startswith("utter_withdrawn")


def test_rule_13_coming_back_shows_the_theme_and_the_day_alone() -> None:
    assert set(re.findall(r"{(\w+)}", responses()["utter_opened"][0]["text"])) == {
        "theme",
        "day",
        "sharing",
        "kept",
    }


async def test_rule_13_a_page_that_opens_again_shows_no_words_unasked(talk: Talk) -> None:
    await go_to(talk, "the second question")
    await talk.press("start")
    assert "our lead thanks people" not in talk.everything


async def test_rule_13_a_return_code_shows_no_words_unasked(talk: Talk) -> None:
    await go_to(talk, "saved")
    again = await Talk(talk.waymark, talk.gate).open()
    await again.press("start")
    await again.press("I have a return code")
    await again.say(talk.code)
    assert "Leadership" in again.everything
    assert "our lead thanks people" not in again.everything
