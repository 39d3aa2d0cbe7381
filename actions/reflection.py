"""The four questions: asking, and taking the answers."""

from __future__ import annotations

import re

from actions.base import action, do, move
from actions.corrections import go_on, take_directed
from actions.helps import as_asked
from actions.holding import hold
from actions.questions import show_source
from actions.rating import ask_rating_once_more, named_rating, rate, set_rating
from actions.stages import ask_again, ask_sharing, ask_what_with_saved, names_in_answers, show_summary
from actions.support import A_STORY, action_keep_words, add_to_held
from actions.turns import Turn
from actions.unclear import needs_way_out, not_understood, show_way_out
from bot.content import Theme
from bot.dialogue import words
from bot.dialogue.stages import row
from bot.dialogue.words import A_FEW
from bot.reflection.answers import WRITTEN

_MOST_WORDS = 60
"""Of one turn, before a choice; also where a line says that something was masked."""
MOST_WORDS_MASKED = 4
"""Of what `utter_masked` says was taken out: "a National Insurance number" (data/content/safety/masks.yml)."""


@action
async def action_ask_strengths(turn: Turn) -> None:
    """Asks what goes well."""
    _ask(turn, "strengths")


@action
async def action_ask_opportunities(turn: Turn) -> None:
    """Asks what could be better."""
    _ask(turn, "opportunities")


@action
async def action_ask_next_step(turn: Turn) -> None:
    """Asks for one small next step."""
    _ask(turn, "next_step")


def _ask(turn: Turn, question: str) -> None:
    """Ask one question of the theme; where something stands there already, whether there is more to say."""
    theme = turn.waymark.content.theme(turn.state.theme or "")
    stands = turn.state.earlier.get(question)
    if question in turn.state.placed and stands:
        turn.say(f"utter_ask_more_{question}", earlier=stands)
    elif question in turn.state.adding:
        turn.say("utter_adding", question=turn.words(f"utter_label_{question}"))
    else:
        turn.say(f"utter_ask_{question}", question=as_asked(turn, question, getattr(theme, question)))
        if stands:
            turn.say("utter_earlier", earlier=stands)


@action
async def action_ask_rating(turn: Turn) -> None:
    """Asks how the person sees it now, after the survey's statement where there is room for it."""
    theme = turn.waymark.content.theme(turn.state.theme or "")
    if needs_way_out(turn):
        show_way_out(turn)
        return
    if not turn.said("utter_statement"):
        if theme.statement and theme.statement_source and has_room(turn, theme):
            source = show_source(turn.waymark.content.source(theme.statement_source))
            turn.tell("utter_statement", {"kind": "message", "source": source}, statement=theme.statement)
        else:
            turn.note_told("utter_statement")  # later it would come as a surprise
    scale = turn.waymark.content.rating_scale
    choices = [{"title": label, "payload": f'/rate{{"rating": "{rating}"}}'} for rating, label in scale]
    turn.offer("utter_ask_rating", choices, question=as_asked(turn, "rating", theme.rating))


def has_room(turn: Turn, theme: Theme) -> bool:
    """Whether the survey's statement may stand before the rating: not after words of danger, nor in a long turn."""
    statement = turn.words("utter_statement", statement=theme.statement or "")
    masked = turn.words("utter_masked", what="")
    more = len(f"{statement} {theme.rating} {masked}".split()) + MOST_WORDS_MASKED
    return not turn.after_distress and turn.count_words() + more <= _MOST_WORDS


@action
async def validate_reflection_form(turn: Turn) -> None:
    """Takes the answer to the question that is open. Whatever is not an answer goes to the rules."""
    question = turn.state.requested_slot
    if question in WRITTEN and turn.text and turn.intent in ("reflection", "nlu_fallback"):
        take_directed(turn, question)
    elif question == "rating" and (turn.text or turn.intent == "rate"):
        _take_rating(turn)


def _take_rating(turn: Turn) -> None:
    if turn.intent in ("distress", "disclosure"):  # "I never want to wake up" says more than how often
        return
    rating, more_to_say = named_rating(turn)
    if more_to_say and turn.intent in ("reflection", "nlu_fallback"):  # asked about, so that no word is lost
        return
    if rating:
        if more_to_say and turn.text:  # asked about at the summary
            turn.become(words.lay_aside(turn.state, turn.text, turn.tier))
        set_rating(turn, rating)
    elif turn.intent in ("reflection", "nlu_fallback", "rate", "affirm", "deny"):
        ask_rating_once_more(turn)


@action
async def action_after_questions(turn: Turn) -> None:
    """Gives the person their own words."""
    await show_summary(turn)


@action
async def action_keep(turn: Turn) -> None:
    """Leaves words as they are: an earlier answer, those that are held, those about to be let go or deleted."""
    stage, question = turn.state.stage, turn.state.open_question
    if turn.state.held:
        await action_keep_words(turn)
    elif stage == "naming" or (stage == "summary" and names_in_answers(turn)):  # the name that was pointed out
        await do(turn, "keep_name")
    elif stage == "let_go":
        await show_summary(turn)
    elif stage == "withdraw":
        await ask_what_with_saved(turn)
    elif stage == "summary":
        await ask_sharing(turn)
    elif stage == "questions" and question and question in turn.state.earlier:
        turn.become(words.keep_earlier(turn.state, question))
        turn.enter_questions()
    else:
        await ask_again(turn)


@action
async def action_free_text(turn: Turn) -> None:
    """Meets words that come when no question is open. They are never lost and never taken for an answer unasked."""
    if not re.search(r"\w", turn.text):  # a thumb, or dots
        await not_understood(turn)
    elif rate(turn):
        return
    elif goes_on_writing(turn):  # they were asked twice, and write of their work: follow them
        turn.say("utter_stays_for_you")
        turn.become(words.lay_held_aside(turn.state))
        await _take(turn)
    elif turn.state.undecided or turn.state.interruption == "unsure":
        await add_to_held(turn)
    else:
        await do(turn, row(turn.state.stage).words)


def goes_on_writing(turn: Turn) -> bool:
    """Whether somebody writes on, of ordinary things, after words that may tell of danger were asked about twice."""
    held = turn.state.held
    told = turn.tier == "none" and len(turn.text.split()) > A_STORY
    return turn.state.in_danger and held is not None and held.asked > 1 and told


async def _take(turn: Turn) -> None:
    """Take words as the answer to the open question, or as the stage does."""
    question = turn.state.open_question
    if turn.state.stage == "questions" and question in WRITTEN:
        take_directed(turn, question)
        turn.enter_questions()
    else:
        await do(turn, row(turn.state.stage).words)


_ASIDES = ("question", "words", "changes", "resumed")
"""What came in between and is over: who goes on writing answers the question that is open."""


@move
async def take_words(turn: Turn) -> None:
    """Take words that name the answer they are for; hold others, and ask where they belong."""
    stage, question = turn.state.stage, turn.state.open_question
    if take_directed(turn, None):
        await go_on(turn)
        return
    if turn.state.at_the_rating and (rating := named_rating(turn)[0]):
        turn.set(rating=rating)
    elif turn.state.at_the_rating and not turn.state.in_danger:
        turn.become(words.lay_aside(turn.state, turn.text, turn.tier))  # asked about at the summary
        ask_rating_once_more(turn, kept=True)
        turn.enter_questions()
        return
    belongs = question if stage == "questions" and question in WRITTEN else None
    if belongs and turn.state.interruption in _ASIDES and len(turn.text.split()) > A_FEW:
        take_directed(turn, belongs)
        turn.enter_questions()
        return
    hold(turn, turn.text, belongs, turn.tier, None if belongs else likely_wish(turn))


@move
async def choice_or_words(turn: Turn) -> None:
    """Take a few words for an attempt at the choice that waits, and more of them for something to say."""
    await (take_words(turn) if len(turn.text.split()) > A_FEW else not_understood(turn))


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
    name, confidence = turn.likeliest("reflection")
    return _WISHES.get(name) if confidence >= _LIKELY else None
