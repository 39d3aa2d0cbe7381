"""Suggests which of the Roadmap's themes somebody's words are about: by name first, then by nearness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from bot.content import Guidance, Theme
from bot.guidance.index import EncodedOnce, Floats, SentenceEncoder, TextVectors, WordIndex
from bot.guidance.words import cut_words

#: A longer message describes; a shorter one may name a theme.
NAMING_WORDS: Final = 5
#: How alike a typed word and a word of a theme's name are when one is a slip for the other (0 to 1).
SLIP: Final = 0.84
#: The mean similarity of a theme's three nearest texts below which it is not suggested.
NEAR: Final = 0.37
NEAREST: Final = 3
#: Words that people put around a theme's name.
_ASIDE: Final = frozenset(
    cut_words(
        "theme themes topic please thanks do try choose pick look start reflect second next section talk number work"
    )
)
_NUMBER = re.compile(r"\W*(?:(?:theme|topic|number|no)\W*)*([0-9]{1,2})\W*(?:please)?\W*", re.IGNORECASE)


class ThemeSuggester:
    """Built once from the themes and the guidance."""

    def __init__(
        self,
        themes: Sequence[Theme],
        guidance: Sequence[Guidance],
        encoder: SentenceEncoder | None,
        once: EncodedOnce | None = None,
    ) -> None:
        """Prepare, by what is encoded already if that is given. Without an encoder, words alone are used."""
        self._themes = tuple(themes)
        self._encoder = encoder
        self._names = [frozenset(cut_words(f"{theme.name} {theme.id.replace('-', ' ')}")) for theme in self._themes]
        texts = [_texts_of(theme, guidance) for theme in self._themes]
        keywords = [
            [word for piece in guidance if piece.theme == theme.id for word in piece.keywords] for theme in themes
        ]
        self._words = WordIndex([" ".join((*part, *words)) for part, words in zip(texts, keywords, strict=True)])
        if encoder is not None:
            self._vectors = TextVectors(texts, once or encoder)

    def suggest(self, text: str, limit: int) -> tuple[str, ...]:
        """Give the ids of the nearest themes, best first; none when none is near. A theme named plainly comes alone."""
        named = self._find_named(text)
        if len(named) == 1:
            return tuple(self._themes[place].id for place in named)
        near = [place for place in self._rank(text) if place not in named]
        return tuple(self._themes[place].id for place in [*named, *near][:limit])

    def _find_named(self, text: str) -> list[int]:
        if number := _NUMBER.fullmatch(text):
            return [place for place, theme in enumerate(self._themes) if theme.number == int(number[1])]
        words = [word for word in cut_words(text) if word not in _ASIDE]
        if not words or len(words) > NAMING_WORDS:
            return []
        return [
            place
            for place, name in enumerate(self._names)
            if all(any(_same(word, part) for part in name) for word in words)
        ]

    def _rank(self, text: str) -> list[int]:
        by_words = self._words.score(text)
        if self._encoder is None:
            return [place for place in _order(by_words) if by_words[place] > 0]
        by_meaning = self._vectors.score(self._encoder.encode([text]), NEAREST)[0]
        best = by_words.max(initial=0) or 1
        joined = by_meaning + 0.1 * by_words / best
        return [place for place in _order(joined) if by_meaning[place] >= NEAR]


def _texts_of(theme: Theme, guidance: Sequence[Guidance]) -> list[str]:
    texts = [f"{theme.name}. {theme.about}"]
    if theme.statement:
        texts.append(theme.statement)
    for piece in guidance:
        if piece.theme == theme.id:
            texts.extend((piece.line, *piece.examples))
    return texts


def _same(word: str, part: str) -> bool:
    return word == part or (len(word) > 3 and SequenceMatcher(None, word, part).ratio() >= SLIP)


def _order(scores: Floats) -> list[int]:
    return sorted(range(len(scores)), key=lambda place: -scores[place])
