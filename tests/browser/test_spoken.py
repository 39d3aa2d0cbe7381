"""What a screen reader is given: every new message once, in order, and nothing again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import ask, begin, box, settled, spoken, write

JOURNEY = {
    "question": "What goes well?",
    "guidance": "Here is something to read.",
    "support": "You can talk to someone.",
    "summary": "This is what you said.",
    "receipt": "It is saved.",
    "reflections": "These are your reflections.",
    "changes": "Something has changed.",
    "many": "Here are all nine themes.",
}


def test_a_whole_journey_is_spoken_in_order_once_each(page: Page) -> None:
    begin(page)
    for kind, text in JOURNEY.items():
        ask(page, kind, text)
    assert spoken(page) == [
        "Waymark says: Hello. I am Waymark, an automated guide. I am not a person. Nobody is watching. "
        "Stop when you like.",
        "Waymark says: Where would you like to begin? Choices: Leadership, Staff care, support and wellbeing, "
        "Help me choose, I have a return code.",
        "Waymark says: What goes well? Question 2 of 4. Skip any you like. Choices: Show an example.",
        "Waymark says: Here is something to read. 2 pieces of guidance are listed.",
        "Waymark says: You can talk to someone. If life is at risk, call 999 first. 2 support services are listed. "
        "Choices: Go on, Stop here.",
        "Waymark says: This is what you said. What goes well? We check in on <b>Mondays</b>. What would help? Skipped. "
        "Choices: Save, Let it go.",
        "Waymark says: It is saved. Your return code: amber-field-quiet-river.",
        "Waymark says: These are your reflections. 2 reflections are listed. 2 files can be saved.",
        "Waymark says: Something has changed. 1 change is listed.",
        "Waymark says: Here are all nine themes. 9 choices follow.",
    ]
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


def test_what_was_spoken_does_not_stay_to_be_met_again(page: Page) -> None:
    begin(page)
    live = page.locator("[aria-live=polite]")
    expect(live).to_have_text("", timeout=10_000)


def test_after_a_reload_nothing_is_read_again(page: Page) -> None:
    begin(page)
    write(page, "a thought")
    settled(page, "You wrote: a thought")
    page.reload()
    settled(page, "You wrote: a thought")
    assert spoken(page) == ["Your conversation is back."]


def test_messages_that_come_while_support_is_open_are_spoken_too(page: Page, door: Door) -> None:
    begin(page)
    door.answer_when.clear()
    write(page, "slow one")
    page.locator("header.top").get_by_role("button", name="Support").click()
    door.answer_when.set()
    page.get_by_role("button", name="Back to the conversation").wait_for()
    page.wait_for_function("window.spoken.some((line) => line.includes('slow one'))")
    expect(page.locator(".pane").get_by_role("heading", name="Support services")).to_be_focused()
    page.get_by_role("button", name="Back to the conversation").click()
    settled(page, "You wrote: slow one")
    expect(page.get_by_role("article").last).to_be_in_viewport()
    assert len([line for line in spoken(page) if "slow one" in line]) == 1


def test_counting_near_the_limit_is_spoken_once_per_threshold(page: Page) -> None:
    begin(page)
    before = len(spoken(page))
    box(page).fill("x" * 3_600)
    box(page).press("End")
    page.keyboard.type("yyyyy")
    assert spoken(page)[before:] == ["400 characters left."]
