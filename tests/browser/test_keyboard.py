"""Everything by keyboard alone; focus never moves by itself, is never lost and never covered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import ask, begin, box, focused, opened, settled, spoken, write


def test_the_whole_journey_by_keyboard_alone(page: Page, door: Door) -> None:
    page.get_by_role("button", name="Start a conversation").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
    assert focused(page) == "log"
    for _ in range(3):  # the newest message, its first choice, its second
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    settled(page, "You wrote: Staff care, support and wellbeing")
    expect(page.get_by_role("article", name="You")).to_be_focused()
    expect(page.get_by_role("button", name="Leadership")).to_have_count(0)
    page.keyboard.press("Enter")  # what was said does nothing more
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(box(page)).to_be_focused()
    page.keyboard.type("First line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    page.keyboard.press("Enter")
    settled(page, "You wrote: First line\nsecond line")
    expect(box(page)).to_be_focused()
    for kind, text in {"guidance": "something to read", "summary": "what you said", "receipt": "It is saved"}.items():
        page.keyboard.type(kind)
        page.keyboard.press("Enter")
        settled(page, text)
        expect(box(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Copy the code")).to_be_focused()
    page.keyboard.press("Tab")
    for _ in range(2):  # Send, then the first of the moves
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page, "You wrote: Back")
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_focused()
    assert len(door.posts) == 7


def test_arrow_keys_walk_through_the_log_and_stop_at_its_ends(page: Page) -> None:
    begin(page)
    write(page, "one thought")
    settled(page, "You wrote: one thought")
    articles = page.get_by_role("article")
    assert articles.count() == 4
    assert page.locator("article[tabindex='0']").count() == 1
    box(page).focus()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    expect(articles.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(articles.last).to_be_focused()
    assert spoken(page)[-1] == "End of the conversation"
    page.keyboard.press("ArrowUp")
    expect(articles.nth(2)).to_be_focused()
    page.keyboard.press("Home")
    expect(articles.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    assert spoken(page)[-1] == "Start of the conversation"
    page.keyboard.press("End")
    expect(articles.last).to_be_focused()
    articles.nth(1).focus()
    page.evaluate("window.beforeTab = 1")
    page.keyboard.press("Tab")  # what is inside the message where one is
    assert focused(page) == "Go on"  # the earlier choices are answered, so it is the newest message's


def test_a_walker_keeps_the_place_when_a_message_comes(page: Page, door: Door) -> None:
    begin(page)
    door.answer_when.clear()
    write(page, "slow one")
    page.get_by_role("article").first.focus()
    door.answer_when.set()
    settled(page, "You wrote: slow one")
    expect(page.get_by_role("article").first).to_be_focused()
    assert page.locator("article[tabindex='0']").count() == 1


def test_panes_take_the_focus_when_asked_and_give_it_back(page: Page) -> None:
    begin(page)
    for name, title in {"Support": "Support services", "More": "More"}.items():
        opener = page.locator("header.top").get_by_role("button", name=name, exact=True)
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".pane").get_by_role("heading", name=title, exact=True)).to_be_focused()
        expect(opener).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("log")).to_be_hidden()
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        expect(opener).to_have_attribute("aria-expanded", "false")
        expect(page.get_by_role("log")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Back to the conversation").click()
    expect(opener).to_be_focused()


def test_focus_stays_when_messages_come(page: Page) -> None:
    begin(page)
    box(page).focus()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    settled(page, "You wrote: hello")
    expect(box(page)).to_be_focused()


@pytest.mark.parametrize("size", [(1280, 900), (320, 640), (320, 256)])
def test_what_has_focus_is_never_covered(browser: Browser, door: Door, size: tuple[int, int]) -> None:
    with opened(browser, door, viewport={"width": size[0], "height": size[1]}) as page:
        begin(page)
        ask(page, "many", "Here are all nine themes.")
        box(page).focus()
        for key in ["Shift+Tab"] * 14 + ["Tab"] * 20:
            page.keyboard.press(key)
            covered = page.evaluate("""() => {
              const root = document.querySelector("waymark-chat").shadowRoot;
              const one = root.activeElement;
              if (!one || one.getAttribute("role") === "log") return "";
              const box = one.getBoundingClientRect();
              const y = one.tagName === "ARTICLE" ? box.y + 12 : box.y + box.height / 2;
              const top = root.elementFromPoint(box.x + box.width / 2, y);
              return top && (one === top || one.contains(top)) ? "" : one.textContent;
            }""")
            assert covered == ""
