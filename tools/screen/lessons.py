"""Writes what the encoder is taught from: `python -m tools.screen.lessons OUT.json`.

A dangerous message is learnt as a whole, because nobody knows which of its sentences tells. A harmless one is learnt
whole and by every window that is read at work, because every part of it is harmless.

What people type to the chat ("this one isn't for me") and how they open are harmless too, and are learnt from where
they stand: data/nlu and openings.yml. Not learnt is what could be meant either way ("i want to end this").
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from bot.content import load_content
from bot.encoder.weights import find_weights
from bot.safety import Message, build_language
from bot.safety.model import CLASSES
from bot.safety.pieces import cut_windows, write_piece
from bot.safety.text import clean_text
from tools.commands_report import read_examples
from tools.safety_evaluation import CONTENT, read_training

ANOTHER = frozenset({"third-person", "witnessed"})
"""Categories in which somebody else is in danger."""
EITHER = frozenset({"intake", "embedded", "scots", "two-sentences", "emoji", "denied", "slips"})
"""Categories for which nobody noted who is."""
_OF_HURT = frozenset({"disclosure", "distress", "support"})
"""Intents whose examples may tell of hurt."""
_EITHER_WAY = re.compile(
    r"\b(?:end(?:ing)?|enough|goodbye|gone|no more|nae mair|nothing left|tired|done in)\b", re.IGNORECASE
)
_ENTITY = re.compile(r"\[([^]]*)](?:\{[^}]*}|\([^)]*\))")
_LEAST, _COMPANY = 4, 25
"""Words in a sentence that keeps others company: at least, and fewer than."""
TYPED = "typed"
"""The style of what is typed to the chat itself: it keeps nothing company."""


class Lesson(NamedTuple):
    """A text in normal spelling, and the places in CLASSES that are right for it."""

    text: str
    classes: list[int]


def classes(message: Message) -> list[int]:
    """The places in CLASSES that are right for a message."""
    if message.label != "crisis":
        return [CLASSES.index(message.label)]
    if message.category in EITHER:
        return [CLASSES.index("self"), CLASSES.index("another")]
    return [CLASSES.index("another" if message.category in ANOTHER else "self")]


def read_typed() -> list[Message]:
    """Give what is typed to the chat, and openings, as ordinary messages: what may be meant either way is left out."""
    typed = [_ENTITY.sub(r"\1", text) for text, label in read_examples() if label.split("/")[0] not in _OF_HURT]
    typed += [text for one in load_content(CONTENT.parent).openings.openings for text in one.texts]
    return [Message(text, "none", "ordinary", TYPED) for text in dict.fromkeys(typed) if not _EITHER_WAY.search(text)]


def make_lessons(language: Language) -> tuple[list[Lesson], list[str]]:
    """Give the lessons, and the ordinary sentences that keep them company."""
    messages = [*read_training(), *read_typed()]
    lessons: list[Lesson] = []
    calm: list[str] = []
    for message, doc in zip(messages, language.pipe(clean_text(one.text).text for one in messages), strict=True):
        parts = [write_piece(window) for window in cut_windows(doc)] if message.label == "none" else []
        texts = [text for text in dict.fromkeys([write_piece(doc[:]), *parts]) if text]
        lessons += [Lesson(text, classes(message)) for text in texts]
        if message.kind == "ordinary" and message.style != TYPED:
            calm += [text for text in texts if _LEAST <= len(text.split()) < _COMPANY]
    return lessons, calm


def main() -> None:
    """Write the lessons."""
    lessons, calm = make_lessons(build_language(CONTENT))
    given = {
        "classes": CLASSES,
        "lessons": [lesson._asdict() for lesson in lessons],
        "calm": calm,
        "encoder": str(find_weights().folder),
    }
    Path(sys.argv[1]).write_text(json.dumps(given), encoding="utf-8")
    print(f"{len(lessons)} lessons")


if __name__ == "__main__":
    main()
