"""What training leaves behind: two linear rules over sentence features, plain arrays in an .npz file, never a pickle.

With an encoder the features are its sentence vectors, and beside them hashed letter and word n-grams, which see
spellings that an encoder cuts into pieces. Without an encoder the n-grams stand alone; the file says which, and the
screen follows.
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
GRAM_WEIGHT = 0.35
"""How much the n-grams weigh beside a sentence vector of unit length."""


class SentenceEncoder(Protocol):
    """Anything that gives one vector for each text."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Take texts; give float32 vectors [n, dimensions] of unit length."""


class SafetyModelError(ValueError):
    """A saved safety model does not fit. The message is one line: what, and how to mend it."""


@dataclass(frozen=True)
class SafetyModel:
    """Two linear rules: `crisis` decides on interrupting, `alert` (crisis or distress) on the soft line.

    A decision value is features @ coefficients + intercept; at or above its threshold the rule fires. `dimensions` is
    the length of the encoder's vectors, 0 where there was no encoder.
    """

    dimensions: int
    crisis_coefficients: Floats
    alert_coefficients: Floats
    crisis_intercept: float
    alert_intercept: float
    crisis_threshold: float
    alert_threshold: float

    @property
    def uses_encoder(self) -> bool:
        """Whether an encoder is needed to use this model."""
        return self.dimensions > 0

    def decide(self, texts: Sequence[str], encoder: SentenceEncoder | None) -> tuple[Floats, Floats]:
        """Give how far each normalised text lies above the crisis and the alert threshold (below: negative)."""
        features = make_features(texts, encoder if self.uses_encoder else None)
        crisis = features @ self.crisis_coefficients + (self.crisis_intercept - self.crisis_threshold)
        alert = features @ self.alert_coefficients + (self.alert_intercept - self.alert_threshold)
        return np.asarray(crisis, np.float32), np.asarray(alert, np.float32)

    def save(self, path: Path) -> None:
        """Write the model to an .npz file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        values: dict[str, Any] = {part.name: np.asarray(getattr(self, part.name)) for part in fields(self)}
        with path.open("wb") as file:
            np.savez_compressed(file, **values)

    @classmethod
    def load(cls, path: Path) -> SafetyModel:
        """Read a saved model. Raises SafetyModelError when it is absent or not one."""
        try:
            with np.load(path, allow_pickle=False) as saved:
                values = {part.name: saved[part.name] for part in fields(cls)}
        except (OSError, KeyError, ValueError):
            raise SafetyModelError(f"The safety model {path} is missing or damaged: run `waymark train`.") from None
        plain = {name: value if value.ndim else value.item() for name, value in values.items()}
        model = cls(**plain)
        if model.crisis_coefficients.shape != (model.dimensions + 2 * N_GRAMS,):
            raise SafetyModelError(f"The safety model {path} is of another version: run `waymark train`.")
        return model


def make_features(texts: Sequence[str], encoder: SentenceEncoder | None) -> sparse.csr_matrix:
    """Take normalised texts; give features [n, dimensions + 2 * N_GRAMS]."""
    weight = GRAM_WEIGHT if encoder is not None else 1.0
    parts: list[Any] = [_LETTERS.transform(texts) * weight, _WORDS.transform(texts) * weight]
    if encoder is not None:
        parts.insert(0, sparse.csr_matrix(encoder.encode(texts)))
    return sparse.hstack(parts, format="csr", dtype=np.float32)


_WORD = r"[\w']+"
_LETTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=N_GRAMS, alternate_sign=False)
_WORDS = HashingVectorizer(
    analyzer="word", ngram_range=(1, 3), n_features=N_GRAMS, alternate_sign=False, token_pattern=_WORD
)
