"""Return codes are four gentle words, the same for the same message, and forgiving when they are typed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.reflection.codes import make_code, read_code, read_words
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


FOUR = st.lists(st.sampled_from(WORDS), min_size=4, max_size=4)
BETWEEN = st.sampled_from([" ", "-", " - ", ", ", "\n"])


@given(FOUR, BETWEEN, st.booleans())
def test_a_code_is_read_however_it_is_typed(words: list[str], between: str, shouted: bool) -> None:
    typed = between.join(words)
    assert read_code(f" {typed.upper() if shouted else typed}. ", WORDS) == "-".join(words)


def test_what_is_no_code_is_none() -> None:
    assert read_code("", WORDS) is None
    assert read_code("three words only", WORDS) is None
    assert read_code(" ".join(WORDS[:5]), WORDS) is None
    assert read_code("bread lamp river notaword", WORDS) is None


def test_the_list_is_large_and_clean() -> None:
    assert len(WORDS) == len(set(WORDS)) >= 1_200
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in WORDS)
