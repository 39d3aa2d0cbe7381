"""Thanks, kind words and crossness: each is answered in a line, and what was open is asked again."""

from __future__ import annotations

from actions.base import action
from actions.stages import ask_again
from actions.turns import Turn

_ANSWERS = {"thanks": "utter_thanks", "kind_words": "utter_kind_words", "annoyed": "utter_annoyed"}


@action
async def action_small_talk(turn: Turn) -> None:
    """Answers in a line."""
    turn.say(_ANSWERS[turn.intent])
    await ask_again(turn)
