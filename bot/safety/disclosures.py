"""Tells when somebody discloses what is no emergency and has a route of its own, or doubts this chat itself.

The distress screen looks for danger. Beside it stand things that a person at work may say here first: bullying, a child
at risk, grief; and questions on which trust hangs: who else could get at the words, what is really gone. A rule for
each kind, over the encoder's vectors and groups of letters and words, and a few patterns tell them from reflections
that touch the same words ("our bullying policy"). Precise rather than complete: to be told of a grievance route while
praising the team is odd, and what is missed is kept like any answer.

What it learns from stands in ``data/content/disclosures.yml`` and ``trust.yml``. It never decides what is done with the
words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML
from sklearn.svm import SVC
from spacy.tokens import Doc, Span

from bot.content import DisclosureKind
from bot.encoder.encoder import WideEncoder
from bot.safety.nearness import SHARPNESS, centre_vectors, make_grams, measure_nearness
from bot.safety.pieces import cut_pieces, cut_stretches
from bot.safety.source import SafetyContentError, load_messages, need_lines

TRUST_YOU: Final = "trust_you"
TRUST: Final = (
    *(TRUST_YOU, "police", "court", "disciplinary", "hr", "manager", "monitored", "it_department"),
    *("foi", "traced", "proof", "gone", "device"),
)
"""Questions and doubts about this chat, by the names of their answers: ``utter_ask_<name>``."""
KINDS: Final[tuple[str, ...]] = (*get_args(DisclosureKind), *TRUST)
"""All that is told apart: disclosures, then what is said of this chat."""

FILE: Final = "disclosures.yml"
TRUST_FILE: Final = "trust.yml"
LINES: Final[dict[str, float]] = {
    **dict.fromkeys(get_args(DisclosureKind), -0.35),
    "burnout": -0.3,
    **dict.fromkeys(TRUST, -0.45),
}
"""From where on a text is of a kind; chosen by leaving out one writer at a time: docs/understanding.md. Tiredness is
told of in many ways that are an ordinary answer, so its line lies higher."""
CERTAIN: Final = 1.0
"""How far beyond the line what fits a pattern lies."""
LEAST: Final = -0.1
"""What lies no further below its line is given too: who asks something may be heard from there on."""
OF_A_PART: Final = 0.15
"""How much further a part of a text has to lie: what says it all leaves less doubt."""
STRENGTH: Final = 4.0
_BLOCK: Final = 500
_MOST_OTHERS: Final = 5000
"""How many texts that were written for something else teach what is of no kind: those nearest to a text of one."""
_TOLD_OF: Final = {"bullying": "bullying", "burnout": "burnout"}
"""Messages of the distress screen that are of a kind too, by their category there."""
_DOUBTS: Final = "doubts"
"""The style of those that doubt this chat, and are harmless to the screen."""
_DISTRUST: Final = "distrust"
"""The category of harmless messages that may doubt this chat, in one of many ways: they teach nothing here."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Examples:
    """What is learnt from: texts with their kind, None for an ordinary reflection, and the patterns of each kind.

    unless: patterns of sentences that tell of how things are dealt with, in which the model is not heeded.
    """

    texts: tuple[tuple[str, str | None], ...]
    phrases: tuple[tuple[str, re.Pattern[str]], ...]
    unless: tuple[re.Pattern[str], ...] = ()


class Found(NamedTuple):
    """What a text tells: one of KINDS, and how far beyond the line of that kind it lies (0 on it, LEAST at least)."""

    kind: str
    beyond: float

    @property
    def of_trust(self) -> bool:
        """Whether it is said of this chat."""
        return self.kind in TRUST


def load_examples(folder: Path) -> Examples:
    """Read ``disclosures.yml`` and ``trust.yml`` of the content folder. Raises SafetyContentError."""
    found = _read(folder, FILE)
    texts: dict[str, str | None] = dict.fromkeys(need_lines(found, "none", FILE))
    phrases: list[tuple[str, re.Pattern[str]]] = []
    for file, named, part in ((FILE, get_args(DisclosureKind), found), (TRUST_FILE, TRUST, _read(folder, TRUST_FILE))):
        kinds = part.get("kinds")
        if not isinstance(kinds, dict) or set(kinds) != set(named):
            raise SafetyContentError(file, "The kinds are not those that are known.", f"Have {', '.join(named)}.")
        for kind, own in kinds.items():
            for text in need_lines(own, "examples", file):
                if texts.setdefault(text, kind) != kind:
                    raise SafetyContentError(file, f"An example of {kind} is one of another kind too.", "Keep one.")
            patterns = need_lines(own, "phrases", file) if "phrases" in own or kind not in TRUST else []
            phrases += [(kind, _compile(pattern, kind)) for pattern in patterns]
    unless = tuple(_compile(pattern, "unless") for pattern in need_lines(found, "unless", FILE))
    return Examples(tuple(texts.items()), tuple(phrases), unless)


def _compile(pattern: str, part: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error:
        raise SafetyContentError(FILE, f"A pattern of {part} cannot be read.", "Check its brackets.") from None


def more_examples(folder: Path) -> tuple[list[tuple[str, str | None]], set[str]]:
    """Give messages of the distress screen: those of a kind and, as ordinary ones, those that tell of nothing.

    With them the other heavy ones, in small letters: they are neither, and teach nothing here.
    """
    messages = load_messages(folder / "safety")
    given = [
        (one.text, TRUST_YOU if one.style == _DOUBTS else _TOLD_OF.get(one.category))
        for one in messages
        if (one.label == "none" and one.category != _DISTRUST) or (one.label == "distress" and one.category in _TOLD_OF)
    ]
    return given, {one.text.casefold() for one in messages if one.label != "none" and one.category not in _TOLD_OF}


def _read(folder: Path, file: str) -> dict[str, Any]:
    try:
        found = YAML(typ="safe", pure=True).load((folder / file).read_text(encoding="utf-8"))
    except Exception:
        raise SafetyContentError(file, "The file cannot be read.", "Start from the version in git.") from None
    if not isinstance(found, dict):
        raise SafetyContentError(file, "It holds no named parts.", "Start from the version in git.")
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

    def read(self, texts: Sequence[str], encoder: WideEncoder | None) -> Floats:
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
    encoder: WideEncoder | None,
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

    far = np.flatnonzero((labels < 0) & ~near)
    nearest = _compare(grams, vectors, far, np.flatnonzero(labels >= 0)).max(axis=1)
    kept = np.setdiff1d(np.arange(len(labels)), far[np.argsort(-nearest, kind="stable")[_MOST_OTHERS:]])
    labels, near, grams = labels[kept], near[kept], grams[kept]
    vectors = vectors[kept] if len(vectors) else vectors
    every = np.arange(len(labels))
    nearness = _compare(grams, vectors, every, every)
    counts, offsets = np.zeros((len(labels), len(KINDS))), np.zeros(len(KINDS))
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


def _compare(grams: Any, vectors: Floats, rows: npt.NDArray[np.int_], others: npt.NDArray[np.int_]) -> Floats:
    """Give how near texts are to others, as the model weighs it; by `@`, for in training threads help: [n, m]."""
    values = np.empty((len(rows), len(others)), np.float32)
    for start in range(0, len(rows), _BLOCK):
        some = rows[start : start + _BLOCK]
        values[start : start + _BLOCK] = (grams[some] @ grams[others].T).toarray()
        if len(vectors):
            values[start : start + _BLOCK] += np.exp(SHARPNESS * (vectors[some] @ vectors[others].T / 2 - 1))
    return values


class DisclosureFinder:
    """Finds what a message discloses. Build it once and share it; nothing is remembered between calls."""

    def __init__(self, examples: Examples, model: DisclosureModel | None) -> None:
        """Take the patterns of ``load_examples``, and the trained model; without one the patterns work alone."""
        self._phrases, self._unless, self._model = examples.phrases, examples.unless, model

    def find(self, doc: Doc, encoder: WideEncoder | None) -> Found | None:
        """Give what a document of the project's pipeline tells, or None.

        A short text is weighed as a whole and by its sentences, so that one line in a long answer is heard. What fits a
        pattern is far beyond every line; which of the questions on trust it is the model may know better.
        """
        if not any(token.is_alpha for token in doc):
            return None
        known = self._find_phrase(re.sub(r"[’‘]", "'", doc.text))
        if known is not None and known not in TRUST:
            return Found(known, CERTAIN)
        guess = self._guess(doc, encoder)
        if known is not None:
            return Found(guess.kind if guess is not None and guess.of_trust and guess.beyond >= 0 else known, CERTAIN)
        return guess

    def _find_phrase(self, text: str) -> str | None:
        if text.rstrip().endswith("?"):
            return None
        return next((kind for kind, pattern in self._phrases if pattern.search(text)), None)

    def _guess(self, doc: Doc, encoder: WideEncoder | None) -> Found | None:
        pieces = [*cut_stretches(doc), *cut_pieces(doc)] if self._model else []
        parts = list(dict.fromkeys(spell(part) for part in pieces if not self._only_tells(part)))
        if self._model is None or not parts:
            return None
        beyond = self._model.read(parts, encoder)
        beyond[[part != spell(doc) for part in parts]] -= OF_A_PART
        best = int(beyond.max(axis=0).argmax())
        sure = float(beyond[:, best].max())
        return Found(KINDS[best], sure) if sure >= LEAST else None

    def _only_tells(self, part: Span) -> bool:
        return any(pattern.search(part.text) for pattern in self._unless)


def spell(part: Doc | Span) -> str:
    """Give a text in the normal spelling of its words, as the encoder is given it everywhere."""
    return " ".join(token.norm_ for token in part)
