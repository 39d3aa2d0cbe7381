"""A hand held out at each question: an example, the same question in other words, and a smaller one.

Somebody who does not know what to write should not meet the same words again, so every theme carries these. An example
is always plainly made up and asks nothing; a smaller question is kind about there being nothing to say.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from bot.content.fields import Frozen, Question, Text, Words, keep_rule
from bot.content.rules import Amiss, check_question, check_wording

LINE_WORDS: Final = 14
EXAMPLE_WORDS: Final = 45
SMALLER_WORDS: Final = 32
_QUOTED = re.compile(r"[^“”]*\b(?:might|example)\b[^“”]*: “[^“”]+[.]”")
_TRAUMA = re.compile("trauma", re.IGNORECASE)


def _at_most(text: str, most: int) -> tuple[Amiss, ...]:
    count = len(text.split())
    return (Amiss(f"this has {count} words, and {most} is the most", "say less"),) if count > most else ()


def check_line(text: str) -> tuple[Amiss, ...]:
    """For a theme's line: short, no question, and no "trauma", as no content note was read where it is shown."""
    found = [*check_wording(text), *_at_most(text, LINE_WORDS)]
    if "?" in text:
        found.append(Amiss("a line asks nothing", "say what the theme is about"))
    if _TRAUMA.search(text):
        found.append(Amiss("the word 'trauma' comes before the content note", "say it in other words"))
    return tuple(found)


def check_example(text: str) -> tuple[Amiss, ...]:
    """For an example: who might write it, then their words in “…”. It asks nothing, and keeps the rules for words."""
    found = [*check_wording(text), *_at_most(text, EXAMPLE_WORDS)]
    found += [amiss for amiss in check_question(f"{text.replace('?', '')}?") if "own life" in amiss.what]
    if not _QUOTED.fullmatch(text):
        fix = "write it as: A baker might write: “We sit down at ten.”"
        found.append(Amiss("it is not plain that this is an example, and whose", fix))
    if "?" in text:
        found.append(Amiss("an example asks nothing", "leave the question out"))
    return tuple(found)


def check_smaller(text: str) -> tuple[Amiss, ...]:
    """For a smaller question: a kind sentence first, then the question, in few words."""
    found = [*check_question(text), *_at_most(text, SMALLER_WORDS)]
    if not re.search(r"[.]\s", text):
        found.append(Amiss("nothing kind stands before the question", "begin with: It is fine if there is nothing."))
    return tuple(found)


Line = Annotated[Words, AfterValidator(keep_rule(check_line))]
Example = Annotated[Text, AfterValidator(keep_rule(check_example))]
Smaller = Annotated[Text, AfterValidator(keep_rule(check_smaller))]


class QuestionHelp(Frozen):
    """What helps somebody who does not know what to write for one of the three written questions."""

    example: Example = Field(description="a made-up answer: A baker might write: “We sit down at ten.”")
    other_way: Question = Field(description="the same question in other, simpler words")
    smaller: Smaller = Field(description="a kind sentence, and a question that a few words can answer")


class RatingHelp(Frozen):
    """The rating has its choices, so it only needs other words."""

    other_way: Question = Field(description="the same question in other words, for the same choices")


class ThemeHelps(Frozen):
    """The helps of one theme, a field for each of its questions."""

    strengths: QuestionHelp = Field(description="'example', 'other_way' and 'smaller' for the first question")
    opportunities: QuestionHelp = Field(description="'example', 'other_way' and 'smaller' for the second question")
    next_step: QuestionHelp = Field(description="'example', 'other_way' and 'smaller' for the third question")
    rating: RatingHelp = Field(description="'other_way' for the rating")

    def example(self, question: str) -> str | None:
        """The made-up answer for a question, or None where there is none: the rating, or no question at all."""
        helps = getattr(self, question, None)
        return helps.example if isinstance(helps, QuestionHelp) else None

    def other_way(self, question: str) -> str | None:
        """The question in other words, or None for a name that is no question."""
        helps = getattr(self, question, None)
        return helps.other_way if isinstance(helps, (QuestionHelp, RatingHelp)) else None

    def smaller(self, question: str) -> str | None:
        """The smaller question, or None where there is none (the rating, or a name that is no question)."""
        helps = getattr(self, question, None)
        return helps.smaller if isinstance(helps, QuestionHelp) else None
