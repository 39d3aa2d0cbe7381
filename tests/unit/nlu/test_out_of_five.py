"""A scale that somebody names themselves: so many out of five, or out of ten, or stars."""

from __future__ import annotations

import pytest

from bot.nlu.replies import read_out_of_five


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hmm 2 out of 5 if im honest", 2),
        ("3/5", 3),
        ("7 out of 10", 4),
        ("10/10", 5),
        ("ah'd say 4 oot o 5", 4),
        ("⭐️⭐️⭐️", 3),
        ("3.5 out of 5", 3),
    ],
)
def test_the_place_on_a_scale_that_is_named(text: str, place: int) -> None:
    assert read_out_of_five(text) == place


@pytest.mark.parametrize(
    "text", ["3", "6 out of 5", "0/5", "2 out of 3 nurses", "24/7", "out of 5 of us", "⭐️⭐️⭐️⭐️⭐️⭐️", "", "3 of us"]
)
def test_anything_else_is_no_rating(text: str) -> None:
    assert read_out_of_five(text) is None
