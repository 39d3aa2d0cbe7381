"""Choosing one of the nine themes: by button, by name, or in one's own words."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.base import REFLECTION_FORM, THEME_FORM, Turn, WaymarkAction, enter_form, leave_form, pause_form
from actions.changes import tell_since_saved
from actions.stages import button, keep_held
from bot.reflection.answers import QUESTIONS

DESCRIBING = {"reflection", "nlu_fallback", "choose_theme", "rate"}
"""Intents of typed words that may describe a theme."""


def named_theme(turn: Turn) -> str | None:
    """The theme that was pressed or plainly named ("leadership please", "theme 4"), or None."""
    pressed, typed = turn.entity("theme"), turn.text.casefold()
    words = re.findall(r"\w+", typed)
    for theme in turn.waymark.content.themes:
        if pressed == theme.id or typed in (theme.id, theme.name.casefold()):
            return theme.id
        named = (
            theme.name.casefold() in typed
            or theme.id.replace("-", " ") in " ".join(words)
            or words[-1:] == [str(theme.number)]
        )
        if turn.intent == "choose_theme" and named:
            return theme.id
    return None


def near_themes(turn: Turn) -> list[str]:
    """The themes that are near to what was typed, also to a wish for another theme that was asked about."""
    return list(turn.waymark.guidance.suggest_themes(turn.text or turn.wish))


class ValidateThemeForm(WaymarkAction):
    """Takes a theme when one is named; else looks which are near to the words."""

    def name(self) -> str:
        return "validate_theme_form"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("requested_slot") != "theme":
            return []
        options = turn.slot("theme_options") or []
        theme = named_theme(turn)
        if turn.intent == "affirm" and len(options) == 1:
            theme = options[0]
        if theme:
            return [SlotSet("theme", theme), SlotSet("theme_options", None)]
        if turn.text and turn.intent in DESCRIBING:
            if turn.tier == "soft":
                turn.say("utter_soft_aside")
            return [SlotSet("theme_options", near_themes(turn))]
        return []


class ActionAskTheme(WaymarkAction):
    """Asks for a theme: those that are near to what was typed, or all nine."""

    def name(self) -> str:
        return "action_ask_theme"

    async def act(self, turn: Turn) -> list[EventType]:
        content, options = turn.waymark.content, turn.slot("theme_options")
        if options == "help":
            turn.say("utter_help_choose")
            return []
        near = [content.theme(theme) for theme in options or []]
        buttons = [button(theme.name, "choose_theme", theme=theme.id) for theme in near or content.themes]
        if near:
            turn.offer("utter_theme_options", buttons)
        else:
            turn.offer("utter_ask_theme" if options is None else "utter_theme_unclear", buttons)
        return []


class ActionHelpChoose(WaymarkAction):
    """Invites a sentence in the person's own words."""

    def name(self) -> str:
        return "action_help_choose"

    async def act(self, turn: Turn) -> list[EventType]:
        return [*put_aside(turn), SlotSet("theme_options", "help"), *enter_form(THEME_FORM, "theme")]


class ActionChangeTheme(WaymarkAction):
    """Puts a half-done reflection aside and asks for another theme, or begins the one that was named."""

    def name(self) -> str:
        return "action_change_theme"

    async def act(self, turn: Turn) -> list[EventType]:
        theme = named_theme(turn)
        if theme == turn.slot("theme") and turn.slot("stage") == "questions":
            theme = None
        near = near_themes(turn) if turn.wish or (turn.text and turn.intent == "choose_theme") else None
        aside = [*put_aside(turn), SlotSet("theme_options", near or None)]
        if theme:
            return [*aside, SlotSet("theme", theme), *leave_form("theme"), FollowupAction("action_begin_reflection")]
        return [*aside, *enter_form(THEME_FORM, "theme")]


class ActionBeginReflection(WaymarkAction):
    """Gives the theme's content note, takes up what was put aside, and begins with strengths."""

    def name(self) -> str:
        return "action_begin_reflection"

    async def act(self, turn: Turn) -> list[EventType]:
        theme = turn.waymark.content.theme(turn.slot("theme"))
        draft: dict[str, Any] = (turn.slot("drafts") or {}).get(theme.id, {})
        told = await tell_since_saved(turn, theme.id)
        if draft.get("answers"):
            turn.say("utter_theme_again", theme=theme.name)
        else:
            turn.say("utter_content_note", theme=theme.name, note=theme.content_note)
        answers, begun = draft.get("answers", {}), enter_form(REFLECTION_FORM, "questions")
        return [
            *(SlotSet(question, answers.get(question)) for question in QUESTIONS),
            SlotSet("screened", draft.get("screened")),
            SlotSet("earlier", None),
            SlotSet("guidance", None),
            *told,  # then the first question comes when the person is ready
            *([SlotSet("stage", "questions"), *pause_form("changes")] if told else begun),
        ]


def put_aside(turn: Turn) -> list[EventType]:
    """Keep the answers so far under their theme, so that the person can come back to them.

    A change of something saved is kept under its return code, apart from a new reflection on the same theme.
    """
    keep_held(turn)
    answers = {question: turn.slot(question) for question in QUESTIONS if turn.slot(question) is not None}
    for question, earlier in (turn.slot("earlier") or {}).items():
        answers.setdefault(question, earlier)
    drafts, edits = dict(turn.slot("drafts") or {}), dict(turn.slot("edits") or {})
    begun = {"answers": answers, "screened": turn.slot("screened")}
    if turn.slot("editing"):
        edits[turn.slot("editing")] = begun
    elif answers:
        drafts[turn.slot("theme")] = begun
    return [
        SlotSet("drafts", drafts),
        SlotSet("edits", edits),
        SlotSet("editing", None),
        SlotSet("theme", None),
        *(SlotSet(question, None) for question in QUESTIONS),
        SlotSet("earlier", None),
        SlotSet("held", None),
        SlotSet("screened", None),
        SlotSet("guidance", None),
    ]
