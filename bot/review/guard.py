"""The one way in and out of the review door: who may ask, how much they may send, and what every answer carries.

Requests that change something must come from our own pages. Browsers say so themselves (Sec-Fetch-Site, Origin), so
that no token has to be put into each form.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import HTTPException
from fastapi.responses import Response
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.runtime.logs import describe
from bot.settings import Settings

LONGEST_BODY = 64 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
        "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), "
        "serial=(), usb=(), window-management=(), xr-spatial-tracking=()"
    ),
}

_log = logging.getLogger("waymark.review")


class Guard:
    """ASGI middleware around the whole door."""

    def __init__(self, app: ASGIApp, settings: Settings, error_page: Callable[[int], Response]) -> None:
        """`error_page` makes the page for a status code."""
        self._app = app
        self._settings = settings
        self._error_page = error_page
        self._origin = _origin(settings.review_origin)
        public = urlsplit(settings.review_origin).hostname
        self._hosts = {public} if public else {*LOOPBACK}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        bare = scope["method"] == "HEAD"
        if bare:  # what GET would answer, without the body: Starlette's own routes do so, FastAPI's refuse it
            scope = {**scope, "method": "GET"}
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(MutableHeaders(scope=message), scope["path"])
            elif bare:
                message = {**message, "body": b""}
            await send(message)

        try:
            refusal = self._refuse(scope)
            if refusal:
                await self._error_page(refusal)(scope, receive, send_guarded)
            else:
                await self._app(scope, _limit(receive), send_guarded)
        except Exception as error:
            # never the message or the values: they may hold what somebody wrote
            _log.error("a page failed: %s", describe(error))
            if started:
                raise ConnectionAbortedError("The answer was cut short.") from None
            status = 503 if isinstance(error, OperationalError | InterfaceError) else 500
            await self._error_page(status)(scope, receive, send_guarded)

    def _refuse(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        # whoever checks that the door is alive may do so by any address
        if scope["path"] != "/health/live" and _host_name(headers.get("host", "")) not in self._hosts:
            return 421
        if scope["method"] in ("GET", "OPTIONS"):
            return None
        if not self._is_from_our_pages(scope, headers):
            return 403
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return 400
        return 413 if int(length) > LONGEST_BODY else None

    def _is_from_our_pages(self, scope: Scope, headers: Headers) -> bool:
        """Our pages send no referrer, which makes some browsers write `Origin: null`: then Sec-Fetch-Site decides."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site != "same-origin":
            return False
        if origin is None or origin == "null":
            return site == "same-origin"
        ours = self._origin or _origin(f"{scope['scheme']}://{headers.get('host', '')}")
        return _origin(origin) == ours

    def _add_headers(self, headers: MutableHeaders, path: str) -> None:
        for name, value in HEADERS.items():
            headers[name] = value
        if self._settings.environment == "production":
            headers["Strict-Transport-Security"] = "max-age=31536000"
        # the addresses of style sheets and the script change with their content
        fixed = "/static/" in path and headers.get("content-type", "").startswith(
            ("text/css", "text/javascript", "image/")
        )
        headers["Cache-Control"] = "public, max-age=86400" if fixed else "no-store"


def _limit(receive: Receive) -> Receive:
    """Count what arrives, for requests that do not say their length."""
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LONGEST_BODY:
            raise HTTPException(413)
        return message

    return receive_counted


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port, to compare; None for what is no address."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
