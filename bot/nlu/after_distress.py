"""What somebody says straight after words of danger is heard in their light: "i mean it" is no answer like any other.

Stands after the distress screen, and can only add to what it found. The phrases are in
``data/content/safety/after_distress.yml``.
"""

from __future__ import annotations

from typing import Any, Final, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.state import read_state
from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.settings import get_settings

DISTRESS: Final = "distress"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AfterDistress(GraphComponent):  # type: ignore[misc]
    """Gives a message the meaning that it has after words of danger; any other message stays as it is."""

    def __init__(self, phrases: CommandPhrases) -> None:
        """Take the phrases of ``after_distress.yml``."""
        self._phrases = phrases

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the four arguments are Rasa's
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> AfterDistress:
        """Read the phrases. Raises CommandPhrasesError when they cannot be used."""
        return cls(load_command_phrases(get_settings().content_dir / "safety" / "after_distress.yml"))

    def process(
        self,
        messages: list[Message],
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045 - Rasa's graph checks compare this form
    ) -> list[Message]:
        """Hear each typed message in the light of the one before; leave those that begin with "/"."""
        if tracker is None:
            return messages
        state = read_state(tracker.current_slot_values())
        undecided = state.in_danger
        if undecided or state.heavy:
            for message in messages:
                text = message.get("text") or ""
                if text and not text.startswith("/"):
                    self._hear(message, text, undecided=undecided)
        return messages

    def _hear(self, message: Message, text: str, *, undecided: bool) -> None:
        safety = message.get("safety") or {"tier": "none", "reasons": []}
        found = self._phrases.find(text)
        if safety["tier"] == "interrupt":
            return
        # Heavy words that come while others are held join them, and are as private: no need to interrupt again.
        again = (found.intent == DISTRESS) if found else (safety["tier"] == "soft" and not undecided)
        if again:
            reasons = [*safety["reasons"], "after_distress"]
            message.set("safety", {"tier": "interrupt", "reasons": reasons}, add_to_output=True)
            _decide(message, DISTRESS)
        elif found and undecided:
            _decide(message, found.intent)


def _decide(message: Message, name: str) -> None:
    intent = {"name": name, "confidence": 1.0}
    others = [other for other in message.get("intent_ranking") or [] if other["name"] != name]
    message.set("intent", intent, add_to_output=True)
    message.set("intent_ranking", [intent, *others], add_to_output=True)
