"""What is searched: one passage for each piece of guidance, or for each line of a corpus given to ``waymark guide``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from bot.content import Guidance


class PassageError(ValueError):
    """A line of a corpus cannot be used. The message is one line and says what it needs."""


@dataclass(frozen=True)
class Passage:
    """A text that can be found, with the words and the example reflections that lead to it.

    general: it helps almost anybody who chose its theme. only_for: the ids of those it is for; none for everybody.
    fits_work: the ids of the kinds of work it feels right for.
    """

    id: str
    theme: str
    text: str
    keywords: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    general: bool = False
    only_for: tuple[str, ...] = ()
    fits_work: tuple[str, ...] = ()

    @classmethod
    def from_guidance(cls, guidance: Guidance) -> Self:
        """Make the passage of a piece of guidance. Its title and what to try are left out: examples find it better."""
        found_by = (guidance.line, guidance.keywords, guidance.examples)
        return cls(guidance.id, guidance.theme, *found_by, guidance.general, guidance.only_for, guidance.fits_work)

    @classmethod
    def from_json(cls, line: Any) -> Self:
        """Read ``{"id", "theme", "text"}`` with optional lists ``keywords`` and ``examples``. Raises PassageError."""
        if not isinstance(line, dict) or not all(isinstance(line.get(key), str) for key in ("id", "theme", "text")):
            raise PassageError('Each line of the corpus needs "id", "theme" and "text", each a text.')
        lists: dict[str, tuple[str, ...]] = {}
        for key in ("keywords", "examples"):
            found = line.get(key) or []
            if not isinstance(found, list) or not all(isinstance(part, str) for part in found):
                raise PassageError(f'In the corpus, "{key}" has to be a list of texts.')
            lists[key] = tuple(found)
        return cls(line["id"], line["theme"], line["text"], lists["keywords"], lists["examples"])
