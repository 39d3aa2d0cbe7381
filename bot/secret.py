"""The server's secret, and those before it: rotation without loss (ADR 14).

A new secret is used for all that is written from then on. What was written under an older one is found with the older
one, so an older one stays until nothing needs it; `waymark doctor` tells when.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

SHORTEST = 32
"""Characters."""


class Secret(bytes):
    """The newest secret, as the bytes that keys are derived from. `before` holds the older ones, newest first."""

    before: tuple[bytes, ...]

    def __new__(cls, newest: bytes, before: Iterable[bytes] = ()) -> Secret:
        """Out: a secret. One that is among the older ones again is not kept twice."""
        secret = super().__new__(cls, newest)
        secret.before = tuple(older for older in dict.fromkeys(before) if older != newest)
        return secret

    @property
    def all(self) -> tuple[bytes, ...]:
        """Every secret, the newest first."""
        return (bytes(self), *self.before)


def read_keys(path: Path) -> list[str]:
    """The keys in a file: one a line, the newest first. Raises OSError or UnicodeDecodeError."""
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def make_keys(path: Path) -> None:
    """Put a first key into a file that is not there yet. When another process is faster, its key stays."""
    new = _write_beside(path, [secrets.token_hex(32)])
    try:
        os.link(new, path)  # whole or not at all, and never over another
    except FileExistsError:
        pass
    finally:
        new.unlink()


def rotate_keys(path: Path) -> None:
    """Put a new key before those in the file. Raises OSError."""
    new = _write_beside(path, [secrets.token_hex(32), *read_keys(path)])
    new.replace(path)


def _write_beside(path: Path, keys: list[str]) -> Path:
    """A file that only its owner may read, in the same folder, safely on disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
