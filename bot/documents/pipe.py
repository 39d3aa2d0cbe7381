"""A zip file that goes out while it is written, so that no file with people's words lies or waits anywhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final
from zipfile import ZIP_DEFLATED, ZipInfo

PART: Final = 16 * 1024
"""Bytes that are sent at once, or a few more."""


class Pipe(io.RawIOBase):
    """Takes what is written, until somebody takes it out. It cannot go back, so a zip file needs not to."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, some: object) -> int:
        before = len(self._bytes)
        self._bytes += some  # type: ignore[arg-type]
        return len(self._bytes) - before

    def take(self, least: int = 0) -> Iterator[bytes]:
        """What was written since, when it is more than `least` bytes."""
        if len(self._bytes) > least:
            yield bytes(self._bytes)
            self._bytes.clear()


def make_entry(name: str) -> ZipInfo:
    """A compressed entry of a zip file."""
    entry = ZipInfo(name)  # dated 1980: a file says nowhere at which moment it was made
    entry.compress_type = ZIP_DEFLATED
    return entry
