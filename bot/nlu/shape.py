"""The outward shape of a message: its length, and whether it looks like a question."""

from __future__ import annotations

import re
from typing import Final

from bot.content.sentences import find_last_sentence
from bot.nlu.english import opens_question

#: A longer message is an answer, whatever the classifier says. Who dictates a command uses up to so many words; of 848
#: answers of all sets not one more was asked about for it than with 15.
SHORT: Final = 18
_LATIN_ENDS: Final = "\u0250"
#: So many words are a greeting or a choice; more of them tell something.
BRIEF: Final = 6


def goes_on(text: str) -> bool:
    """Whether there is more than one sentence: "Who decides the rota? Nobody knows." answers itself."""
    return find_last_sentence(text.strip()) > 0


def is_shaped(text: str) -> bool:
    """Whether a text has the shape of a question: its mark at the end, or one sentence that begins as questions do."""
    return text.rstrip().endswith("?") or (opens_question(text) and not goes_on(text))


def is_short(text: str) -> bool:
    """Whether a text is short enough to be a command."""
    return len(text.split()) <= SHORT


def is_readable(text: str) -> bool:
    """Whether a text has a letter that the encoder can read. Dots, emoji and other scripts mean nothing to it."""
    return any(character.isalpha() and character < _LATIN_ENDS for character in text)


def is_brief(text: str) -> bool:
    """Whether a text is no longer than a greeting or a choice."""
    return len(text.split()) <= BRIEF


def count_letters(text: str) -> int:
    """Give the number of letters and digits."""
    return len(re.findall(r"[^\W_]", text))
