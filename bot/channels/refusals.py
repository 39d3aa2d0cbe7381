"""What every channel may answer in place of a turn, and how often something may happen, in the memory of one process.

Where several processes share the work, bot/channels/counting.py counts by the same rule where all of them see it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

KEYS: Final = 10_000
"""So many are remembered of each kind: those used last."""


@dataclass
class Refused(Exception):
    """A message was not taken. `code` names its words in data/responses/errors.yml; nothing was changed."""

    status: int
    code: str
    retry_after: int | None = None


def many_at_once() -> Refused:
    """What is said where something could not be done in time. Nothing was kept of it."""
    return Refused(429, "many_at_once", retry_after=3)


class Bucket:
    """How often something may happen for each key: `per_minute` at once, and then as they come back, one by one.

    Where everybody has the same key, nobody waits for a minute because somebody took all of it in a second.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until one may be taken; 0 when it may be now."""
        return max(0.0, (1 - self._now(key)) * 60 / self.per_minute)

    def take(self, key: str, count: float = 1) -> None:
        """Count one; -1 takes it back: it turned out not to matter."""
        self._left[key] = (min(self.per_minute, self._now(key) - count), time.monotonic())
        self._left.move_to_end(key)
        while len(self._left) > KEYS:
            self._left.popitem(last=False)

    def _now(self, key: str) -> float:
        left, then = self._left.get(key, (float(self.per_minute), 0.0))
        return min(self.per_minute, left + (time.monotonic() - then) * self.per_minute / 60)


def openings_too_many(wait: float) -> Refused:
    """What is said where too many chats, or tries at something, began just now."""
    return Refused(429, "openings_too_many", retry_after=int(wait) + 1)


class Openings:
    """Counts tries over all, and by the address they come from, in memory alone: one address cannot shut others out."""

    def __init__(self, per_minute: int, per_address: int) -> None:
        self.over_all, self.by_address = Bucket(per_minute), Bucket(per_address)

    def take(self, address: str) -> None:
        """Count one; an empty address is unknown, and counts over all alone. Raises Refused, which counts nothing."""
        wait = max(self.over_all.wait(""), self.by_address.wait(address) if address else 0.0)
        if wait:
            raise openings_too_many(wait)
        self.over_all.take("")
        if address:
            self.by_address.take(address)

    def give_back(self, address: str) -> None:
        """Uncount one."""
        self.over_all.take("", -1)
        if address:
            self.by_address.take(address, -1)
