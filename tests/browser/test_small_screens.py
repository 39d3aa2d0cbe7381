"""On a phone and with large text: what is asked, the box and Send are on the screen at once, and nothing is wider.

WCAG 2.2: 1.4.4 (text at 200 %), 1.4.10 (no scrolling sideways), 2.4.11 (nothing covers what has the focus).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import QUIET
from tests.browser.scripted import Door
from tests.browser.states import every_state
from tests.browser.voice import speaking
from tests.browser.widget_page import ask, begin, box, focused, opened, settled
from tools.find_browser import find_browser

PHONE = {"width": 320, "height": 568}
WIDTHS = (320, 390, 768)
SEEN = """() => {
  const root = document.querySelector("waymark-chat").shadowRoot;
  const all = (name) => [...root.querySelectorAll(name)].filter((one) => one.getClientRects().length);
  const [top, desk] = [".top", ".desk"].map((name) => all(name)[0].getBoundingClientRect());
  const inStrip = (one) => {
    const { top: start, bottom: end } = one.getBoundingClientRect();
    return start >= top.bottom - 1 && Math.min(end, start + 24) <= desk.top + 1;
  };
  const whole = (one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom <= innerHeight;
  const last = all("article").at(-1);
  const asked = [...(last?.querySelectorAll(".words, .choice") ?? []), ...all(".notice")];
  return { asked: asked.some(inStrip), box: all("textarea").every(whole), send: all(".send").every(whole) };
}"""
WIDER = """() => {
  const root = document.querySelector("waymark-chat")?.shadowRoot ?? document;
  const parts = [...root.querySelectorAll("*"), ...document.body.querySelectorAll("*")];
  const unseen = (one) => !one.getClientRects().length || one.closest(".hidden, .title, .skip, .who, style, label");
  return {
    page: document.documentElement.scrollWidth - innerWidth,
    out: parts.filter((one) => !unseen(one) && one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.className),
    cut: parts.filter((one) => !unseen(one) && one.clientWidth && one.scrollWidth > one.clientWidth + 1
      && getComputedStyle(one).overflowX !== "visible").map((one) => one.className),
    split: [...root.querySelectorAll("header button, .send")].filter((one) => !unseen(one)
      && one.offsetHeight > 2.6 * parseFloat(getComputedStyle(one).fontSize) + 20).map((one) => one.textContent),
    box: [...root.querySelectorAll("textarea")].filter((one) => !unseen(one)
      && one.offsetWidth < 4 * parseFloat(getComputedStyle(one).fontSize)).length,
  };
}"""
FITS = {"page": 0, "out": [], "cut": [], "split": [], "box": 0}


@pytest.fixture(scope="module")
def large_text(browser: Browser) -> Iterator[Browser]:
    """A browser whose reader set all text to twice its size."""
    large = [*QUIET, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"]
    chromium = browser.browser_type.launch(executable_path=find_browser(), args=large)
    yield chromium
    chromium.close()


def test_what_is_asked_the_box_and_send_are_seen_at_once(browser: Browser, door: Door) -> None:
    with opened(browser, door, prepare=speaking(), viewport=PHONE) as page:
        unseen = {}
        for state in every_state(page, door):
            if state in ("before it begins", "a wrong code") or page.locator(".pane").is_visible():
                continue
            page.wait_for_timeout(60)  # two frames: what is new is painted before anything scrolls
            if (seen := page.evaluate(SEEN)) != {"asked": True, "box": True, "send": True}:
                unseen[state] = seen
        assert unseen == {}


def test_at_twice_the_text_nothing_is_wider_than_the_screen(large_text: Browser, door: Door) -> None:
    with opened(large_text, door, prepare=speaking(), viewport={"width": 390, "height": 844}) as page:
        amiss = {}
        for state in every_state(page, door):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 844})
                if (found := page.evaluate(WIDER)) != FITS:
                    amiss[state, width] = found
            page.set_viewport_size({"width": 390, "height": 844})
        assert amiss == {}


@pytest.mark.parametrize("path", ["support", "panel"])
def test_at_twice_the_text_the_other_pages_fit_too(large_text: Browser, door: Door, path: str) -> None:
    door.html["/panel"] = door.html["/"].replace('mode="page"', 'mode="panel"')
    with opened(large_text, door, path, viewport={"width": 320, "height": 844}) as page:
        if path == "panel":
            page.get_by_role("button", name="Open Waymark").click()
            begin(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(WIDER) == FITS, width


def test_the_moves_open_beside_the_box_and_close_again(browser: Browser, door: Door) -> None:
    with opened(browser, door, viewport=PHONE) as page:
        begin(page)
        moves = page.get_by_role("group", name="Always in reach")
        opener = page.get_by_role("button", name="More moves")
        expect(moves).to_be_hidden()
        opener.click()
        assert moves.get_by_role("button").all_inner_texts() == ["Back", "Skip", "Pause", "Change theme", "Finish"]
        for button in (*moves.get_by_role("button").all(), page.get_by_role("button", name="Send", exact=True)):
            expect(button).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(moves).to_be_hidden()
        opener.click()
        moves.get_by_role("button", name="Pause").click()
        expect(moves).to_be_hidden()
        assert focused(page) == "More moves"
        expect(page.get_by_role("log").get_by_text("You wrote: Pause")).to_be_in_viewport()


SLIVERS = """() => {
  const root = document.querySelector("waymark-chat").shadowRoot;
  const [top, desk] = [".top", ".desk"].map((name) => root.querySelector(name).getBoundingClientRect());
  return [...root.querySelectorAll(".log button, .log a")].map((one) => {
    const { top: start, bottom: end } = one.getBoundingClientRect();
    return Math.min(end, desk.top) - Math.max(start, top.bottom);
  }).filter((seen) => seen > 1 && seen < 23);
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_what_scrolled_into_view_shows_no_sliver_of_a_button(browser: Browser, door: Door, width: int) -> None:
    """WCAG 2.2, 2.5.8. Whether axe found one hung on the height of the screen, to a pixel."""
    with opened(browser, door, viewport={"width": width, "height": 600}) as page:
        begin(page)
        for height in range(560, 640, 7):
            page.set_viewport_size({"width": width, "height": height})
            for asked, said in (("many", "Here are all nine themes."), ("guidance", "Here is something to read.")):
                ask(page, asked, said)
                page.wait_for_timeout(60)
                assert page.evaluate(SLIVERS) == [], (asked, height)


def test_a_move_that_is_not_offered_is_not_there(page: Page, door: Door) -> None:
    begin(page)
    moves = page.get_by_role("group", name="Always in reach")
    ask(page, "bare", "Nothing to skip here.")
    assert moves.get_by_role("button").all_inner_texts() == ["Pause"]


def test_a_phones_keyboard_covers_no_box_and_stays_open(browser: Browser, door: Door) -> None:
    """No keyboard of a phone can be had here: what it does to the page, less that can be seen, is done by hand."""
    with opened(browser, door, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        begin(page)
        ask(page, "question", "What goes well?")
        box(page).focus()
        page.evaluate("""() => {
          Object.defineProperty(visualViewport, "height", { get: () => innerHeight - 320, configurable: true });
          visualViewport.dispatchEvent(new Event("resize"));
        }""")
        page.wait_for_timeout(100)
        send = page.get_by_role("button", name="Send", exact=True)
        for part in (box(page), send, page.get_by_role("button", name="Show an example")):
            place = part.bounding_box()
            assert place and place["y"] + place["height"] <= 844 - 320
        box(page).fill("We have a cuppa together.")
        send.click()
        settled(page, "You wrote: We have a cuppa together.")
        assert focused(page) == "box"
