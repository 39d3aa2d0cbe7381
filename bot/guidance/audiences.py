"""Keeps a page about one kind of service from those whose words do not touch it, and knows the kinds of work.

To a worn-out receptionist, guidance on drug treatment is worse than no guidance. Nearness of meaning cannot rule that
out, so editors say whom a piece is for (`only_for`), and plain words in data/content/audiences.yml decide. Somebody who
says what work they do decides for themselves: then words about others no longer count ("the police came to the flat").
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
        self._includes = {audience.id: frozenset(audience.includes) for audience in audiences if audience.includes}
        self._work = tuple(audience.id for audience in audiences if audience.work)

    def recognise(self, text: str, work: str | None = None) -> frozenset[str]:
        """Give the ids of the audiences that somebody belongs to, by the words of the text.

        Those to be assumed belong to it too. work: the kind of work that they chose; then no other kind is recognised,
        and nothing is assumed. An id that is not a kind of work is as none.
        """
        plain = _plain(text)
        touched = frozenset(one for one, words in self._words.items() if words.search(plain))
        if work in self._work:
            return self._with_all(touched.difference(self._work, self._unless) | {work})
        touched = self._with_all(touched)
        return touched.union(one for one, against in self._unless.items() if touched.isdisjoint(against))

    def recognise_work(self, text: str) -> str | None:
        """Give the id of the kind of work that the text tells of; None when it tells of none, or of several alike."""
        plain = _plain(text)
        told = {one: len(set(self._words[one].findall(plain))) for one in self._work}
        most = max(told.values(), default=0)
        best = [one for one, count in told.items() if count == most]
        return best[0] if most and len(best) == 1 else None

    def _with_all(self, touched: frozenset[str]) -> frozenset[str]:
        return touched.union(one for one, included in self._includes.items() if included & touched)


def is_for(only_for: Collection[str], recognised: Collection[str]) -> bool:
    """Whether a piece may be offered to these audiences. A piece that names none is for everybody."""
    return not only_for or any(audience in recognised for audience in only_for)


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words as whole words, with a plural or possessive s, and a space or a hyphen within a phrase."""
    each = "|".join(r"[\s-]+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<!\w)({each})(?:'?s)?(?!\w)")
