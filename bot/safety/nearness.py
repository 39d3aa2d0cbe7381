"""How near texts lie to one another: by meaning (the encoder's vectors), and by groups of letters and words.

Letters and words see spellings that an encoder cuts into pieces, and stand alone where there is no encoder.
"""

from __future__ import annotations

from collections.abc import Sequence

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
