"""The beginning of a conversation."""

from __future__ import annotations

from rasa_sdk.events import ActionExecuted, SessionStarted

from actions.base import action, do
from actions.resuming import in_hand, resume
from actions.stages import ask_again
from actions.theme import ask_theme
from actions.turns import Turn
from bot.dialogue import drafts


@action
async def action_session_start(turn: Turn) -> None:
    """Says who speaks, who sees what and for how long, before anything is asked; nothing, where nobody wrote."""
    if not (turn.tracker.get_slot("session_started_metadata") or {}).get("unprompted"):  # a reminder that is due
        turn.say("utter_welcome")
    turn.emit(SessionStarted())
    turn.set(stage="welcome", greeted=False)
    turn.emit(ActionExecuted("action_listen"), last=True)


@action
async def action_greet(turn: Turn) -> None:
    """Answers a greeting. The welcome of the same turn answers the first; who comes back is told where we were."""
    if not turn.state.greeted:
        return
    if in_hand(turn) and (turn.away or not turn.text):  # the page opened again
        resume(turn)
        return
    begins = turn.state.stage in (None, "welcome") and not turn.state.undecided
    if turn.text and begins and turn.said("utter_hello"):  # they told a little more of who they are
        await do(turn, "help_choose")
        return
    if turn.text:
        turn.tell("utter_hello")
    else:
        turn.say("utter_greet")
    await ask_again(turn)


@action
async def action_start(turn: Turn) -> None:
    """Asks for a theme, all nine on show; goes on where a reflection is half done."""
    if turn.state.stage == "questions":  # "start again": nothing is lost unless they choose
        resume(turn)
        return
    turn.become(drafts.put_aside(turn.state))
    turn.set(theme_options=())
    await ask_theme(turn)
