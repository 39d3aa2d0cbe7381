"""One sentence is found by what it is about, and taken out of the others."""

from __future__ import annotations

import pytest

from bot.nlu.directed import Directions, load_directions
from bot.nlu.sentences import find_sentence, without_sentence
from bot.settings import ROOT

TEXT = "We talk at handover. The bins are never emptied.\nNobody asks about bins or breaks on nights."


@pytest.fixture(scope="module")
def directions() -> Directions:
    return load_directions(ROOT / "data" / "content")


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("take out the bit about the bins", "the bins"),
        ("please can you remove the sentence about my manager", "my manager"),
        ("Take the part about the rota out please.", "the rota"),
        ("delete what i said about the bins", "the bins"),
        ("the bit about the bins is the worst", None),
        ("take out the bins", None),
        ("take out the bit about", None),
    ],
)
def test_a_wish_to_take_something_out_says_what_it_is_about(
    directions: Directions, typed: str, about: str | None
) -> None:
    assert directions.read_cut(typed) == about


def test_the_sentence_with_most_of_the_words_is_meant() -> None:
    assert find_sentence(TEXT, "handovers") == 0
    assert find_sentence(TEXT, "the bins and the emptied ones") == 1
    assert find_sentence(TEXT, "bins") is None, "two have it"
    assert find_sentence(TEXT, "parking") is None
    assert find_sentence("", "bins") is None


def test_the_other_words_stay_as_they_stand() -> None:
    assert without_sentence(TEXT, 0) == "The bins are never emptied.\nNobody asks about bins or breaks on nights."
    assert without_sentence(TEXT, 1) == "We talk at handover.\nNobody asks about bins or breaks on nights."
    assert without_sentence("Only this.", 0) == ""
