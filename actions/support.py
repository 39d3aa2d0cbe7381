"""Support, and words that may tell of danger: fixed text, the person's words kept, the person decides."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.base import action, is_command
from actions.disclosures import support_and_route
from actions.holding import answer_labels, ask_held, hold, wish
from actions.listening import acknowledge
from actions.rating import ask_rating_once_more, rate
from actions.resuming import resume
from actions.services import support_data
from actions.stages import ask_again, say_kept_under, show_summary
from actions.theme import placed_pieces, take_near
from actions.turns import Turn
from actions.unclear import count_misunderstood, leave_beside, show_way_out
from bot.dialogue import words
from bot.dialogue.state import Held
from bot.dialogue.words import A_FEW
from bot.reflection.answers import WRITTEN

A_STORY = 12
"""Words. Who writes more than these goes on; fewer may still be about what was heavy."""

_TOLD = 3
"""Times that somebody was told what becomes of the words that are held; then they are held up no longer."""


@action
async def action_support(turn: Turn) -> None:
    """Shows the support services."""
    turn.say("utter_support", data=support_data(turn))
    turn.pause("support")


@action
async def action_hold_distress(turn: Turn) -> None:
    """Shows support before anything else, keeps what was typed, and asks what to do with it."""
    if words.is_held_already(turn.state, turn.text):  # they were told what becomes of them, and mean it
        turn.say("utter_distress_again", data=support_and_route(turn))
        await action_keep_words(turn)
        return
    if words.is_beside_already(turn.state, turn.text) and len(turn.text.split()) > A_STORY:
        turn.say("utter_distress_again", data=support_and_route(turn))  # a third time: it is their work they write of
        await take_near(turn)
        return
    turn.say("utter_distress_another" if turn.another_in_danger else "utter_distress", data=support_and_route(turn))
    stage, question = turn.state.stage, turn.state.open_question
    if turn.text and (turn.state.theme or stage in (None, "welcome", "theme")):
        hold(turn, turn.text, question if stage == "questions" and question in WRITTEN else None, "interrupt")
        return
    turn.say("utter_ask_go_on")
    turn.pause("distress")


async def go_on_gently(turn: Turn) -> None:
    """Go on while words of danger stay with the person: laid aside, and never shared."""
    turn.say("utter_stays_for_you")
    turn.become(words.lay_held_aside(turn.state))
    leave_rating(turn)
    await ask_again(turn)


def leave_rating(turn: Turn) -> None:
    """After words of danger nobody is asked for a place on a scale again: it is left open."""
    if turn.state.at_the_rating:
        turn.become(words.keep_earlier(turn.state, "rating"))


async def ask_gently_again(turn: Turn) -> None:
    """Ask once more about words of danger. Who was told three times, and writes on calmly, is held up no longer."""
    held = turn.state.undecided
    if held and held.asked >= _TOLD and turn.tier == "none":
        await go_on_gently(turn)
    else:
        ask_held(turn)


@action
async def action_hold_unsure(turn: Turn) -> None:
    """Asks whether words were an answer or a wish, and keeps them meanwhile."""
    command, question = turn.entity("command"), turn.state.open_question
    few = len(turn.text.split()) <= A_FEW
    if turn.state.in_danger:  # "ok" decides nothing; more than that is theirs, and joins what is held
        if not few:
            turn.become(words.hold(turn.state, turn.text, None, turn.tier))
        await ask_gently_again(turn)
    elif turn.state.stage != "questions":
        await ask_again(turn)
    elif rate(turn):
        return
    elif turn.state.undecided:  # nobody is asked twice whether it is an answer
        await add_to_held(turn)
    elif question == "rating" and (command is None or few or turn.said("utter_rating_unclear")):
        _no_rating(turn, command)
    elif turn.away and command == "go_on":  # "hello", "ok", after a while
        resume(turn)
    elif question not in WRITTEN or command is None:  # at the rating, which is pressed; or "I forgot to say"
        if question == "rating":
            turn.note_told("utter_rating_unclear")
        hold(turn, turn.text, None, turn.tier, command)
    elif answer := turn.text[: turn.entity_start("command")].strip():
        _ask_about_the_end(turn, question, answer, command)
    else:
        hold(turn, turn.text, question, turn.tier, command, turn.entity("other_command"))


def _ask_about_the_end(turn: Turn, question: str, answer: str, command: str) -> None:
    """Take the first part of "We meet on Mondays. Can we stop now", which is safe, and ask about the wish."""
    turn.offer("utter_ask_if_command_too", [wish(turn, command)])
    added = words.is_added_to(turn.state, question)
    turn.become(words.write(turn.state, question, answer, add=added, tier=turn.tier))
    turn.set(held=Held(turn.text, question, turn.tier, command, kept=True))
    turn.pause("unsure")


async def add_to_held(turn: Turn) -> None:
    """Take what is typed while words are held: somebody went on writing and did not press a button."""
    held, text = turn.state.held, turn.text
    if held is None:
        return
    if not held.kept and held.tier == "interrupt":
        turn.become(words.hold(turn.state, text, held.question, turn.tier))
        await ask_gently_again(turn)
        return
    if held.question is None:
        await _still_open(turn)
        return
    if held.command is None and not held.kept:  # no wish was in doubt: it is one answer
        text = f"{held.text}\n{text}"
    added = words.is_added_to(turn.state, held.question)
    turn.become(words.write(turn.state, held.question, text, add=added, tier=turn.tier))
    acknowledge(turn, turn.text)
    if held.kept or held.command is None or is_command(turn, held.text) or not re.search(r"\w", held.text):
        turn.set(held=None)
        turn.enter_questions()
        return
    turn.set(held=replace(held, command=None))
    turn.say("utter_ask_keep_too", words=held.text)
    turn.pause("unclear")


async def _still_open(turn: Turn) -> None:
    """Keep more words for an answer that nobody named yet. The second time they wait for the summary, and we go on."""
    count_misunderstood(turn)
    if len(turn.text.split()) > A_FEW:  # "ok", "yes" and "done" do not heap up
        turn.become(words.hold(turn.state, turn.text, None, turn.tier))
    if turn.state.misunderstood == 1:
        turn.offer("utter_more_kept", answer_labels(turn))
        return
    if turn.state.stage != "questions" and turn.state.misunderstood <= _TOLD:
        show_way_out(turn, answer_labels(turn))
        return
    if turn.state.stage != "questions":
        await leave_beside(turn)
        return
    turn.say("utter_kept_for_later")
    turn.become(words.keep_held(turn.state))
    turn.set(misunderstood=0)
    await ask_again(turn)


def _no_rating(turn: Turn, command: str | None) -> None:
    """Meet words that are no choice of the rating, but may be a wish. More than a few are kept for the summary."""
    kept = len(turn.text.split()) > A_FEW
    if kept:
        turn.become(words.lay_aside(turn.state, turn.text, turn.tier))
    meant = "skip" if command == "go_on" else command  # the rating is never needed
    ask_rating_once_more(turn, [wish(turn, meant)] if meant else [], kept=kept)
    turn.enter_questions()


@action
async def action_keep_words(turn: Turn) -> None:
    """Takes the held words as the answer they came for."""
    held = turn.state.held
    if not held:
        await ask_again(turn)
        return
    question = held.question or turn.entity("question")
    if question not in WRITTEN and turn.state.in_danger and not turn.state.theme:
        await go_on_gently(turn)
    elif (question is None or question not in WRITTEN) and not turn.text:
        ask_held(turn)
    else:  # a typed yes says that it is kept, and not where: it goes where it seems to belong
        where = question if question in WRITTEN else (await placed_pieces(turn, held.text))[0][0]
        turn.become(words.keep_whole(turn.state, replace(held, question=where)))
        if held.tier == "interrupt":
            turn.say("utter_kept_for_you")
            leave_rating(turn)
        elif where != question:
            say_kept_under(turn, [where])
        else:
            acknowledge(turn, held.text)
        if turn.state.stage == "questions":
            turn.enter_questions()
        else:
            await show_summary(turn)


@action
async def action_leave_out(turn: Turn) -> None:
    """Lets the held words go and asks the question again."""
    if turn.state.in_danger:
        turn.say("utter_left_out_gently")
        leave_rating(turn)
    elif turn.state.undecided:
        turn.say("utter_left_out")
    turn.set(held=None)
    await ask_again(turn)
