"""The self-rating, pressed or typed: by the name of a choice, or by what people say instead ("sometimes")."""

from __future__ import annotations

from actions.turns import Turn
from bot.dialogue import words
from bot.dialogue.words import A_FEW
from bot.nlu.replies import SHORT_REPLY, load_rating_words


def named_rating(turn: Turn) -> tuple[str | None, bool]:
    """The rating that was pressed or typed, if it is one alone, and whether there are more words than that."""
    if turn.text and (said := load_rating_words(turn.waymark.settings.content_dir).read_first(turn.text)):
        return said, len(turn.text.split()) > SHORT_REPLY
    typed = turn.text.casefold()
    named = {
        rating: len(label.split())
        for rating, label in turn.waymark.content.rating_scale
        if turn.entity("rating") == rating or label.casefold() in typed
    }
    rating = next(iter(named)) if len(named) == 1 else None
    return rating, len(typed.split()) > A_FEW + (named[rating] if rating else 0)


def set_rating(turn: Turn, rating: str) -> None:
    """Take a rating."""
    turn.set(rating=rating)
    turn.become(words.settle(turn.state, "rating"))


def rate(turn: Turn) -> bool:
    """Take a rating that comes after something in between, while it is the open question. Out: whether it was one.

    Words that are still held are laid aside, and asked about at the summary.
    """
    if turn.state.stage != "questions" or turn.state.open_question != "rating" or turn.state.in_danger:
        return False
    rating, more_to_say = named_rating(turn)
    if rating is None or more_to_say:
        return False
    turn.become(words.keep_held(turn.state))
    set_rating(turn, rating)
    turn.enter_questions()
    return True
