"""Tells when somebody discloses what is no emergency and has a route of its own: bullying, a child at risk, grief.

The distress screen looks for danger. Beside it stand things that a person at work may say here first. A rule for each
kind, over the encoder's vectors and groups of letters and words, and a few patterns tell them from reflections that
touch the same words ("our bullying policy"). Precise rather than complete: to be told of a grievance route while
praising the team is odd, and a disclosure that is missed is kept like any answer.

What it learns from stands in ``data/content/disclosures.yml``. It never decides what is done with the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML
from sklearn.svm import SVC
from spacy.tokens import Doc, Span

from bot.content import DisclosureKind
from bot.safety.model import SentenceEncoder, centre_vectors, make_grams, measure_nearness
from bot.safety.pieces import cut_pieces, cut_stretches
from bot.safety.source import SafetyContentError, load_messages, need_lines

DISTRUST: Final = "distrust"
"""What is said of this chat, and is no disclosure: "this is a trap"."""
Kind = DisclosureKind | Literal["distrust"]
KINDS: Final[tuple[str, ...]] = (*get_args(DisclosureKind), DISTRUST)

FILE: Final = "disclosures.yml"
LINES: Final[dict[str, float]] = {
    "bullying": -0.3,
    "discrimination": -0.6,
    "safeguarding": -0.5,
    "mistreatment": -0.55,
    "whistleblowing": -0.5,
    "complaint": -0.4,
    "burnout": 0.0,
    "grief": -0.5,
    "distrust": -0.4,
}
"""From where on a text is of a kind; chosen by cross-validation on the examples. Tiredness is told of in many ways that
are an ordinary answer, so its line lies higher."""
STRENGTH: Final = 4.0
_BLOCK: Final = 500
_TOLD_OF: Final = {"bullying": "bullying", "burnout": "burnout"}
"""Messages of the distress screen that are of a kind too, by their category there."""
_DOUBTS: Final = "doubts"
"""The style of those that doubt this chat, and are harmless to the screen."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Examples:
    """What is learnt from: texts with their kind, None for an ordinary reflection, and the patterns of each kind.

    unless: patterns of sentences that tell of how things are dealt with, in which the model is not heeded.
    """

    texts: tuple[tuple[str, Kind | None], ...]
    phrases: tuple[tuple[Kind, re.Pattern[str]], ...]
    unless: tuple[re.Pattern[str], ...] = ()


def load_examples(folder: Path) -> Examples:
    """Read ``disclosures.yml`` of the content folder. Raises SafetyContentError when it cannot be used."""
    found = _read(folder)
    texts: dict[str, Kind | None] = dict.fromkeys(need_lines(found, "none", FILE))
    phrases: list[tuple[Kind, re.Pattern[str]]] = []
    kinds = found.get("kinds")
    if not isinstance(kinds, dict) or set(kinds) != set(KINDS):
        raise SafetyContentError(FILE, "The kinds are not those that are known.", f"Have {', '.join(KINDS)}.")
    for name, part in kinds.items():
        kind = cast(Kind, name)
        for text in need_lines(part, "examples", FILE):
            if texts.setdefault(text, kind) != kind:
                raise SafetyContentError(FILE, f"An example of {name} is one of another kind too.", "Keep one.")
        for pattern in need_lines(part, "phrases", FILE):
            phrases.append((kind, _compile(pattern, name)))
    unless = tuple(_compile(pattern, "unless") for pattern in need_lines(found, "unless", FILE))
    return Examples(tuple(texts.items()), tuple(phrases), unless)


def _compile(pattern: str, part: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error:
        raise SafetyContentError(FILE, f"A pattern of {part} cannot be read.", "Check its brackets.") from None


def more_examples(folder: Path) -> tuple[list[tuple[str, Kind | None]], set[str]]:
    """Give messages of the distress screen: those of a kind and, as ordinary ones, those that tell of nothing.

    With them the other heavy ones, in small letters: they are neither, and teach nothing here.
    """
    messages = load_messages(folder / "safety")
    given = [
        (one.text, DISTRUST if one.style == _DOUBTS else cast("Kind | None", _TOLD_OF.get(one.category)))
        for one in messages
        if one.label == "none" or (one.label == "distress" and one.category in _TOLD_OF)
    ]
    return given, {one.text.casefold() for one in messages if one.label != "none" and one.category not in _TOLD_OF}


def _read(folder: Path) -> dict[str, Any]:
    try:
        found = YAML(typ="safe", pure=True).load((folder / FILE).read_text(encoding="utf-8"))
    except Exception:
        raise SafetyContentError(FILE, "The file cannot be read.", "Start from the version in git.") from None
    if not isinstance(found, dict):
        raise SafetyContentError(FILE, "It holds no named parts.", "Start from the version in git.")
    return found


@dataclass(frozen=True)
class DisclosureModel:
    """One rule for each kind, as those of the distress screen (``bot.safety.model``): nearness to ``examples`` times
    ``counts`` [m, kinds], plus n-grams times ``grams`` [n, kinds], plus ``offsets`` [kinds]. Without an encoder there
    are no examples, and letters and words stand alone.
    """

    centre: Floats
    examples: Floats
    counts: Floats
    grams: Floats
    offsets: Floats

    @property
    def uses_encoder(self) -> bool:
        """Whether an encoder is needed to use this model."""
        return len(self.examples) > 0

    def read(self, texts: Sequence[str], encoder: SentenceEncoder | None) -> Floats:
        """Give how far each text in normal spelling lies beyond each kind's line, 0 on it: [n, kinds]."""
        values = make_grams(texts) @ self.grams + self.offsets
        if self.uses_encoder and encoder is not None:
            vectors = centre_vectors(encoder.encode_wide(texts), self.centre)
            values = values + np.einsum("nm,mk->nk", measure_nearness(vectors, self.examples), self.counts)
        lines = np.array([LINES[kind] for kind in KINDS])
        return np.asarray(values - lines, np.float32)

    def save(self, path: Path) -> None:
        """Write it as plain arrays, the vectors in half their size."""
        values: dict[str, Any] = {part.name: getattr(self, part.name) for part in fields(self)}
        values["examples"] = values["examples"].astype(np.float16)
        with path.open("wb") as file:
            np.savez_compressed(file, **values)

    @classmethod
    def load(cls, path: Path) -> DisclosureModel:
        """Read what was saved. Raises OSError, KeyError or ValueError when it is absent or not one."""
        with np.load(path, allow_pickle=False) as saved:
            return cls(**{part.name: saved[part.name].astype(np.float32) for part in fields(cls)})


def train_disclosures(
    texts: Sequence[str],
    kinds: Sequence[str | None],
    encoder: SentenceEncoder | None,
    *,
    close: Sequence[bool],
) -> DisclosureModel:
    """Train on texts in normal spelling and their kinds, None for none. The same texts give the same model.

    close: whether a text was written for this, and so counts more than one that was written for something else.
    """
    labels = np.array([KINDS.index(kind) if kind else -1 for kind in kinds])
    near = np.asarray(close, bool)
    grams = make_grams(texts)
    vectors, centre = np.zeros((0, 0), np.float32), np.zeros(0, np.float32)
    if encoder is not None:
        vectors = encoder.encode_wide(texts)
        centre = vectors.mean(axis=0)
        vectors = centre_vectors(vectors, centre)
    nearness = np.empty((len(texts), len(texts)), np.float32)
    for start in range(0, len(nearness), _BLOCK):
        rows = slice(start, start + _BLOCK)
        nearness[rows] = (grams[rows] @ grams.T).toarray()
        if len(vectors):
            nearness[rows] += measure_nearness(vectors[rows], vectors)
    counts, offsets = np.zeros((len(texts), len(KINDS))), np.zeros(len(KINDS))
    for column in range(len(KINDS)):
        weights = np.where(near, 2.0, 1.0)  # of what is none of the kinds
        weights[labels >= 0] = 0.5  # another kind: to take one for the other costs little
        weights[labels == column] = np.where(near[labels == column], 4.0, 1.6)
        machine = SVC(C=STRENGTH, kernel="precomputed", cache_size=500)
        machine.fit(nearness, labels == column, sample_weight=weights / weights.mean())
        counts[machine.support_, column] = machine.dual_coef_[0]
        offsets[column] = float(machine.intercept_[0])
    used = counts.any(axis=1) if len(vectors) else np.zeros(0, bool)
    return DisclosureModel(
        centre=centre,
        examples=vectors[used],
        counts=counts[: len(vectors)][used].astype(np.float32),
        grams=np.asarray(grams.T @ counts, np.float32),
        offsets=offsets.astype(np.float32),
    )


class DisclosureFinder:
    """Finds what a message discloses. Build it once and share it; nothing is remembered between calls."""

    def __init__(self, examples: Examples, model: DisclosureModel | None) -> None:
        """Take the patterns of ``load_examples``, and the trained model; without one the patterns work alone."""
        self._phrases, self._unless, self._model = examples.phrases, examples.unless, model

    def find_disclosure(self, doc: Doc, encoder: SentenceEncoder | None, beyond: float = 0.0) -> Kind | None:
        """Give the kind that a document of the project's pipeline discloses, or None.

        A short text is weighed as a whole and by its sentences, so that one line in a long answer is heard. beyond: how
        far a text has to lie beyond the line of a kind; what fits a pattern is found in any case.
        """
        if not any(token.is_alpha for token in doc):
            return None
        text = re.sub(r"[’‘]", "'", doc.text)
        if not text.rstrip().endswith("?"):
            for kind, pattern in self._phrases:
                if pattern.search(text):
                    return kind
        if self._model is None:
            return None
        pieces = [*cut_stretches(doc), *cut_pieces(doc)]
        parts = list(dict.fromkeys(spell(part) for part in pieces if not self._only_tells(part)))
        if not parts:
            return None
        margins = self._model.read(parts, encoder)
        row, column = np.unravel_index(int(margins.argmax()), margins.shape)
        return cast(Kind, KINDS[int(column)]) if margins[row, column] >= beyond else None

    def _only_tells(self, part: Span) -> bool:
        return any(pattern.search(part.text) for pattern in self._unless)


def spell(part: Doc | Span) -> str:
    """Give a text in the normal spelling of its words, as the encoder is given it everywhere."""
    return " ".join(token.norm_ for token in part)
