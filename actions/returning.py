"""Coming back with a return code: opening, reading and deleting what was saved."""

from __future__ import annotations

import asyncio

from rasa_sdk.events import EventType, SlotSet

from actions.base import Turn, WaymarkAction, button, leave_form
from actions.changes import tell_since
from actions.saved import (
    about,
    downloads,
    forget,
    goes_soon,
    kept_until,
    last_day,
    last_days,
    list_button,
    named_places,
    picked,
    receipts,
    remember,
    say_copy,
    theme_name,
)
from actions.stages import ask_again, asks, rating_label, show_so_far, show_summary
from actions.theme import put_aside
from actions.unclear import not_understood
from bot.reflection.answers import QUESTIONS
from bot.reflection.codes import looks_like_code, read_code, read_words
from bot.reflection.guessing import TooManyGuesses, open_reflection, wait_before
from bot.reflection.keeping import read_reflection, withdraw_reflection
from bot.store.reflections import SavedReflection


class ActionAskCode(WaymarkAction):
    """Asks for the four words, and says those of this conversation again. Unfinished answers are put aside."""

    def name(self) -> str:
        return "action_ask_code"

    async def act(self, turn: Turn) -> list[EventType]:
        aside = turn.now(put_aside(turn))
        return [*aside, *ask_code(turn)]


@asks("code")
def ask_code(turn: Turn) -> list[EventType]:
    """Ask for a return code."""
    if receipt := picked(turn):
        turn.offer("utter_code_again", list_button(turn), code=receipt["code"])
    else:
        turn.say("utter_ask_code")
    return leave_form("code")


MAY_BE_CODE = (None, "welcome", "opened", "mine", "saved", "ended")
"""Stages at which somebody may type a return code without being asked for it."""


def is_code(turn: Turn) -> bool:
    """Whether four words of a return code were typed, and nothing else."""
    return looks_like_code(turn.text, read_words(turn.waymark.settings.content_dir))


async def open_code(turn: Turn) -> list[EventType]:
    """Open what a typed code stands for, and show its theme and day, not its words."""
    waymark = turn.waymark
    reading = read_code(turn.text, read_words(waymark.settings.content_dir))
    if reading.code is None:
        if len(reading.unknown) == 1:
            return _not_opened(turn, "utter_code_word_unknown", word=reading.unknown[0])
        return _not_opened(turn, "utter_code_unclear", "utter_code_unclear_again")
    secret = waymark.settings.secret
    await asyncio.sleep(await asyncio.to_thread(wait_before, waymark.database, secret))
    try:
        found = await asyncio.to_thread(open_reflection, waymark.database, secret, reading.code, turn.tracker.sender_id)
    except TooManyGuesses:
        turn.say("utter_code_wait")
        return leave_form("code")
    if found is None:
        return _not_opened(turn, "utter_code_unknown", code=reading.code.replace("-", " "))
    aside = turn.now(put_aside(turn))
    day = found.day.isoformat()
    kept = remember(turn, code=reading.code, theme=found.theme, day=day, sharing=found.sharing, **last_days(found))
    told = await tell_since(turn, found.theme, day, found.team)
    return [*aside, *kept, *told, *show_opened(turn, found.invited)]


def _not_opened(turn: Turn, first: str, second: str = "", **values: str) -> list[EventType]:
    """Say what was amiss with a code, and wait for another; the third time in a row offer ways out."""
    return not_understood(turn, first, second or first, lambda _: leave_form("code"), **values)


def show_opened(turn: Turn, invited: str | None = None) -> list[EventType]:
    """Say which reflection the talk is about: theme, day and sharing, and not the words.

    `invited`: the question that a coordinator would like to hear more about. The author may let it be, and then
    nothing is kept of that.
    """
    receipt = picked(turn)
    if receipt is None:
        return ask_code(turn)
    more = []
    if invited:
        turn.say("utter_invited", question=turn.words(f"utter_label_{invited}"))
        more = [button(turn.words("utter_say_more"), "add_more", question=invited)]
    if receipt.get("held"):
        turn.offer("utter_under_hold", [], until=f"{last_day(turn, receipt, 'held'):%-d %B %Y}")
    if receipt["sharing"] == "private" and goes_soon(turn, receipt):
        more.append(button(turn.words("utter_wish_keep_longer"), "keep_longer"))
    turn.say(
        "utter_opened",
        data={"downloads": downloads(turn)},
        buttons=[*more, *list_button(turn)],
        sharing=turn.words(f"utter_receipt_{receipt['sharing']}", team=receipt.get("team", "")),
        kept=kept_until(turn, receipt),
        **about(turn, receipt),
    )
    return leave_form("opened")


async def read_saved(turn: Turn, code: str) -> SavedReflection | None:
    """What a code of this conversation opens, or None when it is gone."""
    return await asyncio.to_thread(read_reflection, turn.waymark.database, turn.waymark.settings.secret, code)


def say_gone(turn: Turn, code: str) -> list[EventType]:
    """It was deleted elsewhere, or its time is over."""
    gone = forget(turn, code)
    turn.offer("utter_gone", list_button(turn))
    return [*gone, *leave_form("code")]


class ActionReadBack(WaymarkAction):
    """Shows the person's own words, because they asked: those in hand, else what was saved."""

    def name(self) -> str:
        return "action_read_back"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("stage") == "mine" and len(receipts(turn)) > 1:
            return ask_again(turn)
        if turn.answers:
            return show_so_far(turn) if turn.slot("stage") == "questions" else show_summary(turn)
        receipt = picked(turn)
        if receipt is None and turn.slot("stage") == "questions":
            turn.say("utter_nothing_yet")
            return ask_again(turn)
        if receipt is None:
            return ask_code(turn)
        found = await read_saved(turn, receipt["code"])
        if found is None:
            return say_gone(turn, receipt["code"])
        answers = [
            {
                "question": turn.words(f"utter_label_{question}"),
                "text": rating_label(turn, text) if question == "rating" else text,
                "never_shared": question in found.screened,
            }
            for question in QUESTIONS
            if (text := getattr(found, question))
        ]
        turn.say(
            "utter_read_back",
            data={
                "kind": "summary",
                "theme": theme_name(turn, found.theme),
                "answers": answers,
                "downloads": downloads(turn),
            },
            buttons=list_button(turn),
        )
        return leave_form("opened")


class ActionWithdraw(WaymarkAction):
    """Asks once, then deletes what was saved."""

    def name(self) -> str:
        return "action_withdraw"

    async def act(self, turn: Turn) -> list[EventType]:
        waymark, receipt = turn.waymark, picked(turn)
        if receipt is None:
            return ask_code(turn)
        if turn.slot("stage") == "mine" and len(receipts(turn)) > 1:  # which of them is never guessed
            return _ask_which_to_withdraw(turn)
        if turn.slot("stage") != "withdraw" or not turn.plain:
            return ask_withdraw(turn)
        found = await asyncio.to_thread(withdraw_reflection, waymark.database, waymark.settings.secret, receipt["code"])
        gone = forget(turn, receipt["code"])
        said = "utter_withdrawn" if receipt["sharing"] == "private" else "utter_withdrawn_shared"
        turn.offer(said, list_button(turn, 1), **about(turn, receipt))
        say_copy(turn, found.held_until if found else None)
        return [*gone, *leave_form("saved")]


def _ask_which_to_withdraw(turn: Turn) -> list[EventType]:
    """Ask about the one of the list that was named, by its place or theme; show the list again where none was."""
    places, found = named_places(turn), receipts(turn)
    if len(places) != 1 or places[0] > len(found):
        return ask_again(turn)
    one = turn.now([SlotSet("picked", found[places[0] - 1]["code"])])
    return [*one, *ask_withdraw(turn)]


@asks("withdraw")
def ask_withdraw(turn: Turn) -> list[EventType]:
    """Ask whether to delete what was saved, said by its theme and day."""
    receipt = picked(turn)
    if receipt is None:
        return ask_code(turn)
    shared = receipt["sharing"] != "private"
    turn.say("utter_ask_withdraw_shared" if shared else "utter_ask_withdraw", **about(turn, receipt))
    return leave_form("withdraw")
