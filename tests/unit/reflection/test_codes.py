"""Return codes are four gentle words, the same for the same message, and forgiving when they are typed."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reflection.codes import draw_codes, looks_like_code, make_code, read_code, read_words
from bot.settings import Settings

WORDS = read_words(Settings().content_dir)


def test_a_code_is_four_known_words() -> None:
    code = make_code("sender", "message", WORDS)
    assert re.fullmatch(r"[a-z]+(-[a-z]+){3}", code)
    assert set(code.split("-")) <= set(WORDS)


def test_the_same_message_gives_the_same_code_and_another_a_different_one() -> None:
    assert make_code("sender", "message", WORDS) == make_code("sender", "message", WORDS)
    assert make_code("sender", "message", WORDS) != make_code("sender", "message 2", WORDS)
    assert make_code("sender", "message", WORDS) != make_code("sender 2", "message", WORDS)


def test_another_draw_for_the_same_message_gives_another_code_and_the_first_is_as_it_was() -> None:
    drawn = list(draw_codes("sender", "message", WORDS))
    assert drawn[0] == make_code("sender", "message", WORDS)
    assert len(set(drawn)) == len(drawn)
    assert drawn == list(draw_codes("sender", "message", WORDS)), "a turn that runs twice tries the same ones"


FOUR = st.lists(st.sampled_from(WORDS), min_size=4, max_size=4)
BETWEEN = st.sampled_from([" ", "-", " - ", ", ", "\n"])


@given(FOUR, BETWEEN, st.booleans())
def test_a_code_is_read_however_it_is_typed(words: list[str], between: str, shouted: bool) -> None:
    typed = between.join(words)
    assert read_code(f" {typed.upper() if shouted else typed}. ", WORDS).code == "-".join(words)


def test_what_is_no_code_is_none() -> None:
    assert read_code("", WORDS).code is None
    assert read_code("three words only", WORDS).code is None
    assert read_code(" ".join(WORDS[:5]), WORDS).code is None
    assert read_code("pebble lantern orchard notaword", ("pebble", "lantern", "orchard")).unknown == ("notaword",)
    assert read_code("pebble " * 2_000, WORDS).code is None


LIST = ("pebble", "lantern", "orchard", "kettle", "banner", "banker", "stride", "astride")
CODE = "pebble-lantern-orchard-kettle"


@pytest.mark.parametrize(
    "typed",
    [
        "pebble, lantern, orchard and kettle",
        "My code is: Pebble Lantern Orchard Kettle, please",
        "pebbles lanterns orchards kettle's",
        "peble lantern orchard kettle",
        "pebble lanterm orchard kettle",
        "pebble lantern orcahrd kettle",
        "pebble lantern orchard kettles",
        "pebble/lantern/orchard/kettlle",
        "pebble - lantern – orchard — kettle",
    ],
)
def test_one_slip_in_a_word_is_put_right(typed: str) -> None:
    assert read_code(typed, LIST).code == CODE


def test_a_slip_that_could_be_two_words_is_not_guessed() -> None:
    assert read_code("pebble lantern orchard baner", LIST).unknown == ("baner",), "banner or banker"
    assert read_code("pebble lantern orchard bannner", LIST).code == "pebble-lantern-orchard-banner"


def test_a_word_of_the_list_is_never_put_right_to_another() -> None:
    assert read_code("pebble lantern stride astride", LIST).code == "pebble-lantern-stride-astride"


@given(FOUR, st.integers(0, 3), st.randoms())
def test_a_slip_never_turns_into_another_code(words: list[str], place: int, random: Random) -> None:
    letters = list(words[place])
    letters[random.randrange(len(letters))] = "q"
    typed = [*words[:place], "".join(letters), *words[place + 1 :]]
    assert read_code(" ".join(typed), WORDS).code in (None, "-".join(words), "-".join(typed)) or typed[place] in WORDS


def test_four_words_of_the_list_and_nothing_else_look_like_a_code() -> None:
    assert looks_like_code("Pebble lantern-orchard, kettle", LIST)
    assert not looks_like_code("pebble lantern orchard and kettle", LIST)
    assert not looks_like_code("we pause before react", LIST)


def test_the_list_is_large_and_clean() -> None:
    assert len(WORDS) == len(set(WORDS)) >= 1_200
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in WORDS)
