"""Taking one's own words away: the ways are offered here, and the chat door gives the files."""

from __future__ import annotations

from actions.base import action
from actions.saved import downloads
from actions.turns import Turn


@action
async def action_take_away(turn: Turn) -> None:
    """Offers a copy as Word, PDF or Markdown."""
    if turn.state.receipts or turn.answers or turn.state.drafts or turn.state.edits:
        turn.say("utter_take_away", data={"downloads": downloads(turn)})
    else:
        turn.say("utter_nothing_to_take")
    turn.pause("question")
