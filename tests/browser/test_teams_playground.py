"""Waymark in Microsoft's own Agents Playground, a real Teams client, with real Rasa and real actions behind it.

The Playground sends no token, so a small proxy signs each activity with our own keys: validation stays on.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bot.content import load_content
from bot.settings import ROOT
from tests.browser.test_journey import QUIET
from tests.doors import free_port, open_doors
from tests.microsoft import TENANT, Microsoft
from tools.find_browser import find_browser
from tools.find_node import find_node, find_tools

LEADERSHIP = load_content(ROOT / "data" / "content").theme("leadership")

PATIENCE = 30_000
"""Milliseconds for an answer to come."""


@contextmanager
def sign_for(microsoft: Microsoft, bot: str) -> Iterator[str]:
    """A proxy that adds a valid token to what the Playground sends, and our tenant. Gives its address."""

    class Signer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body.setdefault("channelData", {})["tenant"] = {"id": TENANT}
            headers = {"Authorization": f"Bearer {microsoft.sign(serviceurl=body['serviceUrl'])}"}
            answer = httpx.post(f"{bot}/api/messages", json=body, headers=headers, timeout=30)
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Signer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/messages"
    server.shutdown()


@contextmanager
def run_playground(endpoint: str, log: Path) -> Iterator[str]:
    """Run the Playground on a free port. Gives its address."""
    port = free_port()
    command = [str(find_node()), str(find_tools() / "@microsoft/m365agentsplayground/cli.js"), "start"]
    command += ["-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    with log.open("wb") as output:
        env = os.environ | {"TEAMSAPPTESTER_BROWSER": "none"}
        process = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT)
        try:
            end = time.monotonic() + 60
            while b"Listening" not in log.read_bytes():
                assert time.monotonic() < end and process.poll() is None, log.read_text(errors="replace")
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("teams")
    microsoft = Microsoft()
    hosts = {"WAYMARK_TEAMS_SERVICE_HOSTS": "localhost,127.0.0.1"}
    with (
        open_doors(folder, **microsoft.settings | hosts) as doors,
        sign_for(microsoft, doors.chat) as endpoint,
        run_playground(endpoint, folder / "playground.log") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        opened = browser.new_page(viewport={"width": 1300, "height": 1000})
        opened.set_default_timeout(PATIENCE)
        opened.goto(address)
        yield opened
        browser.close()
        assert "traceback" not in doors.log.read_text(encoding="utf-8", errors="replace").lower()
    microsoft.close()


def say(page: Page, text: str) -> None:
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).last.click()


def await_text(page: Page, text: str) -> None:
    expect(page.get_by_text(text).last).to_be_visible(timeout=PATIENCE)


def test_a_reflection_in_the_playground(page: Page) -> None:
    await_text(page, "I am Waymark, an automated guide")  # the Playground installs the app by itself
    assert page.get_by_text("I am Waymark, an automated guide").count() == 1
    say(page, "our managers never listen")
    await_text(page, "Here is what looks close to that")
    press(page, "Leadership")
    await_text(page, "You chose:")
    await_text(page, LEADERSHIP.strengths)
    say(page, "Our lead asks how we are on a *Monday*")
    await_text(page, LEADERSHIP.opportunities)
    say(page, "Decisions come down without us")
    await_text(page, LEADERSHIP.next_step)
    press(page, "Skip")
    await_text(page, "Most of the time")
    press(page, "Most of the time")
    await_text(page, "Why this is shown")
    press(page, "Show me my words")
    await_text(page, "Our lead asks how we are on a *Monday*")  # as it was typed, not as Markdown
    press(page, "Save it")
    await_text(page, "Who may see it?")
    press(page, "Keep it private")
    await_text(page, "Your return code")
    press(page, "Support")
    await_text(page, "Samaritans")
    press(page, "Finish")
    await_text(page, "You wrote that this is going well")


def test_a_mention_in_a_group_chat(page: Page) -> None:
    page.get_by_role("treeitem", name="Group Chat").last.click()
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("@")
    page.get_by_text("Test Bot").last.click()
    page.keyboard.type(" hello")
    page.keyboard.press("Enter")
    await_text(page, "I talk with people one to one")
