"""Reads what a channel hands to the gate: the shape of a message, and its text without what no person types."""

from __future__ import annotations

import re
import uuid

from bot.channels.refusals import Refused
from bot.marks import as_meant

LONGEST_TEXT = 4_000
"""Characters in one message."""

_HIDDEN = re.compile("[\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Our own mark, and signs that reverse text or cannot be seen: no person types them."""
_JOINED = re.compile("(?<=\\w)[\u2060\ufeff]+(?=\\w)")
"""Unseen signs between letters, which become the one that the screen reads both ways."""


def read_body(body: object) -> tuple[str, str, str | None]:
    """Check a message's shape and clean its text: id, text, choice. Raises Refused."""
    if not isinstance(body, dict) or not set(body) <= {"id", "text", "choice"}:
        raise Refused(422, "wrong_shape")
    text, choice = body.get("text"), body.get("choice")
    try:
        message_id = str(uuid.UUID(body["id"]))
    except (KeyError, ValueError, AttributeError, TypeError):
        raise Refused(422, "wrong_shape") from None
    if isinstance(choice, str) and "text" not in body and 0 < len(choice) <= 200:
        return message_id, "", choice
    if not isinstance(text, str) or "choice" in body:
        raise Refused(422, "wrong_shape")
    if len(text) > LONGEST_TEXT:
        raise Refused(413, "text_too_long")
    text = clean_typed(text)
    if not re.sub(r"[\s\u200b-\u200f\u2060-\u2064]", "", text):
        raise Refused(422, "empty_text")
    return message_id, text, None


def clean_typed(text: str) -> str:
    """A text without what no person types, and with one sign for the end of a line."""
    return _HIDDEN.sub("", _JOINED.sub("\u200b", as_meant(text))).strip()


_WORD_JOINER = "\u2060"
"""Put before a typed "/": Rasa would read the text as a command. Turn.text takes it away again."""


def inert(text: str) -> str:
    """Typed text as Rasa may have it: never a command."""
    return _WORD_JOINER + text if text.startswith("/") else text
