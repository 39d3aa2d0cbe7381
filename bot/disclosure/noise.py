"""Noise: so that not even somebody who knows every answer but one can tell that one from a figure.

A count is blurred by a whole number between -REACH and REACH. Small ones are likelier: each step away from zero is
2 ** (1/4) times rarer (the two-sided geometric mechanism of Ghosh, Roughgarden and Sundararajan, 2009, cut off at
REACH). So one reflection more or less changes the odds of any outcome by at most that factor, but for the last step
at the edge, which happens 3 times in 1,000. ADR 21 says what follows for a whole reflection.

The noise is no chance: it is made from a key, the cell and its count, so asking again never averages it away, and two
different counts have noise that is independent.
"""

from __future__ import annotations

import hashlib
import hmac
from bisect import bisect_right
from itertools import accumulate
from typing import Final

REACH: Final = 20
"""The farthest that a figure can be from its count."""

RATIO: Final = 2**-0.25
"""How much rarer each step away from zero is."""

_WEIGHTS: Final = [RATIO ** abs(step) for step in range(-REACH, REACH + 1)]
_UP_TO: Final = list(accumulate(weight / sum(_WEIGHTS) for weight in _WEIGHTS))


def chance(step: int) -> float:
    """How likely it is that the noise is `step`: 0 beyond REACH."""
    return RATIO ** abs(step) / sum(_WEIGHTS) if abs(step) <= REACH else 0.0


def blur(count: int, cell: str, key: bytes) -> int:
    """A count with its noise. `cell` names what is counted, and in which period; `key` is secret."""
    digest = hmac.digest(key, f"{cell}\n{count}".encode(), hashlib.sha256)
    where = int.from_bytes(digest[:8]) / 2**64
    return count + min(bisect_right(_UP_TO, where), 2 * REACH) - REACH
