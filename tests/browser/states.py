"""Brings a page of the scripted door into each state that the chat can be in, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.browser.scripted import Door
from tests.browser.test_looks import STATES, arrive_with_a_wrong_code, close
from tests.browser.widget_page import begin, notice, write


def every_state(page: Page, door: Door) -> Iterator[str]:
    """Bring the page into one state after the other."""
    expect(page.get_by_role("button", name="Start a conversation")).to_be_visible()
    yield "before it begins"
    arrive_with_a_wrong_code(page)
    yield "a wrong code"
    begin(page)
    yield "welcome"
    for name, arrive in STATES.items():
        arrive(page)
        yield name
        close(page)
    page.context.set_offline(False)
    expect(notice(page)).to_be_hidden()
    door.fail = (503, "resting", {"Retry_After": "60"})
    write(page, "kept")
    expect(notice(page)).to_contain_text("cannot be reached")
    yield "error"
    door.fail = (401, "session_unknown", {})
    page.get_by_role("button", name="Try again").click()
    expect(notice(page)).to_contain_text("closed")  # or has moved: a code was given
    yield "closed by the server"
    door.fail = None
