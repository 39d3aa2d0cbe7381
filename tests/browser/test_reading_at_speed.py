"""Three hundred reflections are read, tagged and marked as reviewed with the keyboard, and each press is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from bot.store.reading_tables import Tagging
from bot.store.tables import AuditEvent, Reflection
from tests.browser.test_review import WIDE, Door, sign_in

MANY, MOST = 300, 400
NUMBER = re.compile(r"Number \d+")
TODAY = datetime.now(UTC).date()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path)
    yield door
    door.close()


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self._page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self._page.keyboard.press(key)

    def press_and_wait(self, key: str) -> None:
        """Press what leads to another page, and wait for it."""
        with self._page.expect_navigation():
            self.press(key)

    def type(self, words: str) -> None:
        self.pressed += len(words)
        self._page.keyboard.type(words)


def turn_on_the_shortcuts(page: Page) -> None:
    """As somebody does once on each browser."""
    page.goto("/reflections")
    page.get_by_text("Keys that are shortcuts").click()
    page.get_by_label("Use these keys").check()


def test_three_hundred_are_read_tagged_and_marked_in_under_four_hundred_presses(browser: Browser, door: Door) -> None:
    for n in range(MANY):
        door.share(strengths=f"Number {n}", opportunities="More time to talk.", day=TODAY - timedelta(days=n // 3))
    context = browser.new_context(viewport=WIDE, base_url=door.address)
    page = context.new_page()
    sign_in(page)
    turn_on_the_shortcuts(page)
    page.goto("/reflections?reviewed=no")
    keys = Keys(page)
    keys.press("j")
    keys.press_and_wait("o")
    for n, tag in enumerate(("rota", "time"), 1):  # the first of each is typed: from then on it has a key
        expect(page.locator(".said").first).to_have_text(NUMBER)
        keys.press("t")
        keys.type(tag)
        keys.press_and_wait("Enter")
        keys.press_and_wait(str(n))
    for n in range(MANY - 2):
        expect(page.locator(".said").first).to_have_text(NUMBER)
        keys.press_and_wait("12"[n % 2])
    expect(page.get_by_text("No shared reflections match this search.")).to_be_visible()
    assert keys.pressed < MOST
    with door.database.session() as session:
        assert session.scalar(select(func.count()).where(Reflection.reviewed)) == MANY
        assert session.scalar(select(func.count()).select_from(Tagging)) == MANY
        viewed = select(AuditEvent.subject).where(AuditEvent.event == "reflection_viewed")
        assert len(set(session.scalars(viewed))) == MANY
    context.close()
