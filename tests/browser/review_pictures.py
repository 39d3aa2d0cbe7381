"""Takes the pictures of the review app in docs/images/ from samples: `python -m tests.browser.review_pictures`.

With a folder as argument, every page goes there instead, at three widths and in the dark, for people to look at.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from bot.content import load_content
from bot.disclosure import period_of
from bot.reflection.releasing import release_figures
from bot.reflection.samples import add_samples
from bot.settings import ROOT
from bot.store import actions
from bot.store.actions import Plan, Status
from bot.store.helpful import HelpfulCount
from bot.store.progress import show_progress
from bot.store.tables import Reflection
from tests.browser.conftest import QUIET
from tests.browser.test_review import Door, sign_in
from tools.find_browser import find_browser

IMAGES = ROOT / "docs" / "images"
SHOWN = {"home": "/", "theme": "/themes/leadership", "reflections": "/reflections"}
"""The pages in the documentation; one reflection comes besides."""
LOOKS = {"desk": (1280, "light"), "tablet": (768, "light"), "narrow": (320, "light"), "dark": (1280, "dark")}
ALL = (
    "/", "/reflections", "/reflections?show=opportunities", "/waiting", "/so-far", "/topics", "/strengths", "/themes",
    "/themes/leadership", "/kit", "/board",
    "/actions", "/actions/new", "/plan", "/changes", "/reports", "/account", "/login", "/nothing", "/people",
)  # fmt: skip


def fill(door: Door) -> None:
    """Samples of a year, their figures, how many were helped and how each next step went, and two actions."""
    content, today = load_content(ROOT / "data" / "content"), datetime.now(UTC).date()
    with door.database.session() as session:
        add_samples(session, content, door.settings.content_dir, today)
        month = period_of(period_of(today, "quarter").first - timedelta(days=1), "quarter").first
        taps = {"yes": 184, "a_bit": 67, "no": 6}
        session.add_all(HelpfulCount(month=month, choice=choice, count=count) for choice, count in taps.items())
        for reflection in session.scalars(select(Reflection.id).where(Reflection.next_step != "")):
            show_progress(session, reflection, "done")
        done = actions.plan_action(session, Plan("Ten minutes to talk after each shift", "Rota group", today), "morag")
        actions.set_status(session, done, Status.DONE, "It began on Monday.", "morag")
        actions.plan_action(session, Plan("A quiet room on each floor", "Estates", today, "workforce-care"), "morag")
    release_figures(door.database, content, door.settings, today)


def take(page: Page, address: str, file: Path, *, whole: bool = False) -> None:
    """One page as a PNG file."""
    page.goto(address)
    page.screenshot(path=file, full_page=whole)


def open_signed_in(browser: Browser, door: Door, width: int, scheme: str) -> Page:
    """A page of somebody who has signed in, `width` pixels across."""
    size = {"width": width, "height": 900}
    page = browser.new_context(viewport=size, base_url=door.address, color_scheme=scheme).new_page()
    sign_in(page)
    return page


def main() -> None:
    """The pictures for the documentation, or all pages in all looks into a folder."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        door = Door(Path(home))
        fill(door)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        looks = LOOKS if len(sys.argv) > 1 else {"desk": LOOKS["desk"]}
        for look, (width, scheme) in looks.items():
            page = open_signed_in(browser, door, width, scheme)
            page.goto("/reflections")
            one = page.locator(".card-title a").first.get_attribute("href") or "/"
            if len(sys.argv) > 1:
                for address in (*ALL, one):
                    name = address.strip("/").replace("/", "-")[:20] or "home"
                    take(page, address, Path(sys.argv[1]) / f"{name}-{look}.png", whole=True)
                continue
            for name, address in (SHOWN | {"reflection": one}).items():
                take(page, address, IMAGES / f"review-{name}.png")
        browser.close()
        door.close()


if __name__ == "__main__":
    main()
