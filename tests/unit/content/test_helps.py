"""The hand held out at each question: every theme has it, in words that were not said before, and nobody is named."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.content import Content, find_themes_named
from bot.reflection.answers import QUESTIONS
from bot.safety import suspected_names

WRITTEN = QUESTIONS[:3]


@pytest.fixture(scope="module")
def examples(content: Content) -> dict[str, str]:
    return {
        f"{theme.id}.{question}": theme.helps.example(question) or ""
        for theme in content.themes
        for question in WRITTEN
    }


def test_every_question_of_every_theme_has_its_helps(content: Content) -> None:
    for theme in content.themes:
        for question in WRITTEN:
            assert theme.helps.example(question)
            assert theme.helps.other_way(question)
            assert theme.helps.smaller(question)
        assert theme.helps.example("rating") is theme.helps.smaller("rating") is None
        assert (theme.helps.other_way("rating") or "").startswith("If you like, ")


@pytest.mark.parametrize("name", ["", "example", "aside", "model_dump"])
def test_what_is_no_question_has_no_helps(content: Content, name: str) -> None:
    helps = content.themes[0].helps
    assert helps.example(name) is helps.other_way(name) is helps.smaller(name) is None


def test_no_two_texts_are_the_same(content: Content) -> None:
    """Nobody who asks for help reads again what they could not answer, in this theme or the next."""
    said = [word.means for word in content.glossary]
    for theme in content.themes:
        said += [theme.line, theme.about, *(getattr(theme, question) for question in QUESTIONS)]
        said += [text for question in QUESTIONS for _, text in getattr(theme.helps, question)]
    often = Counter(re.sub(r"\W+", " ", text).strip().lower() for text in said)
    assert [text for text, count in often.items() if count > 1] == []


def test_no_example_names_a_person_and_every_one_is_from_another_kind_of_job(examples: dict[str, str]) -> None:
    assert {place: names for place, text in examples.items() if (names := suspected_names(text))} == {}
    assert suspected_names("A nurse might write: “Ask Catriona Macdonald first.”")
    who = [re.sub(r"^For example, |(?: might write)?: “.*", "", text, flags=re.DOTALL) for text in examples.values()]
    assert len({one.lower() for one in who}) == len(examples) == 27


def test_an_example_is_no_longer_than_people_write(examples: dict[str, str]) -> None:
    for place, text in examples.items():
        assert len(re.findall("“([^”]*)”", text)[0].split()) <= 30, place


def runs_of_words(text: str, length: int = 4) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[place:] for place in range(length)), strict=False))


def test_a_line_tells_more_than_the_name(content: Content) -> None:
    for theme in content.themes:
        assert len(theme.line.split()) <= 14
        assert "trauma" not in theme.line.lower()
        assert runs_of_words(theme.line) & runs_of_words(theme.about) == set(), "a line and what follows say the same"


def test_a_theme_is_known_by_what_people_call_it(content: Content) -> None:
    for theme in content.themes:
        for name in (theme.name, theme.name.upper(), theme.id, *theme.also):
            assert find_themes_named(content, name) == (theme,), name
