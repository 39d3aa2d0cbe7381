"""Reads an opening, the first thing that somebody writes about their work: its themes, and what belongs where.

People open with a slip, a sigh or a page, in good news as well as trouble. So words are spelled out first, a long
opening is read by its sentences too, and what is learnt comes from examples of openings (`data/content/openings.yml`)
before the texts of guidance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np

from bot.content import Guidance, Openings, Theme
from bot.guidance.index import Floats
from bot.guidance.learning import Example, Scores, TextClassifier
from bot.guidance.naming import ThemeNames
from bot.guidance.placing import PLACES, Piece, cut_parts, join_pieces
from bot.guidance.remembering import RememberedVectors
from bot.guidance.spelling import Speller
from bot.guidance.words import cut_words

#: How much the texts of guidance and themes count beside an example of an opening.
OTHER_TEXTS: Final = 0.3
#: How likely a theme must be to be offered beside the first, and how many are offered.
NEAR: Final = 0.01
MOST: Final = 3
#: How likely the first theme must be to begin with it, and how far before the second.
CLEAR: Final = 0.7
AHEAD: Final = 0.3
#: How sure it must be that a text says nothing of anybody's work. Sending somebody away is the worse mistake.
NOTHING: Final = 0.5
#: Fewer words than this, none of them telling, say nothing either.
FEW: Final = 4
#: Of a longer text no more parts than this are looked at, spread over the whole of it.
MOST_PARTS: Final = 12


class OpeningEncoder(Protocol):
    """What `bot.encoder.Encoder` does for an opening."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Take n texts; give float32 vectors [n, d] of unit length."""

    def encode_wide(self, texts: Sequence[str]) -> Floats:
        """Take n texts; give float32 vectors [n, 2 * d], the first half as ``encode`` gives."""

    def has_word(self, word: str) -> bool:
        """Whether a lower-case word is a known one."""


class Opening(NamedTuple):
    """What an opening is about. ``themes``: ids, best first. ``clear``: the first may be begun with at once."""

    themes: tuple[str, ...]
    clear: bool
    pieces: tuple[Piece, ...]


class OpeningReader:
    """Built once from the content. Remembers nothing of what it reads."""

    def __init__(
        self,
        themes: Sequence[Theme],
        guidance: Sequence[Guidance],
        openings: Openings,
        encoder: OpeningEncoder | None,
        once: RememberedVectors | None = None,
    ) -> None:
        """Learn, by what is encoded already if that is given. Without an encoder, words alone are used."""
        self._encoder = encoder
        self._ids = tuple(theme.id for theme in themes)
        self._names = ThemeNames(themes, openings)
        told = [
            (text, theme.theme, place)
            for theme in openings.openings
            for place in PLACES
            for text in getattr(theme, place)
        ]
        others = _other_texts(themes, guidance, openings)
        texts = [text for text, *_ in told] + [*openings.nothing] + [text for text, _ in others]
        self._speller = Speller(texts, openings.spellings(), encoder.has_word if encoder else None)
        self._ours = frozenset(word for text in texts for word in cut_words(text))
        spelled = [self._speller.spell(text) for text, *_ in told]
        kinds = {theme: kind for kind, theme in enumerate(self._ids)}
        examples = [Example(text, kinds[theme]) for text, (_, theme, _) in zip(spelled, told, strict=True)]
        examples += [Example(self._speller.spell(text), len(kinds)) for text in openings.nothing]
        examples += [Example(text, kinds[theme], OTHER_TEXTS) for text, theme in others]
        wide = None if encoder is None else (once or encoder).encode_wide(spelled)
        vectors = None
        if encoder is not None and wide is not None:
            rest = (once or encoder).encode([example.text for example in examples[len(told) :]])
            vectors = np.concatenate([wide[:, : rest.shape[1]], rest])
        self._themes = TextClassifier(examples, len(kinds) + 1, vectors)
        placed = [Example(text, PLACES.index(place)) for text, (*_, place) in zip(spelled, told, strict=True)]
        self._places = TextClassifier(placed, len(PLACES), wide)

    def read(self, text: str) -> Opening:
        """Read an opening."""
        parts = cut_parts(text)
        if not parts:
            return Opening((), False, ())
        themes, by_part, whole = self._weigh(text, parts)
        pieces = join_pieces(text, parts, by_part, whole)
        if named := self.name(text):
            return Opening((named,), True, pieces)
        if self._says_nothing(text, themes):
            return Opening((), False, pieces)
        order = [int(kind) for kind in np.argsort(-themes[:-1], kind="stable")]
        several = self._names.find(self._speller.spell(text))
        clear = not several and bool(themes[order[0]] >= CLEAR and themes[order[0]] - themes[order[1]] >= AHEAD)
        near = [self._ids[kind] for kind in order[:MOST] if themes[kind] >= NEAR or kind == order[0]]
        return Opening(tuple(dict.fromkeys([*several, *near]))[:MOST], clear, pieces)

    def name(self, text: str) -> str | None:
        """Give the one theme that a text plainly names; None when it says more."""
        for typed in (self._speller.spell(text), text):
            if len(named := self._names.find(typed)) == 1:
                return named[0]
        return None

    def _weigh(self, text: str, parts: Sequence[tuple[int, int]]) -> tuple[Scores, Scores, Scores]:
        """The probabilities of each theme and of nothing; of the places for each part [n, 3]; of those for all."""
        step = -(-len(parts) // MOST_PARTS)
        looked = range(0, len(parts), step)
        texts = [self._speller.spell(text), *(self._speller.spell(text[slice(*parts[at])]) for at in looked)]
        wide = None if self._encoder is None else self._encoder.encode_wide(texts)
        last = None if wide is None else wide[:, : wide.shape[1] // 2]
        themes, places = self._themes.weigh(texts, last), self._places.weigh(texts, wide)
        by_part = places[[1 + at // step for at in range(len(parts))]]
        if len(parts) == 1:
            return themes[0], by_part, places[0]
        weights = 1.0 - themes[1:, -1] + 1e-6  # "Hi." and "Where do I start?" are no evidence
        added = (themes[1:] * weights[:, None]).sum(axis=0) / weights.sum()
        return (themes[0] + added) / 2, by_part, places[0]

    def _says_nothing(self, text: str, themes: Scores) -> bool:
        spelled = self._speller.spell(text)
        telling = any(word in self._ours for word in cut_words(spelled))
        words = [word for word in re.findall(r"[^\W\d_]+", spelled.casefold()) if self._speller.knows(word)]
        return bool(themes[-1] >= NOTHING) or (not telling and len(words) < FEW)


def _other_texts(themes: Sequence[Theme], guidance: Sequence[Guidance], openings: Openings) -> list[tuple[str, str]]:
    """Texts about a theme that are no openings, each with its theme."""
    found = [(f"{theme.name}. {theme.about}", theme.id) for theme in themes]
    found += [(theme.statement, theme.id) for theme in themes if theme.statement]
    found += [(text, piece.theme) for piece in guidance for text in (piece.line, *piece.examples)]
    found += [(", ".join(piece.keywords), piece.theme) for piece in guidance if piece.keywords]
    return found + [(name, theme.theme) for theme in openings.openings for name in theme.names]
