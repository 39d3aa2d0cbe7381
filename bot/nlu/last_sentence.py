"""Lets the classifier judge the last sentence of a message by itself too: "We share lunch. Can we stop there?"

Among the words of an answer a command at its end is lost: by the whole message, 8 in 100 were found. So the last
sentence goes through the same pipeline as a message of its own, and so does what stands before it, which may be the
reason for a wish: "The phone is ringing. I shall resume shortly." `CommandResolver` takes them out again.
"""

from __future__ import annotations

from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.content.sentences import find_last_sentence
from bot.nlu.shape import is_short
from bot.nlu.wishes import TRAILING_WORDS

#: Where a message of this kind says which message of the list it is the end of.
END_OF: Final = "end_of"
#: And where it says of which one it is what stands before that.
START_OF: Final = "start_of"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LastSentence(GraphComponent):  # type: ignore[misc]
    """Stands first in the pipeline, and adds the last sentence of what was typed, and what is before it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the four arguments are Rasa's
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> LastSentence:
        """There is nothing to set."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Give the messages, and after them the last sentence, if short, of each that has several, and the rest."""
        parts = []
        for place, message in enumerate(messages):
            text = message.get("text") or ""
            start = find_last_sentence(text)
            short = len(text[start:].split()) <= TRAILING_WORDS  # a longer one is no command, and reading it takes time
            if start and short and not text.startswith("/"):
                parts.append(Message({"text": text[start:], END_OF: place}))
                if is_short(text[:start]):
                    parts.append(Message({"text": text[:start].strip(), START_OF: place}))
        return [*messages, *parts]
