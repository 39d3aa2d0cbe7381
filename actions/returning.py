"""Coming back with a return code: opening, reading and deleting what was saved."""

from __future__ import annotations

import asyncio

from actions.base import action, do, move
from actions.changes import tell_since
from actions.progress import ask_progress, read_progress
from actions.saved import (
    about,
    downloads,
    goes_soon,
    kept_until,
    last_day,
    list_button,
    named_places,
    of_saved,
    read_saved,
    remember,
    say_copy,
    say_gone,
    team_name,
    theme_name,
)
from actions.stages import ask_again, rating_label, show_so_far, show_words
from actions.turns import Turn, button
from actions.unclear import say_not_understood
from bot.dialogue import drafts, words
from bot.reflection.answers import QUESTIONS
from bot.reflection.codes import looks_like_code, make_address, read_code, read_words, split_address
from bot.reflection.guessing import TooManyGuesses, open_path, wait_before
from bot.reflection.keeping import withdraw_reflection


@action
async def action_ask_code(turn: Turn) -> None:
    """Asks for the four words, and says those of this conversation again. Unfinished answers are put aside."""
    turn.become(drafts.put_aside(turn.state))
    await ask_code(turn)


@move
async def ask_code(turn: Turn) -> None:
    """Ask for a return code."""
    if receipt := turn.state.in_hand:
        turn.offer("utter_code_again", list_button(turn), code=split_address(receipt.code)[0])
    else:
        turn.say("utter_ask_code")
    turn.go("code")


MAY_BE_CODE = (None, "welcome", "opened", "mine", "saved", "ended")
"""Stages at which somebody may type a return code without being asked for it."""


def is_code(turn: Turn) -> bool:
    """Whether four words of a return code were typed, and nothing else."""
    return looks_like_code(turn.text, read_words(turn.waymark.settings.content_dir))


@move
async def open_code(turn: Turn) -> None:
    """Open what a typed code stands for, and show its theme and day, not its words."""
    waymark = turn.waymark
    reading = read_code(turn.text, read_words(waymark.settings.content_dir))
    if reading.code is None:
        if len(reading.unknown) == 1:
            await _not_opened(turn, "utter_code_word_unknown", word=reading.unknown[0])
        else:
            await _not_opened(turn, "utter_code_unclear", "utter_code_unclear_again")
        return
    secret = waymark.settings.secret
    await asyncio.sleep(await asyncio.to_thread(wait_before, waymark.database, secret))
    try:
        path = await turn.slowly(open_path, waymark.database, secret, reading.code, turn.tracker.sender_id)
    except TooManyGuesses:
        turn.say("utter_code_wait")
        turn.go("code")
        return
    if not path:
        await _not_opened(turn, "utter_code_unknown", code=reading.code.replace("-", " "))
        return
    if not path.found:
        await _not_opened(turn, "utter_code_damaged")
        return
    if path.damaged:
        turn.say("utter_code_damaged")
    found = path.found
    turn.become(drafts.put_aside(turn.state))
    for one in found:
        address = make_address(reading.code, one.place)
        known = next((receipt for receipt in turn.state.receipts if receipt.code == address), None)
        remember(turn, of_saved(address, one, known))
    newest = found[-1]
    await tell_since(turn, newest.theme, newest.day.isoformat(), newest.team)
    if len(found) > 1:
        await do(turn, "ask_mine")
        return
    await show_opened(turn, newest.invited)
    if not newest.invited:
        ask_progress(turn, newest)


async def _not_opened(turn: Turn, first: str, second: str = "", **values: str) -> None:
    """Say what was amiss with a code, and wait for another; the third time in a row offer ways out."""
    await say_not_understood(turn, first, second or first, "wait_for_code", **values)


@move
async def wait_for_code(turn: Turn) -> None:
    """Wait for another return code."""
    turn.go("code")


async def show_opened(turn: Turn, invited: str | None = None) -> None:
    """Say which reflection the talk is about: theme, day and sharing, and not the words.

    `invited`: the question that a coordinator would like to hear more about. The author may let it be, and then
    nothing is kept of that.
    """
    receipt = turn.state.in_hand
    if receipt is None:
        await ask_code(turn)
        return
    more = []
    if invited:
        turn.say("utter_invited", question=turn.words(f"utter_label_{invited}"))
        more = [button(turn.words("utter_say_more"), "add_more", question=invited)]
    if receipt.held:
        turn.offer("utter_under_hold", [], until=f"{last_day(turn, receipt, receipt.held):%-d %B %Y}")
    if receipt.sharing == "private" and goes_soon(turn, receipt):
        more.append(button(turn.words("utter_wish_keep_longer"), "keep_longer"))
    turn.say(
        "utter_opened",
        data={"downloads": downloads(turn)},
        buttons=[*more, *list_button(turn)],
        sharing=turn.words(f"utter_receipt_{receipt.sharing}", team=team_name(turn, receipt.team)),
        kept=kept_until(turn, receipt),
        **about(turn, receipt),
    )
    turn.go("opened")


@action
async def action_read_back(turn: Turn) -> None:
    """Shows the person's own words, because they asked: those in hand, else what was saved."""
    stage, receipt = turn.state.stage, turn.state.in_hand
    if stage == "mine" and len(turn.state.receipts) > 1:
        await ask_again(turn)
    elif turn.answers and stage == "questions":
        show_so_far(turn)
    elif turn.answers:  # they asked for their words: nothing is asked of them first
        turn.become(words.keep_held(turn.state))
        show_words(turn)
    elif receipt is not None:
        await _show_saved(turn, receipt.code)
    elif stage == "questions":
        turn.say("utter_nothing_yet")
        await ask_again(turn)
    else:
        await ask_code(turn)


async def _show_saved(turn: Turn, code: str) -> None:
    found = await read_saved(turn, code)
    if found is None:
        say_gone(turn, code)
        return
    answers = [
        {
            "question": turn.words(f"utter_label_{question}"),
            "text": rating_label(turn, text) if question == "rating" else text,
            "never_shared": question in found.screened,
        }
        for question in QUESTIONS
        if (text := getattr(found, question))
    ]
    shown = {"kind": "summary", "theme": theme_name(turn, found.theme), "answers": answers}
    turn.say("utter_read_back", data={**shown, "downloads": downloads(turn)}, buttons=list_button(turn))
    turn.go("opened")


@action
async def action_withdraw(turn: Turn) -> None:
    """Asks once, then deletes what was saved."""
    waymark, receipt = turn.waymark, turn.state.in_hand
    if receipt is None:
        await ask_code(turn)
    elif turn.state.stage == "mine" and len(turn.state.receipts) > 1:  # which of them is never guessed
        await _ask_which_to_withdraw(turn)
    elif turn.state.stage != "withdraw" or not turn.plain:
        await ask_withdraw(turn)
    else:
        found = await turn.slowly(withdraw_reflection, waymark.database, waymark.settings.secret, receipt.code)
        turn.become(drafts.forget_receipt(turn.state, receipt.code))
        said = "utter_withdrawn" if receipt.sharing == "private" else "utter_withdrawn_shared"
        turn.offer(said, list_button(turn, 1), **about(turn, receipt))
        say_copy(turn, found.held_until if found else None)
        turn.go("saved")


async def _ask_which_to_withdraw(turn: Turn) -> None:
    """Ask about the one of the list that was named, by its place or theme; show the list again where none was."""
    places, found = named_places(turn), turn.state.receipts
    if len(places) != 1 or places[0] > len(found):
        await ask_again(turn)
        return
    turn.set(picked=found[places[0] - 1].code)
    await ask_withdraw(turn)


@move
async def ask_withdraw(turn: Turn) -> None:
    """Ask whether to delete what was saved, said by its theme and day."""
    receipt = turn.state.in_hand
    if receipt is None:
        await ask_code(turn)
        return
    turn.say(
        "utter_ask_withdraw" if receipt.sharing == "private" else "utter_ask_withdraw_shared", **about(turn, receipt)
    )
    turn.go("withdraw")


@move
async def say_more(turn: Turn) -> None:
    """Take words while what is saved is talked about: a return code, or the start of a new reflection."""
    if is_code(turn):
        await open_code(turn)
    else:
        await do(turn, "progress" if read_progress(turn) else "take_opening")
