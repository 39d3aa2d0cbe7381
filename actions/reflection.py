"""The four questions: asking, taking the answers, showing guidance that fits."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType, SlotSet

from actions.base import REFLECTION_FORM, THEME_FORM, Turn, WaymarkAction, enter_form, leave_form
from actions.returning import MAY_BE_CODE, is_code, open_code
from actions.stages import (
    ask_again,
    ask_sharing,
    ask_what_with_saved,
    button,
    hold,
    open_question,
    show_summary,
    undecided,
)
from actions.support import ActionKeepWords, add_to_held
from actions.theme import near_themes, put_aside
from bot.reflection.answers import WRITTEN


class AskQuestion(WaymarkAction):
    """Asks one question of the theme, and offers what was written there before."""

    question: str

    async def act(self, turn: Turn) -> list[EventType]:
        theme = turn.waymark.content.theme(turn.slot("theme"))
        utterance = f"utter_ask_{self.question}"
        words = {"question": getattr(theme, self.question)}
        if self.question == "rating":
            if theme.statement and theme.statement_source and not turn.said("utter_statement"):
                source = turn.waymark.content.source(theme.statement_source)
                turn.say("utter_statement", statement=theme.statement, source=source.title)
            scale = turn.waymark.content.rating_scale
            turn.offer(utterance, [button(label, "rate", rating=rating) for rating, label in scale], **words)
        elif self.question in (turn.slot("earlier") or {}):
            turn.say(utterance, **words)
            turn.say("utter_earlier", earlier=turn.slot("earlier")[self.question])
        else:
            turn.say(utterance, **words)
        return []


class ActionAskStrengths(AskQuestion):
    question = "strengths"

    def name(self) -> str:
        return "action_ask_strengths"


class ActionAskOpportunities(AskQuestion):
    question = "opportunities"

    def name(self) -> str:
        return "action_ask_opportunities"


class ActionAskNextStep(AskQuestion):
    question = "next_step"

    def name(self) -> str:
        return "action_ask_next_step"


class ActionAskRating(AskQuestion):
    question = "rating"

    def name(self) -> str:
        return "action_ask_rating"


class ValidateReflectionForm(WaymarkAction):
    """Takes the answer to the question that is open. Whatever is not an answer goes to the rules."""

    def name(self) -> str:
        return "validate_reflection_form"

    async def act(self, turn: Turn) -> list[EventType]:
        question = turn.slot("requested_slot")
        if question in WRITTEN and turn.text and turn.intent in ("reflection", "nlu_fallback"):
            turn.say("utter_soft_support" if turn.tier == "soft" else "utter_answer_kept")
            screened = [one for one in turn.slot("screened") or [] if one != question]  # it is written anew
            return [SlotSet(question, turn.text), SlotSet("screened", screened), *forget_earlier(turn, question)]
        if question == "rating" and (turn.text or turn.intent == "rate"):
            return self._take_rating(turn)
        return []

    def _take_rating(self, turn: Turn) -> list[EventType]:
        typed = turn.text.casefold()
        scale = turn.waymark.content.rating_scale
        named = [rating for rating, label in scale if turn.entity("rating") == rating or label.casefold() in typed]
        if len(named) == 1:
            return [SlotSet("rating", named[0]), *forget_earlier(turn, "rating")]
        more_to_say = turn.intent in ("reflection", "nlu_fallback") and len(turn.text.split()) > 3
        if not more_to_say and turn.intent in ("reflection", "nlu_fallback", "rate", "affirm", "deny"):
            turn.say("utter_rating_unclear")
            return [SlotSet("rating", None)]
        return []


class ActionAfterQuestions(WaymarkAction):
    """Shows up to three pieces of guidance once, then the person's own words."""

    def name(self) -> str:
        return "action_after_questions"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("guidance") is not None or not turn.answers.words():
            return show_summary(turn)
        content, theme = turn.waymark.content, content_theme(turn)
        found = turn.waymark.guidance.find_guidance(turn.answers.words(), theme=turn.slot("theme"), limit=3)
        if not found:
            return [SlotSet("guidance", []), *show_summary(turn)]
        items = [
            {
                "title": piece.guidance.title,
                "url": piece.guidance.url,
                "source": content.source(piece.guidance.source).publisher,
                "checked": f"{piece.guidance.checked:%-d %B %Y}",
                "line": piece.guidance.line,
                "note": piece.guidance.note,
                "why": turn.words("utter_why_word", word=piece.why_word)
                if piece.why_word
                else turn.words("utter_why_theme", theme=theme),
            }
            for piece in found
        ]
        turn.say("utter_guidance", data={"kind": "guidance", "items": items})
        return [SlotSet("guidance", [piece.guidance.id for piece in found]), *leave_form("guidance")]


class ActionKeep(WaymarkAction):
    """Leaves words as they are: an earlier answer, those that are held, those about to be let go or deleted."""

    def name(self) -> str:
        return "action_keep"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("held"):
            return await ActionKeepWords().act(turn)
        stage, question = turn.slot("stage"), open_question(turn)
        earlier = turn.slot("earlier") or {}
        if stage == "let_go":
            return show_summary(turn)
        if stage == "withdraw":
            return ask_what_with_saved(turn)
        if stage == "summary":
            return ask_sharing(turn)
        if stage != "questions" or question is None or question not in earlier:
            return ask_again(turn)
        return [
            SlotSet(question, earlier[question]),
            *forget_earlier(turn, question),
            *enter_form(REFLECTION_FORM, "questions"),
        ]


class ActionFreeText(WaymarkAction):
    """Meets words that come when no question is open. They are never lost and never taken for an answer unasked."""

    def name(self) -> str:
        return "action_free_text"

    async def act(self, turn: Turn) -> list[EventType]:
        stage, question = turn.slot("stage"), open_question(turn)
        if not re.search(r"\w", turn.text):  # a thumb, or dots
            return not_understood(turn)
        if undecided(turn) or turn.slot("interruption") == "unsure":
            return add_to_held(turn)
        if stage in ("questions", "guidance", "summary"):
            return hold(turn, turn.text, question if stage == "questions" and question in WRITTEN else None, turn.tier)
        if stage == "code" or (stage in MAY_BE_CODE and is_code(turn)):
            return await open_code(turn)
        if stage in (None, "welcome", "theme", "saved", "ended"):
            if turn.tier == "soft":
                turn.say("utter_soft_aside")
            near = near_themes(turn)
            aside = put_aside(turn) if turn.answers else []
            return [*aside, SlotSet("theme", None), SlotSet("theme_options", near), *enter_form(THEME_FORM, "theme")]
        return not_understood(turn)


def not_understood(turn: Turn) -> list[EventType]:
    """Say so, and put the question of the current stage once more."""
    turn.say("utter_unclear")
    return ask_again(turn)


def content_theme(turn: Turn) -> str:
    """The name of the theme in hand."""
    return turn.waymark.content.theme(turn.slot("theme")).name


def forget_earlier(turn: Turn, question: str) -> list[EventType]:
    """The question has an answer again: what was written there before is no longer needed."""
    earlier = {name: text for name, text in (turn.slot("earlier") or {}).items() if name != question}
    return [SlotSet("earlier", earlier or None)]
