"""Ranks passages for a text by measures that miss different things, and weighs them together.

Examples of what staff would write are the best guide to a passage, and more of them help more than any weight: halving
or doubling one of those below hardly changes how well guidance fits. Words (BM25) are exact but blind to other wording;
vectors see the meaning but blur names. docs/guidance-evaluation.md has the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

import bm25s
import numpy as np
import numpy.typing as npt

from bot.content.sentences import split_sentences
from bot.guidance.passages import Passage
from bot.guidance.words import cut_words

#: How much each measure weighs: cosines to a passage's text and examples, and to its keywords; words (0 to 1, beside
#: the best passage's); and whether the passage is of general use, which settles it when little else does.
EXAMPLES: Final = 1.0
KEYWORDS: Final = 0.5
WORDS: Final = 0.2
GENERAL: Final = 0.1
#: How much sooner a passage comes for the kind of work that it fits: when the words tell of that work (they may tell of
#: the work of others), and when somebody chose it (they asked for what fits them).
HEARD: Final = 0.03
CHOSEN: Final = 0.3
#: A passage is as near as its three nearest examples (or keywords) are on average: one alone is often near by chance.
NEAREST: Final = 3
#: When no passage is as near as this, the words are about something else, and nothing is offered.
#: Keywords do not count here: single words lie near to anything short.
NEAR: Final = 0.25
#: A passage that is further away than this is not offered, unless it is of general use.
FAR: Final = 0.2
#: Of a longer text no more sentences than this are looked at, spread over the whole of it.
MOST_SENTENCES: Final = 40

Floats = npt.NDArray[np.float32]


class SentenceEncoder(Protocol):
    """Anything that gives one vector of unit length for each text."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Take n texts; give float32 vectors [n, d]."""


class PassageIndex:
    """The passages, prepared once for many searches."""

    def __init__(
        self, passages: Sequence[Passage], encoder: SentenceEncoder | None, once: SentenceEncoder | None = None
    ) -> None:
        """Prepare, by what is encoded already if that is given. Without an encoder, words alone are used."""
        self.passages = tuple(passages)
        self._encoder = encoder
        self._words = WordIndex([" ".join((p.text, *p.keywords, *p.examples)) for p in self.passages])
        self._general = np.array([p.general for p in self.passages], np.float32)
        if encoder is not None:
            self._examples = TextVectors([(p.text, *p.examples) for p in self.passages], once or encoder)
            self._keywords = TextVectors([p.keywords for p in self.passages], once or encoder)

    def rank(self, text: str, work: str | None = None, *, chosen: bool = False) -> list[int]:
        """Give the places of the passages near to the text, best first; none when nothing is near.

        People write about several things in one breath, so each sentence is searched for, and the whole text too.
        work: the id of a kind of work; passages that fit it come sooner, and sooner still if it was chosen.
        """
        parts = _cut(text)
        preferred = GENERAL * self._general
        if work is not None:
            preferred = preferred + (CHOSEN if chosen else HEARD) * self._fits(work)
        by_words = np.mean([_beside_best(self._words.score(part)) for part in parts], axis=0)
        if self._encoder is None:
            return [place for place in _order(by_words + preferred) if by_words[place] > 0]
        vectors = self._encoder.encode(parts)
        by_examples = self._examples.score(vectors, NEAREST)
        near = by_examples.max(axis=0)
        if near.max(initial=0) < NEAR:
            return []
        by_keywords = self._keywords.score(vectors, NEAREST).mean(axis=0)
        weighed = EXAMPLES * by_examples.mean(axis=0) + KEYWORDS * by_keywords
        weighed += WORDS * by_words + preferred
        return [place for place in _order(weighed) if near[place] >= FAR or self._general[place]]

    def _fits(self, work: str) -> Floats:
        return np.array([work in (*p.fits_work, *p.only_for) for p in self.passages], np.float32)


class WordIndex:
    """BM25 over documents."""

    def __init__(self, documents: Sequence[str]) -> None:
        """Index; documents without telling words are allowed."""
        self._count = len(documents)
        words = [cut_words(document) for document in documents]
        self._known = {word for line in words for word in line}
        self._bm25: Any = bm25s.BM25()
        if self._known:
            self._bm25.index(words, show_progress=False)

    def score(self, text: str) -> Floats:
        """Give a score for each document, 0 where no telling word is shared."""
        words = [word for word in cut_words(text) if word in self._known]
        if not words:
            return np.zeros(self._count, np.float32)
        return np.asarray(self._bm25.get_scores(words), np.float32)


class TextVectors:
    """Vectors of several texts for each document."""

    def __init__(self, documents: Sequence[Sequence[str]], encoder: SentenceEncoder) -> None:
        """Encode all texts. A document may have none; it is near to nothing."""
        self._vectors = encoder.encode([text for texts in documents for text in texts])
        ends = np.cumsum([len(texts) for texts in documents], dtype=int)
        self._ranges = [slice(end - len(texts), end) for end, texts in zip(ends, documents, strict=True)]

    def score(self, vectors: Floats, nearest: int = 1) -> Floats:
        """Take vectors [n, d]; give [n, documents]: the mean cosine (-1 to 1) of the ``nearest`` nearest texts."""
        cosines = vectors @ self._vectors.T
        scores = np.zeros((len(vectors), len(self._ranges)), np.float32)
        for place, texts in enumerate(self._ranges):
            if texts.stop > texts.start:
                scores[:, place] = np.sort(cosines[:, texts])[:, -nearest:].mean(axis=1)
        return scores


def _cut(text: str) -> list[str]:
    """The whole text, and each of its sentences when there are several."""
    found = split_sentences(text)
    step = -(-len(found) // MOST_SENTENCES) or 1
    return list(dict.fromkeys((text, *found[::step])))


def _beside_best(scores: Floats) -> Floats:
    """From 0 to 1, the best score being 1."""
    return scores / (scores.max(initial=0) or 1)


def _order(scores: npt.NDArray[Any]) -> list[int]:
    return [int(place) for place in np.argsort(-scores, kind="stable")]
