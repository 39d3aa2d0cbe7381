"""Saving or letting go, and who may see it: private unless the person chooses otherwise."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from actions.base import action, do
from actions.holding import ask_aside
from actions.ideas import find_ideas, show_idea
from actions.mine import reshare
from actions.reminders import remind_button
from actions.saved import list_button, receipt_data, remember, say_copy, team_name
from actions.stages import ask_meant, ask_sharing, means_it, names_first, show_summary
from actions.turns import Turn
from bot.dialogue import drafts, words
from bot.dialogue.state import Receipt as Saved
from bot.nlu.english import denies, names_one
from bot.reflection.codes import draw_codes, read_words, split_address
from bot.reflection.keeping import CodeTaken, Receipt, change_reflection, save_reflection
from bot.reflection.paths import PathFull, add_to_path
from bot.store.reflections import Sharing
from bot.waymark import Waymark


async def nothing_to_save(turn: Turn) -> None:
    """Nothing is open that could be saved: it is saved already, or nothing is written."""
    if turn.state.receipts:
        await do(turn, "ask_what_with_saved")
        return
    turn.say("utter_nothing_written")
    turn.go("saved")


@action
async def action_save(turn: Turn) -> None:
    """Asks how to save. A change of what is saved goes where the old words were."""
    if _is_open(turn):
        return
    if not turn.answers:
        await (show_summary(turn) if turn.state.editing else nothing_to_save(turn))
    elif not turn.state.editing:
        await ask_sharing(turn)
    elif not await _names_in_change(turn):
        await save_change(turn)


def _is_open(turn: Turn) -> bool:
    """Settle what is open before words are saved: held words, questions. Out: whether something is asked first."""
    turn.become(words.keep_held(turn.state))
    if turn.state.stage == "questions" and turn.answers:
        turn.become(words.settle_all(turn.state))
    return ask_aside(turn)


async def _names_in_change(turn: Turn) -> bool:
    """Ask about names in a change that coordinators will read. Out: whether something is asked."""
    before = turn.state.in_hand
    return before is not None and before.sharing != "private" and await names_first(turn, "save")


@action
async def action_let_go(turn: Turn) -> None:
    """Asks once, showing what would go; then forgets it. Where nothing is in hand, "delete it" means what is saved."""
    turn.become(words.keep_held(turn.state))
    stage, receipts = turn.state.stage, turn.state.receipts
    if turn.state.editing:
        await leave_as_it_was(turn)
        return
    if not turn.answers:
        listed = stage in ("mine", "withdraw_all") and len(receipts) > 1
        if listed and not (stage == "mine" and names_one(turn.text)):
            await do(turn, "withdraw_all")
        else:
            await (do(turn, "withdraw") if receipts else nothing_to_save(turn))
        return
    if stage != "let_go" or not turn.plain:
        await do(turn, "ask_let_go")
        return
    turn.become(drafts.let_go(turn.state))
    turn.say("utter_let_go")
    turn.go("saved")


async def leave_as_it_was(turn: Turn) -> None:
    """Let a change of something saved go; a guess does not."""
    if not turn.plain:
        await show_summary(turn)
        return
    turn.become(drafts.clear(turn.state))
    turn.say("utter_left_as_it_was")
    await do(turn, "ask_what_with_saved")


def only_private(turn: Turn) -> None:
    """All that is left to share are words that are never shared."""
    turn.say("utter_only_private")
    turn.go("sharing")


async def save(turn: Turn, sharing: Sharing, team: str | None = None) -> None:
    """Save the answers in one of the three ways, or change who sees what is saved already.

    Nothing may be open of what else was written. What the distress screen marked is never part of what is shared.
    """
    if turn.state.stage == "withdraw":  # "Make it private instead" is about what is saved
        await reshare(turn, sharing, team)
        return
    if _is_open(turn):
        return
    if sharing == "private":
        turn.become(words.join_aside(turn.state))
    screened = list(turn.state.screened)
    if not turn.answers:
        await (show_summary(turn) if turn.state.editing else reshare(turn, sharing, team))
    elif sharing != "private" and not turn.said("utter_ask_sharing"):  # who will see it is said first
        await ask_sharing(turn)
    elif sharing != "private" and not means_it(turn, sharing):
        choice = f"/share_{sharing}"
        label = next(one["title"] for one in turn.choices("utter_ask_sharing") if one["payload"] == choice)
        ask_meant(turn, label, choice)
    elif sharing != "private" and not turn.answers.without(screened):
        only_private(turn)
    elif turn.state.editing:
        await save_change(turn, sharing, team)
    else:
        await _save_new(turn, sharing, team)


async def _save_new(turn: Turn, sharing: Sharing, team: str | None) -> None:
    waymark, theme = turn.waymark, turn.state.theme
    if theme is None:
        return
    ideas, again = await find_ideas(turn), bool(turn.state.receipts)
    save_under = functools.partial(
        _keep,
        waymark,
        theme=theme,
        answers=turn.answers,
        guidance=tuple(idea.guidance.id for idea in ideas[:1]),
        sharing=sharing,
        team=team,
        screened=list(turn.state.screened),
    )
    codes = draw_codes(
        turn.tracker.sender_id, turn.tracker.latest_message["message_id"], read_words(waymark.settings.content_dir)
    )
    # one code for all that somebody saves: their own path
    receipt = await turn.slowly(save_under, codes, turn.state.receipts[-1].code if again else None)
    give_receipt(turn, "utter_receipt_again" if again else "utter_receipt", receipt)
    if ideas:
        show_idea(turn, ideas)


def _keep(waymark: Waymark, codes: Iterator[str], path: str | None, **reflection: Any) -> Receipt:
    """Save under the code of a path, or under a new one where there is none, or it is full."""
    parts = (waymark.database, waymark.settings.secret, waymark.content.organisation)
    if path is not None:
        try:
            return add_to_path(*parts, code=split_address(path)[0], **reflection)
        except PathFull:
            pass
    for code in codes:
        with suppress(CodeTaken):
            return save_reflection(*parts, code=code, **reflection)
    raise CodeTaken


async def save_change(turn: Turn, sharing: Sharing | None = None, team: str | None = None) -> None:
    """Put the changed answers in the place of those that are saved. A guess changes nothing that coordinators read."""
    code, answers, screened = turn.state.editing or "", turn.answers, list(turn.state.screened)
    before = turn.state.in_hand
    shared = (sharing or (before.sharing if before else None)) != "private"
    if shared and not turn.plain:
        await show_summary(turn)
        return
    if shared and not answers.without(screened):
        only_private(turn)
        return
    waymark = turn.waymark
    receipt = await turn.slowly(
        change_reflection,
        waymark.database,
        waymark.settings.secret,
        code,
        answers=answers,
        screened=screened,
        sharing=sharing,
        team=team,
    )
    if receipt is None:  # deleted in another tab meanwhile: the words in hand are new ones now
        turn.set(editing=None)
        turn.become(drafts.forget_receipt(turn.state, code))
        turn.say("utter_gone_while_changing")
        await show_summary(turn)
        return
    give_receipt(turn, "utter_changed_shared" if shared else "utter_changed", receipt)


def give_receipt(turn: Turn, utterance: str, receipt: Receipt) -> None:
    """Say what was saved, where, until when and how to delete it. The words in hand are let go: they are safe."""
    theme, screened, aside = turn.state.theme or "", turn.state.screened, turn.state.aside
    if receipt.sharing != "private" and any(getattr(turn.answers, question) for question in screened):
        turn.say("utter_kept_out")
    remember(
        turn,
        Saved(
            code=receipt.code,
            theme=theme,
            day=receipt.day.isoformat(),
            sharing=receipt.sharing,
            until=receipt.until.isoformat(),
            end=receipt.end.isoformat(),
            team=team_name(turn, receipt.team),
            strength="" if "strengths" in screened else worth_naming(turn.answers.strengths),
        ),
    )
    more = [*list_button(turn), *(remind_button(turn) if turn.answers.next_step else [])]
    if aside:  # words that nobody placed are not shared, and not lost
        turn.say("utter_aside_stays")
    turn.say(utterance, data=receipt_data(turn, theme, receipt), buttons=more)
    say_copy(turn, receipt.copy_until)
    turn.become(drafts.clear(turn.state))
    turn.set(aside=aside)
    turn.go("saved")


def worth_naming(strength: str | None) -> str:
    """A strength that can be given back at the end: neither "not a lot tbh" nor more than fits in a sentence or two."""
    count = len((strength or "").split())
    return strength if strength and 4 <= count <= 40 and not denies(strength) else ""
