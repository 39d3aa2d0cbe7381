"""Behind a proxy that takes a path away: the page, the chat and Support work with the slash at the end and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from bot.channels.web import pages
from tests.browser.scripted import Door
from tests.browser.widget_page import begin, opened, settled, write


@pytest.mark.parametrize("address", ["waymark", "waymark/", "waymark#support"])
def test_the_slash_at_the_end_may_be_left_out(browser: Browser, door: Door, address: str) -> None:
    door.prefix = "/waymark"
    door.html["/"] = pages.render_host_page(door.content, "https://apps.example.scot/waymark")
    with opened(browser, door, address) as page:
        begin(page)
        write(page, "behind a proxy")
        settled(page, "You wrote: behind a proxy")
        expect(page.locator("body")).to_have_css("margin", "0px")
        assert page.evaluate("location.pathname + location.hash") == "/waymark/" + address[len("waymark") :].strip("/")
        page.get_by_role("link", name="a page of its own").last.click()
        expect(page.get_by_role("heading", name="Support services", level=1)).to_be_visible()
        assert "/beside" not in door.paths


def test_at_the_root_nothing_changes(browser: Browser, door: Door) -> None:
    assert door.html["/"] == pages.render_host_page(door.content, "https://waymark.example.scot")
    with opened(browser, door) as page:
        begin(page)
        assert page.evaluate("location.pathname") == "/"
