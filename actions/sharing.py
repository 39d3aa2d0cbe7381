"""Saving or letting go, and who may see it: private unless the person chooses otherwise."""

from __future__ import annotations

import asyncio
import re

from rasa_sdk.events import EventType, SlotSet

from actions.base import Turn, WaymarkAction, leave_form
from actions.returning import ActionWithdraw
from actions.stages import (
    ask_sharing,
    ask_team,
    ask_what_with_saved,
    ask_which,
    keep_held,
    named_question,
    show_summary,
)
from actions.unclear import not_understood
from bot.content import Team
from bot.reflection.answers import QUESTIONS
from bot.reflection.codes import make_code, read_words
from bot.reflection.keeping import save_reflection
from bot.store.reflections import Sharing

_DENIED = re.compile(r"\b(?:no|not|none|nothing|nobody|never|nowt|hardly|\w+n['’]?t|\w+nae)\b", re.IGNORECASE)
"""A word that may turn the rest around."""

_POLITE = re.compile(
    r"we|re|are|i|m|am|s|it|its|is|in|on|the|a|my|our|team|service|with|use|put|please|thanks|ta|and", re.IGNORECASE
)
"""Words beside a team's name that change nothing."""


def nothing_to_save(turn: Turn) -> list[EventType]:
    """Nothing is open that could be saved: it is saved already, or nothing is written."""
    if turn.slot("receipt"):
        return ask_what_with_saved(turn)
    turn.say("utter_nothing_written")
    return leave_form("saved")


class ActionSave(WaymarkAction):
    """Asks how to save."""

    def name(self) -> str:
        return "action_save"

    async def act(self, turn: Turn) -> list[EventType]:
        kept = keep_held(turn)
        return [*kept, *ask_sharing(turn)] if turn.answers else nothing_to_save(turn)


class ActionRemove(WaymarkAction):
    """Takes one answer out."""

    def name(self) -> str:
        return "action_remove"

    async def act(self, turn: Turn) -> list[EventType]:
        question = named_question(turn)
        if not turn.answers:
            return nothing_to_save(turn)
        if turn.slot("stage") == "remove" and turn.text and not question:
            return not_understood(turn)
        if question not in dict(turn.answers.given()) or _DENIED.search(turn.text):
            return ask_which(turn, "remove")
        turn.say("utter_removed")
        return [*turn.now([SlotSet(question, "")]), *show_summary(turn)]


class ActionLetGo(WaymarkAction):
    """Asks once, then forgets the answers. Where none are in hand, "delete it" means what is saved."""

    def name(self) -> str:
        return "action_let_go"

    async def act(self, turn: Turn) -> list[EventType]:
        kept = keep_held(turn)
        if turn.slot("receipt") and (not turn.answers or turn.slot("stage") in ("opened", "withdraw")):
            return await ActionWithdraw().act(turn)
        if not turn.answers:
            return nothing_to_save(turn)
        if turn.slot("stage") != "let_go" or not turn.plain:
            turn.say("utter_ask_let_go")
            return [*kept, *leave_form("let_go")]
        turn.say("utter_let_go")
        return [*clear_answers(turn), *leave_form("saved")]


class ShareAction(WaymarkAction):
    """Saves in one of the three ways and gives a receipt."""

    async def save(self, turn: Turn, sharing: Sharing, team: str | None = None) -> list[EventType]:
        """Save the answers. What the distress screen marked is never part of what is shared."""
        answers, screened = turn.answers, turn.slot("screened") or []
        if not answers:
            return nothing_to_save(turn)
        if sharing != "private" and not (
            turn.plain and turn.said("utter_ask_sharing")
        ):  # who will see it is said first
            return ask_sharing(turn)
        left_out = sharing != "private" and any(getattr(answers, question) for question in screened)
        if left_out:
            answers = answers.without(screened)
        if not answers:
            turn.say("utter_only_private")
            return leave_form("sharing")
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
        )
        until = f"{receipt.until:%-d %B %Y}"
        if left_out:
            turn.say("utter_kept_out")
        data = {
            "kind": "receipt",
            "code": code,
            "until": until,
            "saved": turn.words("utter_receipt_saved", theme=waymark.content.theme(turn.slot("theme")).name),
            "where": turn.words(f"utter_receipt_{sharing}"),
            "how_to_delete": turn.words("utter_receipt_delete"),
        }
        turn.say("utter_receipt", data=data)
        strength = "" if "strengths" in screened else worth_naming(answers.strengths)
        return [
            SlotSet("receipt", {"code": code, "sharing": sharing, "strength": strength}),
            *clear_answers(turn),
            *leave_form("saved"),
        ]


class ActionSharePrivate(ShareAction):
    def name(self) -> str:
        return "action_share_private"

    async def act(self, turn: Turn) -> list[EventType]:
        return await self.save(turn, "private")


class ActionShareAnonymous(ShareAction):
    def name(self) -> str:
        return "action_share_anonymous"

    async def act(self, turn: Turn) -> list[EventType]:
        return await self.save(turn, "anonymous")


class ActionShareTeam(WaymarkAction):
    """Asks for the team."""

    def name(self) -> str:
        return "action_share_team"

    async def act(self, turn: Turn) -> list[EventType]:
        kept = keep_held(turn)
        if not turn.answers:
            return nothing_to_save(turn)
        return [*kept, *(ask_team(turn) if turn.said("utter_ask_sharing") else ask_sharing(turn))]


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
    """Whether a team was pressed, or typed with no more than a few polite words: "we're in housing, please"."""
    named = {*re.findall(r"\w+", team.name.casefold()), *team.id.split("-")}
    typed = re.findall(r"\w+", turn.text.casefold())
    return all(word in named or _POLITE.fullmatch(word) for word in typed)


def worth_naming(strength: str | None) -> str:
    """A strength that can be given back at the end: neither "not a lot tbh" nor more than fits in a sentence or two."""
    words = len((strength or "").split())
    return strength if strength and 4 <= words <= 40 and not _DENIED.search(strength) else ""


def clear_answers(turn: Turn) -> list[EventType]:
    """Forget the answers in hand: they are saved, or let go."""
    drafts = {theme: draft for theme, draft in (turn.slot("drafts") or {}).items() if theme != turn.slot("theme")}
    names = (*QUESTIONS, "earlier", "held", "screened", "guidance", "theme", "theme_options")
    return [SlotSet("drafts", drafts), *(SlotSet(name, None) for name in names)]
