"""The tables that figures are made of. There are no others: none for a team, a filter, a search or a day.

Each is released whole, with a cell for everything that could be in it, so that no cell tells by being there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.disclosure.noise import blur
from bot.disclosure.periods import Period

QUESTIONS = ("strengths", "opportunities", "next_step")
"""The questions that are answered in words, by the names of their columns."""

HELPFUL = ("yes", "a_bit", "no")
"""The answers to "Was this helpful?", in the order to show them."""


class Table(StrEnum):
    """What is counted, for each theme and period."""

    SHARED = "shared"
    """Shared reflections: one cell, with an empty part."""
    RATING = "rating"
    """By the rating that was chosen; the empty part is none."""
    ANSWERED = "answered"
    """By question: those with words to it. The others were skipped, or hold words that are never shared."""
    GUIDANCE = "guidance"
    """By piece of guidance: those beside which it was shown."""
    RECURRING = "recurring"
    """By word or phrase: those that hold it. Only frequent ones are released, and never their number."""
    HELPFUL = "helpful"
    """By choice: conversations after which somebody tapped it. They have no theme (ADR 25)."""


class Cell(NamedTuple):
    """One group of reflections of a period."""

    table: Table
    theme: str
    part: str = ""


@dataclass(frozen=True)
class Domain:
    """Everything that a cell can be about, from the content and never from the data; in the order to show it."""

    themes: tuple[str, ...]
    ratings: tuple[str, ...]
    guidance: Mapping[str, tuple[str, ...]]
    """By theme."""

    def parts(self, table: Table, theme: str) -> tuple[str, ...]:
        """The parts of a table of one theme. None for RECURRING, whose parts are words, and for HELPFUL."""
        match table:
            case Table.SHARED:
                return ("",)
            case Table.RATING:
                return (*self.ratings, "")
            case Table.ANSWERED:
                return QUESTIONS
            case Table.GUIDANCE:
                return self.guidance.get(theme, ())
            case Table.RECURRING | Table.HELPFUL:
                return ()

    def cells(self) -> Iterator[Cell]:
        """Every cell of a period but those of RECURRING."""
        for theme in self.themes:
            for table in Table:
                for part in self.parts(table, theme):
                    yield Cell(table, theme, part)
        for choice in HELPFUL:
            yield Cell(Table.HELPFUL, "", choice)


def blur_all(counts: Mapping[Cell, int], domain: Domain, period: Period, key: bytes) -> dict[Cell, int]:
    """What is kept of a period's counts: each cell of the domain with noise. What is not in the domain is left out."""
    return {cell: blur(counts.get(cell, 0), name_cell(cell, period), key) for cell in domain.cells()}


def name_cell(cell: Cell, period: Period) -> str:
    """The name under which a cell has its noise."""
    return f"{period.first}\n{period.last}\n{cell.table}\n{cell.theme}\n{cell.part}"
