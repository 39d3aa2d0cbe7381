"""The main job, in a real Chromium, both doors as `waymark run` starts them.

A member of staff types free text, reflects, and shares without a name; a coordinator reads that very reflection.
A private one is not there, and its words are nowhere in the database files or the logs: the raw bytes are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.doors import Doors, open_doors

PASSWORD = "a calm and long password"

SHARED = {
    "strengths": "Our duty team leaves the lamp on and the kettle warm",
    "opportunities": "Rotas land on a Friday night so nobody can plan a weekend",
    "next_step": "I will ask for the rota on a Wednesday",
}
PRIVATE = {
    "strengths": "Our manager takes the Zebedee huddle and always listens",
    "opportunities": "Leaders decide about the umbrella stand over our heads",
    "next_step": "I will ask the director to quibble with us in person",
}


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("journey")) as opened:
        opened.add_coordinator("ailsa", PASSWORD)
        yield opened


def reflect(page: Page, answers: dict[str, str], sharing: str) -> str:
    """Go through the whole dialogue, mostly by typing, and give the return code."""
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=20_000)
    say(page, "leadership")
    for text in answers.values():
        say(page, text)
    page.get_by_role("button", name="Some of the time").click()
    for text in answers.values():
        expect(page.get_by_role("log")).to_contain_text(text)
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("button", name=sharing).click()
    expect(page.get_by_role("log")).to_contain_text("Your return code", timeout=20_000)
    found = re.search(r"\b[a-z]+(?:-[a-z]+){3}\b", page.get_by_role("log").inner_text())
    assert found
    return found.group()


def say(page: Page, text: str) -> None:
    answered = page.get_by_role("article").count()
    page.get_by_label("Write in your own words").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("article").nth(answered + 1)).to_be_visible(timeout=20_000)


def open_chat(browser: Browser, doors: Doors) -> Page:
    page = browser.new_context().new_page()
    page.goto(doors.chat + "/")
    return page


def sign_in(browser: Browser, doors: Doors) -> Page:
    page = browser.new_context().new_page()
    page.goto(doors.review + "/login")
    page.get_by_label("Name").fill("ailsa")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Reflections").first).to_be_visible()
    return page


def test_what_is_shared_is_read_and_what_is_private_is_nowhere(browser: Browser, doors: Doors) -> None:
    staff = open_chat(browser, doors)
    reflect(staff, SHARED, "Share without a name")
    other = open_chat(browser, doors)
    code = reflect(other, PRIVATE, "Keep it private")

    coordinator = sign_in(browser, doors)
    coordinator.goto(doors.review + "/reflections")
    links = coordinator.locator("main a[href*='/reflections/']")
    assert links.count() == 1
    links.first.click()
    for text in SHARED.values():
        expect(coordinator.get_by_role("main")).to_contain_text(text)
    expect(coordinator.get_by_role("main")).to_contain_text("Leadership")
    assert SHARED["strengths"] not in coordinator.title()

    for page in (coordinator, staff):
        for text in PRIVATE.values():
            assert text not in page.content()
    kept = "".join(place_of(doors.home, words) for words in PRIVATE.values())
    assert not kept, f"private words stand in {kept}"
    assert code not in doors.log.read_text(errors="replace")
    for text in SHARED.values():
        assert text not in doors.log.read_text(errors="replace")
    assert place_of(doors.home, SHARED["strengths"]), "the search itself works: shared words are in the database"


def test_the_code_brings_the_private_one_back_and_deletes_it(browser: Browser, doors: Doors) -> None:
    page = open_chat(browser, doors)
    code = reflect(page, PRIVATE, "Keep it private")
    later = open_chat(browser, doors)
    later.get_by_role("button", name="Start a conversation").click()
    later.get_by_role("button", name="I have a return code").click()
    say(later, code.replace("-", " "))
    log = later.get_by_role("log")
    expect(log).to_contain_text("I found it")
    assert PRIVATE["strengths"] not in log.inner_text(), "words are shown only when asked for"
    later.get_by_role("button", name="Show me my words").click()
    expect(log).to_contain_text(PRIVATE["strengths"])
    later.get_by_role("button", name="Delete it").last.click()
    later.get_by_role("button", name="Yes, delete it").click()
    expect(log).to_contain_text("are deleted")


def test_a_reload_in_the_same_tab_keeps_the_conversation(browser: Browser, doors: Doors) -> None:
    page = open_chat(browser, doors)
    page.get_by_role("button", name="Start a conversation").click()
    say(page, "there is no time for supervision")
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("there is no time for supervision")
    expect(page.locator("header.top").get_by_role("button", name="Support")).to_be_visible()


def place_of(home: Path, words: str) -> str:
    """The names of the files below `home` whose raw bytes hold these words, as UTF-8 or UTF-16."""
    signs = [words.encode(), words.encode("utf-16-le")]
    return " ".join(
        path.name for path in home.rglob("*") if path.is_file() and any(sign in path.read_bytes() for sign in signs)
    )


def test_deleting_all_and_what_was_said_clears_the_screen_too(browser: Browser, doors: Doors) -> None:
    page = open_chat(browser, doors)
    reflect(page, PRIVATE, "Keep it private")
    say(page, "delete all my reflections")
    page.get_by_role("button", name="Yes, and what was said in this chat").click()
    expect(page.get_by_role("article")).to_have_count(2, timeout=20_000)
    for text in PRIVATE.values():
        expect(page.get_by_role("log")).not_to_contain_text(text)
