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

from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.nlu.resolve import Resolution, resolve_answer, resolve_open
from bot.settings import get_settings

REFLECTION_FORM: Final = "reflection_form"
#: The questions of the form whose answers are people's own words.
OPEN_QUESTIONS: Final = frozenset({"strengths", "opportunities", "next_step"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CommandResolver(GraphComponent):  # type: ignore[misc]
    """Replaces the classifier's intent by the one decided on; an ``unsure`` one carries an entity ``command``."""

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
        answering = is_answering(tracker)
        for message in messages:
            text = message.get("text") or ""
            if text.startswith("/"):
                continue
            guess = message.get("intent") or {}
            name, confidence = guess.get("name"), float(guess.get("confidence") or 0.0)
            decide = resolve_answer if answering else resolve_open
            self._put(message, decide(text, name, confidence, self._phrases))
        return messages

    @staticmethod
    def _put(message: Message, resolution: Resolution) -> None:
        intent = {"name": resolution.intent, "confidence": resolution.confidence}
        others = [i for i in message.get("intent_ranking") or [] if i["name"] != resolution.intent]
        message.set("intent", intent, add_to_output=True)
        message.set("intent_ranking", [intent, *others], add_to_output=True)
        if doubt := resolution.doubt:
            entity = {
                "entity": "command",
                "value": doubt.command,
                "start": doubt.start,
                "end": doubt.end,
                "extractor": "CommandResolver",
            }
            message.set("entities", [*(message.get("entities") or []), entity], add_to_output=True)


def is_answering(tracker: DialogueStateTracker | None) -> bool:
    """Tell whether the conversation is waiting for an answer in the person's own words."""
    if tracker is None or tracker.active_loop_name != REFLECTION_FORM:
        return False
    return tracker.get_slot("requested_slot") in OPEN_QUESTIONS
