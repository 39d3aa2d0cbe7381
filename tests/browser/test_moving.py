"""To another device with a code that is typed there; and a question before a tab closes on words nobody has."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import MOVE_CODE, Door
from tests.browser.widget_page import ask, begin, box, fits, no_violations, notice, opened, settled, write

PHONE = {"width": 320, "height": 568}


def get_code(page: Page) -> None:
    page.locator("header.top").get_by_role("button", name="More").click()
    page.get_by_role("button", name="Get a code").click()
    expect(page.get_by_text(MOVE_CODE, exact=True)).to_be_visible()


def test_a_half_done_conversation_goes_on_on_a_phone(browser: Browser, door: Door) -> None:
    with opened(browser, door) as desk, opened(browser, door, viewport=PHONE) as phone:
        begin(desk)
        write(desk, "begun at my desk")
        settled(desk, "You wrote: begun at my desk")
        get_code(desk)
        no_violations(desk)
        desk.get_by_role("button", name="Back to the conversation").click()
        phone.get_by_role("button", name="I have a code from another device").click()
        code = phone.get_by_label("Code from your other device")
        code.fill("another code entirely wrong")
        phone.keyboard.press("Enter")
        expect(phone.get_by_text("This code opens nothing.").first).to_be_visible()
        no_violations(phone)
        fits(phone)
        code.fill(MOVE_CODE.replace("-", " "))
        phone.keyboard.press("Enter")
        settled(phone, "begun at my desk")
        write(phone, "and ended on a train")
        settled(phone, "You wrote: and ended on a train")
        write(desk, "too late here")
        expect(notice(desk)).to_contain_text("has moved to your other device")
        expect(desk.get_by_role("log")).not_to_contain_text("begun at my desk")
        assert box(desk).input_value() == "too late here"
        assert MOVE_CODE not in phone.url
        assert phone.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })").find(MOVE_CODE) == -1


@pytest.mark.parametrize(
    ("does", "asked"), [("nothing", False), ("draft", True), ("said", True), ("saved", False), ("leaves", False)]
)
def test_closing_on_words_that_nobody_has_is_asked(browser: Browser, door: Door, does: str, *, asked: bool) -> None:
    with opened(browser, door) as page:
        questions: list[str] = []
        page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
        begin(page)
        if does == "draft":
            box(page).press_sequentially("half a thought")
        if does in ("said", "saved", "leaves"):
            write(page, "a whole thought")
            settled(page, "You wrote: a whole thought")
        if does == "saved":
            ask(page, "receipt", "It is saved.")
        if does == "leaves":
            page.get_by_role("button", name="Leave now").click()
            page.wait_for_url("about:blank")
        else:
            page.close(run_before_unload=True)
            page.wait_for_event("close") if not page.is_closed() else None
        assert questions == (["beforeunload"] if asked else [])


def test_beside_another_page_nobody_is_asked(browser: Browser, door: Door) -> None:
    door.html["/panel"] = door.html["/"].replace('mode="page"', 'mode="panel"')
    with opened(browser, door, "panel") as page:
        questions: list[str] = []
        page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
        page.get_by_role("button", name="Open Waymark").click()
        begin(page)
        box(page).press_sequentially("half a thought")
        page.reload()
        expect(box(page)).to_have_value("half a thought")
        assert questions == []
