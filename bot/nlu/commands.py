"""The pipeline's answer-or-command step: applies ``bot.nlu.resolve`` with what the conversation is at.

Rasa passes the conversation in because the argument is called ``tracker``. Stands after the intent classifier.
"""

from __future__ import annotations

from typing import Any, Final, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.last_sentence import END_OF
from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.nlu.resolve import (
    NAMED,
    Guess,
    Resolution,
    resolve_answer,
    resolve_between,
    resolve_code,
    resolve_named,
    resolve_open,
)
from bot.settings import get_settings

REFLECTION_FORM: Final = "reflection_form"
#: How many intents a message keeps with their probabilities; the classifier gives all.
KEPT_RANKING: Final = 10
#: The questions of the form whose answers are people's own words.
OPEN_QUESTIONS: Final = frozenset({"strengths", "opportunities", "next_step"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CommandResolver(GraphComponent):  # type: ignore[misc]
    """Replaces the classifier's intent by the one decided on.

    An ``unsure`` one carries an entity ``command``: the command in doubt, and where it starts. What stands before
    it is an answer.
    """

    def __init__(self, phrases: CommandPhrases) -> None:
        """Take the phrases of ``data/content/commands.yml``."""
        self._phrases = phrases

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the four arguments are Rasa's
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> CommandResolver:
        """Read the phrases. Raises CommandPhrasesError when they cannot be used."""
        return cls(load_command_phrases(get_settings().content_dir / "commands.yml"))

    def process(
        self,
        messages: list[Message],
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045 - Rasa's graph checks compare this form
    ) -> list[Message]:
        """Decide on each message that was typed; leave those that begin with "/", which only buttons send."""
        ends = {message.get(END_OF): _read_guess(message) for message in messages if message.get(END_OF) is not None}
        messages = [message for message in messages if message.get(END_OF) is None]
        for place, message in enumerate(messages):
            text = message.get("text") or ""
            if text.startswith("/"):
                continue
            _put(message, self._resolve(text, _read_guess(message), ends.get(place), tracker))
        return messages

    def _resolve(self, text: str, guess: Guess, last: Guess | None, tracker: DialogueStateTracker | None) -> Resolution:
        if tracker is None:
            return resolve_open(text, guess, self._phrases)
        question = tracker.get_slot("requested_slot")
        if tracker.active_loop_name == REFLECTION_FORM and question in OPEN_QUESTIONS:
            reopened = question in (tracker.get_slot("earlier") or {})
            return resolve_answer(text, guess, self._phrases, last=last, reopened=reopened)
        stage = tracker.get_slot("stage")
        if tracker.active_loop_name == REFLECTION_FORM or stage == "questions":
            return resolve_between(text, guess, self._phrases)
        if stage == "code":
            return resolve_code(text, guess, self._phrases)
        if stage in NAMED:
            return resolve_named(text, guess, self._phrases, stage)
        return resolve_open(text, guess, self._phrases)


def _read_guess(message: Message) -> Guess:
    # The classifier's names and numbers are numpy's, which are not plain JSON.
    return Guess.from_chances({str(o["name"]): float(o["confidence"]) for o in message.get("intent_ranking") or []})


def _put(message: Message, resolution: Resolution) -> None:
    intent = {"name": resolution.intent, "confidence": resolution.confidence}
    others = [other for other in message.get("intent_ranking") or [] if other["name"] != resolution.intent]
    message.set("intent", intent, add_to_output=True)
    message.set("intent_ranking", [intent, *others[: KEPT_RANKING - 1]], add_to_output=True)
    if doubt := resolution.doubt:
        entity = {
            "entity": "command",
            "value": doubt.command,
            "start": doubt.start,
            "end": doubt.end,
            "extractor": "CommandResolver",
        }
        message.set("entities", [*(message.get("entities") or []), entity], add_to_output=True)
