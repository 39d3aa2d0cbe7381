"""What became of the faults of one class, and how that is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

COLUMNS = {
    "faults": "faults",
    "acknowledged": "acknowledged",
    "lost": "lost",
    "doubled": "doubled",
    "recovered": "recovered",
    "kind": "kind line",
    "unkind": "unkind",
    "silent": "no answer",
    "text_in_logs": "text in logs",
}


@dataclass
class Row:
    """Counts of one class. `kind` and `unkind` are answers that came; `silent`: nobody was there to answer.

    The page has words of its own for that.
    """

    faults: int = 0
    acknowledged: int = 0
    """Messages, and saved reflections, that were looked for after it."""
    lost: int = 0
    doubled: int = 0
    recovered: int = 0
    kind: int = 0
    unkind: int = 0
    silent: int = 0
    text_in_logs: int = 0
    amiss: list[str] = field(default_factory=list)
    """What was found, without any words of people."""

    def fail(self, what: str) -> None:
        self.amiss.append(what)

    def expect(self, wanted: int, there: int, where: str) -> None:
        """So many must be there."""
        self.acknowledged += wanted
        self.lost += max(0, wanted - there)
        self.doubled += max(0, there - wanted)
        if wanted != there:
            self.fail(f"{where}: {wanted} must be there, and {there} are")

    def compare(self, wanted: dict[str, list[Any]], there: dict[str, list[Any]], where: str) -> None:
        """All rows of all tables must be alike."""
        for name in wanted:
            self.expect(len(wanted[name]), len(there.get(name, [])), f"{where}: {name}")
            if len(wanted[name]) == len(there.get(name, [])) and wanted[name] != there[name]:
                self.lost += 1
                self.fail(f"{where}: {name}: other rows")

    def look_for(self, words: Iterable[str], log: str) -> None:
        """None of these may stand in what was logged."""
        if any(word and word in log for word in words):
            self.text_in_logs += 1
            self.fail("words of a person in the log")

    @property
    def well(self) -> bool:
        return not self.amiss and self.recovered == self.faults


def add_up(rows: Iterable[Row]) -> Row:
    """All of them in one."""
    total = Row()
    for row in rows:
        for name, value in asdict(row).items():
            setattr(total, name, getattr(total, name) + value)
    return total


def table(rows: dict[str, Row]) -> str:
    """A line for each class, as Markdown."""
    lines = ["| class | " + " | ".join(COLUMNS.values()) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, row in [*sorted(rows.items()), ("**all**", add_up(rows.values()))]:
        lines.append(f"| {name} | " + " | ".join(str(getattr(row, column)) for column in COLUMNS) + " |")
    return "\n".join(lines)
