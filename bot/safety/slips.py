"""Tells a name that was typed with a slip (`Kirtsy`, `Catrionna`): a letter too many, too few, wrong, or two swapped.

Only names of five letters or more are compared, and never with a word that the lists know: short ones have everyday
neighbours. Looked up by what is left when one letter is taken away, so a text costs no more than its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

_SHORTEST: Final = 5
_LONGEST: Final = 20


class NameSlips:
    """Knows what each name looks like without one of its letters."""

    def __init__(self, names: Iterable[str], words: Iterable[str]) -> None:
        """Take plain small names, and the words that are never read as one of them."""
        self._words = frozenset(words)
        self._names: dict[str, set[str]] = {}
        for name in names:
            if len(name) >= _SHORTEST and name.isalpha():
                for part in _without_one(name):
                    self._names.setdefault(part, set()).add(name)

    def is_slip(self, word: str) -> bool:
        """Whether a plain small word is one slip away from a name, and no word that the lists know."""
        if not _SHORTEST <= len(word) <= _LONGEST or word in self._words or not word.isalpha():
            return False
        return any(
            name[0] == word[0] and _is_one_off(word, name)
            for part in _without_one(word)
            for name in self._names.get(part, ())
        )


def _without_one(word: str) -> Iterator[str]:
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))


def _is_one_off(word: str, name: str) -> bool:
    """Whether one letter was added, left out, or changed, or two neighbours changed places."""
    begin = 0
    while begin < min(len(word), len(name)) and word[begin] == name[begin]:
        begin += 1
    a, b = word[begin:], name[begin:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else b[1:] == a
