"""What somebody searches for, read from what they typed: words that must all be there, alternatives, and phrases.

`rota or shift` finds either; `"time to talk"` finds these words just so. All else is words, of which the beginning is
enough. Nothing that is typed is ever read as a query of a database: letters and digits are all that is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

EITHER = "or"
"""What stands between alternatives."""

SHORT = 2
"""A word of so many letters or fewer is taken whole: too many words begin with it."""

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')
_LONGEST_WORD = 40
_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True)
class Term:
    """One thing to look for. All its stems must be there; those of a phrase as whole words, and just so."""

    said: str
    """As it was typed, or the word that is looked for instead of it."""
    stems: tuple[str, ...]
    phrase: bool = False
    typed: str = ""
    """What was typed where that is nowhere, and `said` is near to it."""

    @property
    def like(self) -> str:
        """The phrase as a pattern for LIKE: any one sign may stand between two of its words."""
        return f"%{'_'.join(_WORD.findall(self.said.lower()))}%"

    def within(self, word: str) -> bool:
        """Whether a word of a text is one that this term finds."""
        found = stem_of(word)
        return any(found == stem or (len(stem) > SHORT and found.startswith(stem)) for stem in self.stems)


Terms = Sequence[Sequence[Term]]
"""Groups: something of each group must be there."""


def read_terms(typed: str) -> Terms:
    """Read what was typed. Empty: there is nothing in it to search for."""
    groups: list[list[Term]] = []
    either = False
    for term in _pieces(typed):
        if term is None:
            either = bool(groups)
        elif either:
            groups[-1].append(term)
            either = False
        else:
            groups.append([term])
    return groups


def _pieces(typed: str) -> Iterator[Term | None]:
    """The terms in their order. None stands for an "or"."""
    for quoted, word in _PIECE.findall(typed):
        if word.casefold() == EITHER:
            yield None
        elif found := tuple(stems(quoted or word)):
            yield Term(" ".join((quoted or word).split()), found, phrase=bool(quoted) and len(words_of(quoted)) > 1)


def stems(text: str) -> list[str]:
    """The stems of a text's words, each once, sorted: no case, no accents, no endings."""
    return sorted({*stem_words(text)})


def stem_words(text: str) -> list[str]:
    """The same in the order of the text, each as often as it is there."""
    return [_stem(word) for word in words_of(text)]


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: small letters without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)]


def stem_of(word: str) -> str:
    """The stem of one word as it stands in a text."""
    return next(iter(stem_words(word)), "")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))
