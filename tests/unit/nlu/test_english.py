"""The small words of English, as people type them, and the one splitter of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.sentences import find_last_sentence, last_sentence, split_sentences
from bot.nlu.agreeing import begins_with_no, only_greets, says_meant, says_yes
from bot.nlu.english import (
    LAST,
    EnglishError,
    denies,
    is_few_words,
    is_of_work,
    is_polite,
    load_english,
    main_words,
    names_middle,
    names_only_one,
    read_number,
    read_ordinals,
    read_place,
)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the 2nd and the fourth", (2, 4)),
        ("delete the last one", (LAST,)),
        ("3", (3,)),
        ("we meet at lunch", ()),
    ],
)
def test_places_in_a_list(text: str, places: tuple[int, ...]) -> None:
    assert read_ordinals(text) == places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("mibbe the first one", 1),
        ("option two please", 2),
        ("the last yin", LAST),
        ("two of my team", None),
        ("one", None),
    ],
)
def test_a_place_that_is_all_that_was_typed(text: str, place: int | None) -> None:
    assert read_place(text) == place


def test_numbers() -> None:
    assert [read_number(text) for text in ("go back two", "back a couple", "3 back", "go back")] == [2, 2, 3, None]


@pytest.mark.parametrize("text", ["I don’t", "it isnae that", "dont share it", "nothing"])
def test_what_denies(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize("text", ["I want to", "a different patient", "gonnae share it"])
def test_what_only_looks_like_a_denial(text: str) -> None:
    assert not denies(text)


def test_words_that_say_nothing() -> None:
    assert main_words("Please can I choose the policies one") == {"policie"}
    assert is_polite("please")
    assert not is_polite("leadership")
    assert is_few_words("ok then, yes")
    assert names_only_one("open it please")
    assert not names_only_one("open the budget")
    assert is_of_work("skip it when staff are tired")


def test_sentences_end_in_one_place() -> None:
    text = "They said \u201cno.\u201d So we left (all of us). It is on gov.scot\nand nowhere else"
    parts = ("They said \u201cno.\u201d", "So we left (all of us).", "It is on gov.scot", "and nowhere else")
    assert split_sentences(text) == parts
    assert last_sentence(text) == text[find_last_sentence(text) :] == "and nowhere else"
    assert (split_sentences(""), last_sentence("")) == ((), "")


def test_a_missing_list_says_so_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "english.yml"
    with pytest.raises(EnglishError, match="is missing"):
        load_english(file)
    file.write_text("ordinals: {}\n", encoding="utf-8")
    with pytest.raises(EnglishError, match="cannot be used"):
        load_english(file)


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Good afternoon. I hope you are all keeping well.",
        "Hello there, Moira here from the school office, hope you're well",
        "Dear Sir or Madam, I write in my capacity as Head of Service",
    ],
)
def test_a_greeting_of_many_words_is_a_greeting(text: str) -> None:
    assert only_greets(text)


@pytest.mark.parametrize(
    "text",
    [
        "Good morning. I'm so tired of the rota",
        "I hope you listen to the night staff",
        "thanks for the training last week",
        "how do things change here",
        "it's the mornings",
        "",
    ],
)
def test_what_tells_something_is_no_greeting(text: str) -> None:
    assert not only_greets(text)


def test_a_no_that_stands_by_itself_begins_a_text() -> None:
    assert begins_with_no("naw ye've picked me up wrang")
    assert begins_with_no("no, not that")
    assert not begins_with_no("no one asks us")
    assert not begins_with_no("nothing helps")


def test_a_yes_within_a_reply() -> None:
    assert says_yes("ah ken, it's a lot, but aye, that's it")
    assert not says_yes("yes but not now")
    assert not says_yes("right, and what does that mean?")
    assert not says_yes("aye, if you think so")
    assert not says_yes("we like it " * 5 + "yes")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("that was my answer, I know it was long", True),
        ("its an answer min", True),
        ("aye, that's fit I meant", True),
        ("I meant that", True),
        ("that was my answer, please dont share it wi them", False),
        ("That was my answer. Also our rota is late on Fridays for all of us", False),
        ("it's my answer, make it private", False),
        ("keep it private, that's what I meant", False),
        ("the answer is to keep it private", False),
        ("I meant private", False),
        ("I meant the library team", False),
        ("Every family gets an answer on the day", False),
        ("is that my answer?", False),
    ],
)
def test_a_yes_of_who_meant_it(text: str, is_one: bool) -> None:
    assert says_meant(text) is is_one


def test_the_middle_of_a_list() -> None:
    assert names_middle("mibbe the middle one")
    assert not names_middle("the middle of the night shift")
