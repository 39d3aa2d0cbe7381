"""Tells when somebody discloses what is no emergency and has a route of its own: bullying, a safeguarding concern, grief.

The distress screen looks for danger. Beside it stand things that a person at work may say here first, and that a form's
"thank you" would leave alone with. A linear classifier over the encoder's vectors and groups of letters and words, and a
few patterns, tell them from reflections that touch the same words ("our bullying policy"). Precise rather than complete:
to be told of a grievance route while praising the team is odd, and a missed disclosure is kept like any answer.

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
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc, Span

from bot.content import DisclosureKind
from bot.safety.model import SentenceEncoder, make_grams
from bot.safety.pieces import cut_pieces, cut_stretches
from bot.safety.source import SafetyContentError, load_messages, need_lines

DISTRUST: Final = "distrust"
"""What is said of this chat, and is no disclosure: "this is a trap"."""
Kind = DisclosureKind | Literal["distrust"]
KINDS: Final[tuple[str, ...]] = (*get_args(DisclosureKind), DISTRUST)

FILE: Final = "disclosures.yml"
THRESHOLD: Final = 0.5
"""How likely some kind must be, of 1; chosen by cross-validation on the examples (docs/safety-evaluation.md)."""
GRAMS_WEIGHT: Final = 2.0
STRENGTH: Final = 8.0
_TOLD_OF: Final = {"bullying": "bullying", "burnout": "burnout"}
"""Messages of the distress screen that are of a kind too, by their category there."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Examples:
    """What is learnt from: texts with their kind, None for an ordinary reflection, and the patterns of each kind."""

    texts: tuple[tuple[str, Kind | None], ...]
    phrases: tuple[tuple[Kind, re.Pattern[str]], ...]


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
                raise SafetyContentError(FILE, f"One text is of two kinds: {text!r}.", "Keep one.")
        for pattern in need_lines(part, "phrases", FILE):
            try:
                phrases.append((kind, re.compile(pattern, re.IGNORECASE)))
            except re.error:
                raise SafetyContentError(FILE, f"A pattern of {name} cannot be read.", "Check its brackets.") from None
    return Examples(tuple(texts.items()), tuple(phrases))


def more_examples(folder: Path) -> list[tuple[str, Kind | None]]:
    """Give messages of the distress screen: those that tell of a kind, and, as ordinary ones, those that tell nothing."""
    return [
        (one.text, cast("Kind | None", _TOLD_OF.get(one.category)))
        for one in load_messages(folder / "safety")
        if one.label == "none" or (one.label == "distress" and one.category in _TOLD_OF)
    ]


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
    """Weights [features, kinds + 1] and offsets of a linear classifier; the last column is "nothing of the kind".

    Features are the encoder's wide vector, absent where there was no encoder, and groups of letters and words.
    """

    weights: Floats
    offsets: Floats
    wide: npt.NDArray[np.int32]
    """One number: the length of the encoder's vector, 0 without."""

    def read(self, texts: Sequence[str], encoder: SentenceEncoder | None) -> Floats:
        """Give the likelihood of each kind, and last of none, for each text in normal spelling: [n, kinds + 1]."""
        values = features(texts, encoder if int(self.wide[0]) else None) @ self.weights + self.offsets
        values = np.exp(values - values.max(axis=1, keepdims=True))
        return np.asarray(values / values.sum(axis=1, keepdims=True), np.float32)

    def save(self, path: Path) -> None:
        """Write it as plain arrays."""
        values: dict[str, Any] = {part.name: getattr(self, part.name) for part in fields(self)}
        with path.open("wb") as file:
            np.savez_compressed(file, **values)

    @classmethod
    def load(cls, path: Path) -> DisclosureModel:
        """Read what was saved. Raises OSError or KeyError when it is absent or not one."""
        with np.load(path, allow_pickle=False) as saved:
            return cls(**{part.name: saved[part.name] for part in fields(cls)})


def features(texts: Sequence[str], encoder: SentenceEncoder | None) -> sparse.csr_matrix:
    """Give what the classifier sees of texts in normal spelling."""
    grams = make_grams(texts) * GRAMS_WEIGHT
    if encoder is None:
        return grams
    return sparse.hstack([sparse.csr_matrix(encoder.encode_wide(texts)), grams], format="csr", dtype=np.float32)


def train_disclosures(
    texts: Sequence[str], kinds: Sequence[str | None], encoder: SentenceEncoder | None
) -> DisclosureModel:
    """Train on texts in normal spelling and their kinds, None for none. The same texts give the same model."""
    labels = np.array([KINDS.index(kind) if kind else len(KINDS) for kind in kinds])
    rows = features(texts, encoder)
    machine = LogisticRegression(C=STRENGTH, max_iter=400, class_weight=None)
    machine.fit(rows, labels)
    return DisclosureModel(
        np.asarray(machine.coef_.T, np.float32),
        np.asarray(machine.intercept_, np.float32),
        np.array([rows.shape[1] - make_grams([""]).shape[1]], np.int32),
    )


class DisclosureFinder:
    """Finds what a message discloses. Build it once and share it; nothing is remembered between calls."""

    def __init__(self, phrases: Sequence[tuple[Kind, re.Pattern[str]]], model: DisclosureModel | None) -> None:
        """Take the patterns of ``load_examples``, and the trained model; without one the patterns work alone."""
        self._phrases, self._model = phrases, model

    def find_disclosure(self, doc: Doc, encoder: SentenceEncoder | None) -> Kind | None:
        """Give the kind that a document of the project's pipeline discloses, or None.

        A short text is weighed as a whole and by its sentences, so that one line in a long answer is heard.
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
        parts = list(dict.fromkeys(spell(part) for part in [*cut_stretches(doc), *cut_pieces(doc)]))
        chances = self._model.read(parts, encoder)
        some = 1 - chances[:, -1]
        best = int(some.argmax())
        return cast(Kind, KINDS[int(chances[best, :-1].argmax())]) if some[best] >= THRESHOLD else None


def spell(part: Doc | Span) -> str:
    """Give a text in the normal spelling of its words, as the encoder is given it everywhere."""
    return " ".join(token.norm_ for token in part)
