"""The coordinators' review door, as one FastAPI application: `create_app` puts it together.

Server-rendered pages that work without script. docs/review.md is its guide.
"""

from __future__ import annotations

import logging
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from bot.content import Content
from bot.review import (
    account,
    actions,
    activity,
    board_page,
    changes,
    exports,
    finding,
    good,
    hold_pages,
    kit,
    login,
    many,
    pages,
    people,
    picture,
    plan,
    reading,
    records,
    sessions,
    settings_page,
    so_far,
    topics,
    waiting,
)
from bot.review import single_sign_on as sso
from bot.review.auth import GoTo, NotYours, SignInNeeded, hold_to_rights, peek
from bot.review.door import STATIC, Door, Person
from bot.review.guard import LOOPBACK, Guard
from bot.review.rights import safe_next
from bot.settings import Settings, SettingsError
from bot.store.database import Database

_log = logging.getLogger("waymark.review")


def create_app(settings: Settings, database: Database, content: Content) -> FastAPI:
    """The review door over a migrated database.

    Raises SettingsError when WAYMARK_REVIEW_ORIGIN is no web address, or is not HTTPS in production.
    """
    _check_origin(settings)
    app = FastAPI(
        title="Waymark review",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(hold_to_rights)],
    )
    door = Door(settings, database, content)
    app.state.door = door
    app.state.organisation = sso.Organisation(settings) if settings.review_oidc_issuer else None
    reading_and_acting = (
        pages,
        finding,
        many,
        reading,
        picture,
        waiting,
        so_far,
        good,
        topics,
        exports,
        board_page,
        kit,
        changes,
        actions,
        plan,
        sessions,
    )
    for room in (login, *reading_and_acting, records, hold_pages, account, people, activity, settings_page, sso):
        app.include_router(room.router)
    app.add_exception_handler(HTTPException, _answer_refusal)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(SignInNeeded, _answer_sign_in_needed)
    app.add_exception_handler(NotYours, _answer_not_yours)
    app.add_exception_handler(GoTo, lambda _, error: door.redirect(error.path if isinstance(error, GoTo) else "/"))
    # compressed: files alone. A page that holds a secret and what was typed tells of the secret by its length (BREACH)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC), minimum_size=1024))
    app.add_middleware(Guard, settings=settings, error_page=lambda status: _error_page(door, status))
    return app


def _check_origin(settings: Settings) -> None:
    if not settings.review_origin:
        if settings.environment == "production":
            _log.warning("WAYMARK_REVIEW_ORIGIN is not set: the review door answers to its own host name only.")
        return
    try:
        parts = urlsplit(settings.review_origin)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(
            "WAYMARK_REVIEW_ORIGIN is not a web address. Write it such as https://waymark.example.scot, "
            "or leave it empty."
        )
    if settings.environment == "production" and parts.scheme != "https":
        raise SettingsError("WAYMARK_REVIEW_ORIGIN begins with http:// and production needs https://. Correct it.")
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise SettingsError(
            "WAYMARK_REVIEW_ORIGIN begins with http:// and names another machine. There passwords would be readable on "
            "their way, and browsers do not say which page sent a form, so nobody could sign in. Write https://, or "
            "leave it empty and open http://localhost."
        )


def _error_page(door: Door, status: int, person: Person | None = None) -> Response:
    return door.render("error.html", status, person=person, code=status)


def _answer_refusal(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    door: Door = request.app.state.door
    page = _error_page(door, status, _peek(request, door))
    if isinstance(error, HTTPException) and error.headers:
        page.headers.update(error.headers)
    return page


def _answer_invalid(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return _error_page(request.app.state.door, 400)


async def _answer_sign_in_needed(request: Request, error: Exception) -> Response:
    """Ask to sign in, and come back to the same page. What was being written is handed back, not lost."""
    door: Door = request.app.state.door
    if request.method == "GET":
        here = request.url.path.removeprefix(door.root)
        query = f"?{request.url.query}" if request.url.query else ""
        return door.redirect("/login" if here == "/" else f"/login?next={quote(here + query, safe='/')}")
    try:
        form = await pages.read_form(request)
    except HTTPException as error:  # nothing in it can be handed back
        if error.status_code == 413:
            return _error_page(door, 413)
        form = {}
    return door.render(
        "signed_out.html",
        401,
        note=pages.typed_words(form),
        back=safe_next(request.url.path.removeprefix(door.root).removesuffix("/review")),
    )


def _answer_not_yours(request: Request, error: Exception) -> Response:  # noqa: ARG001
    door: Door = request.app.state.door
    return door.render("not_yours.html", 403, person=_peek(request, door))


def _peek(request: Request, door: Door) -> Person | None:
    try:
        return peek(request, door)
    except SQLAlchemyError:
        return None
