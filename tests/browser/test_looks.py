"""axe with every WCAG 2.2 AA rule and its best practices on every state, in every look, and what each state is to a
screen reader, held in `snapshots/`. NEW_SNAPSHOTS=1 writes the snapshots anew; then read the change."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import MOVE_CODE, Door
from tests.browser.voice import speaking
from tests.browser.widget_page import LOOKS, ask, begin, box, fits, no_violations, notice, opened, write

SNAPSHOTS = Path(__file__).parent / "snapshots"


def open_pane(page: Page, name: str) -> None:
    page.locator("header.top").get_by_role("button", name=name).click()


def go_offline(page: Page) -> None:
    page.context.set_offline(True)
    write(page, "on a train")
    expect(notice(page)).to_contain_text("You seem to be offline.")


def write_too_much(page: Page) -> None:
    box(page).fill("x" * 4_100)
    expect(page.get_by_text("100 characters too long").first).to_be_visible()


def open_moves(page: Page) -> None:
    opener = page.get_by_role("button", name="More moves")
    if opener.is_visible():  # on a small screen; elsewhere the moves are always there
        opener.click()


def set_reading(page: Page) -> None:
    open_pane(page, "More")
    page.get_by_label("More room between lines and letters").check()
    page.get_by_label("Read new messages aloud").check()
    page.get_by_label("Largest").evaluate("one => one.scrollIntoView({ block: 'center' })")  # not half under the bar


def hear(page: Page) -> None:
    set_reading(page)
    page.keyboard.press("Escape")
    ask(page, "theme", "What has gone well?")
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible()


def show_code(page: Page) -> None:
    open_pane(page, "More")
    page.get_by_role("button", name="Get a code").click()
    expect(page.locator("#pane").get_by_text(MOVE_CODE, exact=True)).to_be_visible()


def arrive_with_a_wrong_code(page: Page) -> None:
    page.get_by_role("button", name="I have a code from another device").click()
    page.get_by_label("Code from your other device").fill("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This code opens nothing.").first).to_be_visible()


def close(page: Page) -> None:
    """What a state opened, so that the next one is seen alone."""
    for part in (".pane", ".controls:not(.folded)"):
        if page.locator(part).is_visible():
            page.keyboard.press("Escape")
            expect(page.locator(part)).to_be_hidden()


STATES: dict[str, Callable[[Page], None]] = {
    "choices": lambda page: ask(page, "many", "Here are all nine themes."),
    "question": lambda page: ask(page, "question", "What goes well?"),
    "long": lambda page: ask(page, "long", "A calm paragraph"),
    "too-long": write_too_much,
    "support-message": lambda page: ask(page, "support", "You can talk to someone."),
    "support": lambda page: open_pane(page, "Support"),
    "more": lambda page: open_pane(page, "More"),
    "guidance": lambda page: ask(page, "guidance", "Here is something to read."),
    "summary": lambda page: ask(page, "summary", "This is what you said."),
    "receipt": lambda page: ask(page, "receipt", "It is saved."),
    "reflections": lambda page: ask(page, "reflections", "These are your reflections."),
    "changes": lambda page: ask(page, "changes", "Something has changed."),
    "theme": lambda page: ask(page, "theme", "What has gone well?"),
    "moves": open_moves,
    "moving": show_code,
    "reading": set_reading,
    "aloud": hear,
    "offline": go_offline,
}


def check(page: Page) -> None:
    no_violations(page)
    fits(page)


def check_snapshot(page: Page, state: str) -> None:
    page.locator("[aria-live=polite]").evaluate("one => one.replaceChildren()")  # it empties itself after a while
    found = re.sub(r"http://127\.0\.0\.1:\d+", "", page.locator("waymark-chat .root").aria_snapshot()) + "\n"
    path = SNAPSHOTS / f"{state}.yml"
    if os.environ.get("NEW_SNAPSHOTS"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("state", STATES)
def test_every_state_passes_axe_and_is_known(browser: Browser, door: Door, state: str) -> None:
    with opened(browser, door, prepare=speaking()) as page:
        begin(page)
        STATES[state](page)
        check(page)
        check_snapshot(page, state)


@pytest.mark.parametrize("look", [look for look in LOOKS if look != "desktop"])
def test_every_state_passes_axe_in_every_look(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, prepare=speaking(), **LOOKS[look]) as page:
        begin(page)
        for arrive in STATES.values():
            arrive(page)
            check(page)
            close(page)


@pytest.mark.parametrize("look", LOOKS)
def test_before_after_and_in_error(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, **LOOKS[look]) as page:
        expect(page.get_by_role("button", name="Start a conversation")).to_be_visible()
        states = {
            "closed": lambda: None,
            "arriving": lambda: arrive_with_a_wrong_code(page),
            "welcome": lambda: begin(page),
        }
        for state, arrive in states.items():
            arrive()
            check(page)
            if look == "desktop":
                check_snapshot(page, state)
        door.fail = (503, "resting", {"Retry_After": "60"})
        write(page, "kept")
        expect(notice(page)).to_contain_text("cannot be reached")
        check(page)
        if look == "desktop":
            check_snapshot(page, "error")
        door.fail = (401, "session_unknown", {})
        page.get_by_role("button", name="Try again").click()
        expect(notice(page)).to_contain_text("This conversation has closed.")
        check(page)
        if look == "desktop":
            check_snapshot(page, "expired")


@pytest.mark.parametrize("look", LOOKS)
def test_the_panel_and_the_entry_pass_too(browser: Browser, door: Door, look: str) -> None:
    door.entry = ("entry_code_needed", "heather")
    door.html["/panel"] = door.html["/"].replace('mode="page"', 'mode="panel"')
    with opened(browser, door, "panel", prepare=speaking(), **LOOKS[look]) as page:
        launcher = page.get_by_role("button", name="Open Waymark")
        check(page)
        launcher.click()
        check(page)
        page.get_by_role("button", name="Start a conversation").click()
        page.get_by_label("Access code").fill("thistle")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("Kind words about entry_code_wrong.").first).to_be_visible()
        check(page)
        if look == "desktop":
            check_snapshot(page, "entry")
        page.get_by_label("Access code").fill("heather")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
        ask(page, "long", "A calm paragraph")
        check(page)
        if look == "desktop":
            check_snapshot(page, "panel")
        for arrive in (open_moves, show_code, set_reading, hear):
            arrive(page)
            check(page)
            close(page)


@pytest.mark.parametrize("look", ["desktop", "narrow"])
def test_text_spacing_loses_nothing(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, **LOOKS[look]) as page:
        begin(page)
        ask(page, "summary", "This is what you said.")
        page.evaluate("""() => {
          const sheet = new CSSStyleSheet();  // WCAG 2.2, 1.4.12
          sheet.replaceSync(`
            * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
            p { margin-bottom: 2em !important; }`);
          document.querySelector("waymark-chat").shadowRoot.adoptedStyleSheets.push(sheet);
        }""")
        cut = page.evaluate("""() => [...document.querySelector("waymark-chat").shadowRoot.querySelectorAll(
          "button, p, dd, dt, label, h2, h3")].filter((one) => one.checkVisibility() && !one.closest(".hidden, .title")
          && (one.scrollWidth > one.clientWidth + 1 && one.clientWidth)).map((one) => one.textContent)""")
        assert cut == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
