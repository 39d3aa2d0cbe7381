"""Cuts what somebody wrote where it turns from what goes well to what could be better, or to what they would do.

No word is lost: a text is only cut at the ends of sentences, or at a "but" with enough on both sides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from bot.guidance.learning import Scores

PLACES: Final = ("strengths", "opportunities", "next_step")

#: On each side of a "but" there must stand so many words for it to be a turn.
LONG_ENOUGH: Final = 4
#: So many words tell by themselves where they belong; fewer go by what stands beside them.
TELLING: Final = 6
#: What it costs to turn from one place to another. More makes fewer pieces.
TURNING: Final = 0.7
#: How much the whole text tells of each of its parts.
WHOLE: Final = 0.15

# white space is taken from its beginning alone: from each of its signs, many of them would cost their square
_SENTENCE = re.compile(r"(?<=[.!?…;])[\"'”’)\]]*\s+|(?<!\s)\s*\n\s*")
_TURN = re.compile(r"(?<!\s)\s+(?=(?:but|however|although|though|whereas|yet|except)\b)", re.IGNORECASE)


class Piece(NamedTuple):
    """A part of an opening, in the person's own words, and where it belongs."""

    place: str
    text: str


def cut_parts(text: str) -> list[tuple[int, int]]:
    """Give where each part begins and ends. Between two parts stands only white space."""
    found: list[tuple[int, int]] = []
    for start, end in _cut(text, 0, len(text), _SENTENCE):
        turns = _cut(text, start, end, _TURN)
        begin, before, after = start, 0, _count(text[start:end])
        for (a, stop), (following, _) in itertools.pairwise(turns):  # a turn is counted once, however many there are
            here = _count(text[a:stop])
            before, after = before + here, after - here
            if before >= LONG_ENOUGH and after > LONG_ENOUGH:
                found.append((begin, stop))
                begin, before = following, 0
        found.append((begin, end))
    return found


def join_pieces(text: str, parts: Sequence[tuple[int, int]], by_part: Scores, whole: Scores) -> tuple[Piece, ...]:
    """Take parts of a text, the probabilities of the places for each [n, 3] and for the whole [3]; give the pieces.

    The places are those that are likeliest together, turning seldom (Viterbi, 1967).
    """
    if not parts:
        return ()
    telling = np.array([min(_count(text[start:end]), TELLING) / TELLING for start, end in parts])
    costs = -np.log((1 - WHOLE) * by_part + WHOLE * whole) * telling[:, None]
    turning = TURNING * (1 - np.eye(len(PLACES)))
    total, steps = costs[0], []
    for cost in costs[1:]:
        joined = total[:, None] + turning
        steps.append(joined.argmin(axis=0))
        total = joined.min(axis=0) + cost
    way = [int(total.argmin())]
    for step in reversed(steps):
        way.append(int(step[way[-1]]))
    told: dict[int, list[list[int]]] = {}
    last = None
    for place, (start, end) in zip(reversed(way), parts, strict=True):
        if place == last:
            told[place][-1][1] = end  # what stands between them stays as it is
        else:
            told.setdefault(place, []).append([start, end])
        last = place
    return tuple(Piece(PLACES[place], " ".join(text[a:b] for a, b in spans)) for place, spans in told.items())


def _cut(text: str, start: int, end: int, at: re.Pattern[str]) -> list[tuple[int, int]]:
    """The stretches of text between the white space that a pattern finds; marks before the space stay in front."""
    found, begin = [], start
    for match in at.finditer(text, start, end):
        stop = match.start() + len(match.group().rstrip())
        if text[begin:stop].strip():
            found.append((begin, stop))
            begin = match.end()
    if text[begin:end].strip():
        found.append((begin, end))
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in found]


def _count(text: str) -> int:
    return len(re.findall(r"\w+", text))
