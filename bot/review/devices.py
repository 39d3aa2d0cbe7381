"""Browsers that somebody has signed in with: a stranger who tries passwords at a name does not keep these out.

Each has a cookie that names nobody, opens nothing and is good for one name (OWASP, "Slow Down Online Guessing Attacks
with Device Cookies"). What is tried with it is counted by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

from fastapi import Request
from fastapi.responses import Response

from bot.secret import Secret
from bot.settings import Settings

LASTS = 90 * 24 * 3600
"""Seconds since the last sign-in."""


def mark_device(response: Response, settings: Settings, name: str) -> None:
    """Give a browser its cookie, after `name` has signed in with it."""
    number, until = secrets.token_hex(16), str(int(time.time()) + LASTS)
    sign = _sign(settings.secret, name, number, until)
    secure = settings.environment == "production"
    response.set_cookie(
        _cookie(settings),
        f"{number}.{until}.{sign}",
        max_age=LASTS,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def read_device(request: Request, settings: Settings, name: str) -> str:
    """The browser's number, when `name` has signed in with it; otherwise an empty string."""
    number, until, sign = [*request.cookies.get(_cookie(settings), "").split("."), "", ""][:3]
    if not until.isascii() or not until.isdigit() or int(until[:12]) < time.time():
        return ""
    secret: Secret = settings.secret
    theirs = sign.encode("utf-8", "replace")
    known = any(hmac.compare_digest(_sign(one, name, number, until).encode(), theirs) for one in secret.all)
    return number if known else ""


def _sign(secret: bytes, name: str, number: str, until: str) -> str:
    text = f"device\0{name}\0{number}\0{until}".encode("utf-8", "replace")
    return hmac.new(secret, text, hashlib.sha256).hexdigest()


def _cookie(settings: Settings) -> str:
    return "__Host-waymark-device" if settings.environment == "production" else "waymark-device"
