"""The page as a browser prints it: the conversation whatever is open, and nothing cut between two sheets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import ask, begin, opened


@pytest.mark.parametrize("pane", ["", "More", "Support"])
def test_the_conversation_is_printed_whatever_is_open(browser: Browser, door: Door, pane: str) -> None:
    with opened(browser, door, color_scheme="dark") as page:
        begin(page)
        ask(page, "summary", "This is what you said.")
        if pane:
            page.locator("header.top").get_by_role("button", name=pane).click()
        page.emulate_media(media="print")
        expect(page.locator(".log .words").first).to_be_visible()
        expect(page.locator(".frame")).to_have_css("background-color", "rgb(255, 255, 255)")
        for unseen in (".pane", ".desk", ".about", ".choices button", "header.top button"):
            assert not any(one.is_visible() for one in page.locator(unseen).all()), unseen


def test_no_service_is_cut_between_two_sheets(browser: Browser, door: Door) -> None:
    for path in ("", "support"):
        with opened(browser, door, path) as page:
            page.emulate_media(media="print")
            for service in page.locator("li.service").all():
                expect(service).to_have_css("break-inside", "avoid")
            for heading in page.locator("h2:visible, h3:visible").all():
                if heading.evaluate("one => one.getRootNode() === document"):
                    expect(heading).to_have_css("break-after", "avoid")
