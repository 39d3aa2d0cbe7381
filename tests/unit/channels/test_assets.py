"""The widget as it travels: every module once in one script, and the words of every language with the support list."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from bot.channels.web import assets, pages
from bot.content import Content, load_content
from bot.settings import ROOT

OWN_FILES = {"page.js", "service-worker.js", "signed-in.js"}
"""Scripts of our own pages, which are no part of the widget."""

LARGEST = 40_000
"""Bytes of everything the widget needs, compressed."""


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(ROOT / "data" / "content")


def test_the_script_has_every_module_once_and_asks_for_no_other() -> None:
    script = assets.widget_script()
    assert re.findall(r"^\s*(?:import |export )", script, re.MULTILINE) == []
    for path in pages.STATIC_DIR.glob("*.js"):
        names = re.findall(r"^export (?:class|const|async function|function) (\w+)", path.read_text(), re.MULTILINE)
        if path.name in OWN_FILES:
            continue
        assert names, f"{path.name} gives nothing to the others"
        for name in names:
            assert len(re.findall(rf"^(?:class|const|async function|function) {name}\b", script, re.MULTILINE)) == 1


def test_nothing_at_the_top_of_two_modules_has_the_same_name() -> None:
    names = re.findall(r"^(?:class|const|let|async function|function) (\w+)", assets.widget_script(), re.MULTILINE)
    assert sorted(names) == sorted(set(names))


def test_a_module_stands_after_those_it_needs() -> None:
    script = assets.widget_script()
    assert script.index("class ChatApi ") < script.index("class WaymarkChat ") < script.index("customElements.define")


def test_every_language_is_complete_and_says_what_is_english(content: Content) -> None:
    words = {tag: json.loads(text) for tag, text in assets.widget_words(content).items()}
    assert set(words) == {"en", "gd"}
    assert words["en"]["borrowed"] == []
    assert set(words["gd"]["borrowed"]) == set(words["en"]["phrases"]), "nobody translated it yet"
    for tag in words:
        assert words[tag]["phrases"].keys() == words["en"]["phrases"].keys()
        assert words[tag]["dir"] == "ltr"


def test_the_support_services_come_with_the_words(content: Content) -> None:
    support = json.loads(assets.widget_words(content)["en"])["support"]
    assert [one["name"] for one in support["services"]] == [
        one.name for one in sorted(content.support, key=lambda one: one.order)
    ]
    assert support["services"][0]["phone"] == "999"
    assert support["local"]
    assert not {"source", "evidence", "confidence", "to_check"} & set(support["services"][0])


def test_all_of_it_is_small(content: Content) -> None:
    sent = [assets.widget_script(), assets.widget_words(content)["en"]]
    assert sum(len(gzip.compress(text.encode())) for text in sent) < LARGEST
