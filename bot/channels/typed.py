"""Which choice somebody means who types, as long as the words do not tell of danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.choosing import Chosen, find_choice, same_words
from bot.nlu.english import is_few_words
from bot.nlu.phrases import CommandPhrases
from bot.nlu.safety import load_screen
from bot.waymark import Waymark


def find_typed(
    waymark: Waymark, on_screen: Sequence[Mapping[str, Any]], text: str, phrases: CommandPhrases
) -> Chosen | None:
    """The choice on screen that a text means, or None: it is none, or is screened first ("yes, I want it all to end").

    A choice goes past the distress screen of the pipeline. So whatever is neither a label nor a few words is screened.
    """
    chosen = find_choice(on_screen, text, phrases)
    a_label = same_words(text) in (same_words(one["label"]) for one in on_screen)
    if chosen is None or a_label or is_few_words(text):
        return chosen
    screen = load_screen(waymark.settings.models_dir, waymark.settings.content_dir)
    return None if screen.screen(text).tier == "interrupt" else chosen
