"""The pages, the widget and its words, as they travel: read once at start, compressed once, and never changed after.

A reader on a train waits for bytes. So each file is kept as it is and as gzip, and a browser that has it already is
told so (ETag). A new release shows at once: `no-cache` makes browsers ask each time.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cached_property

from sanic import Blueprint, HTTPResponse, Request, response
from sanic.exceptions import NotFound

from bot.channels.web import assets
from bot.channels.web.pages import STATIC_DIR, render_host_page, render_support_page
from bot.content import Content
from bot.settings import Settings

_ASK_AGAIN = "no-cache"
_KEEP_AN_HOUR = "max-age=3600"
"""So that the support page opens when the server is down."""

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True)
class File:
    """One file and how it is served."""

    body: bytes
    kind: str
    kept: str = _ASK_AGAIN

    @cached_property
    def packed(self) -> bytes:
        """The body as gzip, always the same bytes."""
        return gzip.compress(self.body, 9, mtime=0)

    @cached_property
    def tag(self) -> str:
        """The ETag. Weak: it is the same for the packed and the plain body."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    def answer(self, request: Request) -> HTTPResponse:
        """The file, packed where the browser takes that, or that it has not changed."""
        headers = {"ETag": self.tag, "Cache-Control": self.kept, "Vary": "Accept-Encoding"}
        if self.tag in request.headers.get("if-none-match", ""):
            return response.empty(304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return response.raw(self.body, content_type=self.kind, headers=headers)
        return response.raw(self.packed, content_type=self.kind, headers=headers | {"Content-Encoding": "gzip"})


def languages() -> list[str]:
    """The languages that the widget has words in."""
    return sorted(path.stem for path in assets.WORDS.glob("*.yml"))


def load_files(content: Content, settings: Settings) -> dict[str, File]:
    """Every file by its path."""
    page, script = "text/html; charset=utf-8", _TYPES[".js"]
    files = {
        "/": File(render_host_page(content, settings.chat_origin, settings.bsl_videos).encode(), page),
        "/support": File(render_support_page(content).encode(), page, _KEEP_AN_HOUR),
        "/widget.js": File(assets.widget_script().encode(), script),
        "/service-worker.js": File(assets.SERVICE_WORKER.read_bytes(), script),
    }
    for path in STATIC_DIR.iterdir():
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        files[f"/static/{path.name}"] = File(path.read_bytes(), kind)
    files["/static/widget.css"] = File(assets.widget_looks().encode(), _TYPES[".css"])
    for language, words in assets.widget_words(content, easy=settings.easy_read, bsl=settings.bsl_videos).items():
        files[f"/static/strings/{language}.json"] = File(words.encode(), "application/json")
    return files


def add_files(door: Blueprint, content: Content, settings: Settings) -> None:
    """The routes of all files."""
    files = load_files(content, settings)

    async def serve(request: Request, **_: str) -> HTTPResponse:
        if file := files.get(request.path):
            return file.answer(request)
        raise NotFound

    for path in ("/", "/support", "/widget.js", "/service-worker.js", "/static/<name:path>"):
        door.add_route(serve, path, methods=("GET", "HEAD"), name=path.strip("/").split("/")[0] or "host")
