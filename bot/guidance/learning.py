"""Learns from examples to tell texts apart, by meaning and by letters at once, quickly enough to do so at every start.

Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) has one solution, found in one step, the same on every
machine but for rounding. Of what was tried on everyday openings, it was also the best: `docs/understanding.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.guidance.index import Floats

Scores = npt.NDArray[np.float64]

#: How much whole words and groups of letters count beside the encoder's vectors.
WORDS: Final = 0.5
LETTERS: Final = 0.5
#: How much an example is doubted. More makes the scores smoother.
DOUBT: Final = 1.0
#: By how much scores are stretched to be read as probabilities, so that .9 is right about nine times in ten.
STRETCH: Final = 11.0


@dataclass(frozen=True)
class Example:
    """A text, the number of its class, and how much it counts."""

    text: str
    kind: int
    weight: float = 1.0


class TextClassifier:
    """Built once from examples. Remembers nothing of what it is asked."""

    def __init__(
        self,
        examples: Sequence[Example],
        kinds: int,
        vectors: Floats | None,
    ) -> None:
        """Learn, from the vector of each example too [n, d] if there is an encoder."""
        texts = [example.text.casefold() for example in examples]
        self._kinds = kinds
        self._views: list[Any] = [
            (TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w[\w']*"), WORDS),  # noqa: S106
            (TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2), LETTERS),
        ]
        wanted = np.eye(kinds)[[example.kind for example in examples]] - 1 / kinds
        alike = np.full((len(texts), len(texts)), 1 / kinds)
        seen = [(view.fit_transform(texts), weight) for view, weight in self._views]
        for rows, weight in seen:
            alike += weight * (rows @ rows.T).toarray()
        exact = None if vectors is None else vectors.astype(np.float64)
        if exact is not None:
            alike += exact @ exact.T
        alike[np.diag_indices_from(alike)] += [DOUBT / example.weight for example in examples]
        learnt = np.linalg.solve(alike, wanted)
        self._even: Scores = 1 / kinds + learnt.sum(axis=0) / kinds
        self._weights = [weight * (rows.T @ learnt) for rows, weight in seen]
        self._meaning = None if exact is None else exact.T @ learnt

    def weigh(self, texts: Sequence[str], vectors: Floats | None) -> Scores:
        """Take n texts and their vectors [n, d], if there is an encoder; give n rows of probabilities."""
        lower = [text.casefold() for text in texts]
        scores = np.tile(self._even, (len(texts), 1))
        for (view, _), weights in zip(self._views, self._weights, strict=True):
            scores += view.transform(lower) @ weights
        if self._meaning is not None and vectors is not None:
            scores += vectors.astype(np.float64) @ self._meaning
        stretched = np.exp(STRETCH * scores)
        shares: Scores = stretched / stretched.sum(axis=1, keepdims=True)
        return shares
