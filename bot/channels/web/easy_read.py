"""Easier words beside the usual ones: a second set, which people choose on their own screen (docs/content-guide.md).

They travel with the message. So nobody at the server knows who reads them, and a change of mind needs no new turn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML

from bot.channels.messages import Message
from bot.content import Theme
from bot.settings import ROOT

FILE = ROOT / "data" / "easy_read" / "en.yml"
_PLACE = re.compile(r"\{(\w+)\}")
Responses = Mapping[str, list[dict[str, Any]]]


class EasyRead:
    """Knows the easier words of a text that was said."""

    def __init__(self, themes: Sequence[Theme], responses: Responses, words: Mapping[str, Any] | None = None) -> None:
        words = words or YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
        asked = words["questions"]
        self._said = {getattr(one, name): easier for one in themes for name, easier in asked.get(one.id, {}).items()}
        self._patterns = [
            (_as_pattern(variant["text"]), easier)
            for utterance, easier in words["texts"].items()
            for variant in responses[utterance]
            if variant.get("channel") in (None, "web")
        ]

    def of(self, text: str) -> str:
        """The easier words, with what was put into the usual ones; empty where there are none."""
        if text in self._said:
            return str(self._said[text])
        for pattern, easier in self._patterns:
            if found := pattern.fullmatch(text):
                return _PLACE.sub(lambda place, found=found: found[place[1]], easier)  # type: ignore[misc]
        return ""

    def beside(self, messages: list[Message]) -> list[Message]:
        """The messages, each with `easy` where there are easier words for what Waymark says."""
        return [
            {**one, "easy": easier} if one["from"] == "waymark" and (easier := self.of(one["text"])) else one
            for one in messages
        ]


def _as_pattern(template: str) -> re.Pattern[str]:
    """A pattern for what a text becomes when its places are filled."""
    parts = _PLACE.split(template)
    names: set[str] = set()
    made = []
    for at, part in enumerate(parts):
        if at % 2 == 0:
            made.append(re.escape(part))
        else:
            made.append(f"(?P={part})" if part in names else f"(?P<{part}>.+)")
            names.add(part)
    return re.compile("".join(made), re.DOTALL)
