"""Ranks passages for a text by measures that miss different things, and weighs them together.

Words (BM25 over text, keywords and examples) are exact but blind to other wording; vectors (of a passage's line and
its keywords) see the meaning but blur names. With each example of our own guidance held out in turn, its passage came
first for .63 by words alone, .67 by keywords' meaning and .75 weighed together, in the whole corpus; in its own theme,
as the chat searches, .84, .88 and .92. Joining ranks instead (reciprocal rank fusion) did less well.
docs/guidance-evaluation.md has what a writer's reflections gave, which is lower.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

import bm25s
import numpy as np
import numpy.typing as npt

from bot.guidance.passages import Passage
from bot.guidance.words import cut_words

#: How much each measure weighs: words (0 to 1, beside the best passage's), and cosines to the line, to all keywords
#: as one text, and to the nearest keywords. Examples tell whether anything is near, not which: they blur the order.
WORDS: Final = 0.3
LINE: Final = 0.5
TOGETHER: Final = 0.5
KEYWORDS: Final = 1.0
#: A passage's keywords are as near as its three nearest are on average: one alone is often near by chance.
NEAREST: Final = 3
#: When no passage's text or example is as similar as this, the words are about something else, and nothing is offered.
#: Keywords do not count here: single words lie near to anything short.
NEAR: Final = 0.25

Floats = npt.NDArray[np.float32]


class SentenceEncoder(Protocol):
    """Anything that gives one vector of unit length for each text."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Take n texts; give float32 vectors [n, d]."""


class PassageIndex:
    """The passages, prepared once for many searches."""

    def __init__(self, passages: Sequence[Passage], encoder: SentenceEncoder | None) -> None:
        """Prepare. Without an encoder, words alone are used."""
        self.passages = tuple(passages)
        self._encoder = encoder
        self._words = WordIndex([" ".join((p.text, *p.keywords, *p.examples)) for p in self.passages])
        if encoder is not None:
            self._sentences = TextVectors([(p.text, *p.examples) for p in self.passages], encoder)
            self._lines = TextVectors([(p.text,) for p in self.passages], encoder)
            self._together = TextVectors([(", ".join(p.keywords),) for p in self.passages], encoder)
            self._keywords = TextVectors([p.keywords for p in self.passages], encoder)

    def rank(self, text: str) -> list[int]:
        """Give the places of the passages near to the text, best first; none when nothing is near."""
        by_words = self._words.score(text)
        if self._encoder is None:
            return [place for place in _order(by_words) if by_words[place] > 0]
        vector = self._encoder.encode([text])[0]
        by_sentences = self._sentences.score(vector)
        if by_sentences.max(initial=0) < NEAR:
            return []
        near = np.maximum(by_sentences, self._keywords.score(vector)) >= NEAR
        weighed = WORDS * by_words / (by_words.max(initial=0) or 1)
        weighed += LINE * self._lines.score(vector) + TOGETHER * self._together.score(vector)
        weighed += KEYWORDS * self._keywords.score(vector, NEAREST)
        return [place for place in _order(weighed) if near[place] or by_words[place] > 0]


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

    def score(self, vector: Floats, nearest: int = 1) -> Floats:
        """Give for each document the mean cosine (-1 to 1) to the vector [d] of its ``nearest`` nearest texts."""
        cosines = self._vectors @ vector
        found = [np.sort(cosines[part])[-nearest:] for part in self._ranges]
        return np.array([near.mean() if near.size else 0.0 for near in found], np.float32)


def _order(scores: npt.NDArray[Any]) -> list[int]:
    return [int(place) for place in np.argsort(-scores, kind="stable")]
