"""The pipeline's last step: screens every typed message for distress, whatever it was understood as.

It stands last so that nothing can overrule it. One thing it does heed: a message that is, as a whole, a known command
("go back", "I want to stop") gets the soft line where a guess alone would interrupt it, and nothing where a guess alone
would soften it. A phrase of the lexicon still interrupts. Rasa's ``SpacyNLP`` has read the message already; its
document is used. Importing this module registers the project's spaCy components, which ``SpacyNLP`` needs to load the
pipeline.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.guess import REFLECTION
from bot.nlu.resolve import DECIDED
from bot.safety import SafetyModelError, SafetyScreen, Screening, load_language
from bot.safety.model import TAUGHT
from bot.safety.screen import ANOTHER, CLASSIFIER, CLASSIFIER_CRISIS
from bot.settings import get_settings

DISTRESS: Final = "distress"
SPACY_DOCUMENT: Final = "text_spacy_doc"
LANGUAGE: Final = "language"
_GUESSES: Final = frozenset({CLASSIFIER, CLASSIFIER_CRISIS, ANOTHER})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyScreenComponent(GraphComponent):  # type: ignore[misc]
    """Puts ``safety`` (``{"tier", "reasons"}``) on each message; the interrupt tier makes its intent ``distress``."""

    def __init__(self, screen: SafetyScreen) -> None:
        """Take the screen to use."""
        self._screen = screen

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the four arguments are Rasa's
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> SafetyScreenComponent:
        """Load the trained screen. Raises SafetyModelError when any part is absent: Waymark does not run unscreened."""
        settings = get_settings()
        return cls(load_screen(settings.models_dir, settings.content_dir))

    def process(self, messages: list[Message]) -> list[Message]:
        """Screen each message that was typed; leave those that begin with "/", which only buttons send."""
        for message in messages:
            text = message.get("text") or ""
            if not text.startswith("/"):
                _put(message, self._screen_message(message, text))
        return messages

    def _screen_message(self, message: Message, text: str) -> Screening:
        document = message.get(SPACY_DOCUMENT)
        screening = self._screen.screen(text) if document is None else self._screen.screen_doc(document)
        if _GUESSES.issuperset(screening.reasons) and _is_command(message):
            return Screening("soft", screening.reasons) if screening.tier == "interrupt" else Screening("none", ())
        return screening


@functools.lru_cache(maxsize=1)
def load_screen(models_dir: Path, content_dir: Path) -> SafetyScreen:
    """Load the pipeline, and what the screen was taught, once: conversations and the pages of sessions share it.

    Raises SafetyModelError when one is absent.
    """
    folder = models_dir / LANGUAGE
    try:
        language = load_language(folder)
    except OSError:
        raise SafetyModelError(f"The language pipeline {folder} is missing: run `waymark train`.") from None
    return SafetyScreen.from_files(language, content_dir / "safety" / TAUGHT, models_dir)


def _is_command(message: Message) -> bool:
    """Whether ``CommandResolver``, which stands before, matched the whole message with a known phrase: it says 1.0."""
    intent = message.get("intent") or {}
    return intent.get("confidence") == 1.0 and intent.get("name") not in {None, REFLECTION, *DECIDED}


def _put(message: Message, screening: Screening) -> None:
    message.set("safety", {"tier": screening.tier, "reasons": list(screening.reasons)}, add_to_output=True)
    if screening.tier == "interrupt":
        intent = {"name": DISTRESS, "confidence": 1.0}
        others = [other for other in message.get("intent_ranking") or [] if other["name"] != DISTRESS]
        message.set("intent", intent, add_to_output=True)
        message.set("intent_ranking", [intent, *others], add_to_output=True)
