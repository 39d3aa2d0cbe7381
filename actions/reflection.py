"""The four questions: asking, taking the answers, showing guidance that fits."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType, SlotSet

from actions.answers import forget_earlier, names_in_answers, open_question
from actions.base import REFLECTION_FORM, THEME_FORM, Turn, WaymarkAction, button, enter_form, leave_form
from actions.corrections import go_on, take_words
from actions.holding import hold, undecided
from actions.names import ActionKeepName
from actions.questions import show_source
from actions.rating import named_rating, rate
from actions.returning import MAY_BE_CODE, is_code, open_code
from actions.stages import ask_again, ask_sharing, ask_what_with_saved, show_summary
from actions.support import ActionKeepWords, add_to_held
from actions.theme import ActionChangeTheme, keep_description, named_theme, near_themes, put_aside
from actions.unclear import count_misunderstood, needs_way_out, not_understood, say_unclear, show_way_out
from bot.content import Theme
from bot.reflection.answers import WRITTEN


class AskQuestion(WaymarkAction):
    """Asks one question of the theme, and offers what was written there before."""

    question: str

    async def act(self, turn: Turn) -> list[EventType]:
        theme = turn.waymark.content.theme(turn.slot("theme"))
        utterance = f"utter_ask_{self.question}"
        words = {"question": getattr(theme, self.question)}
        if self.question == "rating":
            told: list[EventType] = []
            if needs_way_out(turn):
                show_way_out(turn)
                return told
            if (
                theme.statement
                and theme.statement_source
                and not turn.said("utter_statement")
                and has_room(turn, theme)
            ):
                source = show_source(turn.waymark.content.source(theme.statement_source))
                told = turn.tell("utter_statement", {"kind": "message", "source": source}, statement=theme.statement)
            if not told and not turn.said("utter_statement"):  # later it would come as a surprise
                told = turn.now([SlotSet("told", sorted({*(turn.slot("told") or []), "utter_statement"}))])
            scale = turn.waymark.content.rating_scale
            turn.offer(utterance, [button(label, "rate", rating=rating) for rating, label in scale], **words)
            return told
        if turn.slot("adding") == self.question:
            turn.say("utter_adding", question=turn.words(f"utter_label_{self.question}"))
            return []
        turn.say(utterance, **words)
        if self.question in (turn.slot("earlier") or {}):
            turn.say("utter_earlier", earlier=turn.slot("earlier")[self.question])
        return []


_MOST_WORDS = 60
"""Of one turn, before a choice; also where a line says that something was masked."""


def has_room(turn: Turn, theme: Theme) -> bool:
    """Whether the survey's statement may stand before the rating: not after words of danger, nor in a long turn."""
    words = 0
    for event in reversed(turn.tracker.events):
        if event["event"] == "user":
            break
        if event["event"] == "bot":  # by the longest variant, so that it does not hang on chance
            variants = turn.domain["responses"].get(event["metadata"].get("utter_action"), [])
            words += max(len(text.split()) for text in [event["text"], *(one["text"] for one in variants)])
    statement = turn.words("utter_statement", statement=theme.statement or "")
    words += len(f"{statement} {theme.rating} {turn.words('utter_masked')}".split())
    return not turn.after_distress and words <= _MOST_WORDS


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
            return take_words(turn, question) or []
        if question == "rating" and (turn.text or turn.intent == "rate"):
            return self._take_rating(turn)
        return []

    def _take_rating(self, turn: Turn) -> list[EventType]:
        rating, more_to_say = named_rating(turn)
        if more_to_say and turn.intent in ("reflection", "nlu_fallback"):  # asked about, so that no word is lost
            return []
        if rating:
            return [SlotSet("rating", rating), *forget_earlier(turn, "rating")]
        if turn.intent in ("reflection", "nlu_fallback", "rate", "affirm", "deny"):
            counted = count_misunderstood(turn)
            if not needs_way_out(turn):
                say_unclear(turn, "utter_rating_unclear", "utter_rating_unclear_again")
            return [*counted, SlotSet("rating", None)]
        return []


class ActionAfterQuestions(WaymarkAction):
    """Shows up to three pieces of guidance once, then the person's own words."""

    def name(self) -> str:
        return "action_after_questions"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("guidance") is not None or not turn.answers.words():
            return show_summary(turn)
        if turn.slot("screened"):  # after words of danger nothing is recommended to anybody
            return [SlotSet("guidance", []), *show_summary(turn)]
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
        if stage == "naming" or (stage == "summary" and names_in_answers(turn)):  # the name that was pointed out
            return await ActionKeepName().act(turn)
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


_A_FEW_WORDS = 3
"""Whoever types more words than these, where a choice waits, has something to say."""

_IN_THEIR_WORDS = ("questions", "guidance", "summary")
"""Stages in which words that nobody asked for may belong to one of the answers."""

_WHERE_A_CHOICE_WAITS = ("edit", "remove", "let_go", "sharing", "naming")
"""Stages in which a few words are taken for an attempt at the choice, and more of them for something to say."""


class ActionFreeText(WaymarkAction):
    """Meets words that come when no question is open. They are never lost and never taken for an answer unasked."""

    def name(self) -> str:
        return "action_free_text"

    async def act(self, turn: Turn) -> list[EventType]:
        stage, question = turn.slot("stage"), open_question(turn)
        if not re.search(r"\w", turn.text):  # a thumb, or dots
            return not_understood(turn)
        if rated := rate(turn):
            return rated
        if undecided(turn) or turn.slot("interruption") == "unsure":
            return add_to_held(turn)
        if stage in _IN_THEIR_WORDS or (stage in _WHERE_A_CHOICE_WAITS and len(turn.text.split()) > _A_FEW_WORDS):
            if taken := take_words(turn, None):
                return [*taken, *go_on(turn)]
            rating = named_rating(turn)[0] if stage == "questions" and question == "rating" else None
            rated = turn.now([SlotSet("rating", rating)] if rating else [])
            belongs = question if stage == "questions" and question in WRITTEN else None
            return [*rated, *hold(turn, turn.text, belongs, turn.tier, None if belongs else likely_wish(turn))]
        if stage == "code" or (stage in MAY_BE_CODE and is_code(turn)):
            return await open_code(turn)
        if stage in (None, "welcome", "theme", "saved", "ended"):
            if turn.tier == "soft":
                turn.say("utter_soft_aside")
            if named_theme(turn):
                return await ActionChangeTheme().act(turn)
            near = near_themes(turn)
            aside = [*(put_aside(turn) if turn.answers else []), *keep_description(turn)]
            aside += [] if near else count_misunderstood(turn)
            return [*aside, SlotSet("theme", None), SlotSet("theme_options", near), *enter_form(THEME_FORM, "theme")]
        return not_understood(turn)


_WISHES = {
    "save": "save",
    "share_private": "save",
    "take_away": "take_away",
    "withdraw": "withdraw",
    "remove": "remove",
}
"""Wishes that words may hold where no answer in words is asked for, and the choice to offer for each."""
_LIKELY = 0.4
"""From this probability on, a choice for it is offered."""


def likely_wish(turn: Turn) -> str | None:
    """What the classifier takes words for that were kept as words, if it is a wish that can be offered beside them."""
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    likely = next((one for one in ranking if one["name"] != "reflection"), None)
    return _WISHES.get(likely["name"]) if likely and likely["confidence"] >= _LIKELY else None


def content_theme(turn: Turn) -> str:
    """The name of the theme in hand."""
    return turn.waymark.content.theme(turn.slot("theme")).name
