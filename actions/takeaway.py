"""Taking one's own words away: the ways are offered here, and the chat door gives the files."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import Turn, WaymarkAction, pause_form
from actions.saved import downloads, receipts


class ActionTakeAway(WaymarkAction):
    """Offers a copy as Word, PDF or Markdown."""

    def name(self) -> str:
        return "action_take_away"

    async def act(self, turn: Turn) -> list[EventType]:
        if receipts(turn) or turn.answers or turn.slot("drafts") or turn.slot("edits"):
            turn.say("utter_take_away", data={"downloads": downloads(turn)})
        else:
            turn.say("utter_nothing_to_take")
        return pause_form("question")
