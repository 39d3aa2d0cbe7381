"""Trains the distress classifier on our own messages, and picks its thresholds by cross-validation.

Two linear support vector rules (as `bot/safety/model.py` explains). A threshold is the lowest one at which the
held-out folds keep false alarms on ordinary messages under a stated share: data moves it, not taste.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC
from spacy.language import Language

from bot.safety.model import SafetyModel, SentenceEncoder, make_features
from bot.safety.pieces import write_piece
from bot.safety.source import Message

HARD = frozenset({"idiom", "anger", "conversation", "professional"})
"""Categories of `none` that were written to sound like danger; they may cause more false alarms."""
FALSE_INTERRUPTS = {"ordinary": 0.005, "hard": 0.025}
"""Share of held-out `none` messages that may interrupt."""
FALSE_ALERTS = {"ordinary": 0.05, "hard": 0.12}
"""Share of held-out `none` messages that may get the soft line."""
INTERRUPTED_DISTRESS = 0.15
"""Share of held-out `distress` messages that may interrupt."""
_FOLDS = 5
_SEED = 20261122
_STRENGTH = 0.3


def train_screen(language: Language, encoder: SentenceEncoder | None, messages: Sequence[Message]) -> SafetyModel:
    """Train on messages and give the model. Without an encoder, n-grams alone are used, and the model says so.

    Each label needs at least five messages. The same messages give the same model.
    """
    docs = language.pipe([message.text for message in messages])
    texts = [write_piece(doc[:]) for doc in docs]
    kept = [place for place, text in enumerate(texts) if text]
    features: Any = make_features([texts[place] for place in kept], encoder)
    labels = np.array([messages[place].label for place in kept])
    crisis, alert = labels == "crisis", labels != "none"
    held_crisis, held_alert = _hold_out(features, crisis, labels), _hold_out(features, alert, labels)
    hard = ~alert & np.array([messages[place].category in HARD for place in kept])
    kinds = {"ordinary": ~alert & ~hard, "hard": hard}
    crisis_rule, alert_rule = _fit(features, crisis), _fit(features, alert)
    return SafetyModel(
        dimensions=0 if encoder is None else features.shape[1] - make_features(["a"], None).shape[1],
        crisis_coefficients=crisis_rule.coef_[0].astype(np.float32),
        alert_coefficients=alert_rule.coef_[0].astype(np.float32),
        crisis_intercept=float(crisis_rule.intercept_[0]),
        alert_intercept=float(alert_rule.intercept_[0]),
        crisis_threshold=max(
            *(_quantile(held_crisis[rows], FALSE_INTERRUPTS[kind]) for kind, rows in kinds.items()),
            _quantile(held_crisis[labels == "distress"], INTERRUPTED_DISTRESS),
        ),
        alert_threshold=max(_quantile(held_alert[rows], FALSE_ALERTS[kind]) for kind, rows in kinds.items()),
    )


def _fit(features: Any, wanted: npt.NDArray[np.bool_]) -> Any:
    return LinearSVC(C=_STRENGTH, class_weight="balanced", random_state=_SEED).fit(features, wanted)


def _hold_out(features: Any, wanted: npt.NDArray[np.bool_], labels: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Give the decision value of each row from a rule that never saw it."""
    values = np.zeros(len(labels))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for seen, unseen in folds.split(features, labels):
        values[unseen] = _fit(features[seen], wanted[seen]).decision_function(features[unseen])
    return values


def _quantile(values: npt.NDArray[np.float64], share: float) -> float:
    return float(np.nextafter(np.quantile(values, 1 - share), np.inf)) if len(values) else -np.inf
