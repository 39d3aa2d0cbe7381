"""Saving or letting go, and who may see it: private unless the person chooses otherwise."""

from __future__ import annotations

import asyncio
import re

from rasa_sdk.events import EventType, SlotSet

from actions.answers import latest_question, write
from actions.base import Turn, WaymarkAction, button, leave_form
from actions.holding import ask_aside, keep_held
from actions.mine import ActionWithdrawAll, ask_resharing, names_in_saved, reshare
from actions.reminders import remind_button
from actions.returning import ActionWithdraw
from actions.saved import IN_HAND, forget, list_button, picked, receipt_data, receipts, remember, say_copy, team_name
from actions.stages import ask_meant, ask_sharing, ask_team, ask_what_with_saved, names_first, show_summary
from actions.unclear import not_understood
from bot.content import Team
from bot.reflection.codes import make_code, read_words
from bot.reflection.keeping import Receipt, change_reflection, save_reflection
from bot.store.reflections import Sharing

DENIED = re.compile(r"\b(?:no|not|none|nothing|nobody|never|nowt|hardly|\w+n['’]?t|\w+nae)\b", re.IGNORECASE)
"""A word that may turn the rest around."""

_ONE = re.compile(r"\bone\b", re.IGNORECASE)
"""Of a list: "delete that one" does not mean all of it."""

_POLITE = re.compile(
    r"we|re|are|i|m|am|s|it|its|is|in|on|the|a|my|our|team|service|with|use|put|please|thanks|ta|and", re.IGNORECASE
)
"""Words beside a team's name that change nothing."""


def nothing_to_save(turn: Turn) -> list[EventType]:
    """Nothing is open that could be saved: it is saved already, or nothing is written."""
    if receipts(turn):
        return ask_what_with_saved(turn)
    turn.say("utter_nothing_written")
    return leave_form("saved")


class ActionSave(WaymarkAction):
    """Asks how to save. A change of what is saved goes where the old words were."""

    def name(self) -> str:
        return "action_save"

    async def act(self, turn: Turn) -> list[EventType]:
        kept = keep_held(turn)
        if asked := ask_aside(turn):
            return [*kept, *asked]
        if not turn.answers:
            return show_summary(turn) if turn.slot("editing") else nothing_to_save(turn)
        if turn.slot("editing"):
            return [*kept, *(names_in_change(turn) or await save_change(turn))]
        return [*kept, *ask_sharing(turn)]


def names_in_change(turn: Turn) -> list[EventType] | None:
    """Ask about names in a change that coordinators will read. None: there are none, or nobody else reads it."""
    shared = (picked(turn) or {}).get("sharing") != "private"
    return names_first(turn, "save") if shared else None


class ActionLetGo(WaymarkAction):
    """Asks once, then forgets the answers. Where none are in hand, "delete it" means what is saved."""

    def name(self) -> str:
        return "action_let_go"

    async def act(self, turn: Turn) -> list[EventType]:
        kept = keep_held(turn)
        if turn.slot("editing"):
            return [*kept, *leave_as_it_was(turn)]
        listed = turn.slot("stage") in ("mine", "withdraw_all") and len(receipts(turn)) > 1
        if not turn.answers and listed and not (turn.slot("stage") == "mine" and _ONE.search(turn.text)):
            return await ActionWithdrawAll().act(turn)
        if not turn.answers:
            return await ActionWithdraw().act(turn) if receipts(turn) else nothing_to_save(turn)
        if turn.slot("stage") != "let_go" or not turn.plain:
            turn.say("utter_ask_let_go")
            return [*kept, *leave_form("let_go")]
        turn.say("utter_let_go")
        return [*clear_answers(turn), *leave_form("saved")]


def leave_as_it_was(turn: Turn) -> list[EventType]:
    """Let a change of something saved go; a guess does not."""
    if not turn.plain:
        return show_summary(turn)
    turn.say("utter_left_as_it_was")
    return [*turn.now(clear_answers(turn)), *ask_what_with_saved(turn)]


def only_private(turn: Turn) -> list[EventType]:
    """All that is left to share are words that are never shared."""
    turn.say("utter_only_private")
    return leave_form("sharing")


class ShareAction(WaymarkAction):
    """Saves in one of the three ways and gives a receipt, or changes who sees what is saved already."""

    async def save(self, turn: Turn, sharing: Sharing, team: str | None = None) -> list[EventType]:
        """Save the answers, once nothing is open of what else was written."""
        kept = keep_held(turn)
        return [*kept, *(ask_aside(turn) or await self._save(turn, sharing, team))]

    async def _save(self, turn: Turn, sharing: Sharing, team: str | None) -> list[EventType]:
        """What the distress screen marked is never part of what is shared."""
        if sharing == "private":
            join_aside(turn)
        answers, screened = turn.answers, turn.slot("screened") or []
        if turn.slot("stage") == "withdraw":  # "Make it private instead" is about what is saved
            return await reshare(turn, sharing, team)
        if not answers:
            return show_summary(turn) if turn.slot("editing") else await reshare(turn, sharing, team)
        if sharing != "private" and not (
            turn.plain and turn.said("utter_ask_sharing")
        ):  # who will see it is said first
            return ask_sharing(turn)
        if sharing != "private" and not answers.without(screened):
            return only_private(turn)
        if turn.slot("editing"):
            return await save_change(turn, sharing, team)
        waymark = turn.waymark
        code = make_code(
            turn.tracker.sender_id,
            turn.tracker.latest_message["message_id"],
            read_words(waymark.settings.content_dir),
        )
        receipt = await asyncio.to_thread(
            save_reflection,
            waymark.database,
            waymark.settings.secret,
            waymark.content.organisation,
            code=code,
            theme=turn.slot("theme"),
            answers=answers,
            guidance=tuple(turn.slot("guidance") or ()),
            sharing=sharing,
            team=team,
            screened=screened,
        )
        return give_receipt(turn, "utter_receipt", receipt)


async def save_change(turn: Turn, sharing: Sharing | None = None, team: str | None = None) -> list[EventType]:
    """Put the changed answers in the place of those that are saved. A guess changes nothing that coordinators read."""
    code, answers, screened = turn.slot("editing"), turn.answers, turn.slot("screened") or []
    before = picked(turn)
    shared = (sharing or (before or {}).get("sharing")) != "private"
    if shared and not turn.plain:
        return show_summary(turn)
    if shared and not answers.without(screened):
        return only_private(turn)
    waymark = turn.waymark
    receipt = await asyncio.to_thread(
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
        gone = [*turn.now([SlotSet("editing", None)]), *forget(turn, code)]
        turn.say("utter_gone_while_changing")
        return [*gone, *show_summary(turn)]
    return give_receipt(turn, "utter_changed_shared" if shared else "utter_changed", receipt)


def give_receipt(turn: Turn, utterance: str, receipt: Receipt) -> list[EventType]:
    """Say what was saved, where, until when and how to delete it. The words in hand are let go: they are safe."""
    theme, screened = turn.slot("theme"), turn.slot("screened") or []
    if receipt.sharing != "private" and any(getattr(turn.answers, question) for question in screened):
        turn.say("utter_kept_out")
    strength = "" if "strengths" in screened else worth_naming(turn.answers.strengths)
    kept = remember(
        turn,
        code=receipt.code,
        theme=theme,
        day=receipt.day.isoformat(),
        sharing=receipt.sharing,
        until=receipt.until.isoformat(),
        end=receipt.end.isoformat(),
        team=team_name(turn, receipt.team),
        strength=strength,
    )
    more = [*list_button(turn), *(remind_button(turn) if turn.answers.next_step else [])]
    aside = turn.slot("aside")
    if aside:  # words that nobody placed are not shared, and not lost
        turn.say("utter_aside_stays")
    turn.say(utterance, data=receipt_data(turn, theme, receipt), buttons=more)
    say_copy(turn, receipt.copy_until)
    return [*kept, *clear_answers(turn), SlotSet("aside", aside), *leave_form("saved")]


class ActionSharePrivate(ShareAction):
    def name(self) -> str:
        return "action_share_private"

    async def act(self, turn: Turn) -> list[EventType]:
        return await self.save(turn, "private")


class ActionShareAnonymous(ShareAction):
    def name(self) -> str:
        return "action_share_anonymous"

    async def act(self, turn: Turn) -> list[EventType]:
        return names_first(turn, "anonymous") or await self.save(turn, "anonymous")


class ActionShareTeam(WaymarkAction):
    """Asks for the team."""

    def name(self) -> str:
        return "action_share_team"

    async def act(self, turn: Turn) -> list[EventType]:
        kept = keep_held(turn)
        if asked := ask_aside(turn):
            return [*kept, *asked]
        if not turn.answers and picked(turn):
            if turn.slot("stage") != "resharing":
                return ask_resharing(turn)
            return await names_in_saved(turn, "team") or ask_team(turn)
        if not turn.answers:
            return nothing_to_save(turn)
        if not turn.said("utter_ask_sharing"):
            return [*kept, *ask_sharing(turn)]
        return [*kept, *(names_first(turn, "team") or ask_team(turn))]


class ActionChooseTeam(ShareAction):
    """Saves with the name of the team that was pressed or typed, once the person chose to share by team."""

    def name(self) -> str:
        return "action_choose_team"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("stage") != "team":
            return await ActionShareTeam().act(turn)
        near = named_teams(turn)
        if len(near) == 1 and says_nothing_else(turn, near[0]):
            return await self.save(turn, "team", near[0].id)
        if len(near) == 1 and not DENIED.search(turn.text):
            return ask_meant(turn, near[0].name, button(near[0].name, "choose_team", team=near[0].id)["payload"])
        return ask_team(turn, near) if near else not_understood(turn, "utter_team_unclear")


def named_teams(turn: Turn) -> list[Team]:
    """The team that was pressed, or those that were typed by name or by all words of their id ("we're in housing")."""
    pressed, typed = turn.entity("team"), turn.text.casefold()
    words = set(re.findall(r"\w+", typed))
    return [
        team
        for team in turn.waymark.content.organisation.teams
        if team.id == pressed or team.name.casefold() in typed or words.issuperset(team.id.split("-"))
    ]


def says_nothing_else(turn: Turn, team: Team) -> bool:
    """Whether a team was pressed, or its whole name typed with no more than a few polite words around it."""
    typed = turn.text.casefold()
    around = re.findall(r"\w+", typed.replace(team.name.casefold(), ""))
    return not typed or (team.name.casefold() in typed and all(_POLITE.fullmatch(word) for word in around))


def join_aside(turn: Turn) -> list[EventType]:
    """Put words that nobody placed after the last answer, before it is saved for its author alone."""
    aside, question = turn.slot("aside"), latest_question(turn)
    if not aside or not question:
        return []
    added = write(turn, question, aside["text"], add=True, tier=aside["tier"])
    return turn.now([*added, SlotSet("aside", None)])


def worth_naming(strength: str | None) -> str:
    """A strength that can be given back at the end: neither "not a lot tbh" nor more than fits in a sentence or two."""
    words = len((strength or "").split())
    return strength if strength and 4 <= words <= 40 and not DENIED.search(strength) else ""


def clear_answers(turn: Turn) -> list[EventType]:
    """Forget the answers in hand: they are saved, or let go."""
    place, name = ("edits", turn.slot("editing")) if turn.slot("editing") else ("drafts", turn.slot("theme"))
    left = {other: draft for other, draft in (turn.slot(place) or {}).items() if other != name}
    return [SlotSet(place, left), *(SlotSet(name, None) for name in IN_HAND)]
