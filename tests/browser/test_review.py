"""A coordinator's way through the review door in real Chromium, without script, wide and at 320 pixels, with axe."""

from __future__ import annotations

import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.content import Content, load_content
from bot.review.app import create_app
from bot.settings import ROOT, Settings
from bot.store.coordinators import add_coordinator
from bot.store.database import Database
from bot.store.tables import Reflection

NAME, PASSWORD = "morag", "three quiet herons"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


class Door:
    """A review door on a free port, with its own database."""

    def __init__(self, folder: Path, content: Content | None = None, **settings: Any) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        self.settings = Settings(home=folder, secret_key="k" * 40, review_port=port, **settings)
        self.database = Database(f"sqlite:///{folder / 'waymark.sqlite3'}", secret=lambda: self.settings.secret)
        self.database.migrate()
        with self.database.session() as session:
            add_coordinator(session, NAME, PASSWORD)
        app = create_app(self.settings, self.database, content or load_content(ROOT / "data" / "content"))
        self.address = f"http://127.0.0.1:{port}"
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def share(self, **fields: object) -> str:
        today = datetime.now(UTC).date()
        values: dict[str, object] = {
            "sharing": "team" if fields.get("team") else "anonymous",
            "theme": "leadership",
            "day": today,
            "expires_on": today + timedelta(days=365),
            "lookup": secrets.token_bytes(16),
            "strengths": "Our team lead asks how we are, and listens to the answer.",
        }
        reflection = Reflection(**(values | fields))
        with self.database.session() as session:
            session.add(reflection)
        return reflection.id

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self.database.close()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path)
    yield door
    door.close()


@pytest.fixture
def page(browser: Browser, door: Door) -> Iterator[Page]:
    """A page without script, as the door promises to work."""
    context = browser.new_context(viewport=WIDE, base_url=door.address, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")


def test_a_coordinator_finds_reads_notes_and_signs_out_without_script(page: Page, door: Door) -> None:
    door.share(theme="budgets", strengths="Not this one.")
    wanted = door.share(strengths="Line one.\nLine two.", team="housing", shared_at=datetime.now(UTC))
    sign_in(page)
    page.get_by_role("link", name="Reflections", exact=True).click()
    page.get_by_label("Theme").select_option(label="Leadership")
    page.get_by_text("More filters").click()
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_label("Words").fill("line two")
    page.get_by_role("button", name="Show").click()
    assert re.search(r"search=[0-9a-f]{32}&theme=leadership&from=2026-01-01$", page.url)
    expect(page.get_by_text("Not this one.")).to_have_count(0)
    page.locator("#results").get_by_role("link", name="Leadership").click()
    assert page.url.partition("?")[0].endswith(f"/reflections/{wanted}")
    expect(page.locator(".said")).to_have_text("Line one.\nLine two.", use_inner_text=True)
    page.get_by_label("Reviewed").check()
    page.get_by_label("Note for coordinators").fill("Thank the team.")
    page.get_by_label("Tags").fill("rota")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    page.get_by_role("radio", name="What would help").check()
    page.get_by_role("button", name="Ask the author").click()
    expect(page.get_by_role("status")).to_contain_text("They may let it be.")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"/reflections/{wanted}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_list_is_kept_as_a_view_without_script(page: Page, door: Door) -> None:
    door.share(strengths="A kind word.")
    sign_in(page)
    page.goto("/reflections")
    page.get_by_label("Words").fill("kind")
    page.get_by_role("button", name="Show").click()
    page.get_by_label("Keep this list as").fill("Kindness")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Clear").click()
    page.get_by_role("link", name="Kindness").click()
    expect(page.get_by_label("Words")).to_have_value("kind")
    page.get_by_role("button", name="Delete the view Kindness").click()
    expect(page.get_by_role("link", name="Kindness")).to_have_count(0)


def test_shortcuts_are_off_until_they_are_turned_on_and_rest_while_typing(browser: Browser, door: Door) -> None:
    for n in range(3):
        door.share(strengths=f"Number {n}")
    context = browser.new_context(viewport=WIDE, base_url=door.address)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    sign_in(page)
    page.goto("/reflections")
    page.keyboard.press("j")
    expect(page.locator(".card-title a").first).not_to_be_focused()
    page.get_by_text("Keys that are shortcuts").click()
    page.get_by_label("Use these keys").check()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".card-title a").first).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("jo/")
    expect(page.get_by_label("Words")).to_have_value("jo/")
    page.locator(".card-title a").nth(1).focus()
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**/reflections/*")
    page.keyboard.press("r")
    expect(page.get_by_label("Reviewed")).to_be_checked()
    assert refused == []
    context.close()


def test_what_changed_is_written_and_published_without_script(page: Page, door: Door) -> None:
    sign_in(page)
    page.get_by_role("link", name="Changes").click()
    page.get_by_label("What people said").fill("People asked for more time to talk.")
    page.get_by_label("What we did").fill("There are ten minutes after each shift now.")
    page.get_by_label("Theme").select_option(label="Leadership")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("status")).to_contain_text("Nobody is shown it.")
    page.locator(".cards").get_by_role("link", name="Leadership").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("It is published.")


def test_the_keyboard_reaches_the_main_part_at_once(page: Page, door: Door) -> None:
    sign_in(page)
    page.goto("/reflections")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the results")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, door: Door, size: dict[str, int], scheme: str
) -> None:
    # with script, because axe is one; bypass_csp lets axe in
    context = browser.new_context(viewport=size, base_url=door.address, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto("/login")
    check(page, "login")
    page.get_by_label("Name").fill("nobody")
    page.get_by_label("Password").fill("wrong wrong wrong")
    page.get_by_role("button", name="Sign in").click()
    check(page, "login refused")
    sign_in(page)
    check(page, "empty home")
    page.goto("/reflections")
    check(page, "empty list")
    for n in range(26):
        door.share(theme=("leadership", "budgets")[n % 2], strengths="A long word: " + "anticonstitutionally" * 4)
    guidance = [piece.id for piece in load_content(ROOT / "data" / "content").guidance_for("leadership")[:3]]
    one = door.share(team="housing", shared_at=datetime.now(UTC), guidance=guidance, opportunities="‏مرحبا")
    anonymous = door.share()
    for path in (
        "/", "/reflections", "/reflections?theme=nonsense&from=x", "/reflections?team=finance", f"/reflections/{one}",
        f"/reflections/{anonymous}", "/reflections?new=yes", "/reflections?search=nothing",
        "/reflections?show=opportunities", "/reflections?show=short", "/topics", "/strengths", "/so-far", "/waiting",
        "/kit", "/board", "/themes", "/nothing",
    ):  # fmt: skip
        page.goto(path)
        check(page, path)
    page.goto("/changes")
    check(page, "empty changes")
    page.get_by_label("What people said").fill("People asked for more time to talk. " * 20)
    page.get_by_label("What we did").fill("There are ten minutes after each shift now.")
    page.get_by_role("button", name="Publish").click()
    check(page, "change refused")
    page.get_by_label("What people said").fill("People asked for more time to talk.")
    page.get_by_role("button", name="Publish").click()
    check(page, "change published")
    page.get_by_role("link", name="All themes").click()
    check(page, "a published change")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("link", name="All themes").click()
    check(page, "a withdrawn change")
    page.goto("/reflections")
    page.get_by_label("Words").fill("!!!")
    page.get_by_role("button", name="Show").click()
    check(page, "search refused")
    page.get_by_label("Words").fill("anticon")
    page.get_by_role("button", name="Show").click()
    check(page, "a search")
    page.goto(f"/reflections/{one}")
    page.get_by_role("button", name="Ask the author").click()
    check(page, "invitation refused")
    page.get_by_role("radio", name="One small next step").check()
    page.get_by_role("button", name="Ask the author").click()
    check(page, "invited")
    page.get_by_label("Note for coordinators").fill("word " * 500)
    page.get_by_label("Tags").fill("rota, time")
    page.get_by_role("button", name="Save").click()
    check(page, "note refused")
    context.close()


def check(page: Page, name: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
    assert re.search(r" – Waymark review$", page.title())
