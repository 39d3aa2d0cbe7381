"""Tells whether a word that no list knows is built like a name, by the letters of the names and words in the lists.

No list can hold everybody. "Thokozani" and "Oluwadamilare" share their groups of letters with names that are known;
"Chromebook" shares its own with words. Counted, not learned elsewhere: change `names.yml`, and this changes with it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

LIKELY: Final = 0.4
"""Measured on a fifth of the lists kept out: 48% of names score higher, and 6% of words."""
_GROUP: Final = 3
_SHORTEST: Final = 4
_UNSEEN: Final = 0.5


class NameShapes:
    """Compares the three-letter groups of a word with those of names and of words."""

    def __init__(self, names: Iterable[str], words: Iterable[str]) -> None:
        """Take plain small words of both kinds; those under four letters tell too little and are left out."""
        self._names, self._all_names = _count(names)
        self._words, self._all_words = _count(words)

    def score(self, word: str) -> float:
        """Give the mean log-odds, over its letter groups, that a plain small word is a name. 0: as likely as not."""
        groups = list(_groups(word))
        if len(word) < _SHORTEST:
            return -math.inf
        odds = (
            self._part(self._names, self._all_names, g) - self._part(self._words, self._all_words, g) for g in groups
        )
        return sum(odds) / len(groups)

    @staticmethod
    def _part(counts: Counter[str], total: int, group: str) -> float:
        return math.log((counts[group] + _UNSEEN) / (total + 2 * _UNSEEN))


def _count(words: Iterable[str]) -> tuple[Counter[str], int]:
    fit = [word for word in words if len(word) >= _SHORTEST and word.isalpha()]
    return Counter(group for word in fit for group in set(_groups(word))), len(fit)


def _groups(word: str) -> Iterator[str]:
    bounded = f"^{word}$"
    return (bounded[i : i + _GROUP] for i in range(len(bounded) - _GROUP + 1))
