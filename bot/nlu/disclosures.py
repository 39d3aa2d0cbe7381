"""The pipeline's step that hears what is no emergency and has an answer of its own: bullying, a child at risk, a doubt.

Stands after the distress screen and heeds it: words that may tell of danger stay what they are, and the services for
what they disclose of others join the support card. The intent of what somebody discloses becomes ``disclosure``, and
the message carries its kind: the action keeps the words, as an answer where one is asked for, and tells the route.
Questions and doubts about this chat ("this is a trap", "could the polis ask for it") become the question on trust that
they are about; while an answer is given the words are held.
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

from bot.content import load_content
from bot.dialogue.state import read_state
from bot.encoder import Encoder, EncoderMissing, KnownVectors, load_encoder
from bot.nlu.awaited import UNDECIDED
from bot.nlu.english import is_few_words
from bot.nlu.featurizer import VECTORS
from bot.nlu.guess import ASK, OUTSIDE, QUESTION, REFLECTION
from bot.nlu.intents import ASKED
from bot.nlu.resolve import DECIDED, FALLBACK, NAMED, UNSURE
from bot.nlu.safety import LANGUAGE, SPACY_DOCUMENT
from bot.nlu.shape import is_shaped, is_short
from bot.safety import load_language
from bot.safety.disclosures import (
    LEAST,
    TRUST,
    DisclosureFinder,
    DisclosureModel,
    Found,
    load_examples,
    more_examples,
    spell,
    train_disclosures,
)
from bot.settings import get_settings

DISCLOSURE: Final = "disclosure"
"""The intent, and the message's key for the kind."""
MODEL: Final = "disclosures.npz"
UNANSWERED: Final = frozenset({"outside", "complaint", "upset", "counselling"})
"""What a disclosure is taken for that sounds like a question: "who do I complain to about my boss"."""
ASKED_FOR: Final = frozenset({"complaint", "whistleblowing"})
"""What is disclosed by asking for its route."""
RATE: Final = "rate"
ANSWERING: Final = "questions"
BEYOND: Final = 0.15
"""How far beyond its line a disclosure lies where words are awaited that touch the same: an answer, an opening."""
SHAPELESS: Final = 0.2
"""How far a doubt lies that has no shape of a question, which may be words about work."""
TOLD_IN_AN_ANSWER: Final = 0.4
"""The same while an answer is given: "I've been in court myself" is told, and is never met with a doubt."""
IN_A_STORY: Final = 0.6
"""How far one lies in a long answer: "will my manager hold it against me" may be what folk ask one another."""
ASKED_AT_ONCE: Final = 0.4
"""How far a question on trust lies that is answered while an answer is given; less is asked about."""
CLEAR: Final = 0.4
"""How far it lies to be heard in what was taken for a wish or for another question."""
DOUBTED: Final = 0.0
"""The same where nobody is sure of the wish: a question on trust is then what is asked about."""
NEARBY: Final = frozenset({*TRUST, OUTSIDE})
"""Questions that give way to the one on trust that a message is about."""
BETWEEN_THEMES: Final = frozenset({None, "welcome", "theme", "saved", "ended"})
AWAITING: Final = BETWEEN_THEMES | {ANSWERING}
BESIDE_SUPPORT: Final = frozenset({"safeguarding", "mistreatment", "bullying", "discrimination"})
"""What others do has a route of its own, which stands below support where the words may tell of danger too."""
_NOTHING_YET: Final = frozenset({REFLECTION, FALLBACK, UNDECIDED})
_NOT_COMMANDS: Final = frozenset({REFLECTION, FALLBACK, *DECIDED, *NAMED.values(), ASK})


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
        """Learn from the content's examples, and from what else Rasa was given: answers, wishes, other questions."""
        settings = get_settings()
        content = load_content(settings.content_dir)
        own = dict(load_examples(settings.content_dir).texts)
        own |= {text: name for text, name in _asked(training_data) if name in TRUST and text not in own}
        own |= {text: None for one in content.openings.openings for text in one.texts if text not in own}
        others, heavy = more_examples(settings.content_dir)
        known = {text.casefold() for text in own} | heavy
        said = [*others, *((text, None) for text, _ in _asked(training_data))]
        more = {text: kind for text, kind in said if text.casefold() not in known}
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
        """Hear each typed message; leave known commands, and those that begin with "/"."""
        stage = read_state(tracker.current_slot_values()).stage if tracker is not None else None
        for message in messages:
            text, document = message.get("text") or "", message.get(SPACY_DOCUMENT)
            if self._finder is None or document is None or text.startswith("/") or _is_command(message):
                continue
            known = message.get(VECTORS)
            encoder = KnownVectors(self._encoder, known) if self._encoder and known else self._encoder
            found = self._finder.find(document, encoder)
            if found is None:
                continue
            if (message.get("safety") or {}).get("tier") == "interrupt":
                if found.kind in BESIDE_SUPPORT and found.beyond >= BEYOND:
                    message.set(DISCLOSURE, found.kind, add_to_output=True)
            elif found.of_trust:
                _hear_question(message, text, found, stage)
            elif found.beyond >= (BEYOND if stage in AWAITING else 0):
                message.set(DISCLOSURE, found.kind, add_to_output=True)
                if _may_be_told(message, found.kind):
                    _decide(message, DISCLOSURE)
        return messages


def _asked(training_data: TrainingData) -> list[tuple[str, str | None]]:
    """What Rasa was given, each with the question that it asks, if it asks one."""
    about = [(one.get("text"), one.get("metadata", {}).get("intent") or {}) for one in training_data.intent_examples]
    return [(text, what.get("question")) for text, what in about if text]


def _hear_question(message: Message, text: str, found: Found, stage: str | None) -> None:
    """Make a doubt about this chat the question that it is about; while an answer is given, the words are held."""
    intent, entities = (message.get("intent") or {}).get("name"), message.get("entities") or []
    asked = {str(one["value"]) for one in entities if one["entity"] == ASKED}
    doubted = {str(one["value"]).removeprefix(QUESTION) for one in entities if one["entity"] == "command"}
    taken = asked if intent == ASK else doubted if intent == UNSURE else {str(intent)} - _NOTHING_YET
    if found.beyond < (LEAST if taken <= NEARBY else DOUBTED if intent == UNSURE else CLEAR):
        return
    told = SHAPELESS if stage != ANSWERING else TOLD_IN_AN_ANSWER if is_short(text) else IN_A_STORY
    asks = LEAST if stage == ANSWERING else 0.0
    if found.beyond < (asks if is_shaped(text) else told):
        return
    at_once = stage != ANSWERING or (is_shaped(text) and is_short(text) and found.beyond >= ASKED_AT_ONCE)
    message.set("entities", [one for one in entities if one["entity"] not in (ASKED, "command", "other_command")])
    if stage == ANSWERING:
        _put_entity(message, "command", QUESTION + found.kind, text)
    if at_once:
        _put_entity(message, ASKED, found.kind, text)
    _decide(message, ASK if at_once else UNSURE)


def _put_entity(message: Message, name: str, value: str, text: str) -> None:
    entity = {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "DisclosureListener"}
    message.set("entities", [*(message.get("entities") or []), entity], add_to_output=True)


def _may_be_told(message: Message, kind: str) -> bool:
    """Whether the message is no question that has an answer of its own: "can I be disciplined for a grievance"."""
    intent = message.get("intent") or {}
    if intent.get("name") == RATE and is_few_words(message.get("text") or ""):  # "Started. Just."
        return False
    if intent.get("name") != ASK:
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
