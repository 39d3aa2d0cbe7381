"""What tells danger: the sentence encoder as it was taught for it, and a head that scores its vectors.

What was taught is data. It stands in `data/content/safety/screen/`, is made by `make screen` from the messages beside
it, and fits only the encoder's pinned weights. Where those are absent, groups of letters and words are scored instead,
which find less.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

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


@dataclass(frozen=True)
class SafetyModel:
    """Scores of CLASSES for a text: what the encoder gives for it times `weight` [d, 4], plus `offset` [4].

    Without an encoder, danger and hurt themselves: its n-grams times `weight` [2 * N_GRAMS, 2], plus `offset` [2].
    """

    weight: Floats
    offset: Floats
    lines: Lines
    encoder: SentenceEncoder | None

    def read(self, texts: Sequence[str]) -> Reading:
        """Read texts in normal spelling."""
        if self.encoder is None:
            scores = np.asarray(make_grams(texts) @ self.weight, np.float32) + self.offset
            return Reading(scores[:, 0], scores[:, 1], np.zeros(len(texts), bool))
        scores = self.encoder.encode(texts) @ self.weight + self.offset
        own, another, hurt, none = scores.T
        danger = np.logaddexp(own, another)
        return Reading(danger - np.logaddexp(hurt, none), np.logaddexp(danger, hurt) - none, another > own)

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder | None) -> SafetyModel:
        """Read a model from its folder: its head for an encoder, and its letters without one.

        Raises SafetyModelError when it is absent or not one.
        """
        name = LETTERS if encoder is None else HEAD
        try:
            found = {key: value.astype(np.float32) for key, value in load_file(folder / f"{name}.safetensors").items()}
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            model = cls(found["weight"], found["offset"], Lines(**card["lines"][name]), encoder)
        except (OSError, KeyError, TypeError, ValueError, SafetensorError):
            raise SafetyModelError(
                f"What the distress screen was taught ({folder}) is missing or damaged: put it back from git."
            ) from None
        columns = len(CLASSES) if encoder is not None else 2
        if model.weight.shape[1:] != model.offset.shape or model.offset.shape != (columns,):
            raise SafetyModelError(f"The distress screen in {folder} is of another version: put it back from git.")
        return model


def load_model(folder: Path, models_dir: Path) -> SafetyModel:
    """Read a model, with the encoder as it was taught for it, or with letters and words alone.

    Raises SafetyModelError. models_dir: where the built encoder is kept.
    """
    try:
        encoder = load_encoder(models_dir, adapter=folder)
    except EncoderMissing:
        encoder = None
    except OSError:
        raise SafetyModelError(
            f"What the distress screen was taught ({folder}) is missing: put it back from git."
        ) from None
    return SafetyModel.load(folder, encoder)
