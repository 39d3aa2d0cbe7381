"""The rules of plain, gentle wording that a computer can hold, over everything that Waymark says.

The numbers are those of the checklist of 32 rules behind the product (docs/content-guide.md has them for editors; the
content itself is held by tests/unit/content). No test here replaces a reader with lived experience.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from house import DATA, ROOT, domain, read_yaml, responses

from bot.content import check_question, check_wording, load_content
from bot.content.rules import sentences
from bot.reflection.answers import QUESTIONS

FILES = sorted((DATA / "responses").glob("*.yml"))
CONTENT = load_content(DATA / "content")
SAID = [
    (f"{name}[{place}]", said["text"]) for name, variants in responses().items() for place, said in enumerate(variants)
]
BUTTONS = [
    (f"{name}: {button['title']}", button["title"])
    for name, variants in responses().items()
    for said in variants
    for button in said.get("buttons") or ()
]
WIDGET = ROOT / "bot" / "channels" / "web"
MARGINS = [
    (f"{path.name}:{number}", text)
    for path in sorted((WIDGET / "templates").glob("*.html"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    if not line.strip().startswith(("*", "/*", "//", "{#"))
    for text in [re.sub(r"<[^>]+>|{{.*?}}|{%.*?%}", " ", line).strip()]
    if " " in text
] + [
    (f"data/widget/en.yml {name}", text)
    for name, phrase in read_yaml(DATA / "widget" / "en.yml")["phrases"].items()
    for text in (phrase.values() if isinstance(phrase, dict) else [phrase])
    if " " in text
]
"""The words around the conversation: what the widget and the plain pages say themselves."""

MOST_WORDS = 60
MOST_PARAGRAPHS = 3
LONGEST_SENTENCE = 25
LONGEST_AVERAGE = 15
HIGHEST_ARI = 6.5
HIGHEST_COLEMAN_LIAU = 7.5
"""The last two as tests/unit/content has them: about what people read with ease at 10 to 12."""

EVERYTHING = [*SAID, *BUTTONS, *MARGINS]


def offending(check: Callable[[str], object], texts: list[tuple[str, str]] = EVERYTHING) -> list[tuple[str, str]]:
    """The places and texts in which `check` finds something."""
    return [(place, text) for place, text in texts if check(text)]


def said(*utterances: str) -> list[str]:
    """The texts of utterances, the longest variant of each."""
    return [max((one["text"] for one in responses()[name]), key=len) for name in utterances]


def paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


def word_count(text: str) -> int:
    """Words of ours: what stands in quotation marks is an official statement, or the person's own."""
    return len(re.sub(r"“[^”]*”", " ", text).split())


def test_rule_1_the_first_message_says_what_waymark_is_not() -> None:
    (welcome,) = said("utter_welcome")
    for promise in ("automated", "not a person", "counsellor", "Nobody is watching"):
        assert promise in welcome


def test_rule_2_the_first_message_says_who_sees_what_and_for_how_long() -> None:
    (welcome,) = said("utter_welcome")
    for promise in ("private unless you choose to share", "deleted after a day", "Leave now"):
        assert promise in welcome


def test_rule_3_the_first_message_says_how_long_it_takes_and_that_stopping_is_fine() -> None:
    (welcome,) = said("utter_welcome")
    assert "5 to 10 minutes" in welcome
    assert "Stop any time" in welcome


def test_rule_4_trauma_is_not_named_before_the_content_note() -> None:
    before = said(
        "utter_welcome", "utter_begin", "utter_ask_theme", "utter_help_choose", "utter_theme_options", "utter_greet"
    )
    before += [theme.name for theme in CONTENT.themes]
    assert [text for text in before if "trauma" in text.lower()] == []


def test_rule_6_asks_not_to_name_people_at_the_start_and_at_saving() -> None:
    welcome, sharing = said("utter_welcome", "utter_ask_sharing")
    assert "not name people" in welcome
    assert "nobody is named" in sharing


def test_rule_9_each_message_is_short_and_asks_one_thing() -> None:
    assert offending(lambda text: len(paragraphs(text)) > MOST_PARAGRAPHS, SAID) == []
    assert offending(lambda text: word_count(text) > MOST_WORDS, SAID) == []
    assert offending(lambda text: text.count("?") > 1, SAID) == []


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
        "an answer, then a question": [*said("utter_answer_kept"), long["opportunities"]],
        "a heavy answer, then a question": [*said("utter_soft_support"), long["next_step"]],
        "a masked answer, then a question": [*said("utter_masked", "utter_answer_kept"), long["next_step"]],
        "a skip, then a question": [*said("utter_skipped"), long["opportunities"]],
        "an answer, then the rating": [*said("utter_answer_kept"), statement, long["rating"]],
        "distress in an answer": said("utter_distress", "utter_ask_held"),
        "distress at another time": said("utter_distress", "utter_ask_go_on"),
        "words left out, then a question": [*said("utter_left_out"), long["strengths"]],
        "going back": [long["strengths"], *said("utter_earlier")],
        "saved without one answer": said("utter_kept_out", "utter_receipt"),
        "thanks, then the choice": said("utter_thanks", "utter_what_next"),
        "not understood, then the choice": said("utter_unclear", "utter_what_next"),
    }


@pytest.mark.parametrize("turn", turns())
def test_rule_9_a_turn_of_several_messages_is_short_and_asks_one_thing(turn: str) -> None:
    texts = turns()[turn]
    assert sum(len(paragraphs(text)) for text in texts) <= MOST_PARAGRAPHS
    assert sum(word_count(text) for text in texts) <= MOST_WORDS
    assert sum(text.count("?") for text in texts) <= 1


PRESSURE = re.compile(
    r"\b(?<!no )(?:streaks?|badges?|scores?|scored|points|levels?|progress bar|% (?:done|complete)|hurry|"
    r"time(?:'s| is) (?:nearly |almost )?(?:up|running out)|(?:seconds|minutes) left|last chance|still there|"
    r"are you there|don'?t give up|well done|great job|good job|congratulations)\b",
    re.IGNORECASE,
)


def test_rule_10_no_timers_scores_or_nagging() -> None:
    assert offending(PRESSURE.search) == []
    assert PRESSURE.search("Are you still there?")


def test_rule_13_coming_back_shows_the_theme_and_the_day_alone() -> None:
    assert set(re.findall(r"{(\w+)}", said("utter_opened")[0])) == {"theme", "day", "sharing"}


def test_rule_14_no_question_asks_why() -> None:
    assert offending(re.compile(r"\bwhy\b[^.!]*\?", re.IGNORECASE).search) == []


def test_rule_15_no_blaming_words() -> None:
    assert offending(lambda text: [amiss for amiss in check_wording(text) if "blame" in amiss.what]) == []


def test_rule_16_strengths_come_first() -> None:
    assert QUESTIONS == ("strengths", "opportunities", "next_step", "rating")
    assert tuple(domain()["forms"]["reflection_form"]["required_slots"]) == QUESTIONS


def test_rule_17_never_about_somebodys_own_trauma() -> None:
    """A sentence that says what is not asked may name it."""

    def about_own_life(text: str) -> bool:
        asked = [one for one in sentences(text) if not re.search(r"\b(?:no|not|never|nothing)\b", one)]
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


def test_rule_21_no_sentence_is_long() -> None:
    def is_long(text: str) -> bool:
        plain = re.sub(r"“[^”]*”", "…", text)
        return any(len(one.split()) > LONGEST_SENTENCE for one in sentences(plain))

    assert offending(is_long) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rule_21_sentences_are_short_and_words_are_plain(path) -> None:
    texts = [said["text"] for variants in read_yaml(path)["responses"].values() for said in variants]
    texts = [re.sub(r"“[^”]*”|{\w+}", "it", text) for text in texts]
    parts = [part for text in texts for part in sentences(text)]
    words = sum(len(part.split()) for part in parts)
    letters = sum(len(re.findall(r"\w", text)) for text in texts)
    assert words / len(parts) < LONGEST_AVERAGE
    assert 4.71 * letters / words + 0.5 * words / len(parts) - 21.43 < HIGHEST_ARI
    assert 5.88 * letters / words - 29.6 * len(parts) / words - 15.8 < HIGHEST_COLEMAN_LIAU


def test_rule_22_no_praise_names_what_a_person_did_not_say() -> None:
    """What is given back comes in a place of its own, in quotation marks."""
    for name, variants in responses().items():
        for one in variants:
            for place in ("earlier", "strength"):
                assert f"{{{place}}}" not in one["text"] or f"“{{{place}}}”" in one["text"], name


def test_rule_25_999_comes_first_in_every_support_message() -> None:
    for text in said("utter_support", "utter_distress"):
        assert text.startswith("If life is at risk, call 999.")
    assert CONTENT.support[0].phone == "999"


NUMBER = re.compile(r"\b(?:\d{3} \d{3}|0\d{2,4}[ \d]{6,}|999|111|101|112)\b")


def test_rule_25_only_numbers_of_the_support_list() -> None:
    known = {service.phone for service in CONTENT.support}
    assert offending(lambda text: {number.strip() for number in NUMBER.findall(text)} - known) == []


def test_rule_25_only_services_of_the_support_list() -> None:
    """A service that is named in the middle of a conversation is on the list, by the name people know."""
    listed = " ".join(service.name for service in CONTENT.support)
    for name in ("NHS 24", "Samaritans"):
        assert name in " ".join(said("utter_distress"))
        assert name in listed


def test_rule_28_says_that_nobody_is_alerted() -> None:
    for text in said("utter_support", "utter_distress"):
        assert "I cannot tell when someone is in danger." in text
        assert "Nobody is alerted by this chat." in text


def test_rule_30_every_kind_ending_offers_a_breath_and_support() -> None:
    for text in said("utter_goodbye", "utter_goodbye_strength", "utter_goodbye_unsaved"):
        assert "breath" in text
        assert "Support is always there" in text
