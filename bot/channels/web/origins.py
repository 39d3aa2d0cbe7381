"""Which pages may show the widget and talk to the chat API, and the headers that tell browsers so.

The chat uses no cookie, so another page could never speak in somebody's name. The list is about something else: a
page that nobody at the organisation knows must not collect reflections in a widget of ours.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sanic import HTTPResponse, Request, response

from bot.channels.refusals import Refused
from bot.channels.web.pages import CONTENT_SECURITY_POLICY
from bot.settings import Settings

SHARED = ("/chat/", "/static/", "/widget.js")
"""What listed origins may ask for. Everything else is for our own pages."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
        "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), "
        "serial=(), usb=(), window-management=(), xr-spatial-tracking=()"
    ),
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",  # the sign-in window hands its pass back
    "Cross-Origin-Resource-Policy": "same-origin",  # listed origins load by CORS, which this does not touch
    "Cache-Control": "no-store",
}

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "7200",  # seconds; browsers keep it no longer
}


class Origins:
    """Knows our own origin and the listed ones."""

    def __init__(self, settings: Settings) -> None:
        self.listed = settings.embedding
        public = urlsplit(settings.chat_origin)
        self._own = f"{public.scheme}://{public.netloc}" if public.netloc else ""
        self._https_alone = settings.environment == "production"
        self.policy = " ".join([CONTENT_SECURITY_POLICY, *self.listed])  # it ends with frame-ancestors 'self'

    def check(self, request: Request) -> HTTPResponse | None:
        """Answer a preflight; let our own pages and listed ones through. Raises Refused for any other origin."""
        origin = request.headers.get("origin")
        if not origin or self._is_own(origin, request):
            return None
        if origin not in self.listed or not request.path.startswith(SHARED):
            raise Refused(403, "origin_refused")
        if request.method == "OPTIONS":
            return response.empty(headers=PREFLIGHT)
        return None

    def add_headers(self, request: Request, answer: HTTPResponse) -> None:
        """What every answer carries, and for a listed origin that it may read it."""
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Content-Security-Policy", self.policy)
        if self._https_alone:
            answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if not request.path.startswith(SHARED):
            return
        answer.headers["Vary"] = ", ".join(filter(None, [answer.headers.get("Vary"), "Origin"]))
        origin = request.headers.get("origin")
        if origin in self.listed:
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Expose-Headers"] = "Retry-After, Content-Disposition"

    def _is_own(self, origin: str, request: Request) -> bool:
        """Whether a request comes from our own pages. Behind a proxy the setting says where those are."""
        if self._own:
            return origin == self._own
        return urlsplit(origin).netloc == request.headers.get("host")
