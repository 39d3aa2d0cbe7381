"""Prompt cards: the questions of one theme, large, for a team that looks at them together. Nothing is typed or stored.

Each theme has a page to project and a tagged PDF. The pages are ready when the process starts; a PDF is made when
somebody first asks for it.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from bot.channels.web.files import File
from bot.channels.web.pages import render
from bot.content import Content, Theme
from bot.documents import FORMATS, Block, Document, Heading, Line
from bot.sessions.answers import QUESTIONS

_PAGE = "text/html; charset=utf-8"


def questions_of(content: Content, theme: Theme) -> list[tuple[str, str]]:
    """What each question is about, and the question."""
    return [(content.sessions.say(name), str(getattr(theme, name))) for name in QUESTIONS]


def load_cards(content: Content) -> dict[str, File]:
    """Every page by its path: the list of themes, and one for each."""
    files = {"/cards": _page(content, themes=content.themes, theme=None)}
    for theme in content.themes:
        asked = questions_of(content, theme)
        files[f"/cards/{theme.id}"] = _page(content, theme=theme, questions=asked, base="../")
    return files


def write_cards(content: Content, theme: Theme) -> Document:
    """The cards of a theme as a document: one question a page, to print or to project."""
    blocks: list[Block] = [Line(content.sessions.say("skip_any"))]
    for label, question in questions_of(content, theme):
        blocks += [Heading(label, 1), Line(question)]
    return Document(theme.name, tuple(blocks), large=True)


def _page(content: Content, **values: object) -> File:
    return File(render("cards.html", organisation=content.organisation, **values).encode(), _PAGE)


def add_cards(door: Blueprint, content: Content) -> None:
    """The routes of the cards."""
    pages = load_cards(content)
    make, media_type = FORMATS["pdf"]

    @lru_cache(maxsize=len(content.themes))
    def make_pdf(theme: Theme) -> File:
        return File(make(write_cards(content, theme)), media_type)

    async def serve(request: Request, **_: str) -> HTTPResponse:
        if page := pages.get(request.path):
            return page.answer(request)
        asked = request.path.removeprefix("/cards/").removesuffix(".pdf")
        theme = next((one for one in content.themes if one.id == asked and request.path.endswith(".pdf")), None)
        if theme is None:
            raise NotFound
        return (await asyncio.to_thread(make_pdf, theme)).answer(request)

    for path, name in (("/cards", "cards"), ("/cards/<theme:str>", "cards_of_a_theme")):
        door.add_route(serve, path, methods=("GET", "HEAD"), name=name)
