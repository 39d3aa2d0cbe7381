"""What somebody typed into Teams, as plain text: their own words alone.

Teams puts marks of its own between them: a mention of us, of a colleague, the message that is replied to, and HTML
where the text was formatted. Nothing that somebody else wrote, and no colleague's name, becomes part of a reflection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, Final

COLLEAGUE: Final = "a colleague"
"""What stands in a person's own words where they mentioned somebody."""

_MENTION = re.compile(r"<at\b[^<>]*>([^<]*)</at>", re.IGNORECASE)
_QUOTED = re.compile(r"<quoted\b[^<>]*/?>(?:[^<]*</quoted>)?", re.IGNORECASE)
_SEVERAL = re.compile(rf"\b{COLLEAGUE}(?:[ \u00a0]+{COLLEAGUE})+\b")
"""Teams marks each part of a name on its own."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a sign, which JSON can carry and nothing can keep."""
_NO_SIGN = re.compile(r"&#(?:\d{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)
"""A number that is no sign's: Python refuses to read one of thousands of digits."""
_LINE_ENDS = re.compile(r"\n{3,}")

_BLOCKS: Final = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "pre", "ul", "ol", "table"})
_LEFT_OUT: Final = frozenset({"blockquote", "quoted", "style", "script", "attachment"})
_EMPTY: Final = frozenset({"quoted", "attachment"})


def read_typed(body: Mapping[str, Any]) -> str:
    """The words of a message activity; empty where there are none. Takes time in proportion to their length."""
    text = body.get("text")
    if not isinstance(text, str):
        return ""
    ours = _our_names(body)

    def name(found: re.Match[str]) -> str:
        return "" if found[1].strip().casefold() in ours else COLLEAGUE

    text = _MENTION.sub(name, _QUOTED.sub("", _HALF.sub("", text)))
    if body.get("textFormat") != "plain":
        reader = _Reader()
        reader.feed(_NO_SIGN.sub(lambda found: f"&amp;{found[0][1:]}", text))
        reader.close()
        text = "".join(reader.parts)
    text = _SEVERAL.sub(COLLEAGUE, text.replace("\u00a0", " "))
    return _LINE_ENDS.sub("\n\n", text).strip()


def _our_names(body: Mapping[str, Any]) -> frozenset[str]:
    """What we are called in mentions: the name that the message is to, and what a mention of our id says."""
    recipient = body.get("recipient")
    recipient = recipient if isinstance(recipient, Mapping) else {}
    called = [recipient.get("name")]
    entities = body.get("entities")
    for entity in entities if isinstance(entities, list) else []:
        mentioned = entity.get("mentioned") if isinstance(entity, Mapping) else None
        if isinstance(mentioned, Mapping) and mentioned.get("id") == recipient.get("id"):
            called.append(mentioned.get("name"))
    return frozenset(one.strip().casefold() for one in called if isinstance(one, str))


class _Reader(HTMLParser):
    """Reads Teams' HTML: its blocks are lines, what is quoted is left out, and pictures of feelings are their signs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT and tag not in _EMPTY:
            self._inside.append(tag)
        elif self._inside:
            return
        elif tag in _BLOCKS:
            self._end_line()
        elif tag in ("emoji", "img"):
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)
        elif tag in _BLOCKS and not self._inside:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data)

    def _end_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
