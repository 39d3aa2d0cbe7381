"""From blurred cells to what may be read: rounding, hiding small groups, and hiding what would give them away.

A group is shown when its blurred count reaches the threshold and REACH more: then it is never below the threshold.
Secondary suppression works on the numbers as they are shown, over a theme's tables together: whatever can be worked
out by taking shown numbers from each other is itself large enough to be shown, or it is hidden too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.disclosure.noise import REACH
from bot.disclosure.periods import Period
from bot.disclosure.tables import HELPFUL, Cell, Domain, Table

STEP = 5
"""Figures are rounded to this, so that none seems surer than it is."""


@dataclass(frozen=True)
class Figure:
    """About how many, for one theme or part (its id). None: too few to show, perhaps none."""

    key: str
    count: int | None


@dataclass(frozen=True)
class Figures:
    """The rows of one table, in the order to show them. The total is None as soon as one row is, or makes no sense."""

    rows: tuple[Figure, ...]
    total: int | None = None

    @property
    def hidden(self) -> int:
        """How many rows are hidden."""
        return sum(row.count is None for row in self.rows)

    @property
    def largest(self) -> tuple[Figure, ...]:
        """The rows with the largest count that is shown: one, several that are equal, or none."""
        most = max((row.count for row in self.rows if row.count is not None), default=None)
        return tuple(row for row in self.rows if most is not None and row.count == most)


def hide(whole: int | None, parts: Mapping[str, int], floor: int, *, complete: bool) -> dict[str, int | None]:
    """Which parts of a whole may be shown beside it.

    In: the whole as shown (None: hidden) and its parts, which do not overlap; the least that is shown; `complete`: the
    parts make up the whole, so that there is no rest when all are shown. Out: each part, or None. The smallest go
    first until the rest is large enough too: the rest is what a reader can work out.
    """
    if whole is None:
        return dict.fromkeys(parts)
    shown = {name: count for name, count in parts.items() if count >= floor}
    while shown and not (complete and len(shown) == len(parts)) and whole - sum(shown.values()) < floor:
        del shown[min(shown, key=lambda name: (shown[name], name))]
    return {name: shown.get(name) for name in parts}


@dataclass(frozen=True)
class Published:
    """All figures that somebody may see. Made from released cells; nothing here is a count of what is stored now."""

    domain: Domain
    floor: int
    """The least number that is shown."""
    released: Mapping[Period, Mapping[Cell, int]]

    @classmethod
    def make(cls, domain: Domain, smallest: int, released: Mapping[Period, Mapping[Cell, int]]) -> Published:
        """In: the threshold, at least 5, and the blurred cells of each period. Raises ValueError below 5."""
        if smallest < 5:
            raise ValueError("The smallest group that is shown has at least 5 people.")
        return cls(domain, smallest + REACH, released)

    def within(self, themes: frozenset[str] | None) -> Published:
        """The same for somebody who may see these themes alone (None: all). The figures that stay are the same ones."""
        if themes is None:
            return self
        kept = tuple(theme for theme in self.domain.themes if theme in themes)
        return replace(self, domain=replace(self.domain, themes=kept))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The released periods, the latest first."""
        return tuple(sorted(self.released, reverse=True))

    def by_theme(self, period: Period, table: Table = Table.SHARED, part: str = "") -> Figures:
        """One row for each theme: how many were shared, or of those how many are in `part` of `table`."""
        if table is Table.SHARED:
            rows = tuple(Figure(theme, self._whole(period, theme)) for theme in self.domain.themes)
        else:
            rows = tuple(
                Figure(theme, row.count)
                for theme in self.domain.themes
                for row in self.in_theme(period, table, theme).rows
                if row.key == part
            )
        shown = [row.count for row in rows if row.count is not None]
        return Figures(rows, sum(shown) if shown and len(shown) == len(rows) else None)

    def in_theme(self, period: Period, table: Table, theme: str) -> Figures:
        """One row for each part of a table of one theme. All are hidden for what was not released."""
        whole = self._whole(period, theme)
        ratings = hide(whole, self._parts(period, Table.RATING, theme), self.floor, complete=True)
        if table is Table.RATING:
            return Figures(tuple(Figure(name, count) for name, count in ratings.items()))
        known = [count for count in ratings.values() if count is not None]
        if whole is not None and len(known) == len(ratings):
            whole = min(whole, sum(known))  # a reader can take a part from either
        rows = []
        for name, count in self._parts(period, table, theme).items():
            # each part, and all that is not in it, make up the whole by themselves
            rows.append(Figure(name, hide(whole, {name: count}, self.floor, complete=False)[name]))
        return Figures(tuple(rows))

    def helpful(self, period: Period) -> Figures:
        """One row for each answer to "Was this helpful?". Nothing else is counted with them, so nothing can be taken
        from anything: each is shown or hidden by itself, and their sum when all are shown.
        """
        cells = {choice: self._rounded(period, Cell(Table.HELPFUL, "", choice)) for choice in HELPFUL}
        rows = tuple(Figure(choice, count if count >= self.floor else None) for choice, count in cells.items())
        shown = [row.count for row in rows if row.count is not None]
        return Figures(rows, sum(shown) if len(shown) == len(rows) else None)

    def recurring(self, period: Period, theme: str) -> Sequence[str]:
        """Words and phrases that recur in a theme, in alphabetical order. None while its number is hidden."""
        if self._whole(period, theme) is None:
            return ()
        cells = self.released[period].items()
        return sorted(
            cell.part
            for cell, count in cells
            if cell.table is Table.RECURRING and cell.theme == theme and count >= self.floor
        )

    def _whole(self, period: Period, theme: str) -> int | None:
        if theme not in self.domain.themes:
            return None
        count = self._rounded(period, Cell(Table.SHARED, theme))
        return count if count >= self.floor else None

    def _parts(self, period: Period, table: Table, theme: str) -> dict[str, int]:
        return {part: self._rounded(period, Cell(table, theme, part)) for part in self.domain.parts(table, theme)}

    def _rounded(self, period: Period, cell: Cell) -> int:
        """The number as it is shown: rounded down, so that what is hidden never seems more than it is."""
        return self.released.get(period, {}).get(cell, 0) // STEP * STEP
