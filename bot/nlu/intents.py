"""Classifies what was typed: one of the intents, and which question when it is a question to Waymark.

All questions share the intent ``ask``: each block of its examples in ``data/nlu`` names its question in the metadata,
and the answer is ``utter_ask_<name>``. Rasa would tell questions apart with a second model after the first (its
``ResponseSelector``, which needs TensorFlow). Here one classifier knows every question apart, and what it gives to them
all is added up: on our held-out questions it found the right one for .92, where ``ask`` as one class beside the others
lost one in four to its neighbours ("who would see our team name" to *share with my team*).
"""

from __future__ import annotations

from typing import Any, Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.featurizer import stack_rows
from bot.nlu.guess import ASK

#: What stands between the intent of every question to Waymark and a question's name in a label.
PART: Final = "/"
#: The message's key for the likeliest question: ``{"name", "confidence"}``, the latter of this one question alone.
ASKED: Final = "asked"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionAwareClassifier(LogisticRegressionClassifier):  # type: ignore[misc]
    """Rasa's logistic regression, over intents and single questions; puts ``asked`` beside intent and ranking."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's settings; the whole ranking is needed to add the questions up."""
        return {**LogisticRegressionClassifier.get_default_config(), "ranking_length": 0}

    def _create_X(self, messages: list[Message]) -> Any:  # noqa: N802 - the name is Rasa's
        """Give the vectors of messages."""
        return stack_rows(messages)

    def _create_training_matrix(self, training_data: TrainingData) -> tuple[Any, list[str]]:
        """Give the vectors and the labels: ``ask/<name>`` for a question, else the intent."""
        examples = [one for one in training_data.intent_examples if one.get("intent") and one.get("text")]
        return self._create_X(examples), [_label(one) for one in examples]

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message."""
        for message in super().process(messages):
            ranking, asked = merge_questions(message.get("intent_ranking"))
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(ASKED, asked)
        return messages


def _label(example: Message) -> str:
    """Give what is learned for an example: its question when it has one, else its intent."""
    about = example.get("metadata", {}).get("intent") or {}
    return f"{ASK}{PART}{about['question']}" if "question" in about else str(example.get("intent"))


def merge_questions(ranking: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Add up the chances of all questions to that of ``ask``; give the ranking, and the likeliest question.

    ranking: ``{"name", "confidence"}`` of every label, best first. Without a question among them the second is None.
    """
    questions = [one for one in ranking if one["name"].startswith(ASK + PART)]
    others: list[dict[str, Any]] = [
        {"name": str(one["name"]), "confidence": float(one["confidence"])} for one in ranking if one not in questions
    ]
    if not questions:
        return others, None
    whole = {"name": ASK, "confidence": float(sum(one["confidence"] for one in questions))}
    asked = {"name": questions[0]["name"].removeprefix(ASK + PART), "confidence": float(questions[0]["confidence"])}
    return sorted([whole, *others], key=lambda one: -one["confidence"]), asked
