"""Microsoft's own Agents Playground, a real Teams client, with real Rasa and real actions behind it.

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
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import QUIET
from tests.doors import free_port, open_doors
from tests.microsoft import TENANT, Microsoft
from tools.find_browser import find_browser
from tools.find_node import find_node, find_tools

MOVES = ("Skip", "Back", "Pause", "Change theme", "Finish")
"""What stands in the menu of each card."""

PATIENCE = 60_000
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


@contextmanager
def open_playground(folder: Path) -> Iterator[Page]:
    """Start Waymark, the proxy and the Playground, and open it in a browser. It installs the app by itself."""
    microsoft = Microsoft()
    hosts = {"WAYMARK_TEAMS_SERVICE_HOSTS": "localhost,127.0.0.1"}
    with (
        open_doors(folder, **microsoft.settings | hosts) as doors,
        sign_for(microsoft, doors.chat) as endpoint,
        run_playground(endpoint, folder / "playground.log") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        yield page
        browser.close()
        assert "traceback" not in doors.log.read_text(encoding="utf-8", errors="replace").lower()
    microsoft.close()


def say(page: Page, text: str) -> None:
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def press(page: Page, label: str) -> None:
    button = page.get_by_role("button", name=label, exact=True)
    if label in MOVES:
        page.get_by_role("button", name="More", exact=True).last.click()
    button.last.click()


def await_text(page: Page, text: str) -> None:
    expect(page.get_by_text(text).last).to_be_visible(timeout=PATIENCE)
