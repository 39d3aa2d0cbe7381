"""What a person may say at any turn: skip, back, pause, go on, finish, yes and no.

What they lead to at each stage stands in the table of bot/dialogue/stages.py. Here is what comes before that table:
words that are held, and what came in between.
"""

from __future__ import annotations

from actions.base import action, do, is_command, move
from actions.holding import ask_held
from actions.progress import ask_helpful, count
from actions.resuming import say_where
from actions.stages import ask_again, ask_sharing, settle_questions, show_summary
from actions.support import action_keep_words, action_leave_out, go_on_gently
from actions.theme import mention_half_done
from actions.turns import Turn
from actions.unclear import leave_beside
from bot.dialogue import words
from bot.dialogue.stages import row
from bot.dialogue.state import OFFERED_PRIVATE


@action
async def action_skip(turn: Turn) -> None:
    """Goes past what is asked, without a reason. What was written there before stays."""
    held = turn.state.undecided
    if held and held.question is None and not turn.state.in_danger:  # it is asked where they belong
        await leave_beside(turn)
        return
    await do(turn, row(turn.state.stage).skip)


@move
async def skip_question(turn: Turn) -> None:
    """Leave the open question as it is. "We meet on Mondays. Next question" answered it already."""
    question, held = turn.state.open_question, turn.state.held
    if held and held.kept:
        turn.set(held=None)
    elif question:
        turn.become(words.lay_held_aside(turn.state))
        turn.say("utter_kept_as_it_was" if turn.state.earlier.get(question) else "utter_skipped")
        turn.become(words.keep_earlier(turn.state, question))
    turn.enter_questions()


@move
async def no_theme(turn: Turn) -> None:
    """Say that no theme is needed. Once more: there is no need to choose anything."""
    if turn.said("utter_no_theme"):
        await action_finish(turn)
        return
    turn.tell("utter_no_theme")
    turn.go("welcome")


@action
async def action_back(turn: Turn) -> None:
    """Goes to what was asked before, and keeps what was written at hand."""
    just_taken_out = turn.state.scrapped and turn.state.latest is None
    if (just_taken_out or (turn.state.let_go and not turn.state.theme)) and "undo" in turn.text.casefold():
        await do(turn, "bring_back")
        return
    await do(turn, row(turn.state.stage).back)


@action
async def action_pause(turn: Turn) -> None:
    """Stops for as long as the person likes."""
    turn.say("utter_paused")
    turn.pause("paused")


@action
async def action_go_on(turn: Turn) -> None:
    """Goes on from where the conversation stood. Words that were held are kept."""
    held = turn.state.undecided
    if turn.state.in_danger and turn.plain and turn.intent == "go_on":
        await go_on_gently(turn)
        return
    if turn.away and turn.state.stage == "questions":
        say_where(turn)
    if held is None:
        turn.set(held=None)
        await begin_or_ask(turn)
    elif held.tier == "interrupt":  # "ok" says nothing yet of what becomes of them
        ask_held(turn)
    elif not held.question:  # they stay, and are asked about at the summary
        turn.become(words.keep_held(turn.state))
        await ask_again(turn)
    elif held.command and turn.state.interruption != "unclear":
        ask_held(turn)  # something came in between, and it is still open whether they are an answer
    else:
        await action_keep_words(turn)


async def begin_or_ask(turn: Turn) -> None:
    """Ask what is open; at the very beginning, begin with what was said, or ask for a theme."""
    early = turn.state.stage in (None, "welcome", "theme")
    await (do(turn, "begin_with_opening") if early and not turn.state.theme else ask_again(turn))


@action
async def action_finish(turn: Turn) -> None:
    """Ends kindly. Words that are not saved are shown first; they stay in the tab for a day."""
    if await settle_questions(turn):
        await show_summary(turn)
        return
    # "can we jist finish", and the words are about to be saved
    if _wishes_at_sharing(turn) and not turn.state.undecided and turn.state.interruption != OFFERED_PRIVATE:
        turn.set(misunderstood=0)
        await do(turn, "offer_private")
        return
    kept = turn.state.undecided is not None
    turn.become(words.keep_held(turn.state))
    if turn.state.stage == "ended" and not kept:
        turn.offer("utter_goodbye_again", turn.choices("utter_goodbye_unsaved")[:1] if turn.answers else [])
        turn.go("ended")
        return
    receipts = turn.state.receipts
    if turn.answers or (turn.state.aside and turn.state.theme):
        turn.say("utter_goodbye_change" if turn.state.editing else "utter_goodbye_unsaved")
    elif receipts and receipts[-1].strength:
        turn.say("utter_goodbye_strength", strength=receipts[-1].strength)
    else:
        turn.say("utter_goodbye")
    if not turn.state.editing:
        mention_half_done(turn)
    turn.go("ended")
    ask_helpful(turn)


def _wishes_at_sharing(turn: Turn) -> bool:
    """Whether a wish is typed in words of one's own where answers are about to be saved."""
    about_to = turn.state.stage == "sharing" and bool(turn.answers)
    return about_to and bool(turn.text) and not is_command(turn, turn.text)


@action
async def action_affirm(turn: Turn) -> None:
    """A yes means the kind thing that was last offered."""
    held = turn.state.held
    if held and held.kept and held.command and not held.command.startswith("ask_"):
        await do(turn, held.command)  # "We meet on Mondays. Can we stop now" ... "Yes"
    elif turn.state.interruption == "forget_chat":
        await do(turn, "forget_chat")
    elif turn.state.interruption == "helpful":
        await count(turn, "yes")
    elif turn.state.undecided and not turn.state.in_danger:  # "shall I add that?" ... "yes"
        await action_keep_words(turn)
    elif turn.state.interruption:
        await action_go_on(turn)
    else:
        await do(turn, row(turn.state.stage).yes)


@action
async def action_deny(turn: Turn) -> None:
    """A no is always fine."""
    held = turn.state.undecided
    if held and held.tier == "interrupt":  # words of despair do not go by a "no" that may mean anything
        ask_held(turn)
    elif held and held.command == "skip":  # "no" ... "skip, or your answer?" ... "no"
        await action_skip(turn)
    elif held:
        await action_leave_out(turn)
    elif turn.state.interruption == "forget_chat":
        await action_go_on(turn)
    elif turn.state.interruption == "helpful":
        await count(turn, "no")
    elif turn.state.interruption == OFFERED_PRIVATE:
        await ask_sharing(turn)
    elif turn.state.interruption in ("distress", "support", "paused", "resumed"):  # not ready to go on
        await action_pause(turn)
    elif turn.state.stage == "theme" and not turn.state.theme_options:
        await action_skip(turn)
    else:
        await do(turn, row(turn.state.stage).no)
