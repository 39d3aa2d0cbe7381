"""Saving or letting go, and who may see it: private unless the person chooses otherwise."""

from __future__ import annotations

import asyncio

from rasa_sdk.events import EventType, SlotSet

from actions.base import Turn, WaymarkAction, leave_form
from actions.stages import ask_sharing, ask_team, ask_which, show_summary
from bot.reflection.answers import QUESTIONS
from bot.reflection.codes import make_code, read_words
from bot.reflection.keeping import save_reflection
from bot.store.reflections import Sharing


def nothing_to_save(turn: Turn) -> list[EventType]:
    """Nothing is open that could be saved."""
    turn.say("utter_nothing_written")
    return leave_form("saved")


class ActionSave(WaymarkAction):
    """Asks how to save."""

    def name(self) -> str:
        return "action_save"

    async def act(self, turn: Turn) -> list[EventType]:
        return ask_sharing(turn) if turn.answers else nothing_to_save(turn)


class ActionRemove(WaymarkAction):
    """Takes one answer out."""

    def name(self) -> str:
        return "action_remove"

    async def act(self, turn: Turn) -> list[EventType]:
        question = turn.entity("question")
        if not turn.answers:
            return nothing_to_save(turn)
        if question not in QUESTIONS:
            return ask_which(turn, "remove")
        turn.say("utter_removed")
        return [*turn.now([SlotSet(question, "")]), *show_summary(turn)]


class ActionLetGo(WaymarkAction):
    """Asks once, then forgets the answers."""

    def name(self) -> str:
        return "action_let_go"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.answers:
            return nothing_to_save(turn)
        if turn.slot("stage") != "let_go":
            turn.say("utter_ask_let_go")
            return leave_form("let_go")
        turn.say("utter_let_go")
        return [*clear_answers(turn), *leave_form("saved")]


class ShareAction(WaymarkAction):
    """Saves in one of the three ways and gives a receipt."""

    async def save(self, turn: Turn, sharing: Sharing, team: str | None = None) -> list[EventType]:
        """Save the answers. What the distress screen marked is never part of what is shared."""
        answers, screened = turn.answers, turn.slot("screened") or []
        if not answers:
            return nothing_to_save(turn)
        left_out = sharing != "private" and any(getattr(answers, question) for question in screened)
        if left_out:
            answers = answers.without(screened)
        if not answers:
            turn.say("utter_only_private")
            return ask_sharing(turn)
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
        kept = {"code": code, "sharing": sharing, "strengths": answers.strengths}
        return [SlotSet("receipt", kept), *clear_answers(turn), *leave_form("saved")]


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
        return ask_team(turn) if turn.answers else nothing_to_save(turn)


class ActionChooseTeam(ShareAction):
    """Saves with the name of the team that was pressed or typed, once the person chose to share by team."""

    def name(self) -> str:
        return "action_choose_team"

    async def act(self, turn: Turn) -> list[EventType]:
        named = turn.entity("team") or turn.text.casefold()
        for team in turn.waymark.content.organisation.teams:
            if turn.slot("stage") == "team" and named in (team.id, team.name.casefold()):
                return await self.save(turn, "team", team.id)
        return ask_team(turn) if turn.answers else nothing_to_save(turn)


def clear_answers(turn: Turn) -> list[EventType]:
    """Forget the answers in hand: they are saved, or let go."""
    drafts = {theme: draft for theme, draft in (turn.slot("drafts") or {}).items() if theme != turn.slot("theme")}
    names = (*QUESTIONS, "earlier", "held", "screened", "guidance", "theme", "theme_options")
    return [SlotSet("drafts", drafts), *(SlotSet(name, None) for name in names)]
