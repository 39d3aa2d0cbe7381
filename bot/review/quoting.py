"""Finds words of a reflection in what a coordinator writes from it: an action or a change is never a quotation.

People are recognised by how they say things, so this holds for anonymous and for team reflections alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

IN_A_ROW = 6
"""So many words in the same order are a quotation. Fewer come about by chance."""


def quotes(written: str, said: Iterable[str]) -> bool:
    """Whether IN_A_ROW words of any of the texts stand in `written` in the same order."""
    runs = _runs(written)
    return any(not runs.isdisjoint(_runs(text)) for text in said)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", text.casefold()))
    return {tuple(words[start : start + IN_A_ROW]) for start in range(len(words) - IN_A_ROW + 1)}
