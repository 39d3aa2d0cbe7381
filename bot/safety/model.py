"""What tells danger: the sentence encoder as it was taught for it, and a head that scores its vectors.

Beside them, groups of letters and words are scored. What was taught is data: it stands in `data/content/safety/screen/`
and is made by `make screen` from the messages beside it. It fits only the encoder's pinned weights; where those are
absent, letters and words stand alone, and find less.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file

from bot.encoder import EncoderMissing, load_encoder
from bot.safety.nearness import make_grams

Floats = npt.NDArray[np.float32]
CLASSES = ("self", "another", "distress", "none")
"""What a text is told apart into: its writer is in danger, or somebody else, somebody sounds hurt, or none of these."""
TAUGHT = "screen"
"""The folder beside the messages with what was taught."""
HEAD, LETTERS, CARD = "head", "letters", "card.json"
"""The parts of a model: scores of taught vectors, scores of letters and words, and what is known of both."""
BESIDE = 3.0
"""How much the danger that letters and words tell of adds to the log-odds of what the encoder tells: they know plain
words of danger, and the encoder what is meant. Measured in docs/adr/0031."""


class SentenceEncoder(Protocol):
    """Anything that gives a vector for a text."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Take texts; give float32 vectors [n, d] of unit length."""


class SafetyModelError(ValueError):
    """A saved safety model does not fit. The message is one line: what, and how to mend it."""


class Lines(NamedTuple):
    """From where on, in log-odds, danger interrupts, danger gets the soft line, and hurt does."""

    interrupt: float
    near: float
    hurt: float


class Reading(NamedTuple):
    """For each text, in log-odds: that somebody is in danger, and that somebody is in danger or hurt; and whether the
    one in danger is rather somebody else than its writer.
    """

    danger: Floats
    hurt: Floats
    another: npt.NDArray[np.bool_]


class Linear(NamedTuple):
    """Scores of features: times `weight` [d, n], plus `offset` [n]."""

    weight: Floats
    offset: Floats

    def score(self, features: Any) -> Floats:
        """Give the scores [texts, n]."""
        return np.asarray(features @ self.weight, np.float32) + self.offset


@dataclass(frozen=True)
class SafetyModel:
    """`head` scores CLASSES of what the encoder gives for a text. `letters` score its groups of letters and words:
    danger, and danger or hurt. Without an encoder they stand alone; with one they add to its danger.
    """

    letters: Linear
    lines: Lines
    head: Linear | None = None
    encoder: SentenceEncoder | None = None

    def read(self, texts: Sequence[str]) -> Reading:
        """Read texts in normal spelling."""
        spelt = self.letters.score(make_grams(texts))
        if self.encoder is None or self.head is None:
            return Reading(spelt[:, 0], spelt[:, 1], np.zeros(len(texts), bool))
        own, another, hurt, none = self.head.score(self.encoder.encode(texts)).T
        danger = np.logaddexp(own, another)
        beside = np.float32(BESIDE) * spelt[:, 0]
        return Reading(danger - np.logaddexp(hurt, none) + beside, np.logaddexp(danger, hurt) - none, another > own)

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder | None) -> SafetyModel:
        """Read a model from its folder, for an encoder or without one.

        Raises SafetyModelError when it is absent or not one.
        """
        try:
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            letters = _read_linear(folder / f"{LETTERS}.safetensors", 2)
            if encoder is None:
                return cls(letters, Lines(**card["lines"][LETTERS]))
            head = _read_linear(folder / f"{HEAD}.safetensors", len(CLASSES))
            return cls(letters, Lines(**card["lines"][HEAD]), head, encoder)
        except (OSError, KeyError, TypeError, ValueError, SafetensorError):
            raise SafetyModelError(
                f"What the distress screen was taught ({folder}) is missing or damaged: put it back from git."
            ) from None


def _read_linear(path: Path, columns: int) -> Linear:
    found = {key: value.astype(np.float32) for key, value in load_file(path).items()}
    scores = Linear(found["weight"], found["offset"])
    if scores.weight.shape[1:] != scores.offset.shape or scores.offset.shape != (columns,):
        raise ValueError(path.name)
    return scores


def load_model(folder: Path, models_dir: Path) -> SafetyModel:
    """Read a model, with the encoder as it was taught for it, or with letters and words alone.

    Raises SafetyModelError. models_dir: where the built encoder is kept.
    """
    try:
        encoder = load_encoder(models_dir, adapter=folder)
    except EncoderMissing:
        encoder = None
    except (OSError, KeyError, ValueError, SafetensorError):
        raise SafetyModelError(
            f"What the distress screen was taught ({folder}) is missing or damaged: put it back from git."
        ) from None
    return SafetyModel.load(folder, encoder)
