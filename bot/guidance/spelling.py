"""Spells out what people type before it is compared: Scots, text speak, and slips of words that our content knows.

Only a word that is no English word is mended, and only to one that stands in our content: "menagers" to "managers".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_STRETCHED = re.compile(r"(.)\1{2,}")
#: A slip of a shorter word is too often another word.
SHORTEST: Final = 5
#: A longer one is no slip of anything; leaving out each of 4,000 letters in turn would take 16 million.
LONGEST: Final = 30
#: Words of so many letters may have two slips.
LONG: Final = 8
#: A word must stand as often in our content to be what was meant.
OFTEN: Final = 2


class Speller:
    """Built once from our own content."""

    def __init__(self, texts: Iterable[str], spellings: Mapping[str, str], known: Callable[[str], bool] | None) -> None:
        """Take all texts of our content, how words are also written, and what tells whether a word is English."""
        counts = Counter(word for text in texts for word in _words(text))
        self._spellings = {typed.replace("’", "'"): meant for typed, meant in spellings.items()}
        self._ours = frozenset(word for word, times in counts.items() if times >= OFTEN)
        self._known = known or frozenset(counts).__contains__
        wanted = [word for word, times in counts.most_common() if times >= OFTEN and self._may_be_meant(word)]
        self._near: dict[str, list[str]] = {}
        for word in wanted:
            for piece in _less(word):
                self._near.setdefault(piece, []).append(word)
        self._places = {word: place for place, word in enumerate(wanted)}

    def spell(self, text: str) -> str:
        """Give the text with its words spelled out, all else as it stands."""
        return _WORD.sub(lambda match: self._spell_word(match.group()), text)

    def knows(self, word: str) -> bool:
        """Whether a word is an English one, or one of ours."""
        return word in self._ours or word in self._spellings or self._known(word)

    def _may_be_meant(self, word: str) -> bool:
        return len(word) >= SHORTEST and word not in self._spellings and self._known(word)

    def _spell_word(self, typed: str) -> str:
        word = typed.casefold().replace("’", "'")
        if word in self._spellings:
            return self._spellings[word]
        if word in self._ours or self._known(word):
            return typed
        word = _STRETCHED.sub(r"\1", word)
        if word.endswith("in") and word + "g" in self._ours:  # "listenin"
            return word + "g"
        if not SHORTEST - 1 <= len(word) <= LONGEST or "'" in word:
            return typed
        near = {meant for piece in _less(word) for meant in self._near.get(piece, ())}
        slips = [(_distance(word, meant), self._places[meant], meant) for meant in near]
        best = min(slips, default=(9, 0, typed))
        return best[2] if best[0] <= (2 if len(word) >= LONG else 1) else typed


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _less(word: str) -> set[str]:
    """The word, and the word without one of its letters: two words with one slip between them share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _distance(one: str, other: str) -> int:
    """How many letters are missing, too many, another, or two in the wrong order (Damerau, 1964)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, beside in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
