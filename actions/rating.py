"""The self-rating, pressed or typed: by the name of a choice, or by what people say instead ("sometimes")."""

from __future__ import annotations

from collections.abc import Sequence

from actions.turns import Turn
from actions.unclear import count_misunderstood
from bot.dialogue import words
from bot.dialogue.words import A_FEW
from bot.nlu.replies import SHORT_REPLY, load_rating_words, read_out_of_five

_SURE = 0.75
"""From here on what was heard is right more often than the lists: .96 against .90, by leaving out one writer in six."""

_CERTAIN = 0.9
_SAYS_NO_MORE = 10
"""Words of what is heard so surely, and tells no more than that: "on our way, I would say, and honestly meant"."""

_BESIDE_A_LABEL = 6
"""Words beside a choice of the list that tell no more than it does: "I'll choose on our way, with low confidence"."""

_NAMES_A_SCALE = 4
"""Words that name a place on a scale: "3 out of 5"."""


def named_rating(turn: Turn) -> tuple[str | None, bool]:
    """The rating that was pressed or typed, if it is one alone, and whether there are more words than that.

    By the lists of words, or as the reply listener heard it ("ilka day near enough"): the one that is surer.
    """
    listed = load_rating_words(turn.waymark.settings.content_dir).read_first(turn.text) if turn.text else None
    heard = turn.entity("rating") if turn.intent == "rate" else None
    if turn.text and heard and (listed is None or turn.confidence >= _SURE):
        return heard, len(turn.text.split()) > (_SAYS_NO_MORE if turn.confidence >= _CERTAIN else SHORT_REPLY)
    if place := read_out_of_five(turn.text):
        return turn.waymark.content.rating_scale[place - 1][0], len(turn.text.split()) > SHORT_REPLY + _NAMES_A_SCALE
    if listed:
        return listed, len(turn.text.split()) > SHORT_REPLY
    typed = turn.text.casefold()
    named = {
        rating: len(label.split())
        for rating, label in turn.waymark.content.rating_scale
        if heard == rating or label.casefold() in typed
    }
    rating = next(iter(named)) if len(named) == 1 else None
    return rating, len(typed.split()) > _BESIDE_A_LABEL + (named[rating] if rating else 0)


def set_rating(turn: Turn, rating: str) -> None:
    """Take a rating. Who gave it by a scale of their own is told what it was taken for."""
    if turn.text and read_out_of_five(turn.text):
        turn.say("utter_rating_taken", rating=dict(turn.waymark.content.rating_scale)[rating])
    turn.set(rating=rating)
    turn.become(words.settle(turn.state, "rating"))


def ask_rating_once_more(turn: Turn, choices: Sequence[dict[str, str]] = (), *, kept: bool = False) -> None:
    """Say that it was none of the list, with choices beside it. The second time it is left open: it is never needed.

    That is so whatever came between. kept: the words tell something, and were laid aside.
    """
    count_misunderstood(turn)
    if not _leave_open(turn):
        turn.offer("utter_rating_kept" if kept else "utter_rating_unclear", list(choices))
        turn.set(rating=None)


def tell_how_to_rate(turn: Turn) -> None:
    """Say what can be typed, to somebody who does not know what is wanted; the second time it is left open."""
    if not _leave_open(turn):
        turn.say("utter_what_now_rating")


def _leave_open(turn: Turn) -> bool:
    """Leave it open where the person was told before what can be typed. Out: whether that was so."""
    if not turn.said("utter_rating_unclear"):
        turn.note_told("utter_rating_unclear")
        return False
    turn.say("utter_rating_left")
    turn.become(words.keep_earlier(turn.state, "rating"))
    return True


def rate(turn: Turn) -> bool:
    """Take a rating that comes after something in between, while it is the open question. Out: whether it was one.

    Words that are still held are laid aside, and asked about at the summary.
    """
    if not turn.state.at_the_rating or turn.state.in_danger:
        return False
    rating, more_to_say = named_rating(turn)
    if rating is None and not turn.state.undecided and len(turn.text.split()) <= A_FEW:  # "purple"
        ask_rating_once_more(turn)
        turn.enter_questions()
        return True
    if rating is None or more_to_say:
        return False
    turn.become(words.keep_held(turn.state))
    set_rating(turn, rating)
    turn.enter_questions()
    return True
