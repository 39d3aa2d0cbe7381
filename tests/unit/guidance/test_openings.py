"""The first thing that people write is understood: slips, dialect, good news, long and short; and no word is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Content, load_content
from bot.encoder import load_encoder
from bot.guidance import GuidanceFinder
from bot.settings import ROOT, get_settings
from tools.openings_evaluation import read_labelled

CONTENT = ROOT / "data" / "content"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT)


@pytest.fixture(scope="module")
def finder(content: Content) -> GuidanceFinder:
    return GuidanceFinder(content, load_encoder(get_settings().models_dir), get_settings().models_dir)


@pytest.fixture(scope="module")
def by_words(content: Content) -> GuidanceFinder:
    return GuidanceFinder(content, None)


@pytest.mark.parametrize(
    ("text", "theme", "place"),
    [
        ("menagers dont lisen", "leadership", "opportunities"),
        ("they cut our budgit", "budgets", "opportunities"),
        ("there's a blame culture here", "culture", "opportunities"),
        ("Ma manager's aye got time for us, she's brilliant", "leadership", "strengths"),
        ("naebody gets thir brek on oor ward", "workforce-care", "opportunities"),
        ("I'd like to rewrite the letter we send to tenants", "policies", "next_step"),
    ],
)
def test_slips_dialect_good_news_and_wishes(
    finder: GuidanceFinder, by_words: GuidanceFinder, text: str, theme: str, place: str
) -> None:
    opening = finder.read_opening(text)
    assert (opening.themes[0], opening.clear) == (theme, True)
    assert [piece.place for piece in opening.pieces] == [place]
    assert theme in by_words.read_opening(text).themes


def test_a_long_opening_tells_its_topics_and_is_cut_where_it_turns(finder: GuidanceFinder) -> None:
    text = (
        "Hiya. We get a proper debrief after every incident and it really helps, but there is no money for cover and "
        "the funding runs out in March.\nI'd like to ask finance for one more post."
    )
    opening = finder.read_opening(text)
    assert {"workforce-care", "budgets"} <= set(opening.themes)
    assert [piece.place for piece in opening.pieces] == ["strengths", "opportunities", "next_step"]
    assert opening.pieces[1].text.startswith("but there is no money")


@pytest.mark.parametrize("text", ["", " \n", "hi", "ok", "??", "asdf", "zzz qqq", "good morning all", "dont know"])
def test_what_says_nothing_is_not_guessed_at(finder: GuidanceFinder, by_words: GuidanceFinder, text: str) -> None:
    for one in (finder, by_words):
        opening = one.read_opening(text)
        assert (opening.themes, opening.clear) == ((), False)
        assert " ".join(piece.text for piece in opening.pieces).split() == text.split()


@pytest.mark.parametrize("text", ["they never tell us", "its hard here at the minute", "the bin lorries"])
def test_whatever_is_about_work_has_a_theme(finder: GuidanceFinder, text: str) -> None:
    assert finder.read_opening(text).themes


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("aye leadership'll dae", "leadership"),
        ("the one about managers", "leadership"),
        ("bosses", "leadership"),
        ("theme 4", "power-sharing"),
        ("theme four please", "power-sharing"),
        ("number 2", "leadership"),
        ("wellbing pls", "workforce-care"),
        ("culture i think", "culture"),
        ("the money one", "budgets"),
        ("traning", "knowledge"),
        ("forms and letters", "policies"),
        ("how we treat folk at the door", "service-design"),
        ("the policy was changed and it helped us", None),
        ("not leadership", None),
        ("no leadership", None),
        ("leadership or culture", None),
        ("4 staff left", None),
        ("our managers never listen", None),
        ("whichever", None),
        ("", None),
    ],
)
def test_a_theme_is_named_or_a_story_is_told(by_words: GuidanceFinder, text: str, theme: str | None) -> None:
    assert by_words.name_theme(text) == theme


_WORDS = st.sampled_from(
    ["but", "However", "we", "laugh", "no", "money", "…", "?", ".", "\n", "I'd like", ";", "though"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_no_word_is_lost_from_the_pieces(by_words: GuidanceFinder, text: str) -> None:
    pieces = by_words.read_opening(text).pieces
    assert len(pieces) <= 3 and len({piece.place for piece in pieces}) == len(pieces)
    assert sorted(" ".join(piece.text for piece in pieces).split()) == sorted(text.split())
    assert all(re.sub(r"\s", "", piece.text) for piece in pieces)


def test_openings_that_may_be_read_are_understood(finder: GuidanceFinder) -> None:
    labelled = read_labelled(ROOT / "tests" / "development" / "openings.json")
    read = [finder.read_opening(one.text) for one in labelled]
    accepted = [{one.theme, *one.also} for one in labelled]
    first = sum(opening.themes[0] in good for opening, good in zip(read, accepted, strict=True))
    offered = sum(bool(good & set(opening.themes)) for opening, good in zip(read, accepted, strict=True))
    assert first >= 0.78 * len(read)
    assert offered >= 0.93 * len(read)
