"""Figures that are safe to show: no group of fewer than ten, and nothing from which one could be worked out.

The threshold is the one that NHS Education for Scotland uses (counts of 1 to 9 are a disclosure risk, domain.md 6).
Zero is hidden too, or a change from "none" to "hidden" would tell of one person. The total is hidden as soon as one
figure is, or the hidden one could be found by taking away the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALLEST = 10
"""The smallest count that is shown."""


@dataclass(frozen=True)
class Figure:
    """A count for one theme (its id). None: fewer than SMALLEST, perhaps none."""

    theme: str
    count: int | None


@dataclass(frozen=True)
class Figures:
    """Counts for all themes. The total is None as soon as one count is."""

    rows: tuple[Figure, ...]
    total: int | None

    @property
    def hidden(self) -> int:
        """How many counts are hidden."""
        return sum(row.count is None for row in self.rows)

    @property
    def largest(self) -> tuple[Figure, ...]:
        """The rows with the largest count that is shown: one, several that are equal, or none."""
        most = max((row.count for row in self.rows if row.count is not None), default=None)
        return tuple(row for row in self.rows if most is not None and row.count == most)


def hide_small(counts: Mapping[str, int], themes: Iterable[str]) -> Figures:
    """Make figures of bare counts by theme id, in the order of `themes`.

    A theme that is counted and not among `themes` (one taken out of the content since) gets a row at the end.
    """
    order = list(themes)
    order += sorted(theme for theme in counts if theme not in order)
    rows = tuple(Figure(theme, n if (n := counts.get(theme, 0)) >= SMALLEST else None) for theme in order)
    shown = [row.count for row in rows if row.count is not None]
    return Figures(rows, sum(shown) if len(shown) == len(rows) else None)
