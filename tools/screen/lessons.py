"""Writes what the encoder is taught from: `python -m tools.screen.lessons OUT.json`.

A dangerous message is learnt as a whole, because nobody knows which of its sentences tells. A harmless one is learnt
whole and by its windows, because every part of it is harmless.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from bot.encoder.weights import find_weights
from bot.safety import Message, build_language
from bot.safety.model import CLASSES
from bot.safety.pieces import cut_windows, write_piece
from bot.safety.text import clean_text
from tools.safety_evaluation import CONTENT, read_training

ANOTHER = frozenset({"third-person", "witnessed"})
"""Categories in which somebody else is in danger."""
EITHER = frozenset({"embedded", "scots", "two-sentences", "emoji", "denied", "slips"})
"""Categories for which nobody noted who is."""
_COMPANY = 25
"""Words in a sentence that keeps others company, at most."""


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


def make_lessons(language: Language) -> tuple[list[Lesson], list[str]]:
    """Give the lessons, and the ordinary sentences that keep them company."""
    messages = read_training()
    lessons: list[Lesson] = []
    calm: list[str] = []
    for message, doc in zip(messages, language.pipe(clean_text(one.text).text for one in messages), strict=True):
        parts = [write_piece(window) for window in cut_windows(doc)] if message.label == "none" else []
        texts = [text for text in dict.fromkeys([write_piece(doc[:]), *parts]) if text]
        lessons += [Lesson(text, classes(message)) for text in texts]
        if message.kind == "ordinary":
            calm += [text for text in texts if len(text.split()) < _COMPANY]
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
