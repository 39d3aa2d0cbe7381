"""Tells which theme is plainly named: by its name, its number, or what people call it ("the one about managers")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from bot.content import Openings, Theme
from bot.guidance.words import stem

#: How alike a typed word and a word of a name are when one is a slip for the other (0 to 1).
SLIP: Final = 0.84
#: So many telling words may name a theme; more of them tell a story.
MOST: Final = 7
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NUMBER = re.compile(r"(?<!\d)[1-9](?!\d)")
_NUMBERS: Final = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"
}  # fmt: skip
_WRITTEN = re.compile(rf"(?<=theme |topic |umber )({'|'.join(_NUMBERS)})\b")
_NUMBER_WORDS: Final = ("theme", "topic", "section", "number", "no", "option", "choice")


class ThemeNames:
    """Built once from the themes and what they are called."""

    def __init__(self, themes: Sequence[Theme], openings: Openings) -> None:
        """Prepare the names."""
        self._numbers = {theme.number: theme.id for theme in themes}
        self._polite = frozenset(openings.polite.split())
        called = {part.theme: part.names for part in openings.openings}
        self._whole = [(theme.id, frozenset(self._stems([theme.name, theme.id.replace("-", " ")]))) for theme in themes]
        self._names = [
            (theme.id, words)
            for theme in themes
            for name in (theme.name, *called.get(theme.id, ()))
            if (words := frozenset(self._stems([name])))
        ]

    def find(self, text: str) -> tuple[str, ...]:
        """Give the ids of the themes that the text plainly names and says no more than that; none for a story."""
        plain = _WRITTEN.sub(lambda match: _NUMBERS[match.group()], text.casefold().replace("’", "'"))
        words = self._stems([plain])
        number = _NUMBER.search(plain)
        if number and not words and int(number[0]) in self._numbers and len(_NUMBER.findall(plain)) == 1:
            only = re.sub(r"\W|[1-9]", "", plain) == "" or any(
                re.search(rf"\b{word}\b", plain) for word in _NUMBER_WORDS
            )
            return (self._numbers[int(number[0])],) if only else ()
        if not words or len(words) > MOST or number:
            return ()
        told = frozenset(words)
        exact = [theme for theme, name in self._names if told == name]
        exact = exact or [theme for theme, name in self._names if _is_same(words, name)]
        part = [theme for theme, name in self._whole if all(any(_same(word, own) for own in name) for word in words)]
        return tuple(dict.fromkeys(exact or part))

    def _stems(self, texts: Iterable[str]) -> list[str]:
        words = [
            word.removesuffix("'ll").removesuffix("'s") for text in texts for word in _WORD.findall(text.casefold())
        ]
        return [stem(word) for word in words if word not in self._polite]


def _is_same(words: Sequence[str], name: frozenset[str]) -> bool:
    """Each word is one of the name's, and each of the name's is there."""
    return all(any(_same(word, own) for own in name) for word in words) and all(
        any(_same(word, own) for word in words) for own in name
    )


def _same(word: str, part: str) -> bool:
    if word == part:
        return True
    most = 2 * min(len(word), len(part)) / (len(word) + len(part))  # what the ratio may be by the lengths alone
    return len(word) > 3 and most >= SLIP and SequenceMatcher(None, word, part).ratio() >= SLIP
