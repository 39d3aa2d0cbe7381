"""The words that our questions, answers and pages use, each with one plain sentence, and the ways to ask about them."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from bot.content.fields import Frozen, Id, Text, Words, keep_rule
from bot.content.rules import Amiss, check_wording
from bot.content.sentences import split_sentences

PLACE: Final = "…"
"""Where the word stands in a way to ask: `what does … mean`."""


def check_meaning(text: str) -> tuple[Amiss, ...]:
    """For what a word means: one sentence, which tells and does not ask."""
    found = list(check_wording(text))
    if len(split_sentences(text)) != 1 or not text.rstrip().endswith("."):
        found.append(Amiss("a meaning is one sentence with a full stop", "say it in one plain sentence"))
    return tuple(found)


def _check_way(text: str, places: int) -> tuple[Amiss, ...]:
    found = []
    if text.count(PLACE) != places:
        found.append(Amiss(f"'{text}' has not {places} times the sign {PLACE}", f"put {PLACE} where a word stands"))
    if text.count("(") != text.count(")") or re.search(r"[^a-z0-9…()|? ]", text):
        fix = "use small letters without apostrophes, (this|that), (maybe)? and …"
        found.append(Amiss(f"'{text}' cannot be read", fix))
    return tuple(found)


def check_asking(text: str) -> tuple[Amiss, ...]:
    """For a way to ask about one word."""
    return _check_way(text, 1)


def check_comparing(text: str) -> tuple[Amiss, ...]:
    """For a way to ask about the difference between two."""
    return _check_way(text, 2)


Meaning = Annotated[Words, AfterValidator(keep_rule(check_meaning))]
Asking = Annotated[Text, AfterValidator(keep_rule(check_asking))]
Comparing = Annotated[Text, AfterValidator(keep_rule(check_comparing))]


class GlossaryWord(Frozen):
    """A word that somebody may ask about, and what it means here."""

    word: Text = Field(description="the word, as our texts write it")
    also: tuple[Text, ...] = Field(default=(), description="other forms that people type, in small letters")
    means: Meaning = Field(description="one plain sentence of ours")
    source: Id | None = Field(description="the id of its source in sources.yml, or null for everyday English")
    fuller: Text | None = Field(default=None, description="the question whose answer says more, such as 'return_code'")


class WaysToAsk(Frozen):
    """How people ask what a word means, or how two of them differ; docs/content-guide.md explains the signs."""

    one: tuple[Asking, ...] = Field(min_length=1, description="ways to ask about one word, with … for the word")
    two: tuple[Comparing, ...] = Field(min_length=1, description="ways to ask how two differ, with … for each")
    aside: tuple[Text, ...] = Field(description="what may stand around the question and tells nothing, longest first")
    before: tuple[Text, ...] = Field(description="what may stand before the word, such as 'the word'")
    after: tuple[Text, ...] = Field(description="what may stand after the word, such as 'theme'")
