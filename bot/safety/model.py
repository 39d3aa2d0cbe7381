"""What training leaves behind: examples to compare with and how each one counts. Plain arrays in an .npz file, never a
pickle.

Two rules, each a sum over training messages: what is typed counts as dangerous by how near it lies to messages that
are, and less so by how near it lies to those that are not. Nearness is of meaning (the encoder's vectors), and of
letters and words, which see spellings that an encoder cuts into pieces. Without an encoder letters and words stand
alone; the file says which, and the screen follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

Floats = npt.NDArray[np.float32]
N_GRAMS = 2**14
LETTERS_WEIGHT = 0.35
WORDS_WEIGHT = 0.7
"""How much n-grams of letters and of words weigh beside nearness of meaning, which is 1 at most."""
SHARPNESS = 3.0
"""How quickly nearness fades with distance."""
LEAN = 0.5
"""How much danger leans on hurt: words of danger from somebody who does not sound hurt are mostly figures of speech."""


class SentenceEncoder(Protocol):
    """Anything that gives vectors of the last and of an inner layer, side by side."""

    def encode_wide(self, texts: Sequence[str]) -> Floats:
        """Take texts; give float32 vectors [n, 2 * d], each half of unit length."""


class SafetyModelError(ValueError):
    """A saved safety model does not fit. The message is one line: what, and how to mend it."""


@dataclass(frozen=True)
class SafetyModel:
    """Two rules: `crisis` knows danger, and `alert` knows whether somebody sounds hurt, in danger or not.

    A rule's value for a text is nearness to `examples` times `counts`, plus n-grams times `grams`, plus `offsets`. The
    first column of each belongs to `crisis`, the second to `alert`. `thresholds` are three: danger (`crisis + LEAN *
    alert`) that interrupts, danger that gets the soft line, and hurt (`alert`) that does. `examples` is [m, 2 * d],
    with no rows where there was no encoder.
    """

    centre: Floats
    examples: Floats
    counts: Floats
    grams: Floats
    offsets: Floats
    thresholds: Floats

    @property
    def uses_encoder(self) -> bool:
        """Whether an encoder is needed to use this model."""
        return len(self.examples) > 0

    def read(self, texts: Sequence[str], encoder: SentenceEncoder | None) -> tuple[Floats, Floats]:
        """Give the value of the crisis and of the alert rule for each normalised text."""
        values = make_grams(texts) @ self.grams + self.offsets
        if self.uses_encoder and encoder is not None:
            vectors = centre_vectors(encoder.encode_wide(texts), self.centre)
            values = values + np.einsum("nm,mr->nr", measure_nearness(vectors, self.examples), self.counts)
        return np.asarray(values[:, 0], np.float32), np.asarray(values[:, 1], np.float32)

    def save(self, path: Path) -> None:
        """Write the model to an .npz file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        values: dict[str, Any] = {part.name: getattr(self, part.name) for part in fields(self)}
        values["examples"] = values["examples"].astype(np.float16)  # half the size; decisions move by under .001
        with path.open("wb") as file:
            np.savez(file, **values)

    @classmethod
    def load(cls, path: Path) -> SafetyModel:
        """Read a saved model. Raises SafetyModelError when it is absent or not one."""
        try:
            with np.load(path, allow_pickle=False) as saved:
                model = cls(**{part.name: saved[part.name].astype(np.float32) for part in fields(cls)})
        except (OSError, KeyError, ValueError):
            raise SafetyModelError(f"The safety model {path} is missing or damaged: run `waymark train`.") from None
        shapes = (model.grams.shape, model.counts.shape, model.thresholds.shape)
        if shapes != ((2 * N_GRAMS, 2), (len(model.examples), 2), (3,)):
            raise SafetyModelError(f"The safety model {path} is of another version: run `waymark train`.")
        return model


def make_grams(texts: Sequence[str]) -> sparse.csr_matrix:
    """Take normalised texts; give their hashed n-grams of letters and words [n, 2 * N_GRAMS]."""
    parts = [_LETTERS.transform(texts) * LETTERS_WEIGHT, _WORDS.transform(texts) * WORDS_WEIGHT]
    return sparse.hstack(parts, format="csr", dtype=np.float32)


def centre_vectors(vectors: Floats, centre: Floats) -> Floats:
    """Take the mean of all training messages off, so that what is common to all says nothing; keep unit length."""
    moved = (vectors - centre).reshape(len(vectors), 2, vectors.shape[1] // 2)
    return np.asarray((moved / np.linalg.norm(moved, axis=2, keepdims=True)).reshape(vectors.shape), np.float32)


def measure_nearness(vectors: Floats, examples: Floats) -> Floats:
    """Give 1 for the same vector and less the further apart, for each pair [n, m].

    By einsum and not by `@`, whose threads wait for one another longer than the sum takes where the machine is busy.
    """
    return np.asarray(np.exp(SHARPNESS * (np.einsum("nd,md->nm", vectors, examples) / 2 - 1)), np.float32)


_WORD = r"[\w']+"
_LETTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=N_GRAMS, alternate_sign=False)
_WORDS = HashingVectorizer(
    analyzer="word", ngram_range=(1, 3), n_features=N_GRAMS, alternate_sign=False, token_pattern=_WORD
)
