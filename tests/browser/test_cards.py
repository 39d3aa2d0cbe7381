"""Prompt cards for a meeting: large on a wall, whole on a phone, one question a screen, and nothing typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import no_violations, opened

SIZE = "one => parseFloat(getComputedStyle(one).fontSize)"
SEEN = """all => all.filter((one) => one.getBoundingClientRect().top < innerHeight - 4
  && one.getBoundingClientRect().bottom > 4).map((one) => one.textContent)"""
WALL = {"width": 1920, "height": 1080}
WIDTHS = (320, 390, 768, 1280)


def whole(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"


def test_a_theme_is_shown_on_a_wall_one_question_at_a_time(browser: Browser, door: Door) -> None:
    with opened(browser, door, "cards", viewport=WALL) as page:
        page.get_by_role("link", name="Leadership").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Leadership")
        theme = door.content.theme("leadership")
        page.get_by_role("link", name="Show the first question").click()
        for question in (theme.strengths, theme.opportunities, theme.next_step):
            heading = page.get_by_role("heading", name=question)
            expect(heading).to_be_in_viewport(ratio=1)
            assert heading.evaluate(SIZE) >= 60
            assert page.locator(".prompt h2").evaluate_all(SEEN) == [question]
            page.locator(".prompt").filter(has=heading).get_by_role("link").first.click()
        expect(page.get_by_role("heading", name="Thank you for thinking together")).to_be_in_viewport(ratio=1)
        page.get_by_role("link", name="Another theme").click()
        expect(page.get_by_role("heading", name="Prompt cards for a team")).to_be_visible()
        assert page.locator("input, textarea, form, script").count() == 0


@pytest.mark.parametrize("path", ["cards", "cards/workforce-care"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_pass_axe_and_fit_every_screen(browser: Browser, door: Door, path: str, scheme: str) -> None:
    with opened(browser, door, path, color_scheme=scheme) as page:
        no_violations(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 568})
            whole(page)
