"""Thanks, kind words and crossness: each is answered in a line, and what was open is asked again."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import Turn, WaymarkAction
from actions.stages import ask_again

_ANSWERS = {"thanks": "utter_thanks", "kind_words": "utter_kind_words", "annoyed": "utter_annoyed"}


class ActionSmallTalk(WaymarkAction):
    """Answers in a line."""

    def name(self) -> str:
        return "action_small_talk"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say(_ANSWERS[turn.intent])
        return ask_again(turn)
