"""My reflections: the list of what was saved or opened, changing it, changing who sees it, deleting all of it."""

from __future__ import annotations

from dataclasses import replace

from actions.base import action, move
from actions.holding import settle_held
from actions.returning import ask_code, ask_withdraw, show_opened
from actions.saved import (
    about,
    downloads,
    last_days,
    list_button,
    named_places,
    read_saved,
    receipt_data,
    remember,
    say_copy,
    say_gone,
    written_day,
)
from actions.stages import ask_sharing, ask_team, ask_what_with_saved, names_first
from actions.turns import Turn, button
from actions.unclear import say_not_understood
from bot.dialogue import drafts
from bot.dialogue.state import Draft, State
from bot.nlu.english import names_deletion
from bot.reflection.answers import QUESTIONS, Answers
from bot.reflection.keeping import change_reflection, keep_longer, may_keep_longer, withdraw_reflection
from bot.safety import suspected_names
from bot.store.reflections import Sharing


@action
async def action_my_reflections(turn: Turn) -> None:
    """Lists what was saved or opened in this conversation. Unfinished answers are put aside."""
    turn.become(drafts.put_aside(turn.state))
    await ask_mine(turn)


@move
async def ask_mine(turn: Turn) -> None:
    """Show the list: theme, day and sharing, and not the words. Where there is none, ask for a code."""
    found = turn.state.receipts
    if not found:
        await ask_code(turn)
        return
    turn.say(
        "utter_mine",
        data={
            "kind": "reflections",
            "items": [{**about(turn, one), "sharing": turn.words(f"utter_sharing_{one.sharing}")} for one in found],
            "downloads": downloads(turn),
        },
        buttons=[
            button(turn.words("utter_mine_one", place=str(place), **about(turn, one)), "pick", place=str(place))
            for place, one in enumerate(found, 1)
        ],
    )
    turn.go("mine")


@move
async def list_or_stay(turn: Turn) -> None:
    """Show the list where there is something on it; else ask what to do with what is saved."""
    await (ask_mine(turn) if turn.state.receipts else ask_what_with_saved(turn))


@action
async def action_pick(turn: Turn) -> None:
    """Takes one of the list: pressed, or typed by its number or theme."""
    found, places = turn.state.receipts, named_places(turn)
    if len(places) != 1 or places[0] > len(found):
        await say_not_understood(turn, ask="ask_mine")
        return
    turn.set(picked=found[places[0] - 1].code)
    if names_deletion(turn.text):
        await ask_withdraw(turn)
    else:
        await show_opened(turn)


async def take_up(turn: Turn) -> bool:
    """Take what was saved in hand, to change it. Out: whether that was done; when there is nothing to take up, say so.

    `editing` then holds its return code. Changes that were begun before are taken up again.
    """
    receipt = turn.state.in_hand
    if receipt is None:
        turn.say("utter_nothing_written")
        turn.go("saved")
        return False
    if turn.state.stage == "mine" and len(turn.state.receipts) > 1:
        await ask_mine(turn)
        return False
    found = await read_saved(turn, receipt.code)
    if found is None:
        say_gone(turn, receipt.code)
        return False
    saved = Draft({question: getattr(found, question) or "" for question in QUESTIONS}, found.screened)
    begun = turn.state.edits.get(receipt.code)
    draft = replace(begun, answers={one: begun.answers.get(one) or "" for one in QUESTIONS}) if begun else saved
    turn.become(drafts.take_up(turn.state, draft))
    turn.set(edits={other: one for other, one in turn.state.edits.items() if other != receipt.code})
    turn.set(theme=found.theme, guidance=(), editing=receipt.code, picked=receipt.code)
    return True


@action
async def action_reshare(turn: Turn) -> None:
    """Asks who may see what was saved, from now on; or who may see the words in hand, where there are some."""
    if not settle_held(turn):
        await (ask_sharing(turn) if turn.answers else ask_resharing(turn))


@move
async def ask_resharing(turn: Turn) -> None:
    """Ask who may see it from now on, and say how it is now."""
    receipt = turn.state.in_hand
    if receipt is None:
        await ask_code(turn)
        return
    if turn.state.stage == "mine" and len(turn.state.receipts) > 1:
        await ask_mine(turn)
        return
    if turn.state.stage == "resharing":
        turn.say("utter_ask_resharing_again")
    else:
        shared = receipt.sharing != "private"
        turn.say("utter_ask_resharing_shared" if shared else "utter_ask_resharing", day=written_day(receipt))
    turn.go("resharing")


async def ask_team_for_saved(turn: Turn) -> None:
    """Share what is saved by team: say first what that means, then ask about names, then for the team."""
    if turn.state.stage != "resharing":
        await ask_resharing(turn)
    elif not await names_in_saved(turn, "team"):
        await ask_team(turn)


async def reshare(turn: Turn, sharing: Sharing, team: str | None = None) -> None:
    """Change who may see what was saved. What it means is said first, and a guess never publishes."""
    receipt, stage = turn.state.in_hand, turn.state.stage
    if receipt is None:
        turn.say("utter_nothing_written")
        turn.go("saved")
        return
    said_first = stage in ("resharing", "team") or (sharing == "private" and stage == "withdraw")
    if not said_first or not (turn.plain or sharing == "private"):
        await ask_resharing(turn)
        return
    found = await read_saved(turn, receipt.code)
    if found is None:
        say_gone(turn, receipt.code)
        return
    written = Answers(**{question: getattr(found, question) for question in QUESTIONS})
    if sharing != "private" and not written.without(list(found.screened)):
        turn.say("utter_stays_private")
        await ask_what_with_saved(turn)
        return
    if sharing == "anonymous" and await names_in_saved(turn, sharing):
        return
    waymark = turn.waymark
    changed = await turn.slowly(
        change_reflection, waymark.database, waymark.settings.secret, receipt.code, sharing=sharing, team=team
    )
    if changed is None:
        say_gone(turn, receipt.code)
        return
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
    remember(turn, replace(receipt, sharing=sharing))
    turn.go("saved")


@action
async def action_keep_longer(turn: Turn) -> None:
    """Keeps a private one for another retention, once its last day is near. Unfinished answers are put aside."""
    turn.become(drafts.put_aside(turn.state))
    receipt, waymark = turn.state.in_hand, turn.waymark
    if receipt is None:
        await ask_code(turn)
        return
    found = await read_saved(turn, receipt.code)
    if found is None:
        say_gone(turn, receipt.code)
        return
    organisation = waymark.content.organisation
    said = "utter_keep_longer_early" if found.sharing == "private" else "utter_keep_longer_shared"
    if may_keep_longer(found, organisation):
        later = await turn.slowly(keep_longer, waymark.database, waymark.settings.secret, organisation, receipt.code)
        if later is None:
            say_gone(turn, receipt.code)
            return
        found = replace(found, expires_on=later.until, grace_until=later.end)
        said = "utter_kept_longer"
    turn.offer(said, list_button(turn), until=f"{found.expires_on:%-d %B %Y}")
    remember(turn, replace(receipt, **last_days(found)))
    turn.go("opened")


async def names_in_saved(turn: Turn, sharing: Sharing) -> bool:
    """Ask about names in what was private before others may read it. Out: whether something is asked.

    The words are taken in hand, so that a name can be replaced; they are saved again with the new sharing.
    """
    receipt = turn.state.in_hand
    found = await read_saved(turn, receipt.code) if receipt and turn.plain else None
    if receipt is None or found is None or found.sharing != "private":
        return False
    saved = Answers(**{question: getattr(found, question) for question in QUESTIONS})
    if not any(suspected_names(text) for _, text in saved.without(list(found.screened)).given()):
        return False
    if not await take_up(turn):
        return True
    turn.note_told("utter_ask_sharing")
    return await names_first(turn, sharing)


@action
async def action_withdraw_all(turn: Turn) -> None:
    """Asks once, then deletes all that was saved or opened here; if wished, with what was said in this chat."""
    found, waymark = turn.state.receipts, turn.waymark
    if not found:
        await ask_code(turn)
        return
    if turn.state.stage != "withdraw_all" or not turn.plain:
        await ask_withdraw_all(turn)
        return
    copies = []
    for receipt in found:
        one = await turn.slowly(withdraw_reflection, waymark.database, waymark.settings.secret, receipt.code)
        copies += [one.held_until] if one and one.held_until else []
        turn.become(drafts.forget_receipt(turn.state, receipt.code))
    with_chat = turn.entity("extent") == "chat"
    if with_chat:
        turn.say("utter_withdrawn_all_and_chat", data={"forgets": True})
        turn.become(State())
    else:
        turn.say("utter_withdrawn_all")
    say_copy(turn, max(copies, default=None))
    turn.go("saved")


@move
async def ask_withdraw_all(turn: Turn) -> None:
    """Ask whether to delete all of it, and name how many there are."""
    found = turn.state.receipts
    if not found:
        await ask_code(turn)
        return
    ways = [
        button(turn.words("utter_withdraw_all_saved"), "withdraw_all", extent="saved"),
        button(turn.words("utter_withdraw_all_chat"), "withdraw_all", extent="chat"),
    ]
    turn.offer("utter_ask_withdraw_all", ways, count=str(len(found)))
    turn.go("withdraw_all")
