"""Several people reflect in turns on one device, in a real browser: the real pages, database and screen over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.web.pages import STATIC_DIR
from bot.channels.web.sessions import SessionPages
from bot.content import load_content
from bot.sessions import leading
from bot.sessions.leading import Plan, Who
from bot.settings import Settings
from bot.store.database import Database
from bot.store.tables import Coordinator
from bot.waymark import Waymark
from tests.browser.scripted import TYPES
from tests.browser.widget_page import LOOKS, no_violations

SESSION = "5e" * 16


class Served(ThreadingHTTPServer):
    """The page of sessions, as the door serves it."""

    daemon_threads = True

    who: Who
    code: str

    def __init__(self, waymark: Waymark) -> None:
        self.waymark, self.pages = waymark, SessionPages(waymark)
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/session"


class Handler(BaseHTTPRequestHandler):
    server: Served

    def do_GET(self) -> None:
        if self.path == "/session":
            self._give(self.server.pages.show_door())
            return
        path = STATIC_DIR / Path(self.path).name
        self.send_response(200 if path.is_file() else 404)
        self.send_header("Content-Type", TYPES.get(path.suffix, "text/plain"))
        self.end_headers()
        self.wfile.write(path.read_bytes() if path.is_file() else b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._give(self.server.pages.act(parse_qs(body, keep_blank_values=True)))

    def _give(self, page: Any) -> None:
        self.send_response(page.status)
        for name, value in {**page.headers, "Content-Type": page.content_type, "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    settings = Settings(home=tmp_path, secret_key="only-for-tests-" * 3)
    waymark = Waymark(settings, Database(settings.database), load_content(settings.content_dir))
    waymark.database.migrate()
    server = Served(waymark)
    part, now = waymark.taking_part, datetime.now(UTC)
    with waymark.database.session() as session:
        one = Coordinator(name="morag", password_hash="", created_at=now, role="facilitator")
        session.add(one)
        session.flush()
        server.who = Who(one.id, one.name)
        plan = Plan("housing", ("culture",), ("A quiet room", "A walk on Fridays"), now + timedelta(days=4))
        opened = leading.open_session(session, part.keys, server.who, plan, part.words, now, SESSION)
        server.code = opened.join_code
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
    waymark.database.close()


@contextmanager
def at(browser: Browser, served: Served, **how: Any) -> Iterator[Page]:
    """A page at the session, without script; what the policy of the page forbids fails."""
    context = browser.new_context(**{"viewport": {"width": 320, "height": 640}, **how})
    page = context.new_page()
    page.set_default_timeout(30_000)
    amiss: list[str] = []
    page.on("console", lambda line: amiss.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(served.url)
    yield page
    assert amiss == []
    context.close()


def join(page: Page, code: str) -> None:
    page.get_by_label("Join code").fill(code)
    page.get_by_role("button", name="Open the session").click()
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()


def test_five_people_in_turns_on_one_phone(browser: Browser, served: Served) -> None:
    with at(browser, served, java_script_enabled=False) as page:
        join(page, served.code.replace("-", " "))
        for number in range(5):
            first = page.get_by_label("Think of a time at work")
            expect(first).to_have_value("")
            first.fill(f"Kindness {number}")
            page.get_by_label("My team may read these words").first.check()
            page.get_by_label("A quiet room").check()
            page.get_by_role("button", name="Send my answers").click()
            expect(page.get_by_role("heading", name="Your answers are in")).to_be_visible()
            assert page.locator("#own-code").inner_text().count("-") == 3
            assert f"Kindness {number}" not in page.content()
            if number < 4:
                page.get_by_role("button", name="Start for the next person").click()
        assert served.code not in page.url
        served.waymark.closing.close(SESSION, "morag")
        with served.waymark.database.session() as session:
            leading.publish(session, served.who, SESSION)
        page.get_by_role("button", name="Start for the next person").click()
        expect(page.get_by_role("heading", name="What your team said")).to_be_visible()
        expect(page.get_by_text("Kindness 3")).to_be_visible()
        with page.expect_download() as file:
            page.get_by_role("button", name="Get it as PDF").click()
        assert file.value.suggested_filename == "team-summary.pdf"


@pytest.mark.parametrize("look", LOOKS)
def test_each_page_is_accessible_and_fits(browser: Browser, served: Served, look: str) -> None:
    with at(browser, served, **LOOKS[look]) as page:

        def holds() -> None:
            no_violations(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.locator("script").count() == 0

        holds()
        join(page, served.code)
        holds()
        page.get_by_role("button", name="Send my answers").click()
        expect(page.get_by_role("heading", name="It is not sent yet")).to_be_visible()
        holds()
        page.get_by_role("link", name="Nothing is answered yet").click()
        page.keyboard.type("A cuppa")
        page.get_by_role("button", name="Send my answers").press("Enter")
        expect(page.get_by_role("heading", name="Your answers are in")).to_be_visible()
        holds()
