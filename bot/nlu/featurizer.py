"""Gives Rasa's classifier one vector per message: the sentence encoder's, or word and letter groups where it is absent.

One or the other, never both: raw counts beside the encoder's vectors took accuracy from .984 down to .947. A model
keeps a note of which it was trained with, because the two do not fit each other.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any, Final, Protocol

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import HashingVectorizer
from spacy.tokens import Doc

from bot.encoder import EncoderMissing, Vectors, load_encoder
from bot.settings import get_settings

logger = logging.getLogger("waymark.nlu")

#: Rasa fixes the classifier's C at 1; with vectors of length 1 its confidences collapse to about .4, with length 4 not.
SCALE: Final = 4.0
ENCODER: Final = "encoder"
NGRAMS: Final = "ngrams"
NOTE: Final = "features.json"
#: The message's key for what the encoder gave for its words: ``{text: vector}``, for as long as it is understood.
VECTORS: Final = "vectors"


class Source(Protocol):
    """Turns texts into a matrix with a row for each, rows of length SCALE."""

    kind: str

    def vectorise(self, texts: Sequence[str]) -> Any:
        """Give a dense or sparse matrix [n, d]."""


class EncoderSource:
    """Rows from the sentence encoder: what a text is about, and an inner layer: how it is said.

    "We pause" and "can we pause" are about the same. With the inner layer .969 of commands in five voices were told
    from answers where the last layer alone told .929, each at one needless doubt in ten.
    """

    kind = ENCODER

    def __init__(self) -> None:
        """Load the encoder. Raises EncoderMissing."""
        settings = get_settings()
        self._encoder = load_encoder(settings.models_dir, settings.encoder_dir)

    def vectorise(self, texts: Sequence[str]) -> Any:
        """Give a dense matrix [n, 768]."""
        return self.vectorise_and_keep(texts)[0]

    def vectorise_and_keep(self, texts: Sequence[str]) -> tuple[Any, dict[str, Vectors]]:
        """Give the same matrix, and what the encoder gave by the text: the distress screen weighs the same words."""
        wide = self._encoder.encode_wide(texts)
        return wide * np.float32(SCALE / np.sqrt(2)), dict(zip(texts, wide, strict=True))


class NgramSource:
    """Rows from words, pairs of words and groups of two to four letters. Hashed, so that there is nothing to store."""

    kind = NGRAMS

    def __init__(self) -> None:
        """Build the two vectorisers; neither learns anything."""
        self._words = HashingVectorizer(ngram_range=(1, 2), n_features=2**12)
        self._letters = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=2**13)

    def vectorise(self, texts: Sequence[str]) -> csr_matrix:
        """Give a sparse matrix [n, 12288]."""
        halves = [self._words.transform(texts), self._letters.transform(texts)]
        return csr_matrix(hstack(halves) * (SCALE / np.sqrt(2)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Adds sentence features; "trainable" only in that it notes which kind the model was trained with."""

    def __init__(
        self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource, source: Source
    ) -> None:
        """Take what Rasa's featurizers take, and where the vectors come from."""
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._source = source

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderFeaturizer:
        """Prepare for training, with the encoder where its weights are present."""
        return cls(config, execution_context.node_name, model_storage, resource, choose_source())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> EncoderFeaturizer:
        """Load the kind the model was trained with. Raises EncoderMissing when that was the encoder and it is gone."""
        with model_storage.read_from(resource) as folder:
            kind = json.loads((folder / NOTE).read_text(encoding="utf-8"))["kind"]
        return cls(config, execution_context.node_name, model_storage, resource, open_source(kind))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any: there is nothing to set."""

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002 - the name is Rasa's
        """Note the kind of features in the model."""
        with self._storage.write_to(self._resource) as folder:
            (folder / NOTE).write_text(json.dumps({"kind": self._source.kind}), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to the examples."""
        with_text = [message for message in training_data.training_examples if message.get(TEXT)]
        self._add(with_text, self._source.vectorise([_read_words(message) for message in with_text]))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to messages that have text, and what the encoder gave, so that it is asked once."""
        with_text = [message for message in messages if message.get(TEXT)]
        words = [_read_words(message) for message in with_text]
        if isinstance(self._source, EncoderSource):
            rows, vectors = self._source.vectorise_and_keep(words)
            for message in with_text:
                message.set(VECTORS, vectors)
        else:
            rows = self._source.vectorise(words)
        self._add(with_text, rows)
        return messages

    def _add(self, messages: Sequence[Message], rows: Any) -> None:
        for number, message in enumerate(messages):
            row = rows[number : number + 1]
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))


def stack_rows(messages: Sequence[Message]) -> Any:
    """Give the sentence features of messages as one matrix, dense where they are.

    Rasa's own makes them sparse one by one, which takes longer than the classifier does.
    """
    dense = [message.get_dense_features(TEXT)[1] for message in messages]
    if all(dense):
        return np.vstack([one.features for one in dense])
    return csr_matrix(vstack([message.get_sparse_features(TEXT)[1].features for message in messages]))


def spell_out(doc: Doc) -> str:
    """Give the words of a text in their normal spelling: the encoder knows little Scots and no text-speak.

    Commands that nobody had listed, found on the development halves: 86 of 90 instead of 83, with as few false doubts.
    """
    return " ".join(token.norm_ for token in doc)


def _read_words(message: Message) -> str:
    doc = message.get(SPACY_DOCS[TEXT])
    return spell_out(doc) if doc is not None else str(message.get(TEXT))


def choose_source() -> Source:
    """Give the encoder, or, with one line in the log, the n-grams where its weights are absent."""
    try:
        return EncoderSource()
    except EncoderMissing as missing:
        logger.warning("%s Training with simpler word matching instead, which understands less.", missing)
        return NgramSource()


def open_source(kind: str) -> Source:
    """Give the source of a trained model's kind. Raises EncoderMissing when that is the encoder and it is absent."""
    if kind == NGRAMS:
        logger.warning("This model was trained without the sentence encoder, and understands less.")
        return NgramSource()
    try:
        return EncoderSource()
    except EncoderMissing as missing:
        raise EncoderMissing(f"{missing} Or train again without it: `uv run waymark train`.") from None
