"""How people open, by theme and place: what the reading of an opening is learnt from, and how words are spelled out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bot.content.fields import Frozen, Id, Text


def _cut_lines(value: Any) -> Any:
    """One text on each line: hundreds of them are read ten times as quickly as a list."""
    return tuple(line.strip() for line in value.splitlines() if line.strip()) if isinstance(value, str) else value


Lines = Annotated[tuple[Text, ...], BeforeValidator(_cut_lines)]


class ThemeOpenings(Frozen):
    """What people write first when a theme is on their mind, and what they call the theme."""

    theme: Id = Field(description="the id of the theme")
    names: tuple[Text, ...] = Field(min_length=1, description="what people call the theme when they choose it")
    strengths: Lines = Field(min_length=1, description="openings that tell what goes well")
    opportunities: Lines = Field(min_length=1, description="openings that tell what could be better")
    next_step: Lines = Field(min_length=1, description="openings that tell what somebody would like to do")

    @property
    def texts(self) -> tuple[str, ...]:
        """All of its openings."""
        return (*self.strengths, *self.opportunities, *self.next_step)


class Openings(Frozen):
    """The whole file."""

    openings: tuple[ThemeOpenings, ...] = Field(min_length=1, description="the openings of each theme")
    nothing: Lines = Field(min_length=1, description="what says nothing of anybody's work")
    polite: Text = Field(description="the words that may stand around a theme's name")
    slips: dict[str, Text] = Field(default={}, description="a word, and how else it is written")
    usual: dict[str, Text] = Field(default={}, description="how a word of safety/words.yml is usually spelled")

    def spellings(self) -> dict[str, str]:
        """What is typed, and what is meant by it. What is under ``slips`` comes before what is in safety/words.yml."""
        slips = {also: word for word, line in self.slips.items() for also in line.split()}
        return {**self.usual, **slips}


def usual_spellings(words: Any) -> dict[str, str]:
    """What is typed and what is meant, from the data of safety/words.yml; what is unfit there is told of elsewhere."""
    found: dict[str, str] = {}
    for line in _lines(words, "spelling"):
        normal, _, variants = line.partition(":")
        found |= dict.fromkeys(variants.split(), normal.strip())
    for line in _lines(words, "contractions"):
        pieces, _, meant = line.partition("=")
        found["".join(pieces.split())] = " ".join(meant.split())
    return {typed: meant for typed, meant in found.items() if typed and meant}


def _lines(words: Any, part: str) -> list[str]:
    text = words.get(part) if isinstance(words, Mapping) else None
    return text.splitlines() if isinstance(text, str) else []
