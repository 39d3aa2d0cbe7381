"""Files that take a while: made in a thread, waited for on a page, and handed over once.

A file has no name on disk and is gone when this process ends, when it was taken, or half an hour later, so nothing that
people shared lies about. Only the one who asked for it can see it.
"""

from __future__ import annotations

import logging
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from bot.runtime.logs import describe

_log = logging.getLogger("waymark.review")

KEPT = 30 * 60
"""Seconds that a file waits to be taken."""

AT_ONCE = 3
"""Files in the making or waiting, for all coordinators together; one of them for each."""

Progress = Callable[[float], None]
"""Takes how much is done, between 0 and 1. Raises Stopped when nobody wants the file any more."""
Make = Callable[[IO[bytes], Progress], None]


class TooMany(Exception):
    """Others are having files made: try again in a minute."""


class Stopped(Exception):
    """Nobody waits for this file any more."""


@dataclass(eq=False)
class Making:
    """One file. `done` goes from 0 to 1; `state` is "making", "ready" or "failed"."""

    person: str
    name: str
    media_type: str
    file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    began: float = field(default_factory=time.monotonic)
    done: float = 0.0
    state: str = "making"
    stopped: bool = False
    over: threading.Event = field(default_factory=threading.Event)

    def go_on(self, done: float) -> None:
        """Take note of how much is done. Raises Stopped."""
        if self.stopped:
            raise Stopped
        self.done = done


class Makings:
    """The files of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[str, Making] = {}

    def begin(self, making: Making, make: Make) -> str:
        """Start to make a file, and give its id. An earlier one of the same person is dropped. Raises TooMany."""
        with self._lock:
            for key, one in list(self._all.items()):
                if one.person == making.person or time.monotonic() - one.began > KEPT:
                    self._drop(key)
            if len(self._all) >= AT_ONCE:
                making.file.close()
                raise TooMany
            key = secrets.token_hex(16)
            self._all[key] = making
        threading.Thread(target=_run, args=(making, make), name="making a file", daemon=True).start()
        return key

    def find(self, key: str, person: str) -> Making | None:
        """The file of this id, if this person asked for it and it is not gone."""
        with self._lock:
            making = self._all.get(key)
            if making and time.monotonic() - making.began > KEPT:
                self._drop(key)
                return None
            return making if making and making.person == person else None

    def take(self, key: str, person: str) -> Making | None:
        """The same, when it is ready; it is gone from here then, and whoever took it closes it."""
        making = self.find(key, person)
        if making is None or making.state != "ready":
            return None
        with self._lock:
            return self._all.pop(key, None)

    def _drop(self, key: str) -> None:
        making = self._all.pop(key)
        making.stopped = True
        if making.state != "making":
            making.file.close()


def _run(making: Making, make: Make) -> None:
    try:
        make(making.file, making.go_on)
        making.file.seek(0)
        making.done, making.state = 1.0, "ready"
    except Stopped:
        making.state = "failed"
    except Exception as error:  # said on the page; never with its text, which may hold what somebody wrote
        _log.error("a file could not be made: %s", describe(error))
        making.state = "failed"
    if making.stopped or making.state == "failed":
        making.file.close()
    making.over.set()
