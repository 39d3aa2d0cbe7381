"""One Chromium for the tests of the widget, and a scripted door for each of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.scripted import Door
from tests.browser.widget_page import opened
from tools.find_browser import find_browser

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def door() -> Iterator[Door]:
    server = Door()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.answer_when.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, door: Door) -> Iterator[Page]:
    with opened(browser, door) as page:
        yield page
