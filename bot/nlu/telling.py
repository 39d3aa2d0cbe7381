"""Tells a command from an answer: the one thing about a typed message that may never be got wrong at somebody's cost.

The intent classifier weighs some hundred classes against each other, and a command that is a little of three of them
("enough for one evening") loses to an answer. Here there are two classes. The line between them is curved, because a
few words make the difference ("we pause", "can we pause"): by cross-validation on data/nlu .955 of commands were found
where the classifier's own probabilities, added up, found .913, at the same number of needless questions (1 in 10 short
answers, all of them written to look like commands).
"""

from __future__ import annotations

from typing import Any, Final

import skops.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.svm import SVC

from bot.nlu.featurizer import stack_rows
from bot.nlu.guess import REFLECTION, is_command

#: The message's key for how far it lies on the side of commands (above 0) or of answers (below).
TOLD: Final = "told"
#: How much one mistake counts in training, and how near two messages must be to be alike; chosen by cross-validation.
COST: Final = 10.0
NEARNESS: Final = 0.1
#: What the stored model is made of besides numbers.
TRUSTED: Final = "scipy.sparse._csr.csr_matrix"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CommandTeller(LogisticRegressionClassifier):  # type: ignore[misc]
    """A support vector machine over the same features; Rasa's class around it reads them, stores and loads.

    It learns from commands and answers alone. Questions to Waymark are neither, and are seen by their own names.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what Rasa's classifier takes."""
        super().__init__(*args, **kwargs)
        self.clf = build_teller()

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> CommandTeller:
        """Load what was learnt. Rasa's own refuses the matrix of examples in it, and goes on with nothing learnt."""
        teller = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            teller.clf = skops.io.load(folder / f"{resource.name}.skops", trusted=[TRUSTED])
        return teller

    def _create_X(self, messages: list[Message]) -> Any:  # noqa: N802 - the name is Rasa's
        """Give the vectors of messages."""
        return stack_rows(messages)

    def _create_training_matrix(self, training_data: TrainingData) -> tuple[Any, list[bool]]:
        """Give the vectors of commands and answers, and which of them are commands."""
        examples = [one for one in training_data.intent_examples if one.get("text") and is_told(one.get("intent"))]
        return self._create_X(examples), [is_command(one.get("intent")) for one in examples]

    def process(self, messages: list[Message]) -> list[Message]:
        """Put ``told`` on each message."""
        margins = self.clf.decision_function(self._create_X(messages))
        for message, margin in zip(messages, margins, strict=True):
            message.set(TOLD, float(margin))
        return messages


def build_teller() -> SVC:
    """Give the classifier, untrained."""
    return SVC(C=COST, kernel="rbf", gamma=NEARNESS, class_weight="balanced")


def is_told(intent: str | None) -> bool:
    """Whether an intent is one of the two kinds that are told apart."""
    return intent == REFLECTION or (intent is not None and is_command(intent))
