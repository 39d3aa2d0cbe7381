"""Taking out one thing that was written, by what it is about: "take out the bit about the bins".

What would go is shown first, and nothing goes unless the person says so. It can be brought back.
"""

from __future__ import annotations

from actions.base import do
from actions.turns import Turn, button
from bot.content.sentences import split_sentences
from bot.dialogue.words import written
from bot.nlu.english import is_around_a_cut, split_words
from bot.nlu.sentences import find_sentence, without_sentence
from bot.reflection.answers import WRITTEN

_MOST_WORDS = 5
"""Of what words are about that somebody wants changed or taken out."""
_WORDS = "words"
"""Which part is taken out: the words that were shown."""


def find_written(turn: Turn, about: str) -> tuple[str, int] | None:
    """The question and the place of the sentence that words are about; None where it is not plain which."""
    stands = {one: written(turn.state, one) for one in WRITTEN}
    about = " ".join(told := [word for word in split_words(about) if not is_around_a_cut(word)])
    if len(told) > _MOST_WORDS:  # something else is said
        return None
    found = [(one, place) for one, text in stands.items() if (place := find_sentence(text, about)) is not None]
    return found[0] if len(found) == 1 else None


async def ask_about(turn: Turn, about: str) -> None:
    """Show the sentence that is meant and offer to take it out; where it is not plain which, ask for the answer."""
    if (found := find_written(turn, about)) is None:
        await do(turn, "ask_edit")
        return
    question, place = found
    choices = [
        button(turn.words("utter_cut_yes"), "scrap", which=_WORDS, question=question, place=str(place)),
        button(turn.words("utter_cut_edit"), "edit", question=question),
        button(turn.words("utter_cut_no"), "go_on"),
    ]
    turn.offer("utter_ask_cut", choices, words=split_sentences(written(turn.state, question))[place])
    turn.pause("scrap")


def pressed_sentence(turn: Turn) -> tuple[str, str] | None:
    """The question and what is left of its answer, where somebody agreed to take out words they were shown."""
    question, place = turn.entity("question"), int(turn.entity("place") or 0)
    text = written(turn.state, question) if question in WRITTEN else ""
    if turn.entity("which") != _WORDS or question is None or place >= len(split_sentences(text)):
        return None
    return question, without_sentence(text, place)
