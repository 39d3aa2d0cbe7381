"""What somebody just did to many reflections at once, so that it can be undone.

It is remembered in memory alone, for half an hour: which reflections one person marked together is nothing to keep.
After a restart it cannot be undone any more, and the page says so.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

FOR = 30 * 60
"""Seconds."""

MOST = 2000
"""How many are remembered, of all people."""


@dataclass(frozen=True)
class Done:
    """What was done: the ids of those that were not so before."""

    tag: str = ""
    tagged: tuple[str, ...] = ()
    puttings: Mapping[str, str | None] = field(default_factory=dict)
    """Of each that was tagged, the name of that putting: one that somebody put back by hand is another."""
    reviewed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Left alone: their authors changed the words after they were read."""
    full: tuple[str, ...] = ()
    """Not tagged: they carry as many tags as there may be."""
    back: str = ""
    """The query of the list that it was done from."""
    key: str = ""


class Undos:
    """The latest of what was done, by random keys."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, float, Done]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, person_id: str, done: Done) -> str:
        """Remember it for this person. Out: its key, which may stand in an address."""
        key = secrets.token_hex(16)
        with self._lock:
            self._kept[key] = (person_id, time.monotonic(), done)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return key

    def look(self, person_id: str, key: str) -> Done | None:
        """What this key of this person stands for; None when it is over, or somebody else's."""
        with self._lock:
            whose, at, done = self._kept.get(key, ("", 0.0, Done()))
        if whose != person_id or time.monotonic() - at > FOR:
            return None
        return replace(done, key=key)

    def forget(self, key: str) -> None:
        """It was undone."""
        with self._lock:
            self._kept.pop(key, None)
