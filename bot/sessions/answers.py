"""What one person answers in a session: for each theme a rating and three texts, and steps to choose."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

QUESTIONS = ("strengths", "opportunities", "next_step")
"""The texts of a theme, strengths first."""

LONGEST = 1000
"""Characters of one text."""

ROOM = 16 * 1024
"""Bytes that the answers to one theme are filled up to, so that no answer can be told by its length. The longest fit:
three texts of LONGEST characters, of four bytes each, and the names of what they are."""


class Use(StrEnum):
    """What may become of a text at the close."""

    QUOTE = "quote"
    """Its author lets the team read it, word for word."""
    TOPIC = "topic"
    """Its author does not. It may only help to name what at least three people write about."""
    HELD = "held"
    """The screen takes it for danger: nobody is shown it, and it names no topic."""


@dataclass(frozen=True)
class Text:
    """A text as it is kept: masked, and with its use."""

    words: str = ""
    use: Use = Use.TOPIC


@dataclass(frozen=True)
class ThemeAnswers:
    """The answers to one theme; empty is skipped. `rating` is the id of a choice of the Roadmap's scale."""

    rating: str = ""
    texts: Mapping[str, Text] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is answered."""
        return not self.rating and not any(text.words for text in self.texts.values())


@dataclass(frozen=True)
class Answers:
    """All that one person answers."""

    themes: Mapping[str, ThemeAnswers] = field(default_factory=dict)
    picks: tuple[int, ...] = ()
    """Places in the session's list of next steps."""
    leads: bool = False
    """They say that they opened the session. They do not count as a member."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not self.picks and all(theme.is_empty for theme in self.themes.values())

    def texts(self) -> Iterator[tuple[str, str, Text]]:
        """Theme, question and text of everything that was written."""
        for theme, given in self.themes.items():
            for question, text in given.texts.items():
                if text.words:
                    yield theme, question, text

    def with_texts(self, change: Callable[[Text], Text]) -> Answers:
        """The same with each text changed."""
        themes = {
            theme: replace(given, texts={name: change(text) for name, text in given.texts.items()})
            for theme, given in self.themes.items()
        }
        return replace(self, themes=themes)

    def to_json(self, themes: int) -> dict[str, Any]:
        """JSON-like data for `Seal.close`, of the same length for all answers to so many themes."""
        data: dict[str, Any] = {
            "themes": {
                theme: [given.rating, {name: [text.words, text.use] for name, text in given.texts.items()}]
                for theme, given in self.themes.items()
            },
            "picks": self.picks,
            "leads": self.leads,
            "fill": "",
        }
        written = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
        return data | {"fill": "." * (ROOM * themes - written)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answers:
        """What `to_json` gave."""
        themes = {
            theme: ThemeAnswers(rating, {name: Text(words, Use(use)) for name, (words, use) in texts.items()})
            for theme, (rating, texts) in data["themes"].items()
        }
        return cls(themes, tuple(data["picks"]), bool(data["leads"]))
