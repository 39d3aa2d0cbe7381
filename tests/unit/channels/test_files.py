"""Pages, widget and words as they travel: small, known again, and fresh with each release."""

from __future__ import annotations

import gzip

import httpx
import pytest

from bot.channels.web.files import load_files
from bot.content import Content
from bot.settings import Settings
from tests.unit.channels.conftest import Open

MOST_BYTES = 40 * 1024
"""For the widget: its script and its words, compressed (issue 18)."""


@pytest.fixture
async def door(open_door: Open) -> httpx.AsyncClient:
    return await open_door()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/support", "text/html"),
        ("/widget.js", "text/javascript"),
        ("/service-worker.js", "text/javascript"),
        ("/static/page.css", "text/css"),
        ("/static/mark.svg", "image/svg+xml"),
        ("/static/strings/en.json", "application/json"),
        ("/static/strings/gd.json", "application/json"),
    ],
)
async def test_each_kind_is_served_packed_and_known_again(door: httpx.AsyncClient, path: str, kind: str) -> None:
    plain = await door.get(path, headers={"Accept-Encoding": "identity"})
    packed = await door.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert plain.headers["content-type"].startswith(kind)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.headers["cache-control"] == ("max-age=3600" if path == "/support" else "no-cache")
    again = await door.get(path, headers={"If-None-Match": packed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == packed.headers["etag"]


async def test_head_has_no_body(door: httpx.AsyncClient) -> None:
    answer = await door.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "path", ["/static/", "/static/strings/xx.json", "/static/../channel.py", "/static/%2e%2e/pages.py"]
)
async def test_nothing_else_is_served(door: httpx.AsyncClient, path: str) -> None:
    answer = await door.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_the_widget_is_light(content: Content) -> None:
    files = load_files(content, Settings())
    travelling = ["/widget.js", "/static/strings/en.json"]
    assert sum(len(files[path].packed) for path in travelling) < MOST_BYTES


def test_what_is_packed_is_the_file(content: Content) -> None:
    for path, file in load_files(content, Settings()).items():
        assert gzip.decompress(file.packed) == file.body, path
