"""The self-rating, pressed or typed: by the name of a choice, or by what people say instead ("sometimes")."""

from __future__ import annotations

import functools
from pathlib import Path

from rasa_sdk.events import EventType, SlotSet

from actions.answers import forget_earlier, open_question
from actions.base import REFLECTION_FORM, Turn, enter_form
from actions.holding import in_danger, keep_held
from bot.nlu.phrases import load_command_phrases

_A_FEW_WORDS = 3
"""Whoever types more words than these at the rating, besides the rating itself, has something to say."""

_phrases = functools.lru_cache(maxsize=1)(load_command_phrases)


def named_rating(turn: Turn) -> tuple[str | None, bool]:
    """The rating that was pressed or typed, if it is one alone, and whether there are more words than that."""
    folder: Path = turn.waymark.settings.content_dir
    if turn.text and (said := _phrases(folder / "rating_words.yml").find(turn.text)):
        return said.intent, False
    typed = turn.text.casefold()
    named = {
        rating: len(label.split())
        for rating, label in turn.waymark.content.rating_scale
        if turn.entity("rating") == rating or label.casefold() in typed
    }
    rating = next(iter(named)) if len(named) == 1 else None
    return rating, len(typed.split()) > _A_FEW_WORDS + (named[rating] if rating else 0)


def rate(turn: Turn) -> list[EventType] | None:
    """Take a rating that comes after something in between, while it is the open question. None: it is none.

    Words that are still held are laid aside, and asked about at the summary.
    """
    if turn.slot("stage") != "questions" or open_question(turn) != "rating" or in_danger(turn):
        return None
    rating, more_to_say = named_rating(turn)
    if rating is None or more_to_say:
        return None
    kept = keep_held(turn)
    taken = turn.now([SlotSet("rating", rating), *forget_earlier(turn, "rating")])
    return [*kept, *taken, *enter_form(REFLECTION_FORM, "questions")]
