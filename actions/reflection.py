"""The four questions: asking, taking the answers, showing guidance that fits."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import REFLECTION_FORM, Turn, WaymarkAction, enter_form, leave_form, pause_form
from actions.returning import open_code
from actions.stages import ask_again, button, open_question, show_summary
from actions.theme import put_aside
from bot.reflection.answers import WRITTEN


class AskQuestion(WaymarkAction):
    """Asks one question of the theme, and offers what was written there before."""

    question: str

    async def act(self, turn: Turn) -> list[EventType]:
        theme = turn.waymark.content.theme(turn.slot("theme"))
        utterance = f"utter_ask_{self.question}"
        words = {"question": getattr(theme, self.question)}
        if self.question == "rating":
            if theme.statement and theme.statement_source:
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
            return [SlotSet(question, turn.text), *forget_earlier(turn, question)]
        if question == "rating" and (turn.text or turn.intent == "rate"):
            return self._take_rating(turn)
        return []

    def _take_rating(self, turn: Turn) -> list[EventType]:
        typed = turn.text.casefold().rstrip(".!")
        for rating, label in turn.waymark.content.rating_scale:
            if turn.entity("rating") == rating or (typed and typed == label.casefold()):
                return [SlotSet("rating", rating), *forget_earlier(turn, "rating")]
        if turn.intent in ("reflection", "nlu_fallback", "rate"):
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
    """Leaves an answer as it was before the person went back to it."""

    def name(self) -> str:
        return "action_keep"

    async def act(self, turn: Turn) -> list[EventType]:
        question = open_question(turn)
        earlier = turn.slot("earlier") or {}
        if turn.slot("stage") != "questions" or question is None or question not in earlier:
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
        stage = turn.slot("stage")
        if stage == "questions" and open_question(turn) in WRITTEN and turn.text:
            turn.say("utter_ask_if_answer")
            held = {"text": turn.text, "question": open_question(turn), "tier": turn.tier}
            return [SlotSet("held", held), *pause_form("unclear")]
        if stage in (None, "welcome", "theme", "saved", "ended") and turn.text:
            near = list(turn.waymark.guidance.suggest_themes(turn.text))
            aside = put_aside(turn) if turn.answers else []
            return [*aside, SlotSet("theme", None), SlotSet("theme_options", near), *enter_form("theme_form", "theme")]
        if stage == "code" and turn.text:
            return await open_code(turn)
        turn.say("utter_unclear")
        return ask_again(turn)


def content_theme(turn: Turn) -> str:
    """The name of the theme in hand."""
    return turn.waymark.content.theme(turn.slot("theme")).name


def forget_earlier(turn: Turn, question: str) -> list[EventType]:
    """The question has an answer again: what was written there before is no longer needed."""
    earlier = {name: text for name, text in (turn.slot("earlier") or {}).items() if name != question}
    return [SlotSet("earlier", earlier or None)]
