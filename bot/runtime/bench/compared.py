"""Two costs and their ratio, as a line of a table."""

from __future__ import annotations

from dataclasses import dataclass

HEADING = f"{'':<58}{'ratio':>8}{'ms':>12}{'to ms':>10}"


@dataclass(frozen=True)
class Compared:
    """Two costs in seconds, and their ratio."""

    what: str
    one: float
    other: float

    @property
    def ratio(self) -> float:
        return self.one / self.other

    def __str__(self) -> str:
        return f"{self.what:<58}{self.ratio:>8.2f}{self.one * 1000:>12.1f}{self.other * 1000:>10.1f}"
