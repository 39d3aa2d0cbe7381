"""Putting right what was written: change, add, take out, bring back, and words for a question by its name."""

from __future__ import annotations

import functools
from pathlib import Path

from actions.base import action, do, move
from actions.cutting import ask_about, find_written, pressed_sentence
from actions.holding import hold
from actions.listening import acknowledge
from actions.mine import take_up
from actions.sharing import nothing_to_save
from actions.stages import (
    ask_again,
    ask_edit,
    ask_remove,
    named_question,
    names_in_answers,
    say_kept_under,
    show_summary,
)
from actions.turns import Turn, button
from actions.unclear import not_understood
from bot.content.sentences import last_sentence
from bot.dialogue import drafts, words
from bot.dialogue.words import written
from bot.nlu.directed import LAST, Directions, Piece, Way, load_directions
from bot.nlu.english import denies, names_part, names_sentence, read_number, split_words
from bot.reflection.answers import QUESTIONS, WRITTEN

NEARLY_FULL = 3_500
"""Characters. The gate takes 4,000 in one message: who writes so much may have more to say under the same question."""

_LONG_TO_NAME_A_QUESTION = 8
"""Words. Who is asked which answer to change, and writes more than this, is writing the answer."""

_directions = functools.lru_cache(maxsize=1)(load_directions)


def directions(turn: Turn) -> Directions:
    """What people call the questions."""
    folder: Path = turn.waymark.settings.content_dir
    return _directions(folder)


def reopen(turn: Turn, question: str, *, adding: bool = False) -> None:
    """Ask a question again; what was written there can be kept with one press, or added to."""
    turn.become(words.put_on_show(words.keep_held(turn.state), question, adding=adding))
    turn.enter_questions()


@move
async def question_before(turn: Turn) -> None:
    """Open the question before again; as many before as were said ("go back two")."""
    asked = turn.state.open_question if turn.state.stage == "questions" else None
    asked = (turn.state.held.question if turn.state.held else None) or asked
    before = QUESTIONS[: QUESTIONS.index(asked)] if asked else QUESTIONS
    if not before:
        turn.say("utter_first_question")
        await ask_again(turn)
        return
    reopen(turn, before[-min(_steps(turn), len(before))])


def _steps(turn: Turn) -> int:
    """How many questions to go back: "go back two". One, where no number is named."""
    return read_number(turn.text or turn.wish) or 1


@action
async def action_edit(turn: Turn) -> None:
    """Changes one answer."""
    question, at_edit = named_question(turn), turn.state.stage == "edit"
    short = len(turn.text.split()) <= _LONG_TO_NAME_A_QUESTION
    if at_edit and question is None and short and (found := find_written(turn, turn.text)):
        question = found[0]  # "the bit about the kettle"
    if not turn.state.theme and not await take_up(turn):
        return
    if question in QUESTIONS:
        reopen(turn, question)
    elif at_edit and not short:
        hold(turn, turn.text, None, turn.tier)
    elif at_edit and turn.text:
        await not_understood(turn)
    else:
        turn.become(words.keep_held(turn.state))
        await ask_edit(turn)


@action
async def action_add_more(turn: Turn) -> None:
    """Opens an answer again, to be added to."""
    question = turn.entity("question") or (turn.state.open_question if turn.state.earlier else None)
    if not turn.state.theme and not await take_up(turn):
        return
    if question == LAST:
        question = words.latest_question(turn.state)
    if question in WRITTEN:
        reopen(turn, question, adding=True)
    else:
        await ask_edit(turn)


@action
async def action_move_words(turn: Turn) -> None:
    """Moves what was written last, or what somebody began with, to the question it was meant for."""
    meant = turn.entity("question")
    if turn.state.opening and turn.state.opening.placed and meant in WRITTEN and drafts.only_opening(turn.state):
        turn.become(words.place_opening(turn.state, [(meant, turn.state.opening.text)]))
        say_kept_under(turn, [meant])
        turn.enter_questions()
        return
    question = words.latest_question(turn.state)
    if question is None or meant not in WRITTEN or question == meant:
        await ask_again(turn)
        return
    turn.become(words.move_latest(turn.state, question, meant))
    say_kept_under(turn, [meant])
    await go_on(turn)


def _means_a_name(turn: Turn) -> bool:
    """Whether the name that was pointed out is what is to be taken out: "Morag won't mind, but take it out"."""
    names = names_in_answers(turn)
    return bool(names) and set(split_words(names[0])) <= set(split_words(turn.text))


@action
async def action_remove(turn: Turn) -> None:
    """Takes one answer out."""
    question, at_remove = named_question(turn), turn.state.stage == "remove"
    if not turn.state.theme and not await take_up(turn):
        return
    if not turn.answers:
        await nothing_to_save(turn)
    elif _means_a_name(turn):
        await do(turn, "replace_name")
    elif turn.text and not question and find_written(turn, turn.text):  # "take the kettle bit out"
        await ask_about(turn, turn.text)
    elif at_remove and turn.text and not question:
        await not_understood(turn)
    elif question is None or question not in dict(turn.answers.given()) or denies(turn.text):
        turn.become(words.keep_held(turn.state))
        await ask_remove(turn)
    else:
        await taken_out(turn, question)


@action
async def action_scrap(turn: Turn) -> None:
    """Takes out what was written last: the message, its last sentence, or the words that are held."""
    typed, which = turn.text or turn.wish, turn.entity("which")
    if pressed := pressed_sentence(turn):
        await taken_out(turn, *pressed)
        return
    if about := directions(turn).read_cut(typed):
        await ask_about(turn, about)
        return
    held = turn.state.undecided
    if held and (turn.text or held.command != "let_go"):
        await do(turn, "leave_out")
        return
    turn.set(held=None)  # "delete that", and this choice was pressed
    if not turn.answers and turn.state.stage != "questions":
        await do(turn, "let_go")
        return
    question = words.latest_question(turn.state)
    if not turn.answers:
        turn.say("utter_nothing_yet")
        await ask_again(turn)
    elif question is None:
        await ask_remove(turn)
    else:
        await _scrap(turn, question, typed, which)


async def _scrap(turn: Turn, question: str, typed: str, which: str | None) -> None:
    """Take out the last sentence or the last message of an answer; ask which, where "that bit" may be either."""
    text, before = written(turn.state, question), words.before_latest(turn.state, question)
    short = text.removesuffix(last_sentence(text)).rstrip()
    if which == "sentence" or (not which and names_sentence(typed)):
        await taken_out(turn, question, short)
    elif not which and names_part(typed) and short and short != before:
        parts = [button(turn.words(f"utter_scrap_{one}"), "scrap", which=one) for one in ("sentence", "answer")]
        turn.offer("utter_ask_scrap", parts)
        turn.pause("scrap")
    else:
        await taken_out(turn, question, before)


async def taken_out(turn: Turn, question: str, rest: str = "") -> None:
    """Take words out, offer to bring them back, and go on."""
    turn.become(words.take_out(turn.state, question, rest))
    turn.say("utter_taken_out")
    await go_on(turn)


async def go_on(turn: Turn) -> None:
    """Go on with the questions, or show the words as they are now."""
    if turn.state.stage == "questions":
        turn.become(words.lay_held_aside(turn.state))
        turn.enter_questions()
    else:
        await show_summary(turn)


@action
async def action_bring_back(turn: Turn) -> None:
    """Puts back what was taken out or replaced last, or the whole that was let go."""
    if turn.state.scrapped and turn.state.theme:
        turn.become(words.bring_back(turn.state))
        turn.say("utter_brought_back")
        await go_on(turn)
    elif turn.state.let_go:
        turn.become(drafts.undo_let_go(turn.state))
        turn.say("utter_brought_back")
        await show_summary(turn)
    else:
        turn.say("utter_nothing_to_bring_back")
        await ask_again(turn)


def take_directed(turn: Turn, question: str | None) -> bool:
    """Take a typed message as the answer to the question that is open, or to those that it names.

    Out: False when it names no question and none is open, so that the caller asks where the words belong.
    """
    placed = _place(turn, question)
    if placed is None:
        return False
    goes_on = question if placed[-1][0] == question and _has_more_to_say(turn) else None
    replaced = False
    for asked, way, said in placed:
        text = (directions(turn).read_promise(said) or said) if goes_on == asked else said
        add = way == "add" or (way == "is" and words.is_added_to(turn.state, asked))
        replaced = replaced or bool(written(turn.state, asked) and not add)
        turn.become(words.write(turn.state, asked, text, add=add, tier=turn.tier))
    named = list(dict.fromkeys(asked for asked, _, _ in placed))
    if goes_on:
        turn.become(words.put_on_show(turn.state, goes_on, adding=True))
    elif named != [question]:
        say_kept_under(turn, named)
    elif replaced:
        gently = turn.tier == "soft" or turn.after_distress
        back = turn.choices("utter_replaced")
        turn.offer("utter_soft_support" if gently else "utter_replaced", back if gently else [])
    else:
        acknowledge(turn, turn.text)
    return True


def _place(turn: Turn, question: str | None) -> list[tuple[str, Way, str]] | None:
    """The pieces of a message with the questions they are for and how they join; None where one has no question."""
    pieces = directions(turn).read_pieces(turn.text)
    continued = directions(turn).read_continuation(turn.text)
    if continued and continued[0] == "continues":
        pieces = (Piece(LAST, "add", continued[1]),)
    placed = []
    for one in pieces:
        asked = (words.latest_question(turn.state) or question) if one.question == LAST else one.question or question
        if asked not in WRITTEN:
            return None
        placed.append((asked, one.way, one.text))
    return placed


def _has_more_to_say(turn: Turn) -> bool:
    return len(turn.text) >= NEARLY_FULL or directions(turn).read_promise(turn.text) is not None
