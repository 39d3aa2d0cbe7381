"""Reads a reply to a question of ours that waits for a choice, by words within a short message.

"Nope, not there yet" is a rating, and "pit the team's name on it" says who may see it. Words that turn the rest around
stand in lists that come first. The words are in ``data/content/rating_words.yml`` and ``reply_words.yml``.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from bot.nlu.agreeing import is_plain_no
from bot.nlu.english import says_little, split_words
from bot.nlu.phrases import CommandPhrases, load_command_phrases

#: Words. A longer message has something else to say.
LONGEST: Final = 12
#: Words. A longer one says why as well, and its first clause alone is the reply.
SHORT_REPLY: Final = 7

_SCALE: Final = 5
"""Choices of the rating that are more or less of the same; the others are none."""
_OUT_OF = re.compile(
    r"\b(?P<number>\d{1,2})(?:[.,]\d)?\s*(?:/|out\s?of|oot\s?o[f']?|outta)\s*(?P<of>\d{1,2})\b", re.IGNORECASE
)
_STARS = re.compile("[\u2b50\u2605\U0001f31f]")

_CLAUSE_ENDS = re.compile(r"[,.;:\n]+\s|\s(?:because|but|as|cause|cos|so)\s")


class Replies:
    """Lists of words, by what they mean; the order matters."""

    def __init__(self, within: Mapping[str, list[str]], phrases: CommandPhrases | None = None) -> None:
        """Take the lists, and phrases that a whole message may be."""
        self._phrases = phrases
        self._within = {name: [_spaced(str(one)) for one in lines] for name, lines in within.items()}

    def read(self, text: str) -> str | None:
        """Give what a text means, or None. Of a long one the first clause is read: "no name, the team is small"."""
        if self._phrases and (found := self._phrases.find(text)):
            return found.intent
        first = _first_clause(text, LONGEST)
        if not 0 < len(first.split()) <= LONGEST:
            return None
        typed = _spaced(first)
        return next((name for name, lines in self._within.items() if any(line in typed for line in lines)), None)

    def read_first(self, text: str) -> str | None:
        """Give what a short text, or the first clause of a longer one, means: "sometimes, but only on nights"."""
        first = _first_clause(text, SHORT_REPLY)
        return self.read(first) if len(first.split()) <= SHORT_REPLY else None

    def says_only(self, text: str, name: str) -> bool:
        """Whether a text says nothing beside it: "no that's all thanks"."""
        return all(says_little(word) or is_plain_no(word) for word in self.leaves(text, name).split())

    def leaves(self, text: str, name: str) -> str:
        """Give a text without the words by which it means `name`: what else is said."""
        typed = _spaced(_first_clause(text, LONGEST))
        for line in sorted(self._within[name], key=len, reverse=True):
            typed = typed.replace(line, " ")
        return typed.strip()


def read_out_of_five(text: str) -> int | None:
    """The place from 1 to 5 that a text names on a scale that it names as well: "7/10" is 4, three stars are 3."""
    if stars := len(_STARS.findall(text)):
        return stars if stars <= _SCALE else None
    found = _OUT_OF.search(text)
    number, of = (int(found["number"]), int(found["of"])) if found else (0, 0)
    return math.ceil(number * _SCALE / of) if of in (_SCALE, 2 * _SCALE) and 1 <= number <= of else None


def _first_clause(text: str, longest: int) -> str:
    """A text, or the first clause of one that has more words than `longest`."""
    return _CLAUSE_ENDS.split(text.strip(), maxsplit=1)[0] if len(text.split()) > longest else text


def _spaced(text: str) -> str:
    return f" {' '.join(split_words(text))} "


@functools.lru_cache(maxsize=2)
def load_rating_words(folder: Path) -> Replies:
    """Read rating_words.yml of a content folder. Raises CommandPhrasesError when it cannot be used."""
    file = folder / "rating_words.yml"
    return Replies(_read(file).get("within") or {}, load_command_phrases(file))


@functools.lru_cache(maxsize=2)
def load_replies(folder: Path) -> dict[str, Replies]:
    """Read reply_words.yml of a content folder: what is asked -> what may be replied."""
    return {name: Replies(within) for name, within in _read(folder / "reply_words.yml").items()}


def _read(file: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
