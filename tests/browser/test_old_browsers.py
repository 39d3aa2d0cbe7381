"""Browsers since 2021, by taking away what they do not have: a whole conversation, readable, and nothing stuck.

What is taken out of the style sheet is what an old engine drops there: a declaration or a rule it cannot read.
docs/widget.md says which browsers these stand for, and what they cannot show.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.browser.scripted import MOVE_CODE, Door
from tests.browser.test_looks import close, hear, open_moves, set_reading, show_code
from tests.browser.voice import speaking
from tests.browser.widget_page import ask, begin, box, no_violations, notice, opened, settled, write


@dataclass(frozen=True)
class Old:
    """What a browser lacks: words of style sheets, and script that takes away what scripts would find."""

    styles: tuple[str, ...]
    script: str


NO_ANY = "delete AbortSignal.any;"
NO_UNITS = "delete CSS.registerProperty;"
NO_SHEETS = """
  window.CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor"); } };
  for (const kind of [Document, ShadowRoot]) delete kind.prototype.adoptedStyleSheets;
"""
NOT_2021 = ("light-dark(", "field-sizing", "text-wrap", ":has(")
OLD = {
    "chrome-100": Old((*NOT_2021, "color-mix(", ":dir(", "dvh"), NO_ANY),
    "firefox-115": Old(NOT_2021, NO_ANY + NO_UNITS),
    "ios-15": Old((*NOT_2021, "color-mix(", ":dir("), NO_ANY + NO_UNITS + NO_SHEETS),
}
SIZES = """() => ["article .words p", "article .who", ".choice span", ".send"].map((name) =>
  getComputedStyle(document.querySelector("waymark-chat").shadowRoot.querySelector(name)).fontSize)"""


def age(old: Old, door: Door) -> Callable[[BrowserContext], None]:
    """What makes a browser old before a page comes."""
    lacking = re.compile("|".join(re.escape(word) for word in old.styles))

    def serve(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=lacking.sub(lambda found: f"no-{found[0]}", answer.text()))

    def prepare(context: BrowserContext) -> None:
        context.add_init_script(old.script)
        for name in ("widget.js", "static/widget.css", "static/page.css"):
            context.route(door.url + name, serve)

    return prepare


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", OLD)
def test_a_whole_journey(browser: Browser, door: Door, name: str, scheme: str) -> None:
    prepare = age(OLD[name], door)
    with opened(browser, door, prepare=prepare, color_scheme=scheme) as page:  # type: ignore[arg-type]
        begin(page)
        page.get_by_role("button", name="Help me choose").click()
        settled(page, "You wrote: Help me choose")
        assert page.evaluate(SIZES) == ["17px", "14px", "17px", "17px"]
        page.get_by_role("button", name="Go on").hover()
        no_violations(page, preload=False)
        small = box(page).evaluate("one => one.clientHeight")
        box(page).fill("a line\n" * 5)
        assert box(page).evaluate("one => one.clientHeight") > small * 2
        door.fail = (503, "resting", {"Retry_After": "60"})
        write(page, "kept")
        expect(notice(page)).to_contain_text("cannot be reached")
        door.fail = None
        page.get_by_role("button", name="Try again").click()  # nothing is stuck
        settled(page, "You wrote: kept")
        ask(page, "receipt", "It is saved.")
        page.get_by_role("button", name="Send", exact=True).hover()
        no_violations(page, preload=False)
        page.locator("header.top").get_by_role("button", name="More").click()
        page.get_by_role("button", name="Print it").click()
        page.wait_for_function("window.printed === 1")


@pytest.mark.parametrize("name", OLD)
def test_reading_hearing_and_moving_on(browser: Browser, door: Door, name: str) -> None:
    """What came later than the first journey: larger text, a voice, and a chat that half way goes to a phone."""
    older = age(OLD[name], door)

    def prepare(context: BrowserContext) -> None:
        older(context)
        speaking()(context)

    small = {"viewport": {"width": 320, "height": 568}}
    with opened(browser, door, prepare=prepare) as desk, opened(browser, door, prepare=prepare, **small) as phone:
        begin(desk)
        set_reading(desk)
        desk.get_by_label("Largest", exact=True).check()
        no_violations(desk, preload=False)
        close(desk)
        assert desk.evaluate(SIZES)[0] == "27.2px", "1.6 times, once and not again in each part"
        assert desk.locator(".words p").first.evaluate("one => parseFloat(getComputedStyle(one).letterSpacing)") > 1
        hear(desk)
        assert "Waymark says: Leadership" in "".join(desk.evaluate("window.said"))
        no_violations(desk, preload=False)
        show_code(desk)
        no_violations(desk, preload=False)
        phone.get_by_role("button", name="I have a code from another device").click()
        phone.get_by_label("Code from your other device").fill(MOVE_CODE)
        phone.keyboard.press("Enter")
        settled(phone, "What has gone well?")
        open_moves(phone)
        expect(phone.get_by_role("group", name="Always in reach")).to_be_visible()
        no_violations(phone, preload=False)
        close(phone)
        ask(phone, "receipt", "It is saved.")
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_panel_stands_on_the_screen(browser: Browser, door: Door) -> None:
    door.html["/panel"] = door.html["/"].replace('mode="page"', 'mode="panel"')
    how = {"prepare": age(OLD["chrome-100"], door), "viewport": {"width": 390, "height": 700}}
    with opened(browser, door, "panel", **how) as page:  # type: ignore[arg-type]
        page.get_by_role("button", name="Open Waymark").click()
        assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 700}
        page.set_viewport_size({"width": 1280, "height": 700})
        assert page.get_by_role("dialog").bounding_box() == {"x": 784, "y": 16, "width": 480, "height": 668}
