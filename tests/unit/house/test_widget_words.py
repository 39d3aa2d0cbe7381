"""The widget's words are in data/widget/, each used, each in every language, and none in the scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from house import DATA, ROOT, read_yaml, short

WEB = ROOT / "bot" / "channels" / "web"
SCRIPTS = sorted([WEB / "widget.js", *(WEB / "static").glob("*.js")])
LANGUAGES = sorted((DATA / "widget").glob("*.yml"))
WRITTEN: dict[str, Any] = read_yaml(DATA / "widget" / "en.yml")["phrases"]
PLACE = re.compile(r"\{\w+\}")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
PROSE = re.compile(r"[A-Z][a-z’']+(?: |$)|\w+[a-z] [a-z]+ [a-z]+ [a-z]+")
FORMS = {"en": {"one", "other"}, "gd": {"one", "two", "few", "other"}}
"""The plural forms of CLDR, which `Intl.PluralRules` chooses from."""

NOT_SHOWN = {
    *("Enter", "Escape", "Home", "End", "Authorization", "Accept"),
    "the token goes to our own server only",
    "waymark-chat: one page has room for one conversation",
}
"""Names of keys and headers, and lines for whoever runs a page."""


def code(path: Path) -> str:
    """A script without its comments, and without names of fonts."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)^\s*//.*$|\s// .*$|--font: .*$|^\.code .*$", "", text)


def phrases(language: Path) -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(language)["phrases"]
    return found


def texts(phrase: Any) -> list[str]:
    return list(phrase.values()) if isinstance(phrase, dict) else [phrase]


@pytest.mark.parametrize("language", LANGUAGES, ids=short)
def test_every_language_has_the_same_phrases_in_its_own_forms(language: Path) -> None:
    own = phrases(language)
    assert list(own) == list(WRITTEN)
    for name, phrase in own.items():
        assert isinstance(phrase, dict) == isinstance(WRITTEN[name], dict), name
        if isinstance(phrase, dict):
            assert set(phrase) == FORMS[language.stem], name


@pytest.mark.parametrize("language", LANGUAGES, ids=short)
def test_a_translation_fills_the_same_places(language: Path) -> None:
    for name, phrase in phrases(language).items():
        wanted = set(PLACE.findall(" ".join(texts(WRITTEN[name]))))
        for text in filter(None, texts(phrase)):
            assert set(PLACE.findall(text)) <= wanted, name
    assert all(all(texts(phrase)) for phrase in WRITTEN.values()), "English is complete"


@pytest.mark.parametrize("language", LANGUAGES, ids=short)
def test_a_language_says_whether_people_translated_it(language: Path) -> None:
    status = read_yaml(language)["language"]["status"]
    complete = all(all(texts(phrase)) for phrase in phrases(language).values())
    assert status == ("written" if language.stem == "en" else status)
    assert status in ("written", "translated") if complete else status == "needs a translator"


def test_every_phrase_is_used_and_every_phrase_used_is_there() -> None:
    literals = {text for path in SCRIPTS for text in LITERAL.findall(code(path))}
    assert set(WRITTEN) - literals == set()
    asked = {name for path in SCRIPTS for name in re.findall(r'\bsay(?:\.part)?\("(\w+)"', code(path))}
    assert asked - set(WRITTEN) == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=short)
def test_no_words_for_people_stand_in_a_script(script: Path) -> None:
    found = [text for text in LITERAL.findall(code(script)) if PROSE.match(text) and text not in NOT_SHOWN]
    assert found == []


@pytest.mark.parametrize("script", SCRIPTS, ids=short)
def test_no_text_is_ever_read_as_html_or_script(script: Path) -> None:
    dangerous = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert re.findall(dangerous, code(script)) == []
