"""The same text is the same text in the chat, in Teams, in the forms of both doors and in files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

import pytest
from starlette.requests import Request

from bot.channels.bodies import read_body
from bot.channels.teams.typed import read_typed
from bot.channels.web.session_form import read_value
from bot.documents.model import clean
from bot.review.pages import read_form
from bot.review.pages import read_value as read_address

ID = "8f14e45f-ceea-467f-9b1c-0d6b6e0d3c11"


def by_chat(text: str) -> str:
    return read_body({"id": ID, "text": text})[1]


def by_teams(text: str) -> str:
    return by_chat(read_typed({"text": text, "textFormat": "plain"}))


def by_session(text: str) -> str:
    return read_value({"words": [text]}, "words")


def by_review(text: str) -> str:
    body = f"words={quote(text)}".encode()
    kind = [(b"content-type", b"application/x-www-form-urlencoded")]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body}

    request = Request({"type": "http", "method": "POST", "headers": kind}, receive)
    return asyncio.run(read_form(request))["words"]


def by_address(text: str) -> str:
    return read_address(
        Request({"type": "http", "headers": [], "query_string": f"words={quote(text)}".encode()}), "words"
    )


READERS = [by_chat, by_teams, by_session, by_review, by_address, clean]
MEANT = {
    "vertical tab": ("one\x0btwo", "one\ntwo"),
    "form feed": ("one\x0ctwo", "one\ntwo"),
    "separators": ("one\x1ctwo\x1dthree\x1efour", "one\ntwo\nthree\nfour"),
    "next line": ("one\x85two", "one\ntwo"),
    "line separator": ("one\u2028two", "one\ntwo"),
    "paragraph separator": ("one\u2029two", "one\ntwo"),
    "old Mac": ("one\rtwo", "one\ntwo"),
    "Windows": ("one\r\ntwo", "one\ntwo"),
    "Windows quotes": ("don\x92t say \x93rota\x94", "don’t say “rota”"),
    "Windows dashes": ("Monday\x96Friday\x97all week\x85", "Monday–Friday—all week"),
    "Windows euro": ("\x805", "€5"),
    "other controls": ("st\x00aff\x1f ro\x7fom\x81", "staff room"),
    "zero width": ("want\u200bto stop", "want\u200bto stop"),
}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize(("typed", "meant"), MEANT.values(), ids=MEANT)
def test_the_text_is_as_it_was_meant(reader: Callable[[str], str], typed: str, meant: str) -> None:
    assert reader(typed).strip() == meant


@pytest.mark.parametrize("hidden", ["\u2060", "\ufeff", "\u2060\ufeff"], ids=["joiner", "mark", "both"])
@pytest.mark.parametrize("reader", [by_chat, by_teams, by_session], ids=lambda reader: reader.__name__)
def test_what_cannot_be_seen_joins_nothing(reader: Callable[[str], str], hidden: str) -> None:
    assert reader(f"want{hidden}to stop") == "want\u200bto stop"
