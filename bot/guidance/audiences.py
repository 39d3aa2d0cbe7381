"""Keeps a page about one kind of service from those whose words do not touch it.

To a worn-out receptionist, guidance on drug treatment is worse than no guidance. Nearness of meaning cannot rule that
out, so editors say whom a piece is for (`only_for`), and plain words in data/content/audiences.yml decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.content import Audience


class Audiences:
    """Those whom some guidance is for."""

    def __init__(self, audiences: Sequence[Audience]) -> None:
        """Prepare their words."""
        self._words = {audience.id: _pattern(audience.words) for audience in audiences}
        self._unless = {audience.id: audience.assumed_unless for audience in audiences if audience.assumed_unless}

    def recognise(self, text: str) -> frozenset[str]:
        """Give the ids of the audiences whose words the text touches, and of those to be assumed."""
        plain = text.casefold().replace("’", "'")
        touched = frozenset(one for one, words in self._words.items() if words.search(plain))
        return touched.union(one for one, against in self._unless.items() if touched.isdisjoint(against))


def is_for(only_for: Collection[str], recognised: Collection[str]) -> bool:
    """Whether a piece may be offered to these audiences. A piece that names none is for everybody."""
    return not only_for or any(audience in recognised for audience in only_for)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words as whole words, with a plural or possessive s, and a space or a hyphen within a phrase."""
    each = "|".join(r"[\s-]+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<!\w)(?:{each})(?:'?s)?(?!\w)")
