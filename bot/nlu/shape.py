"""The outward shape of a message: its sentences, its length, and whether it looks like a question."""

from __future__ import annotations

import re
from typing import Final

#: A longer message is an answer, whatever the classifier says. Who dictates a command uses up to so many words; of 848
#: answers of all sets not one more was asked about for it than with 15.
SHORT: Final = 18

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_QUESTION = re.compile(
    r"(?:^|, )\W*(?:(?:so|and|but|ok|eh|for|roughly|exactly|suppose|i'd like to know|i want to know) )?"
    r"(?:who|whose|whae|what|whats|whit|when|where|why|how|hoo|which|is|are|am|was|were|do|does|did|have|has|can|could|"
    r"may|might|must|will|would|shall|should|if i|explain|define|tell me|remind me|list)\b",
    re.IGNORECASE,
)


def find_last_sentence(text: str) -> int:
    """Give where the last sentence of a text starts; 0 when there is only one."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text.rstrip())]
    return ends[-1] if ends else 0


def goes_on(text: str) -> bool:
    """Whether there is more than one sentence: "Who decides the rota? Nobody knows." answers itself."""
    return find_last_sentence(text.strip()) > 0


def is_shaped(text: str) -> bool:
    """Whether a text has the shape of a question: its mark at the end, or one sentence that begins as questions do."""
    return text.rstrip().endswith("?") or (_QUESTION.search(text) is not None and not goes_on(text))


def is_short(text: str) -> bool:
    """Whether a text is short enough to be a command."""
    return len(text.split()) <= SHORT


def has_letters(text: str) -> bool:
    """Whether a text has a letter of any script. Dots, emoji and digits alone mean nothing to the encoder."""
    return any(character.isalpha() for character in text)


def count_letters(text: str) -> int:
    """Give the number of letters and digits."""
    return len(re.findall(r"[^\W_]", text))
