"""Slips of the keys in a search: where nothing at all is found, a word that is nowhere becomes one that is near to it.

What is near is looked for among the words of the nearest reflections that this person may read, so nobody is shown a
word from outside their area. It is the same on both databases, and nothing is kept: a list of all words that were ever
shared would outlive the reflections that they stood in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bot.store.terms import Term, Terms, stems, words_of

SLIPS = {4: 1, 8: 2}
"""From so many letters on, so many letters may be wrong, missing, too many, or change places with the next."""


def mend(terms: Terms, texts: Iterable[str]) -> Terms | None:
    """The terms with each word that is in none of the texts as the nearest that is. None: there is nothing to mend."""
    known = Counter(word for text in texts for word in words_of(text))
    mended = [[_nearest(term, known) for term in group] for group in terms]
    return mended if mended != [[*group] for group in terms] else None


def _nearest(term: Term, known: Counter[str]) -> Term:
    typed = words_of(term.said)
    if term.phrase or len(typed) != 1 or any(term.within(word) for word in known):
        return term
    far = max((slips for letters, slips in SLIPS.items() if len(typed[0]) >= letters), default=0)
    near = [(steps, -times, word) for word, times in known.items() if (steps := _steps(typed[0], word, far)) <= far]
    if not near:
        return term
    word = min(near)[2]
    return replace(term, said=word, stems=tuple(stems(word)), typed=term.said)


def _steps(one: str, other: str, most: int) -> int:
    """How many slips lead from one word to the other (optimal string alignment); more than `most` are not counted."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                step = min(step, earlier[j - 2] + 1)
            row.append(step)
    return row[-1]
