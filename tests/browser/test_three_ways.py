"""With the real bot: who uses only large text, only reading aloud, or only a keyboard saves a reflection."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_small_screens import PHONE, SEEN
from tests.browser.voice import speaking
from tests.doors import Doors, open_doors

CODE = re.compile(r"\b[a-z]+(?:-[a-z]+){3}\b")
ANSWERS = ("People say hello in the morning", "Rotas come out late", "I will ask for the rota on a Wednesday")
FOCUSED = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one?.id === "box" ? "box" : one?.textContent ?? "";
}"""
LONG = 30_000
"""Milliseconds that a turn of the real bot may take on a busy machine."""


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("three-ways"), WAYMARK_EASY_READ="true") as opened:
        yield opened


def visit(browser: Browser, doors: Doors, prepare: object = None, **how: object) -> Page:
    context = browser.new_context(reduced_motion="reduce", service_workers="block", **how)  # type: ignore[arg-type]
    if callable(prepare):
        prepare(context)
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.goto(doors.chat + "/")
    return page


def say(page: Page, text: str) -> None:
    answered = page.get_by_role("article").count()
    page.get_by_label("Write in your own words").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("article").nth(answered + 1)).to_be_visible(timeout=LONG)


def set_up(page: Page, *labels: str) -> None:
    page.locator("header.top").get_by_role("button", name="More").click()
    for label in labels:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Back to the conversation").click()


def test_only_large_text(browser: Browser, doors: Doors) -> None:
    page = visit(browser, doors, viewport=PHONE)
    set_up(page, "Largest", "Easier words")
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("log")).to_contain_text("I am a computer.", timeout=LONG)
    for text in ("leadership", *ANSWERS):
        say(page, text)
        page.wait_for_timeout(100)
        assert page.evaluate(SEEN) == {"asked": True, "box": True, "send": True}, text
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), text
    expect(page.get_by_role("log")).to_contain_text("What could leaders do more of to help your team?")
    for name in ("Some of the time", "Save it", "Keep it private"):
        button = page.get_by_role("log").get_by_role("button", name=name)
        button.click()
    expect(page.get_by_role("log")).to_contain_text("Your return code", timeout=LONG)
    assert CODE.search(page.get_by_role("log").inner_text())


def test_only_reading_aloud(browser: Browser, doors: Doors) -> None:
    """Nothing is looked at: each step is taken from what the voice said, by its name."""
    page = visit(browser, doors, speaking())
    set_up(page, "Read new messages aloud")

    def heard(words: str) -> None:
        page.wait_for_function(
            """(words) => { window.finish(); return window.said.join(" ").includes(words); }""", arg=words, timeout=LONG
        )

    def take(name: str) -> None:
        heard(name)
        page.evaluate("window.said.length = 0")
        page.get_by_role("log").get_by_role("button", name=name).last.press("Enter")

    page.get_by_role("button", name="Start a conversation").press("Enter")
    heard("Choose a theme")
    say(page, "leadership")
    for text in ANSWERS:
        heard("?")
        page.evaluate("window.said.length = 0")
        say(page, text)
    for name in ("Some of the time", "Save it", "Keep it private"):
        take(name)
    heard("Your return code")
    assert CODE.search(page.evaluate("window.said.join(' ')"))


def test_only_a_keyboard(browser: Browser, doors: Doors) -> None:
    page = visit(browser, doors)

    def go_to(name: str, key: str = "Tab") -> None:
        for _ in range(80):
            if str(page.evaluate(FOCUSED)).startswith(name):
                return
            page.keyboard.press(key)
        raise AssertionError(f"{name} cannot be reached: {page.evaluate(FOCUSED)!r}")

    def wait_for(name: str) -> None:
        expect(page.get_by_role("log").get_by_role("button", name=name)).to_be_visible(timeout=LONG)

    go_to("Start a conversation")
    page.keyboard.press("Enter")
    wait_for("Help me choose")
    for text in ("leadership", *ANSWERS):
        answered = page.get_by_role("article").count()
        go_to("box")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.get_by_role("article").nth(answered + 1)).to_be_visible(timeout=LONG)
    for name in ("Some of the time", "Save it", "Keep it private"):
        wait_for(name)
        go_to(name, "Shift+Tab")
        page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Your return code", timeout=LONG)
