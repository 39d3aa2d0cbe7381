"""What a campaign looks for in each case: crashes, answers of 500 and over, leaks, and what was lost."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from bot.runtime.logs import WordlessFormatter
from tests.inputs.hostile import MARK, TAG

Kind = Literal["crash", "5xx", "leak", "lost"]
KINDS: tuple[Kind, ...] = ("crash", "5xx", "leak", "lost")

INSIDE = re.compile(
    r'Traceback|File "|\.py\b|site-packages|/work/|/tmp/|/home/|sqlalchemy|psycopg|rasa\.|\b0x[0-9a-f]{8}'
)
"""What tells of the inside of a program: a trace, a path, a library, an object."""

EXPECTED = ("rows of a conversation that cannot be opened any more are set aside",)
"""Errors that are logged where something was damaged on purpose."""


class Noticed(AssertionError):
    """Something that must not be. Cases of one cause have one `where`."""

    def __init__(self, kind: Kind, where: str) -> None:
        super().__init__(f"{kind}: {where}")
        self.case = ""
        """What showed it, cut."""


@dataclass
class Tally:
    """What became of one target's cases."""

    cases: int = 0
    found: dict[str, str] = field(default_factory=dict)
    """For each finding, which begins with its kind, the smallest case that shows it."""
    slowest: float = 0.0
    """Seconds of the case that took longest, to look at: nothing is judged by it."""
    slowest_case: str = ""

    def count(self, kind: Kind) -> int:
        """How many different findings of a kind there are."""
        return sum(one.startswith(f"{kind}: ") for one in self.found)


class Lines(logging.Handler):
    """Log lines as production writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(WordlessFormatter())
        self.lines: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.lines.append((record.levelno, self.format(record)))

    def look(self) -> None:
        """Raises Noticed where a line since the last time holds given words, or tells of what nobody expected."""
        lines, self.lines = self.lines, []
        for level, line in lines:
            if MARK in line:
                raise Noticed("leak", f"in a log: {line.partition(MARK)[0][24:80]}")
            if level >= logging.ERROR and not any(one in line for one in EXPECTED):
                raise Noticed("crash", line[24:])


@contextmanager
def watch_logs() -> Iterator[Lines]:
    """Read what is logged, at the levels of production."""
    lines, root = Lines(), logging.getLogger()
    root.addHandler(lines)
    try:
        yield lines
    finally:
        root.removeHandler(lines)


def look_at_error(status: int, body: str, where: str, *, shown_again: bool = False) -> None:
    """Look at an answer. `shown_again`: a form may give back what was typed into it. Raises Noticed."""
    if status >= 500:
        raise Noticed("5xx", f"{status} from {where}")
    if TAG in body and not body.startswith("{"):
        raise Noticed("leak", f"markup in a page of {where}")
    if status >= 400:
        look_at_words(body, where, shown_again=shown_again)


def look_at_words(said: str, where: str, *, shown_again: bool = False) -> None:
    """Look at the words of an error. Raises Noticed."""
    if MARK in said and not shown_again:
        raise Noticed("leak", f"given words in an error of {where}")
    if inside := INSIDE.search(said.replace(MARK, "") if shown_again else said):
        raise Noticed("leak", f"{inside[0]} in an error of {where}")
