"""Finds somebody's words in what a coordinator writes by hand: an action or a change is never a quotation.

People are recognised by how they say things, so this holds for anonymous and for team reflections alike, and for all
that the writer may read: whoever copies does not always say from where. A sentence is somebody's when six of its words
stand in the same order, or most of it does with a word put in, left out or changed. What is meant may be the same: to
say in other words what people said is what is wished.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy.orm import Session

from bot.store import shared
from bot.store.areas import Area
from bot.store.search import SEARCHED, stem_words

IN_A_ROW = 6
"""So many words in the same order are a quotation. Fewer come about by chance."""

MOST = 0.75
"""The part of a sentence, of IN_A_ROW words or more, that makes it the same sentence."""

TELLING = 4
"""Letters from which on a word tells something; so many of them that follow one another find where to look."""

_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True)
class Quoted:
    """Whose words they are: a reflection, and the sentence of it that is like what was written."""

    reflection_id: str
    sentence: str


def find_quoted(session: Session, area: Area, written: str) -> Quoted | None:
    """The first sentence of anything in an area that `written` is too like; None: it is in the writer's own words."""
    for reflection in shared.walk_like(session, area, list(_places(written))):
        answers = [getattr(reflection, name) or "" for name in SEARCHED]
        for sentence in (one for answer in answers for one in _END.split(answer)):
            if quotes(written, (sentence,)) or _is_most_of(sentence, written):
                return Quoted(reflection.id, sentence)
        for answer in answers:
            if quotes(written, (answer,)):  # from one sentence into the next
                return Quoted(reflection.id, answer)
    return None


def quotes(written: str, said: Iterable[str]) -> bool:
    """Whether IN_A_ROW words of any of the texts stand in `written` in the same order."""
    runs = _runs(written)
    return any(not runs.isdisjoint(_runs(text)) for text in said)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", text.casefold()))
    return {tuple(words[start : start + IN_A_ROW]) for start in range(len(words) - IN_A_ROW + 1)}


def _is_most_of(sentence: str, written: str) -> bool:
    """Whether most of a sentence stands in one of those that were written, in its order."""
    theirs = stem_words(sentence)
    if len(theirs) < IN_A_ROW:
        return False
    for ours in map(stem_words, _END.split(written)):
        blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        if sum(block.size for block in blocks) >= MOST * len(theirs):
            return True
    return False


def _places(written: str) -> Iterator[Sequence[str]]:
    """Stems that stand near one another: what holds all of some is worth a look."""
    words = stem_words(written)
    telling = [word for word in words if len(word) >= TELLING]
    for some, many in ((words, IN_A_ROW), (telling, TELLING)):
        for start in range(len(some) - many + 1):
            yield sorted({*some[start : start + many]})
