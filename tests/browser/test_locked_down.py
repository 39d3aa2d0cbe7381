"""Both doors in a real Chromium, with script, under the headers that they send: nothing breaks, nothing is said in the
console, and what somebody wrote does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.channels.web.origins import HEADERS
from bot.review.rights import RIGHTS
from bot.store.coordinators import Role
from bot.store.tables import Coordinator
from tests.browser.host_page import host_page
from tests.browser.scripted import Door as ChatDoor
from tests.browser.test_review import WIDE, Door, sign_in
from tests.browser.widget_page import begin, settled, write

HARM = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
SINKS = {
    "innerHTML": "document.body.innerHTML = '<b>x</b>'",
    "insertAdjacentHTML": "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "document.write": "document.write('<b>x</b>')",
    "a policy of one's own": "trustedTypes.createPolicy('mine', { createHTML: (text) => text })",
    "a script's address": "document.createElement('script').src = '/static/shortcuts.js'",
}


def listen(page: Page) -> list[str]:
    """Whatever goes wrong in a page, as it comes."""
    amiss: list[str] = []
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("console", lambda line: amiss.append(line.text) if line.type in ("error", "warning") else None)
    return amiss


def refused(page: Page) -> list[str]:
    """The ways to make script or markup of text that this page refuses."""
    found = []
    for name, code in SINKS.items():
        wrapped = f"() => {{ try {{ {code}; return 'done'; }} catch {{ return 'refused'; }} }}"
        if page.evaluate(wrapped) == "refused":
            found.append(name)
    return found


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path)
    yield door
    door.close()


def test_every_page_of_the_review_app_is_quiet_under_its_headers(browser: Browser, review: Door) -> None:
    one = review.share(strengths=HARM, opportunities=HARM, next_step=HARM)
    page = browser.new_context(viewport=WIDE, base_url=review.address).new_page()
    amiss = listen(page)
    sign_in(page)
    for role in Role:
        with review.database.session() as session:
            session.scalars(select(Coordinator)).one().role = role
        for route in (route for route, roles in RIGHTS.items() if route.startswith("GET") and role in roles):
            path = route.removeprefix("GET ").replace("{reflection_id}", one).replace("{theme_id}", "leadership")
            if "{" not in path:
                page.goto(path)
                assert "owned" not in page.title()
    with review.database.session() as session:
        session.scalars(select(Coordinator)).one().role = Role.COORDINATOR
    page.goto(f"/reflections/{one}")
    expect(page.locator(".said").first).to_have_text(HARM)
    assert amiss == []
    assert refused(page) == list(SINKS)


def test_signing_out_clears_what_the_browser_kept_and_no_more(browser: Browser, review: Door) -> None:
    context = browser.new_context(viewport=WIDE, base_url=review.address)
    page = context.new_page()
    sign_in(page)
    page.evaluate("localStorage.setItem('another', 'service')")
    context.add_cookies([{"name": "another", "value": "service", "url": review.address}])
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.evaluate("localStorage.getItem('another')") == "service"
    assert {cookie["name"] for cookie in context.cookies()} == {"another", "waymark-device"}
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_no_page_shows_the_review_app_in_a_frame(browser: Browser, review: Door) -> None:
    with host_page() as stranger:
        stranger.server = review.address
        page = browser.new_context().new_page()
        page.goto(stranger.origin + "/frame")
        page.wait_for_load_state("networkidle")
        expect(page.frame_locator("iframe").get_by_role("heading", name="Sign in")).to_have_count(0)


def test_our_chat_page_is_quiet_under_its_headers(browser: Browser, door: ChatDoor) -> None:
    door.told = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    page = browser.new_context().new_page()
    amiss = listen(page)
    page.goto(door.url)
    begin(page)
    write(page, HARM)
    settled(page, HARM)
    assert page.title() != "owned"
    assert page.evaluate("navigator.serviceWorker.ready.then(() => 'ready')") == "ready"
    page.goto(f"{door.url}support")
    page.goto(door.url)
    expect(page.get_by_role("log")).to_contain_text(HARM)
    assert amiss == []
    assert refused(page) == list(SINKS)
