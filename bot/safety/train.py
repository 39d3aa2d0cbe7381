"""Trains the distress classifier on our own messages, and picks its thresholds by holding whole author styles out.

Two support vector rules (as `bot/safety/model.py` explains). A threshold is the lowest one at which messages in styles
that were not trained on keep false alarms under a stated share: data moves it, not taste. Shuffled folds would be
kinder, and wrong: the people who will type are in no style of ours. Short ordinary messages are left out of that count:
hardly any is ever stopped, and they would make the share of the longer ones, which people write, look small.

A dangerous message is learnt as a whole, because nobody knows which of its sentences tells. A harmless one is learnt
whole and in pieces, because every part of it is harmless. What was tried otherwise is in docs/safety-evaluation.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.svm import SVC
from spacy.language import Language

from bot.safety.model import (
    LEAN,
    N_GRAMS,
    Floats,
    SafetyModel,
    SentenceEncoder,
    centre_vectors,
    make_grams,
    measure_nearness,
)
from bot.safety.pieces import cut_pieces, cut_stretches, write_piece
from bot.safety.source import Message

FALSE_INTERRUPTS = {"ordinary": 0.014, "hard": 0.06, "distress": 0.2}
"""Share of messages in unseen styles, by kind, that danger may interrupt; of ordinary ones, of those not short."""
FALSE_ALERTS = {"ordinary": 0.035}
"""Share that may get the soft line for danger that is near, in the same way."""
FALSE_HURTS = {"ordinary": 0.05, "hard": 0.18}
"""Share that may get the soft line for sounding hurt, in the same way."""
EXAMPLES = "guidance"
"""The style of the examples of guidance. They are learnt from, but draw no line: they were written to find guidance by,
and are calmer than what people type."""
DOUBTS = "doubts"
"""The style of doubts about this chat, which only meaning tells from danger."""
SHORT = 12
"""Words below which an ordinary message is short."""
CRISIS_WEIGHTS = {"distress": 0.05, "hard": 0.15}
"""How much less these count in the crisis rule. Taking distress for danger costs a person one screen of support too
many; between the two the encoder sees little, and drawing that line sharply loses danger."""
FOLDS = 8
"""Groups that the styles are dealt into; each is held out once."""
_STRENGTH = 4.0
_BLOCK = 500


@dataclass(frozen=True)
class Parts:
    """What the messages are cut into: texts, the message each belongs to, whether it is a stretch of sentences, and
    whether it is all of its message. `size` is the number of messages.
    """

    size: int
    texts: list[str]
    owners: npt.NDArray[np.int64]
    stretches: npt.NDArray[np.bool_]
    whole: npt.NDArray[np.bool_]

    @classmethod
    def cut(cls, language: Language, messages: Sequence[Message]) -> Parts:
        """Cut each message into pieces and stretches, without doubles and without those that say nothing."""
        texts: list[str] = []
        owners, stretches, whole = [], [], []
        for number, doc in enumerate(language.pipe(message.text for message in messages)):
            long = [write_piece(part) for part in cut_stretches(doc)]
            written = dict.fromkeys([*long, *(write_piece(part) for part in cut_pieces(doc))])
            written.pop("", None)
            texts += written
            owners += [number] * len(written)
            stretches += [text in long for text in written]
            whole += [len(long) == 1 and text in long for text in written]
        return cls(len(messages), texts, np.array(owners), np.array(stretches), np.array(whole))

    def combine(self, values: Any, chosen: Any) -> Any:
        """Give for each message the highest value among its chosen parts, or among all where none is chosen; -inf where
        it has no part.
        """
        highest, chosen_highest = np.full((2, self.size), -np.inf)
        np.maximum.at(highest, self.owners, values)
        np.maximum.at(chosen_highest, self.owners[chosen], values[chosen])
        return np.where(np.isfinite(chosen_highest), chosen_highest, highest)


def train_screen(language: Language, encoder: SentenceEncoder | None, messages: Sequence[Message]) -> SafetyModel:
    """Train on messages and give the model. Without an encoder, n-grams alone are used, and the model says so.

    Needs messages of every label. The same messages give the same model.
    """
    if encoder is None:  # letters cannot tell fear for one's job from fear for one's life
        messages = [message for message in messages if message.style != DOUBTS]
    parts = Parts.cut(language, messages)
    kinds = np.array([message.kind for message in messages])
    grams = make_grams(parts.texts)
    vectors, centre = _read(encoder, parts.texts)
    nearness = np.empty((len(parts.texts), len(parts.texts)), np.float32)
    for start in range(0, len(nearness), _BLOCK):  # in blocks: all of it as a sparse matrix would take a gigabyte
        rows = slice(start, start + _BLOCK)
        nearness[rows] = (grams[rows] @ grams.T).toarray()
        if len(vectors):
            nearness[rows] += measure_nearness(vectors[rows], vectors)
    folds = deal_styles([message.style for message in messages])
    counts, offsets = np.zeros((len(parts.texts), 2)), np.zeros(2)
    values = np.zeros((len(kinds), 2))
    crisis = _Rule(nearness, parts, kinds, ("crisis",), CRISIS_WEIGHTS, weighed=np.ones(len(parts.texts), bool))
    alert = _Rule(nearness, parts, kinds, ("crisis", "distress"), {}, weighed=parts.stretches)
    for column, rule in enumerate((crisis, alert)):
        counts[:, column], offsets[column] = rule.fit(np.ones(len(kinds), bool))
        values[:, column] = rule.hold_out(folds)
    hurt = values[:, 1]
    danger = values[:, 0] + LEAN * hurt
    short = np.array([len(message.text.split()) < SHORT for message in messages])
    calm = np.array([message.style == EXAMPLES for message in messages])
    judged = np.where((kinds == "ordinary") & (short | calm), "none", kinds)
    thresholds = [
        max(_quantile(found[judged == kind], share) for kind, share in allowed.items())
        for found, allowed in ((danger, FALSE_INTERRUPTS), (danger, FALSE_ALERTS), (hurt, FALSE_HURTS))
    ]
    used = counts.any(axis=1) if len(vectors) else np.zeros(0, bool)
    return SafetyModel(
        centre=centre,
        examples=vectors[used],
        counts=counts[: len(vectors)][used].astype(np.float32),
        grams=np.asarray(grams.T @ counts, np.float32).reshape(2 * N_GRAMS, 2),
        offsets=offsets.astype(np.float32),
        thresholds=np.array(thresholds, np.float32),
    )


@dataclass(frozen=True)
class _Rule:
    nearness: Any
    parts: Parts
    kinds: Any
    wanted: tuple[str, ...]
    weights: dict[str, float]
    weighed: Any
    """The parts that the rule is asked about: the soft line looks at stretches alone, as the screen does."""

    def fit(self, seen: Any) -> tuple[Any, float]:
        """Learn from the messages in `seen`; give how each part counts (0: not at all), and the offset."""
        kinds = self.kinds[self.parts.owners]
        dangerous = np.isin(kinds, self.wanted)
        rows = np.flatnonzero(seen[self.parts.owners] & (self.parts.whole | ~dangerous))
        weights = np.array([self.weights.get(kind, 1.0) for kind in kinds[rows]])
        positive = dangerous[rows]
        weights[positive] *= weights[~positive].sum() / weights[positive].sum()
        machine = SVC(C=_STRENGTH, kernel="precomputed", cache_size=500)
        machine.fit(self.nearness[np.ix_(rows, rows)], positive, sample_weight=weights / weights.mean())
        counts = np.zeros(len(kinds))
        counts[rows[machine.support_]] = machine.dual_coef_[0]
        return counts, float(machine.intercept_[0])

    def hold_out(self, folds: Any) -> Any:
        """Give each message's highest decision value, from a rule that saw no message in its style."""
        values = np.zeros(len(self.kinds))
        for fold in np.unique(folds):
            unseen = folds == fold
            counts, offset = self.fit(~unseen)
            values[unseen] = self.parts.combine(self.nearness @ counts + offset, self.weighed)[unseen]
        return values


def _read(encoder: SentenceEncoder | None, texts: Sequence[str]) -> tuple[Floats, Floats]:
    if encoder is None:
        return np.zeros((0, 0), np.float32), np.zeros(0, np.float32)
    vectors = encoder.encode_wide(texts)
    centre = vectors.mean(axis=0)
    return centre_vectors(vectors, centre), centre


def deal_styles(styles: Sequence[str]) -> Any:
    """Deal whole styles into folds of about one size; give the fold of each message."""
    sizes = [0] * FOLDS
    place: dict[str, int] = {}
    for style, size in sorted(Counter(styles).items(), key=lambda item: (-item[1], item[0])):
        place[style] = sizes.index(min(sizes))
        sizes[place[style]] += size
    return np.array([place[style] for style in styles])


def _quantile(values: Any, share: float) -> float:
    finite = values[np.isfinite(values)]
    return float(np.nextafter(np.quantile(finite, 1 - share), np.inf)) if finite.size else -np.inf
