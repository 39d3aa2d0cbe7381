"""The pipeline's step that hears what is no emergency and has a route of its own: bullying, a child at risk, grief.

Stands after the distress screen and heeds it: words that may tell of danger stay what they are. The intent of any other
becomes ``disclosure``, and the message carries its kind: the action keeps the words, as an answer where one is asked
for, and tells the route. Doubts about this chat ("this is a trap") are
heard here too, because they are no question by their shape: they become the question on trust that they are about.
"""

from __future__ import annotations

from typing import Any, Final, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.state import read_state
from bot.encoder import Encoder, EncoderMissing, KnownVectors, load_encoder
from bot.nlu.featurizer import VECTORS
from bot.nlu.guess import ASK, OUTSIDE, QUESTION, REFLECTION
from bot.nlu.intents import ASKED
from bot.nlu.resolve import DECIDED, FALLBACK, NAMED, UNSURE
from bot.nlu.safety import LANGUAGE, SPACY_DOCUMENT
from bot.nlu.shape import is_short
from bot.safety import load_language
from bot.safety.disclosures import (
    DISTRUST,
    DisclosureFinder,
    DisclosureModel,
    load_examples,
    more_examples,
    spell,
    train_disclosures,
)
from bot.settings import get_settings

DISCLOSURE: Final = "disclosure"
"""The intent, and the message's key for the kind."""
MODEL: Final = "disclosures.npz"
TRUST: Final = "trust_you"
ON_TRUST: Final = frozenset(
    {
        *("police", "court", "disciplinary", "hr", "union", "solicitor", "monitored", "gone", "proof", "who_runs"),
        *("manager", "performance", "it_department", "traced", "anonymous", "foi", "microsoft"),
    }
)
"""Questions that a doubt may be about: "HR will read this" gets the answer on HR, anything else the one on trust."""
UNANSWERED: Final = frozenset({"outside", "complaint", "upset", "counselling"})
"""What a disclosure is taken for that sounds like a question: "who do I complain to about my boss"."""
ASKED_FOR: Final = frozenset({"complaint", "whistleblowing"})
"""What is disclosed by asking for its route."""
ENOUGH: Final = 0.3
"""How sure the classifier must be of one of them, of 1."""
SURE_OF_ANY: Final = 0.85
SURE_OF_ONE: Final = 0.45
"""For words without the shape of a question: how sure that it is some question, and which."""
ANSWERING: Final = "questions"
AT_ONCE: Final = 0.1
ELSEWHERE: Final = 0.4
"""How far beyond its line a disclosure lies. While an answer is given it takes more, because most of what people write
there touches the same words: of 693 honest answers none lay further, of 60 disclosures 43 did."""
BETWEEN_THEMES: Final = frozenset({None, "welcome", "theme", "saved", "ended"})
TOLD_IN_ANSWERS: Final = frozenset({"burnout", "grief"})
"""Heavy, and part of many answers: where the screen has the gentle line, no routes are told beside it."""
_NOT_COMMANDS: Final = frozenset({REFLECTION, FALLBACK, *DECIDED, *NAMED.values(), ASK})
_TAUGHT: Final = frozenset({REFLECTION, "annoyed", "kind_words", "thanks"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DisclosureListener(GraphComponent):  # type: ignore[misc]
    """Puts ``disclosure`` on a message that discloses something, and decides what it is where nothing is asked."""

    def __init__(self, storage: ModelStorage, resource: Resource, finder: DisclosureFinder | None = None) -> None:
        """Take where the model is kept, and what finds; None before training."""
        self._storage, self._resource = storage, resource
        self._finder = finder
        settings = get_settings()
        self._encoder: Encoder | None
        try:
            self._encoder = load_encoder(settings.models_dir, settings.encoder_dir)
        except EncoderMissing:
            self._encoder = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the four arguments are Rasa's
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> DisclosureListener:
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
    ) -> DisclosureListener:
        """Load what was learnt. Raises SafetyContentError when the patterns cannot be used."""
        with model_storage.read_from(resource) as folder:
            model = DisclosureModel.load(folder / MODEL)
        finder = DisclosureFinder(load_examples(get_settings().content_dir), model)
        return cls(model_storage, resource, finder)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples of the content, and from the answers among those that Rasa was given."""
        settings = get_settings()
        own = dict(load_examples(settings.content_dir).texts)
        others, heavy = more_examples(settings.content_dir)
        known = {text.casefold() for text in own} | heavy
        said = [one.get("text") for one in training_data.intent_examples if one.get("intent") in _TAUGHT]
        more = {
            text: kind for text, kind in [*others, *((text, None) for text in said)] if text.casefold() not in known
        }
        language = load_language(settings.models_dir / LANGUAGE)
        texts = [spell(doc) for doc in language.pipe([*own, *more])]
        close = [True] * len(own) + [False] * len(more)
        model = train_disclosures(texts, [*own.values(), *more.values()], self._encoder, close=close)
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / MODEL)
        return self._resource

    def process(
        self,
        messages: list[Message],
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045 - Rasa's graph checks compare this form
    ) -> list[Message]:
        """Hear each typed message; leave those that begin with "/", and those that may tell of danger."""
        stage = read_state(tracker.current_slot_values()).stage if tracker is not None else None
        for message in messages:
            text, document = message.get("text") or "", message.get(SPACY_DOCUMENT)
            if self._finder is None or document is None or text.startswith("/"):
                continue
            if (message.get("safety") or {}).get("tier") == "interrupt":
                continue
            known = message.get(VECTORS)
            encoder = KnownVectors(self._encoder, known) if self._encoder and known else self._encoder
            kind = self._finder.find_disclosure(document, encoder, AT_ONCE if stage in BETWEEN_THEMES else ELSEWHERE)
            if stage == ANSWERING and kind in TOLD_IN_ANSWERS and (message.get("safety") or {}).get("tier") == "soft":
                continue  # the gentle line about support is enough
            if kind is None and stage != ANSWERING:
                _hear_question(message, text)
            if kind == DISTRUST:
                _hear_doubt(message, text, answering=stage == ANSWERING)
            elif kind is not None:
                message.set(DISCLOSURE, kind, add_to_output=True)
                if not _is_command(message) and _may_be_told(message, kind):
                    _decide(message, DISCLOSURE)
        return messages


def _hear_question(message: Message, text: str) -> None:
    """Make words that lack a question's shape, and were not understood, the question on trust that they clearly are."""
    asked = message.get(ASKED) or {}
    chance = next((one["confidence"] for one in message.get("intent_ranking") or [] if one["name"] == ASK), 0.0)
    lost = (message.get("intent") or {}).get("name") in (FALLBACK, REFLECTION)
    if not lost or not asked or asked["name"] not in ON_TRUST:
        return
    if chance >= SURE_OF_ANY and asked["confidence"] >= SURE_OF_ONE:
        _put_entity(message, "asked", str(asked["name"]), text)
        _decide(message, ASK)


def _hear_doubt(message: Message, text: str, *, answering: bool) -> None:
    """Make a doubt about this chat the question that it is about; while an answer is given, ask whether it is one."""
    intent = (message.get("intent") or {}).get("name")
    if not is_short(text) or _is_command(message) or (answering and intent != REFLECTION):
        return
    enough = ENOUGH
    if intent == ASK:
        if not any(one["entity"] == "asked" and one["value"] == OUTSIDE for one in message.get("entities") or []):
            return
        enough = ENOUGH / 2  # a question without an answer: the likeliest on trust is nearer
        message.set("entities", [one for one in message.get("entities") or [] if one["entity"] != "asked"])
    asked = message.get(ASKED) or {}
    name = str(asked["name"]) if asked and asked["name"] in ON_TRUST and asked["confidence"] >= enough else TRUST
    if answering:
        _put_entity(message, "command", QUESTION + name, text)
    else:
        _put_entity(message, "asked", name, text)
    _decide(message, UNSURE if answering else ASK)


def _put_entity(message: Message, name: str, value: str, text: str) -> None:
    entity = {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "DisclosureListener"}
    message.set("entities", [*(message.get("entities") or []), entity], add_to_output=True)


def _may_be_told(message: Message, kind: str) -> bool:
    """Whether the message is no question that has an answer of its own: "can I be disciplined for a grievance"."""
    if (message.get("intent") or {}).get("name") != ASK:
        return True
    if kind not in ASKED_FOR:  # "do I have depression" is a question without an answer
        return False
    asked = [one["value"] for one in message.get("entities") or [] if one["entity"] == "asked"]
    return UNANSWERED.issuperset(asked)


def _is_command(message: Message) -> bool:
    """Whether the whole message is a known phrase of a command: ``CommandResolver`` says 1.0 of those."""
    intent = message.get("intent") or {}
    return intent.get("confidence") == 1.0 and intent.get("name") not in _NOT_COMMANDS


def _decide(message: Message, name: str) -> None:
    intent = {"name": name, "confidence": 1.0}
    others = [other for other in message.get("intent_ranking") or [] if other["name"] != name]
    message.set("intent", intent, add_to_output=True)
    message.set("intent_ranking", [intent, *others], add_to_output=True)
