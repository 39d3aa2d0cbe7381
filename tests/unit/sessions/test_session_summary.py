"""What a summary shows and hides, and somebody who knows everybody's answer but one."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from bot.sessions.answers import Answers, Use
from bot.sessions.summary import MINIMUM, SMALLEST, band, show_ratings, summarise
from tests.unit.sessions.conftest import SCALE, STEPS, given


def summary(answers: list[Answers]) -> dict:
    made = summarise(answers, ["culture"], STEPS, SCALE)
    assert made is not None
    return made


def test_only_what_may_be_quoted_is_quoted() -> None:
    uses = [Use.QUOTE, Use.TOPIC, Use.HELD, Use.QUOTE, Use.TOPIC]
    made = summary([given(f"Words {number}", use=use) for number, use in enumerate(uses)])
    assert set(made["themes"][0]["strengths"]) == {"Words 0", "Words 3"}


def test_strengths_come_first_and_lines_of_one_author_do_not_stand_at_one_place() -> None:
    answers = [given(f"s{number}", opportunities=f"o{number}", next_step=f"n{number}") for number in range(30)]
    theme = summary(answers)["themes"][0]
    assert [key for key in theme if key in ("strengths", "opportunities", "next_step")] == [
        "strengths",
        "opportunities",
        "next_step",
    ]
    orders = [[line[1:] for line in theme[name]] for name in ("strengths", "opportunities", "next_step")]
    assert orders[0] != orders[1] != orders[2]
    assert all(order != [str(number) for number in range(30)] for order in orders)
    assert all(set(order) == {str(number) for number in range(30)} for order in orders)


def test_steps_are_ranked_and_those_that_fewer_than_three_chose_are_not_there() -> None:
    picks = [(0, 1), (1,), (1, 1), (0, 2), (0, 1, 2)]
    made = summary([given(picks=some) for some in picks])
    assert made["steps"] == [[STEPS[1], "3-5"], [STEPS[0], "3-5"]]


def test_a_place_that_is_not_on_the_list_is_no_step() -> None:
    assert summary([given(picks=(7, -1)) for _ in range(MINIMUM)])["steps"] == []


def test_topics_are_what_three_write_about_without_names() -> None:
    texts = ["The night rota is calm", "Our night rota works", "We like the night rota", "Ask Morag MacLeod"]
    made = summary([given(text, use=Use.TOPIC) for text in [*texts, "Ask Morag MacLeod", "Ask Morag MacLeod"]])
    theme = made["themes"][0]
    assert theme["topics"] == ["night rota"]
    assert theme["strengths"] == []


def test_held_words_name_no_topic() -> None:
    made = summary([given("The night rota is heavy", use=Use.HELD) for _ in range(MINIMUM)])
    assert made["themes"][0]["topics"] == []


@pytest.mark.parametrize(("count", "name"), [(3, "3-5"), (5, "3-5"), (6, "6-10"), (20, "11-20"), (21, "21+")])
def test_bands(count: int, name: str) -> None:
    assert band(count) == name


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"not-yet": 4}, []),  # below the minimum
        ({"not-yet": 5}, ["not-yet"]),
        ({"not-yet": 3, "getting-started": 2}, []),  # who knows that all five rated could take away
        ({"not-yet": 6, "getting-started": 1}, []),
        ({"not-yet": 6, "getting-started": 3, "most-of-the-time": 1}, ["not-yet"]),
        ({"not-yet": 6, "getting-started": 2, "most-of-the-time": 1}, ["not-yet"]),
        ({"not-yet": 6, "": 1}, []),  # one who gave none
        ({"not-yet": 6, "": 3}, ["not-yet"]),
    ],
    ids=str,
)
def test_small_cells_are_hidden_and_what_would_give_them_away(counts: dict[str, int], shown: list[str]) -> None:
    assert [rating for rating, _ in show_ratings(counts, SCALE)] == shown


def test_no_hidden_cell_of_one_or_two_can_be_found_by_taking_away() -> None:
    """All teams of up to twelve. The attacker knows how many took part, and how many are in each shown cell exactly."""
    for total in range(MINIMUM, 13):
        for cut in itertools.combinations_with_replacement(range(total + 1), 3):
            cells = [cut[0], cut[1] - cut[0], cut[2] - cut[1], total - cut[2]]
            counts = dict(zip([*SCALE, ""], cells, strict=True))
            shown = {rating for rating, _ in show_ratings(counts, SCALE)}
            assert all(counts[rating] >= SMALLEST for rating in shown)
            left = sum(count for rating, count in counts.items() if rating not in shown)
            assert not shown or left == 0 or left >= SMALLEST, counts


def test_the_facilitators_own_answer_moves_no_number_and_no_topic() -> None:
    """So who takes away their own learns nothing; their words are quoted as anybody's."""
    members = [given("The night rota is calm", rating=SCALE[number % 2], picks=(number % 3,)) for number in range(7)]
    led = [*members, given("The long corridor", rating=SCALE[2], picks=(2,), leads=True)]
    alone, both = summary(members), summary(led)
    for part in ("ratings", "topics"):
        assert alone["themes"][0][part] == both["themes"][0][part]
    assert alone["steps"] == both["steps"]
    assert "The long corridor" in both["themes"][0]["strengths"]


def test_the_order_of_answering_shows_nowhere() -> None:
    """The same answers in another order make the same summary, but for what is shuffled."""
    answers = [given(f"Line {number}", rating=SCALE[number % 3], picks=(number % 3,)) for number in range(12)]
    mixed = random.Random(3).sample(answers, len(answers))
    one, other = summary(answers), summary(mixed)
    assert one["steps"] == other["steps"]
    assert one["themes"][0]["ratings"] == other["themes"][0]["ratings"]
    firsts = Counter(summary(answers)["themes"][0]["strengths"][0] for _ in range(60))
    assert len(firsts) > 3
