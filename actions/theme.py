"""Choosing one of the nine themes: by button, by name, or in one's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.answers import OF_ONE_REFLECTION
from actions.base import REFLECTION_FORM, THEME_FORM, Turn, WaymarkAction, button, enter_form, leave_form, pause_form
from actions.changes import tell_since_saved
from actions.holding import keep_held, lay_aside
from actions.stages import ask_again
from actions.unclear import count_misunderstood, needs_way_out, show_way_out
from bot.content import Theme
from bot.reflection.answers import QUESTIONS

DESCRIBING = {"reflection", "nlu_fallback", "choose_theme", "rate"}
"""Intents of typed words that may describe a theme."""


def named_theme(turn: Turn) -> str | None:
    """The theme that was pressed or plainly named ("leadership please", "theme 4"), or None."""
    pressed, typed = turn.entity("theme"), (turn.text or turn.wish).casefold()
    words = re.findall(r"\w+", typed)
    for theme in turn.waymark.content.themes:
        if pressed == theme.id or typed in (theme.id, theme.name.casefold()):
            return theme.id
        named = (
            theme.name.casefold() in typed
            or theme.id.replace("-", " ") in " ".join(words)
            or words[-1:] == [str(theme.number)]
        )
        if turn.intent in ("choose_theme", "change_theme") and named:  # "theme 4", "go back to leadership"
            return theme.id
    return _named_in_passing(turn, words) if turn.text else None


_AROUND_A_NAME = 8
"""Words beside a theme's whole name: "I should like to consider Policies and Processes". More of them tell a story."""
_NEARLY = 0.85
"""How alike a word and a slip of it are, from 0 to 1: "wellbing"."""
_POLITE = re.compile(
    r"ok|okay|then|i|id|want|like|would|to|do|the|on|about|please|pls|go|for|choose|pick|one|theme|aye|yes"
)


def _named_in_passing(turn: Turn, words: Sequence[str]) -> str | None:
    """The one theme whose whole name stands among a few other words, or one word of whose name is all that was said."""
    themes = turn.waymark.content.themes
    typed = " ".join(words)
    whole = [one for one in themes if len(_name_words(one)) > 1 and " ".join(_name_words(one)) in typed]
    if len(whole) == 1 and len(words) <= len(_name_words(whole[0])) + _AROUND_A_NAME:
        return whole[0].id
    told = [word for word in words if not _POLITE.fullmatch(word)]
    if len(told) != 1 or turn.intent not in DESCRIBING:
        return None
    near = [one for one in themes if get_close_matches(told[0], _name_words(one), cutoff=_NEARLY)]
    return near[0].id if len(near) == 1 else None


def _name_words(theme: Theme) -> list[str]:
    return re.findall(r"\w+", theme.name.casefold())


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
        options = turn.slot("theme_options")
        theme = named_theme(turn)
        if turn.intent == "affirm" and isinstance(options, list) and len(options) == 1:
            theme = options[0]
        if theme:
            return [SlotSet("theme", theme), SlotSet("theme_options", None)]
        if turn.text and turn.intent in DESCRIBING:
            if turn.tier == "soft":
                turn.say("utter_soft_aside")
            near = near_themes(turn)
            counted = [] if near and not isinstance(options, list) else count_misunderstood(turn)
            return [*counted, SlotSet("theme_options", near), *keep_description(turn)]
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
        buttons = [theme_button(turn, theme) for theme in near or content.themes]
        if near and not turn.slot("misunderstood"):
            turn.offer("utter_theme_options", buttons)
        elif near and not needs_way_out(turn):
            turn.offer("utter_theme_options_again", buttons)
        elif needs_way_out(turn):
            show_way_out(turn)
        else:
            times = turn.slot("misunderstood") or 0
            utterances = ("utter_ask_theme", "utter_theme_unclear", "utter_theme_unclear_again")
            turn.offer(utterances[times if options is not None else 0], buttons)
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
        if theme and theme == turn.slot("theme") and turn.slot("stage") == "questions":  # we are there
            return ask_again(turn)
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
        draft: dict[str, Any] = (turn.slot("drafts") or {}).get(theme.id, {}) if theme in half_done(turn) else {}
        told = await tell_since_saved(turn, theme.id)
        if draft:
            turn.say("utter_theme_again", theme=theme.name)
        else:
            turn.say("utter_content_note", theme=theme.name, note=theme.content_note)
        answers, begun = draft.get("answers", {}), enter_form(REFLECTION_FORM, "questions")
        return [
            *(SlotSet(question, answers.get(question)) for question in QUESTIONS),
            *(SlotSet(name, None) for name in OF_ONE_REFLECTION),
            SlotSet("screened", draft.get("screened")),
            *told,  # then the first question comes when the person is ready
            *([SlotSet("stage", "questions"), *pause_form("changes")] if told else begun),
        ]


_A_DESCRIPTION = 25
"""Words. About more than these people are asked at the summary; fewer only stay in sight there."""
_A_FEW_WORDS = 3
"""Words. Who tells us more before a theme is chosen may want to keep them: they are in sight at the summary."""


def keep_description(turn: Turn) -> list[EventType]:
    """Lay aside what somebody told us while they were looking for a theme."""
    tells = turn.intent in ("reflection", "nlu_fallback", "rate") and len(turn.text.split()) > _A_FEW_WORDS
    short = len(turn.text.split()) <= _A_DESCRIPTION
    return lay_aside(turn, turn.text, turn.tier, asked=short) if tells else []


def half_done(turn: Turn) -> list[Theme]:
    """The themes that were put aside with something written."""
    drafts = turn.slot("drafts") or {}
    return [theme for theme in turn.waymark.content.themes if any(drafts.get(theme.id, {}).get("answers", {}).values())]


def theme_button(turn: Turn, theme: Theme) -> dict[str, str]:
    """The choice of a theme; one that is half done says so."""
    begun = theme in half_done(turn)
    title = turn.words("utter_theme_half_done", theme=theme.name) if begun else theme.name
    return button(title, "choose_theme", theme=theme.id)


def mention_half_done(turn: Turn) -> list[EventType]:
    """Mention what is half done in other themes, once for each, with the way back to it."""
    drafts = turn.slot("drafts") or {}
    others = [theme for theme in half_done(turn) if theme.id != turn.slot("theme")]
    left = [theme for theme in others if not drafts[theme.id].get("mentioned")]
    if not left:
        return []
    begun = [theme_button(turn, theme) for theme in left]
    if len(left) == 1:
        turn.offer("utter_half_done_left", begun, theme=left[0].name)
    else:
        turn.offer("utter_several_half_done_left", begun)
    mentioned = {theme.id: drafts[theme.id] | {"mentioned": True} for theme in left}
    return turn.now([SlotSet("drafts", drafts | mentioned)])


def put_aside(turn: Turn) -> list[EventType]:
    """Keep the answers so far under their theme, so that the person can come back to them.

    A change of something saved is kept under its return code, apart from a new reflection on the same theme.
    """
    kept = [event for event in keep_held(turn) if event["name"] == "aside"]
    answers = {question: turn.slot(question) for question in QUESTIONS if turn.slot(question) is not None}
    for question, earlier in (turn.slot("earlier") or {}).items():
        answers.setdefault(question, earlier)
    drafts, edits = dict(turn.slot("drafts") or {}), dict(turn.slot("edits") or {})
    begun = {"answers": answers, "screened": turn.slot("screened")}
    if turn.slot("editing"):
        edits[turn.slot("editing")] = begun
    elif answers and turn.slot("theme"):
        drafts[turn.slot("theme")] = begun
    return [
        *kept,
        SlotSet("drafts", drafts),
        SlotSet("edits", edits),
        SlotSet("editing", None),
        SlotSet("theme", None),
        *(SlotSet(name, None) for name in (*QUESTIONS, *OF_ONE_REFLECTION)),
    ]
