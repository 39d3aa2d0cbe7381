"""Trains the distress classifier on our own messages, and picks its thresholds by cross-validation.

Two linear support vector rules (as `bot/safety/model.py` explains). A threshold is the lowest one at which the
held-out folds keep false alarms on ordinary messages under a stated share: data moves it, not taste.

Words in a row tell "I want to do it with them" from "I want to do it", which look alike to the encoder. So they weigh
more here than in the features. Each sitting of messages was held out whole to choose this: against even weights, fewer
ordinary messages of an unseen sitting interrupted (.022, not .043), and more of its crises did (.70 and .58, not .70
and .44). Choosing thresholds with whole sittings held out was tried as well: it spares few interruptions for its loss
of crises.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC
from spacy.language import Language

from bot.safety.model import N_GRAMS, SafetyModel, SentenceEncoder, make_features
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
LETTERS_WEIGHT = 2.0
WORDS_WEIGHT = 4.0
"""How much more than in the features the letter and the word n-grams weigh while a rule is learnt."""
_FOLDS = 5
_ROUNDS = 3
"""How often the messages are dealt into folds: the few nearest to danger decide, and one deal is chance."""
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
    weights = _weigh(features.shape[1])
    features = (features @ sparse.diags(weights)).tocsr()
    labels = np.array([messages[place].label for place in kept])
    crisis, alert = labels == "crisis", labels != "none"
    held_crisis, held_alert = _hold_out(features, crisis, labels), _hold_out(features, alert, labels)
    hard = ~alert & np.array([messages[place].category in HARD for place in kept])
    kinds = {"ordinary": ~alert & ~hard, "hard": hard}
    crisis_rule, alert_rule = _fit(features, crisis), _fit(features, alert)
    return SafetyModel(
        dimensions=features.shape[1] - 2 * N_GRAMS,
        crisis_coefficients=(crisis_rule.coef_[0] * weights).astype(np.float32),
        alert_coefficients=(alert_rule.coef_[0] * weights).astype(np.float32),
        crisis_intercept=float(crisis_rule.intercept_[0]),
        alert_intercept=float(alert_rule.intercept_[0]),
        crisis_threshold=max(
            *(_quantile(held_crisis[:, rows], FALSE_INTERRUPTS[kind]) for kind, rows in kinds.items()),
            _quantile(held_crisis[:, labels == "distress"], INTERRUPTED_DISTRESS),
        ),
        alert_threshold=max(_quantile(held_alert[:, rows], FALSE_ALERTS[kind]) for kind, rows in kinds.items()),
    )


def _fit(features: Any, wanted: npt.NDArray[np.bool_]) -> Any:
    return LinearSVC(C=_STRENGTH, class_weight="balanced", random_state=_SEED).fit(features, wanted)


def _weigh(size: int) -> npt.NDArray[np.float64]:
    """Give a weight for each feature. Rules learnt on weighed features are scaled back, to be used on plain ones."""
    weights = np.ones(size)
    weights[-2 * N_GRAMS : -N_GRAMS] = LETTERS_WEIGHT
    weights[-N_GRAMS:] = WORDS_WEIGHT
    return weights


def _hold_out(features: Any, wanted: npt.NDArray[np.bool_], labels: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Give the decision values [rounds, rows], each from a rule that never saw the row."""
    values = np.zeros((_ROUNDS, len(labels)))
    for number, deal in enumerate(values):
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED + number)
        for seen, unseen in folds.split(features, labels):
            deal[unseen] = _fit(features[seen], wanted[seen]).decision_function(features[unseen])
    return values


def _quantile(values: npt.NDArray[np.float64], share: float) -> float:
    return float(np.nextafter(np.quantile(values, 1 - share), np.inf)) if values.size else -np.inf
