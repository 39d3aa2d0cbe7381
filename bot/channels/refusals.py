"""What every channel may answer in place of a turn, and how often something may happen."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from dataclasses import dataclass


@dataclass
class Refused(Exception):
    """A message was not taken. `code` names its words in data/responses/errors.yml; nothing was changed."""

    status: int
    code: str
    retry_after: int | None = None


class Rate:
    """How often something may happen in a minute, for each key; the 10,000 keys used last are remembered."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one. Raises Refused with the seconds to wait when it is one too many."""
        now = time.monotonic()
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= now - 60:
            times.popleft()
        if len(times) >= self.per_minute:
            raise Refused(429, "too_many", retry_after=int(times[0] + 60 - now) + 1)
        times.append(now)
        while len(self._times) > 10_000:
            self._times.popitem(last=False)

    def give_back(self, key: str) -> None:
        """Uncount the newest one: it turned out not to matter."""
        if times := self._times.get(key):
            times.pop()
