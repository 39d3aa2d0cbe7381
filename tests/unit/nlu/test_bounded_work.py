"""Reading a message of 4,000 characters costs little, whatever stands in it: one tab must not stop the chat for all.

Every reader that a message passes is given shapes that are hard on patterns and loops, once and then twice as long. CPU
is counted, not time on the wall, and the least of several tries: it is what the machine's other work does not change.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from bot.channels.bodies import LONGEST_TEXT
from bot.channels.teams.typed import read_typed as activity_text
from bot.content import Content, load_content
from bot.content.asked import find_asked, find_word
from bot.content.sentences import split_sentences
from bot.dialogue.heard_words import listening_words
from bot.dialogue.listening import quote_piece, read_tone
from bot.guidance.naming import ThemeNames
from bot.guidance.placing import cut_parts
from bot.guidance.spelling import Speller
from bot.nlu.directed import load_directions
from bot.nlu.english import read_asked_word, read_number
from bot.nlu.phrases import load_command_phrases
from bot.safety import IdentifierFinder, build_language
from bot.settings import get_settings

CONTENT = get_settings().content_dir
ORDINARY = "Supervision keeps being cancelled when we are short of people. "
AT_MOST = 3.0
"""So many times the work for twice the text. Twice is linear; four times is quadratic."""
TIMES_ORDINARY = 8.0
"""So many times the work for ordinary words of the same length."""
NOTHING = 0.02
"""Seconds of CPU that are too few to compare."""
TRIES = 4

Reader = Callable[[str], object]


def _fill(unit: str) -> Callable[[int], str]:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _growing(sign: str) -> Callable[[int], str]:
    """Runs of a sign, each longer than the one before, so that no two are the same word."""
    return lambda length: " ".join(sign * count for count in range(1, 90))[:length]


def _halves(first: str, second: str) -> Callable[[int], str]:
    return lambda length: first * (length // 2) + second * (length // 2)


UNITS = (
    *("I. ", "A. B. ", "A.", "U.S.", "'s", "a'", "_", "a_", "_______a", "a-", "--a", "a/", "~a", "a:", "a: ", "a?"),
    *(",", ".", ". ", "…", "a…", "?!", "- ", "' ", "(", "[a", "“", "a”", "@", "a@", "a@a.", "a.b"),
    *("1", "1 ", "1-", "0 ", "a", "A", "aa ", "\ufdfa", "\ufdfb ", "\ufb03", "\u01c5", "\u0130", "a\u0301", "a\u200b"),
    *("\u3316", "\uac00", "\U0001f642", ",:", "a: b, c\n", ", ", "a ? ", "and save ", "\n ", "what does a ", "\u00b2"),
    *("double ", "C R ", "A for Alpha ", "no. ", "Mr and ", "Mr & ", "call him Aa ", "his number is ", "flat 1 "),
    *("12 Mill ", "at a dot ", "username ", "so it is ", "and we are tired ", "but ", "it is but ", "<at>", "&#9"),
)
SHAPES: dict[str, Callable[[int], str]] = {ascii(unit): _fill(unit) for unit in UNITS} | {
    "growing _": _growing("_"),
    "growing '": _growing("'"),
    "a word, then _": _halves("a", "_"),
    "_, then a word": _halves("_", "a"),
    "a word, then '": _halves("a", "'"),
    "spaces between two words": lambda length: "a" + " " * (length - 2) + "b",
    "marks before a word": lambda length: "," * (length - 1) + "a",
    "dots before a word": lambda length: "." * (length - 1) + "a",
    "marks between words": lambda length: "a" + "," * (length - 2) + "a",
    "a question of signs": lambda length: "what does " + "- " * ((length - 15) // 2) + "mean?",
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT)


@pytest.fixture(scope="module")
def language() -> Language:
    return build_language(CONTENT / "safety")


@pytest.fixture(scope="module")
def readers(content: Content, language: Language) -> dict[str, Reader]:
    """Whatever reads all of a message, from the gate to the acknowledgement."""
    finder = IdentifierFinder.from_folder(Path(CONTENT) / "safety")
    phrases, directions = load_command_phrases(CONTENT / "commands.yml"), load_directions(CONTENT)
    speller = Speller([ORDINARY] * 3, {}, None)
    heard = listening_words()
    numbers = itertools.count()  # before the text: spaCy remembers what it read
    return {
        "identifiers": finder.find,
        "language": lambda text: language(f"{next(numbers)}{text}"),
        "commands": lambda text: (phrases.find(text), phrases.may_be_answer(text)),
        "directions": lambda text: [read(text) for read in (directions.read_pieces, directions.read_cut)],
        "what is asked": lambda text: [find(content, text) for find in (find_asked, find_word)],
        "spelling": speller.spell,
        "sentences": split_sentences,
        "listening": heard.normalise,
        "tone": read_tone,
        "quoting": quote_piece,
        "theme names": ThemeNames(content.themes, content.openings).find,
        "parts of an opening": cut_parts,
        "mentions": lambda text: activity_text({"text": text}),
        "numbers": lambda text: (read_number(text), read_asked_word(text)),
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_is_at_most_thrice_the_work(readers: dict[str, Reader], shape: str) -> None:
    half, whole = (SHAPES[shape](length) for length in (LONGEST_TEXT // 2, LONGEST_TEXT))
    for name, read in readers.items():
        if _work(read, whole) <= NOTHING:
            continue
        found = [(_work(read, half), _work(read, whole)) for _ in range(TRIES)]
        once, twice = (min(one) for one in zip(*found, strict=True))
        assert twice <= max(AT_MOST * once, NOTHING), f"{name}: {once:.3f} s, then {twice:.3f} s"


@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_costs_much_more_than_words_do(readers: dict[str, Reader], shape: str) -> None:
    words, odd = _fill(ORDINARY)(LONGEST_TEXT), SHAPES[shape](LONGEST_TEXT)
    for name, read in readers.items():
        if _work(read, odd) <= TIMES_ORDINARY * NOTHING:
            continue
        usual, cost = (min(_work(read, text) for _ in range(TRIES)) for text in (words, odd))
        assert cost <= TIMES_ORDINARY * max(usual, NOTHING), f"{name}: {cost:.3f} s, where words take {usual:.3f} s"


def test_signs_that_are_digits_and_no_numbers_are_read() -> None:
    assert read_number("go back \u00b2") is None


def test_what_is_read_in_parts_is_the_same_text(language: Language) -> None:
    text = "x," * 200 + "i dinnae want to die"
    doc = language(text)
    assert doc.text == text
    assert [token.norm_ for token in doc][-6:] == ["i", "do", "not", "want", "to", "die"]
    assert {span.label_ for span in doc.spans["safety"]} == {"negated"}


def _work(read: Reader, text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin
