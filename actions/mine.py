"""My reflections: the list of what was saved or opened, changing it, changing who sees it, deleting all of it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet

from actions.answers import OF_ONE_REFLECTION
from actions.base import Turn, WaymarkAction, button, leave_form
from actions.holding import keep_held
from actions.returning import ask_code, ask_withdraw, read_saved, say_gone, show_opened
from actions.saved import (
    IN_HAND,
    about,
    downloads,
    forget,
    last_days,
    list_button,
    named_places,
    picked,
    receipt_data,
    receipts,
    remember,
    say_copy,
    written_day,
)
from actions.stages import ask_sharing, ask_what_with_saved, asks, names_first
from actions.theme import put_aside
from actions.unclear import not_understood
from bot.reflection.answers import QUESTIONS, Answers
from bot.reflection.keeping import change_reflection, keep_longer, may_keep_longer, withdraw_reflection
from bot.safety import suspected_names
from bot.store.reflections import Sharing

_DELETES = re.compile(r"\b(?:delete|remove|erase|withdraw|bin|scrap|get rid)\b", re.IGNORECASE)
"""Words of a wish to delete one of the list. It is asked about, as always."""


class ActionMyReflections(WaymarkAction):
    """Lists what was saved or opened in this conversation. Unfinished answers are put aside."""

    def name(self) -> str:
        return "action_my_reflections"

    async def act(self, turn: Turn) -> list[EventType]:
        aside = turn.now(put_aside(turn))
        return [*aside, *ask_mine(turn)]


@asks("mine")
def ask_mine(turn: Turn) -> list[EventType]:
    """Show the list: theme, day and sharing, and not the words. Where there is none, ask for a code."""
    found = receipts(turn)
    if not found:
        return ask_code(turn)
    turn.say(
        "utter_mine",
        data={
            "kind": "reflections",
            "items": [{**about(turn, one), "sharing": turn.words(f"utter_sharing_{one['sharing']}")} for one in found],
            "downloads": downloads(turn),
        },
        buttons=[
            button(turn.words("utter_mine_one", place=str(place), **about(turn, one)), "pick", place=str(place))
            for place, one in enumerate(found, 1)
        ],
    )
    return leave_form("mine")


class ActionPick(WaymarkAction):
    """Takes one of the list: pressed, or typed by its number or theme."""

    def name(self) -> str:
        return "action_pick"

    async def act(self, turn: Turn) -> list[EventType]:
        found, places = receipts(turn), named_places(turn)
        if len(places) != 1 or places[0] > len(found):
            return not_understood(turn, ask=ask_mine)
        one = turn.now([SlotSet("picked", found[places[0] - 1]["code"])])
        return [*one, *(ask_withdraw(turn) if _DELETES.search(turn.text) else show_opened(turn))]


async def take_up(turn: Turn) -> list[EventType]:
    """Take what was saved in hand, to change it. When there is nothing to take up, say so.

    Slot `editing` then holds its return code. Changes that were begun before are taken up again.
    """
    receipt = picked(turn)
    if receipt is None:
        turn.say("utter_nothing_written")
        return leave_form("saved")
    if turn.slot("stage") == "mine" and len(receipts(turn)) > 1:
        return ask_mine(turn)
    code = receipt["code"]
    found = await read_saved(turn, code)
    if found is None:
        return say_gone(turn, code)
    begun = (turn.slot("edits") or {}).get(code)
    answers = begun["answers"] if begun else {question: getattr(found, question) for question in QUESTIONS}
    screened = begun["screened"] if begun else list(found.screened)
    return turn.now(
        [
            *(SlotSet(question, answers.get(question) or "") for question in QUESTIONS),
            *(SlotSet(name, None) for name in OF_ONE_REFLECTION),
            SlotSet("theme", found.theme),
            SlotSet("screened", screened),
            SlotSet("guidance", list(found.guidance)),
            SlotSet("editing", code),
            SlotSet("picked", code),
        ]
    )


class ActionReshare(WaymarkAction):
    """Asks who may see what was saved, from now on; or who may see the words in hand, where there are some."""

    def name(self) -> str:
        return "action_reshare"

    async def act(self, turn: Turn) -> list[EventType]:
        kept = keep_held(turn)
        return [*kept, *(ask_sharing(turn) if turn.answers else ask_resharing(turn))]


@asks("resharing")
def ask_resharing(turn: Turn) -> list[EventType]:
    """Ask who may see it from now on, and say how it is now."""
    receipt = picked(turn)
    if receipt is None:
        return ask_code(turn)
    if turn.slot("stage") == "mine" and len(receipts(turn)) > 1:
        return ask_mine(turn)
    shared = receipt["sharing"] != "private"
    if turn.slot("stage") == "resharing":
        turn.say("utter_ask_resharing_again")
    else:
        turn.say("utter_ask_resharing_shared" if shared else "utter_ask_resharing", day=written_day(receipt))
    return leave_form("resharing")


async def reshare(turn: Turn, sharing: Sharing, team: str | None = None) -> list[EventType]:
    """Change who may see what was saved. What it means is said first, and a guess never publishes."""
    receipt = picked(turn)
    if receipt is None:
        turn.say("utter_nothing_written")
        return leave_form("saved")
    said_first = turn.slot("stage") in ("resharing", "team") or (
        sharing == "private" and turn.slot("stage") == "withdraw"
    )
    if not said_first or not (turn.plain or sharing == "private"):
        return ask_resharing(turn)
    found = await read_saved(turn, receipt["code"])
    if found is None:
        return say_gone(turn, receipt["code"])
    written = Answers(**{question: getattr(found, question) for question in QUESTIONS})
    if sharing != "private" and not written.without(list(found.screened)):
        turn.say("utter_stays_private")
        return ask_what_with_saved(turn)
    if sharing == "anonymous" and (asked := await names_in_saved(turn, sharing)):
        return asked
    waymark = turn.waymark
    changed = await asyncio.to_thread(
        change_reflection, waymark.database, waymark.settings.secret, receipt["code"], sharing=sharing, team=team
    )
    if changed is None:
        return say_gone(turn, receipt["code"])
    if sharing != "private" and found.screened:
        turn.say("utter_kept_out")
    taken_back = sharing == "private" and found.sharing != "private"
    turn.say(
        "utter_taken_back" if taken_back else "utter_reshared",
        data=receipt_data(turn, found.theme, changed),
        buttons=list_button(turn),
        day=written_day(receipt),
    )
    say_copy(turn, changed.copy_until)
    return [*remember(turn, code=receipt["code"], sharing=sharing), *leave_form("saved")]


class ActionKeepLonger(WaymarkAction):
    """Keeps a private one for another retention, once its last day is near. Unfinished answers are put aside."""

    def name(self) -> str:
        return "action_keep_longer"

    async def act(self, turn: Turn) -> list[EventType]:
        aside = turn.now(put_aside(turn))
        receipt, waymark = picked(turn), turn.waymark
        if receipt is None:
            return [*aside, *ask_code(turn)]
        found = await read_saved(turn, receipt["code"])
        if found is None:
            return [*aside, *say_gone(turn, receipt["code"])]
        organisation = waymark.content.organisation
        if may_keep_longer(found, organisation):
            later = await asyncio.to_thread(
                keep_longer, waymark.database, waymark.settings.secret, organisation, receipt["code"]
            )
            if later is None:
                return [*aside, *say_gone(turn, receipt["code"])]
            found = replace(found, expires_on=later.until, grace_until=later.end)
            said = "utter_kept_longer"
        else:
            said = "utter_keep_longer_early" if found.sharing == "private" else "utter_keep_longer_shared"
        turn.offer(said, list_button(turn), until=f"{found.expires_on:%-d %B %Y}")
        return [*aside, *remember(turn, code=receipt["code"], **last_days(found)), *leave_form("opened")]


async def names_in_saved(turn: Turn, sharing: Sharing) -> list[EventType] | None:
    """Ask about names in what was private before others may read it. None: there are none that could be.

    The words are taken in hand, so that a name can be replaced; they are saved again with the new sharing.
    """
    receipt = picked(turn)
    found = await read_saved(turn, receipt["code"]) if receipt and turn.plain else None
    if receipt is None or found is None or found.sharing != "private":
        return None
    saved = Answers(**{question: getattr(found, question) for question in QUESTIONS})
    if not any(suspected_names(text) for _, text in saved.without(list(found.screened)).given()):
        return None
    taken_up = await take_up(turn)
    told = turn.now([SlotSet("told", sorted({*(turn.slot("told") or []), "utter_ask_sharing"}))])
    return [*taken_up, *told, *(names_first(turn, sharing) or [])]


class ActionWithdrawAll(WaymarkAction):
    """Asks once, then deletes all that was saved or opened here; if wished, with what was said in this chat."""

    def name(self) -> str:
        return "action_withdraw_all"

    async def act(self, turn: Turn) -> list[EventType]:
        found = receipts(turn)
        if not found:
            return ask_code(turn)
        if turn.slot("stage") != "withdraw_all" or not turn.plain:
            return ask_withdraw_all(turn)
        waymark = turn.waymark
        gone, copies = [], []
        for receipt in found:
            one = await asyncio.to_thread(
                withdraw_reflection, waymark.database, waymark.settings.secret, receipt["code"]
            )
            copies += [one.held_until] if one and one.held_until else []
            gone = forget(turn, receipt["code"])
        copy = max(copies, default=None)
        if turn.entity("extent") != "chat":
            turn.say("utter_withdrawn_all")
            say_copy(turn, copy)
            return [*gone, *leave_form("saved")]
        turn.say("utter_withdrawn_all_and_chat", data={"forgets": True})
        say_copy(turn, copy)
        return [*gone, *(SlotSet(name, None) for name in (*IN_HAND, "drafts")), *leave_form("saved")]


@asks("withdraw_all")
def ask_withdraw_all(turn: Turn) -> list[EventType]:
    """Ask whether to delete all of it, and name how many there are."""
    found = receipts(turn)
    if not found:
        return ask_code(turn)
    ways = [
        button(turn.words("utter_withdraw_all_saved"), "withdraw_all", extent="saved"),
        button(turn.words("utter_withdraw_all_chat"), "withdraw_all", extent="chat"),
    ]
    turn.offer("utter_ask_withdraw_all", ways, count=str(len(found)))
    return leave_form("withdraw_all")
