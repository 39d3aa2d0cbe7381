"""The picture in real Chromium: axe, three widths, light and dark, with figures and without, and without script."""

from __future__ import annotations

import random
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import insert

from bot.content import load_content
from bot.disclosure import period_of
from bot.settings import ROOT
from bot.store.tables import Reflection, random_id
from tests.browser.test_review import Door, check, door, sign_in  # noqa: F401  a fixture is found by its name

TODAY = datetime.now(UTC).date()
WORDS = ("We stop for a cuppa after a hard call.", "More time for reflective practice.", "")


def fill(where: Door, periods: int = 3) -> None:
    """Share enough in each of the last quarters, but for one theme."""
    rng = random.Random(3)
    content = load_content(ROOT / "data" / "content")
    first = period_of(TODAY, "quarter").first
    rows = []
    for theme in content.themes[1:]:
        pieces = [piece.id for piece in content.guidance_for(theme.id)]
        for n in range(180 * periods):
            rows.append(
                {
                    "id": random_id(),
                    "version": random_id(),
                    "lookup": secrets.token_bytes(16),
                    "secret_id": "",
                    "sharing": "anonymous",
                    "theme": theme.id,
                    "day": first - timedelta(days=10 + 91 * (n % periods)),
                    "expires_on": TODAY + timedelta(days=90),
                    "rating": rng.choice([choice.id for choice in content.rating_scale[:4]]),
                    "guidance": sorted(rng.sample(pieces, min(2, len(pieces)))),
                    **{question: rng.choice(WORDS) for question in ("strengths", "opportunities", "next_step")},
                }
            )
    with where.database.session() as session:
        session.execute(insert(Reflection), rows)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_three_widths(browser: Browser, door: Door, scheme: str) -> None:  # noqa: F811
    # with script, because axe is one; bypass_csp lets axe in
    context = browser.new_context(base_url=door.address, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    sign_in(page)
    for path in ("/themes", "/themes/leadership"):
        page.goto(path)
        expect(page.get_by_text("There are no figures yet.")).to_be_visible()
        check(page, f"{path} without figures")
    fill(door)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/", "/themes", "/themes/leadership", "/themes/culture", "/themes?from=2026-01-01"):
            page.goto(path)
            check(page, f"{path} at {width}")
    context.close()


def test_the_picture_can_be_walked_without_script(browser: Browser, door: Door) -> None:  # noqa: F811
    fill(door)
    context = browser.new_context(base_url=door.address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page)
    page.get_by_role("link", name="Themes", exact=True).click()
    expect(page.get_by_role("img", name="Bar chart.").first).to_be_visible()
    page.get_by_role("table").first.get_by_role("link", name="Leadership").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leadership")
    expect(page.get_by_role("heading", name="What goes well")).to_be_visible()
    periods = page.get_by_role("navigation", name="Periods").get_by_role("link")
    expect(periods).to_have_count(3)
    periods.last.click()
    assert "period=" in page.url
    context.close()
