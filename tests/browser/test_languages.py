"""Another language: what is translated is in it, what is not is English and says so to a screen reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import no_violations, opened


def in_language(door: Door, tag: str, **phrases: Any) -> str:
    """The host page in a language in which only these phrases are translated."""
    words = json.loads(door.words["gd"])
    words["lang"] = tag
    words["dir"] = "rtl" if tag == "ar" else "ltr"
    words["phrases"] |= phrases
    words["borrowed"] = [name for name in words["borrowed"] if name not in phrases]
    door.words[tag] = json.dumps(words)
    door.html[f"/{tag}"] = door.html["/"].replace("<waymark-chat ", f'<waymark-chat lang="{tag}" ')
    return tag


def test_gaelic_without_a_translator_is_english_and_says_so(browser: Browser, door: Door) -> None:
    with opened(browser, door, in_language(door, "gd")) as page:
        start = page.get_by_role("button", name="Start a conversation")
        expect(start.locator("[lang=en-GB]")).to_have_text("Start a conversation")
        expect(page.locator(".frame")).to_have_attribute("lang", "gd")
        no_violations(page)


def test_a_translated_phrase_is_shown_in_its_language_with_its_own_plurals(browser: Browser, door: Door) -> None:
    forms = {form: f"{{count}} {form}" for form in ("one", "two", "few", "other")}
    with opened(browser, door, in_language(door, "gd", start="(Gàidhlig)", charactersLeft=forms)) as page:
        page.get_by_role("button", name="(Gàidhlig)").click()
        box = page.get_by_label("Write in your own words")
        for left, form in {1: "one", 2: "two", 3: "few", 20: "other"}.items():
            box.fill("x" * (4_000 - left))
            expect(page.get_by_text(f"{left} {form}").first).to_be_visible()
        expect(page.get_by_role("article").first.locator(".words")).to_have_attribute("lang", "en-GB")


def test_right_to_left_is_right_to_left(browser: Browser, door: Door) -> None:
    with opened(browser, door, in_language(door, "ar")) as page:
        expect(page.locator(".frame")).to_have_css("direction", "rtl")
        page.get_by_role("button", name="Start a conversation").click()
        expect(page.get_by_role("article").first.locator("p").first).to_have_css("direction", "ltr")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("tag", ["gd-GB", "fr", ""])
def test_a_language_nobody_has_is_english(browser: Browser, door: Door, tag: str) -> None:
    door.html["/other"] = door.html["/"].replace("<waymark-chat ", f'<waymark-chat lang="{tag}" ')
    with opened(browser, door, "other") as page:
        expect(page.get_by_role("button", name="Start a conversation")).to_be_visible()
