"""A message that was edited or deleted, in Microsoft Teams: what it said changes or goes, until it is saved."""

from __future__ import annotations

from actions.base import action
from actions.holding import ask_held, hold
from actions.services import support_data
from actions.stages import ask_again, show_summary
from actions.turns import Turn
from bot.dialogue.rewording import reword
from bot.reflection.answers import WRITTEN


@action
async def action_reworded(turn: Turn) -> None:
    """Puts what a message says now in the place of what it said, unasked in this turn."""
    was, now, tier = (turn.entity(name) or "" for name in ("was", "now", "tier"))
    before, question = turn.state, turn.state.open_question
    danger = tier == "interrupt"
    turn.become(reword(turn.state, was, "" if danger else now))
    changed = turn.state != before
    if danger:  # support first, and they are asked what becomes of these words, as of any that may tell of danger
        turn.say("utter_distress", data=support_data(turn))
        if turn.state.theme or turn.state.stage in (None, "welcome", "theme"):
            belongs = question if turn.state.stage == "questions" and question in WRITTEN else None
            hold(turn, now, belongs, "interrupt")
            return
        turn.say("utter_ask_go_on")
        turn.pause("distress")
    elif not changed:
        turn.say("utter_reworded_late")
        turn.pause("question")
    else:
        turn.say("utter_reworded" if now else "utter_reworded_away")
        if tier == "soft":
            turn.say("utter_soft_support")
        await _go_on(turn)


async def _go_on(turn: Turn) -> None:
    """Go on where things stood, with the words as they are now."""
    if turn.state.undecided:
        ask_held(turn)
    elif turn.state.stage == "questions":
        turn.enter_questions()
    elif turn.state.theme and turn.answers:
        await show_summary(turn)
    else:
        await ask_again(turn)
