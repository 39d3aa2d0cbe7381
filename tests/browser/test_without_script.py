"""Without script, without a server, without a network: what Waymark is and the support services are still there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.content import load_content
from tests.browser.scripted import CONTENT, Door
from tests.browser.widget_page import LOOKS, begin, box, no_violations, notice, opened, settled, write

NAMES = [service.name for service in load_content(CONTENT).support]


@pytest.mark.parametrize("look", LOOKS)
def test_support_page_needs_no_script(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, "support", **LOOKS[look]) as page:
        no_violations(page)
        assert page.locator("script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for name in NAMES:
            expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_host_page_without_script_still_has_support(browser: Browser, door: Door) -> None:
    with opened(browser, door, java_script_enabled=False) as page:
        expect(page.get_by_text("The conversation could not start here")).to_be_visible()
        expect(page.get_by_role("heading", name="What Waymark is")).to_be_visible()
        for name in NAMES:
            expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_without_its_words_the_element_shows_what_the_page_put_there(page: Page, door: Door) -> None:
    door.fail_words = 1_000
    page.reload()
    expect(page.get_by_text("The conversation could not start here")).to_be_visible(timeout=10_000)
    no_violations(page)
    door.fail_words = 0
    expect(page.get_by_role("button", name="Start a conversation")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("The conversation could not start here")).to_be_hidden()


def test_our_pages_open_when_the_server_is_gone(browser: Browser, door: Door) -> None:
    with opened(browser, door, service_workers="allow") as page:
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        begin(page)
        write(page, "something private")
        settled(page, "You wrote: something private")
        kept = page.evaluate("""async () => {
          const store = await caches.open("waymark");
          const read = async (one) => [one.url, await (await store.match(one)).text()];
          return Promise.all((await store.keys()).map(read));
        }""")
        assert len(kept) == 9
        assert [url for url, text in kept if "/chat/" in url or "something private" in text] == []
        door.shutdown()
        door.server_close()
        page.goto(door.url)
        expect(box(page)).to_be_visible()  # what was said is with the server alone, and is there again when it is
        assert "something private" not in page.inner_text("body") + page.evaluate("JSON.stringify(sessionStorage)")
        box(page).fill("written meanwhile")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(notice(page)).to_contain_text("Waymark cannot be reached just now.", timeout=15_000)
        notice(page).get_by_role("button", name="Support").click()
        expect(page.locator(".pane").get_by_role("link", name="116 123")).to_be_visible()
        page.goto(door.url + "support")
        for name in NAMES:
            expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
