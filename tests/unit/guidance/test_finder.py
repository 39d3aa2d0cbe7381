"""Guidance that fits is found, and nothing is offered where nothing is near."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.content import Content, load_content
from bot.encoder import load_encoder
from bot.guidance import GuidanceFinder, Passage, PassageError
from bot.guidance.finder import find_why_word
from bot.guidance.index import MOST_SENTENCES, Floats, PassageIndex
from bot.guidance.remembering import FILE, RememberedVectors
from bot.guidance.words import cut_words
from bot.settings import ROOT, get_settings

PASSAGES = [
    Passage(
        "lunch", "care", "Breaks help people to recover.", ("lunch", "tea break"), ("Nobody gets a proper lunch.",)
    ),
    Passage("boss", "lead", "Leaders show the way.", ("manager", "listens"), ("My manager listens to us.",)),
    Passage("letter", "policy", "Kind words in letters.", ("letters", "wording"), ("Our letters sound harsh.",)),
]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(ROOT / "data" / "content")


@pytest.fixture(scope="module")
def finder(content: Content) -> GuidanceFinder:
    return GuidanceFinder(content, load_encoder(get_settings().models_dir))


@pytest.fixture(scope="module")
def by_words(content: Content) -> GuidanceFinder:
    return GuidanceFinder(content, None)


def test_an_example_finds_its_own_piece(finder: GuidanceFinder, content: Content) -> None:
    kinds = [kind.id for kind in content.kinds_of_work]
    examples = [(piece, example) for piece in content.guidance for example in piece.examples[::3]]
    first = 0
    for piece, example in examples:  # whoever writes it may have said what work they do
        work = next((one for one in piece.only_for if one in kinds), None)
        found = finder.find_guidance(example, theme=piece.theme, limit=1, work=work)
        first += bool(found) and found[0].guidance.id == piece.id
    assert first >= 0.93 * len(examples)  # a general piece may come before a piece whose words are few


def test_at_most_the_limit_and_only_of_the_theme(finder: GuidanceFinder) -> None:
    found = finder.find_guidance("my manager never listens and the team is tired", theme="leadership", limit=3)
    assert 1 <= len(found) <= 3
    assert {piece.guidance.theme for piece in found} == {"leadership"}


@pytest.mark.parametrize("text", ["", "   ", "asdf", "thanks", "what is the capital of france"])
def test_nothing_near_offers_nothing(finder: GuidanceFinder, text: str) -> None:
    assert finder.find_guidance(text) == ()
    assert finder.suggest_themes(text) == ()


def test_the_reason_is_a_word_that_was_typed(finder: GuidanceFinder) -> None:
    text = "I asked for supervision and my manager said there is no money"
    assert finder.find_guidance(text, theme="workforce-care")[0].why_word == "supervision"
    assert finder.find_guidance("My manager never listens to us.", theme="leadership")[0].why_word == "my manager"


def test_only_the_first_piece_says_why(finder: GuidanceFinder) -> None:
    text = "My manager never listens, decisions are made without us, and I am newly promoted. It is all top down."
    for theme in (None, "leadership"):
        found = finder.find_guidance(text, theme=theme, limit=10)
        assert len(found) > 3
        assert found[0].why_word
        assert [piece.why_word for piece in found[1:]] == [None] * (len(found) - 1)


ACCIDENTS = [
    "There is no room for mistakes, and it makes people careful.",
    "The panel on the wall is broken and nobody cares.",
    "It was an open day and at that time of day the meeting ran on.",
    "I do not know how much longer we can count on people.",
    "We had a film crew in the building and the pressure was on.",
    "Things take years here. What is the point of a map and a plan.",
    "I left a card and a cake on the table, and the file on the counter.",
    "He gets a good example of a safe space in every policy, free of charge.",
    "The questions they ask us are fair, and I trust the rules.",
    "We rest our case, we pause, and we lunch at the side of the road.",
]


@pytest.mark.parametrize("text", ACCIDENTS)
def test_a_word_that_is_there_by_accident_is_never_the_reason(
    finder: GuidanceFinder, content: Content, text: str
) -> None:
    for theme in (None, *(theme.id for theme in content.themes)):
        assert [found.why_word for found in finder.find_guidance(text, theme=theme) if found.why_word] == []
    assert find_why_word(text, [word for piece in content.guidance for word in piece.telling]) is None


def test_no_everyday_word_is_telling(content: Content) -> None:
    """One word alone has to be a name for something at work; these are not, and an editor may well try them."""
    everyday = "room panel open time day meeting money rest pause safe trust example film card count map rent crew"
    assert [(p.id, word) for p in content.guidance for word in p.telling if word in everyday.split()] == []
    assert all(piece.telling for piece in content.guidance)


def test_why_word_is_the_longest_whole_word_or_none() -> None:
    assert find_why_word("The Tea Break went", ("tea", "tea break")) == "tea break"
    assert find_why_word("managers", ("manager",)) is None
    assert find_why_word("we lead (a bit)", ("(a bit)",)) == "(a bit)"
    assert find_why_word("the parents’ letter", ("parents' letter",)) == "parents' letter"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("leadership", "leadership"),
        ("leadrship", "leadership"),
        ("I'd like to do budgets please", "budgets"),
        ("wellbeing", "workforce-care"),
        ("Feedback", "feedback"),
        ("theme 4", "power-sharing"),
        ("service design and delivery", "service-design"),
    ],
)
def test_a_named_theme_comes_alone(finder: GuidanceFinder, by_words: GuidanceFinder, text: str, theme: str) -> None:
    assert finder.suggest_themes(text) == (theme,)
    assert by_words.suggest_themes(text) == (theme,)


def test_described_themes_are_suggested_best_first(finder: GuidanceFinder) -> None:
    assert finder.suggest_themes("our managers never listen")[0] == "leadership"
    assert finder.suggest_themes("the letters we send are harsh")[0] == "policies"
    assert len(finder.suggest_themes("the pay is low and nobody listens to us", limit=2)) == 2


def test_without_an_encoder_words_carry(by_words: GuidanceFinder) -> None:
    assert by_words.find_guidance("our managers never listen")
    assert by_words.find_guidance("qwerty") == ()


@pytest.mark.parametrize("with_encoder", [True, False])
def test_another_corpus_is_ranked(with_encoder: bool) -> None:
    encoder = load_encoder(get_settings().models_dir) if with_encoder else None
    finder = GuidanceFinder.from_passages(PASSAGES, encoder)
    assert finder.rank("we never get lunch")[0] == "lunch"
    ranked = finder.rank("my manager writes harsh letters", theme="policy")
    assert ranked[0] == "letter"
    assert finder.suggest_themes("lunch") == ()


def test_an_empty_corpus_finds_nothing() -> None:
    assert GuidanceFinder.from_passages([], load_encoder(get_settings().models_dir)).rank("lunch") == ()
    assert GuidanceFinder.from_passages([], None).rank("lunch") == ()


def test_a_passage_without_keywords_and_examples_is_allowed() -> None:
    bare = [Passage.from_json({"id": "a", "theme": "care", "text": "Lunch breaks for staff"})]
    for encoder in (None, load_encoder(get_settings().models_dir)):
        assert GuidanceFinder.from_passages(bare, encoder).rank("a lunch break") == ("a",)


@pytest.mark.parametrize(
    "line",
    [
        [],
        {"id": "a", "text": "b"},
        {"id": 1, "theme": "a", "text": "b"},
        {"id": "a", "theme": "b", "text": "c", "keywords": "d"},
    ],
)
def test_a_bad_line_is_refused_in_one_line(line: object) -> None:
    with pytest.raises(PassageError) as error:
        Passage.from_json(line)
    assert "\n" not in str(error.value)


def test_words_lose_endings_and_common_ones() -> None:
    assert cut_words("The budgets, and budgeting!") == ["budget", "budget"]
    assert cut_words("we are") == []


def test_each_thing_that_was_written_counts(finder: GuidanceFinder) -> None:
    text = "The waiting room is cold and loud.\nThe online form times out.\nI will ask who has the key to the cupboard."
    shown = [found.guidance.id for found in finder.find_guidance(text, theme="service-design")]
    assert {"design-safe-places", "design-digital"} <= set(shown)


def test_a_general_piece_fills_a_free_place(finder: GuidanceFinder) -> None:
    shown = [found.guidance.id for found in finder.find_guidance("the chairs", theme="service-design")]
    assert "design-journeys" in shown


@pytest.mark.parametrize("with_encoder", [True, False])
def test_a_general_passage_comes_first_when_nothing_else_tells_them_apart(with_encoder: bool) -> None:
    same = ("Lunch breaks for staff", (), ("We never get lunch.",))
    passages = [Passage("one", "care", *same), Passage("two", "care", *same, general=True)]
    encoder = load_encoder(get_settings().models_dir) if with_encoder else None
    assert GuidanceFinder.from_passages(passages, encoder).rank("lunch breaks") == ("two", "one")


def test_a_very_long_text_costs_a_bounded_number_of_sentences() -> None:
    seen: list[int] = []

    class Counting:
        def encode(self, texts: Sequence[str]) -> Floats:
            seen.append(len(texts))
            return np.ones((len(texts), 2), np.float32)

    GuidanceFinder.from_passages(PASSAGES, Counting()).rank("\n".join(f"Lunch {number}." for number in range(500)))
    assert seen[-1] <= MOST_SENTENCES + 1


def test_vectors_are_kept_for_the_next_process_and_what_people_type_is_not(tmp_path: Path) -> None:
    encoder, asked = load_encoder(get_settings().models_dir), []

    class Counting:
        def encode_wide(self, texts: Sequence[str]) -> Floats:
            asked.extend(texts)
            return encoder.encode_wide(texts)

    once = RememberedVectors(Counting(), tmp_path)
    PassageIndex(PASSAGES, encoder, once).rank("a private word about lunch")
    once.keep()
    assert "a private word about lunch" not in asked
    asked.clear()
    again = RememberedVectors(Counting(), tmp_path)
    assert np.array_equal(again.encode(["lunch"]), encoder.encode(["lunch"]))
    assert len(asked) == 1  # the probe
    (tmp_path / FILE).write_bytes(b"broken")
    assert np.array_equal(RememberedVectors(Counting(), tmp_path).encode(["lunch"]), encoder.encode(["lunch"]))
