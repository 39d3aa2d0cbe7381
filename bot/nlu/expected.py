"""The pipeline's step that reads a message as a reply to what waits for one: the rating, who may see it, a yes or no.

Where one thing is asked, few things are said, in endless words: "ilka day near enough" is a rating, "secret, only me"
says who may see it. So for each such place a small classifier, over the features that the message has already, learns
from replies that people wrote for it (data/content/expected_replies.yml). Lists of words come before it
(``bot.nlu.replies``); what it says is a guess, and shares or deletes nothing. docs/understanding.md has the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from ruamel.yaml import YAML, YAMLError
from sklearn.linear_model import LogisticRegression

from bot.nlu.featurizer import choose_source, spell_out, stack_rows
from bot.nlu.guess import REFLECTION
from bot.nlu.safety import LANGUAGE
from bot.safety import load_language
from bot.settings import get_settings

Place = Literal["rating", "sharing", "summary", "more", "held", "names", "opening"]
EXPECTED: Final = "expected"
"""The message's key for what it means at each place: ``{place: Reply}``."""
OTHER: Final = "other"
"""What is no reply to what was asked: a further thought."""
LOST: Final = "lost"
"""Somebody does not know what is wanted of them: "eh whit", "what do I do now"."""
ANYWHERE: Final = (OTHER, LOST)
"""What may be said at every place; but "nothing comes to mind" is a reply to what there is to add."""
MODEL: Final = "expected.npz"
STRICTNESS: Final = 3.0
"""The inverse of how much weights are held down (C of the logistic regression); chosen by leaving out one writer."""


class ExpectedError(ValueError):
    """expected_replies.yml cannot be used; one line says what to do."""


class Reply(NamedTuple):
    """What a message most likely means at a place, how likely that is, and that it is a further thought (0 to 1)."""

    name: str
    sure: float
    further: float = 0.0


class ReplyModel:
    """For each place the names of what may be meant, and a weight for each feature."""

    def __init__(self, places: Mapping[str, tuple[list[str], Any, Any]]) -> None:
        """Take, by place: names [k], weights [d, k], offsets [k]."""
        self._places = places

    @classmethod
    def learn(cls, rows: Any, place_of: list[str], names: list[str]) -> ReplyModel:
        """Learn from the features of n texts [n, d], the place of each, and what it means there."""
        places = {}
        for place in sorted(set(place_of)):
            own = [number for number, one in enumerate(place_of) if one == place]
            model = LogisticRegression(C=STRICTNESS, max_iter=1000, class_weight="balanced")
            model.fit(rows[own], [names[number] for number in own])
            weights, offsets = model.coef_.T, model.intercept_
            if len(model.classes_) == 2:  # it gives one line for two
                weights, offsets = np.hstack([0 * weights, weights]), np.array([0.0, *offsets])
            places[place] = (list(model.classes_), weights, offsets)
        return cls(places)

    @classmethod
    def load(cls, file: Path) -> ReplyModel:
        """Read what `save` wrote."""
        with np.load(file, allow_pickle=False) as stored:
            parts: dict[str, dict[str, Any]] = {}
            for key in stored.files:
                place, part = key.split("/")
                parts.setdefault(place, {})[part] = stored[key]
        return cls({name: ([str(x) for x in it["names"]], it["weights"], it["offsets"]) for name, it in parts.items()})

    def save(self, file: Path) -> None:
        """Write it as plain arrays."""
        arrays: dict[str, Any] = {}
        for place, (names, weights, offsets) in self._places.items():
            arrays |= {f"{place}/names": np.array(names), f"{place}/weights": weights, f"{place}/offsets": offsets}
        np.savez(file, **arrays)

    def read(self, row: Any) -> dict[str, Reply]:
        """Give, for the features of one text [1, d], what it means at each place."""
        replies = {}
        for place, (names, weights, offsets) in self._places.items():
            scores = np.asarray(row @ weights).ravel() + offsets
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            best, other = int(chances.argmax()), names.index(OTHER) if OTHER in names else None
            further = float(chances[other]) if other is not None else 0.0
            replies[place] = Reply(names[best], float(chances[best]), further)
        return replies


def load_expected(folder: Path) -> list[tuple[str, str, str]]:
    """Read expected_replies.yml of a content folder: the place, the meaning and the text of each example.

    Raises ExpectedError, one line, when it is missing or cannot be used.
    """
    file = folder / "expected_replies.yml"
    try:
        document: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        further = [(name, str(text)) for name in ANYWHERE for text in document.pop(name)]
        own = [(place, name, str(text)) for place, means in document.items() for name in means for text in means[name]]
    except (OSError, YAMLError, AttributeError, KeyError, TypeError):
        raise ExpectedError(f"{file} is missing or cannot be used: its head says how it is written.") from None
    if set(document) != set(get_args(Place)):
        raise ExpectedError(
            f"{file}: the places are {', '.join(get_args(Place))}; beside them, {' and '.join(ANYWHERE)}."
        )
    return own + [(place, *said) for place in document for said in further if place != "more" or said[0] == OTHER]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ReplyListener(GraphComponent):  # type: ignore[misc]
    """Puts ``expected`` on each message; ``CommandResolver``, which stands after it, knows what is waited for."""

    def __init__(self, storage: ModelStorage, resource: Resource, model: ReplyModel | None = None) -> None:
        """Take where the model is kept, and the model; None before training."""
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the four arguments are Rasa's
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> ReplyListener:
        """Prepare for training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **_: Any,
    ) -> ReplyListener:
        """Load what was learnt."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, ReplyModel.load(folder / MODEL))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the replies of the content, and what more there is to say from the answers that Rasa was given."""
        settings = get_settings()
        answers = [one.get("text") for one in training_data.intent_examples if one.get("intent") == REFLECTION]
        told = load_expected(settings.content_dir) + [("more", OTHER, text) for text in answers]
        language = load_language(settings.models_dir / LANGUAGE)
        rows = choose_source().vectorise([spell_out(doc) for doc in language.pipe(text for _, _, text in told)])
        model = ReplyModel.learn(rows, [place for place, _, _ in told], [name for _, name, _ in told])
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / MODEL)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each typed message; leave those that begin with "/", which only buttons send."""
        for message in messages:
            text = message.get("text") or ""
            if self._model is not None and text and not text.startswith("/"):
                message.set(EXPECTED, self._model.read(stack_rows([message])))
        return messages
