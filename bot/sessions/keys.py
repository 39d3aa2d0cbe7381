"""The secret of each open session: a file of its own, outside the database, destroyed at the close.

In the database it would be in every copy of it that was made before the close, and the server's secret would open it
there. So who has every copy of the database and every secret that is left joins no answer to a person.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from bot.store.sealing import Seal, derive

LENGTH = 32
"""Bytes."""

YOUNG = 3600
"""Seconds. A younger secret may be that of a session which is being opened just now."""


class Keys:
    """The secrets of the open sessions, in a folder that all processes of one Waymark share."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first secret is."""
        self._folder = folder

    @classmethod
    def at(cls, home: Path) -> Keys:
        """Those of the Waymark whose home folder this is."""
        return cls(home / "sessions")

    def make(self, session_id: str) -> bytes:
        """A new session's secret, safely on disk. Where there is one already, that one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self._folder)
        new = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(LENGTH))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(new, self._path(session_id))  # whole or not at all, and never over another
            except FileExistsError:
                pass
            else:
                return new.read_bytes()
        finally:
            new.unlink()
        return self._path(session_id).read_bytes()

    def read(self, session_id: str) -> bytes | None:
        """A session's secret, or None where it is gone."""
        try:
            found = self._path(session_id).read_bytes()
        except FileNotFoundError:
            return None
        return found if len(found) == LENGTH else None

    def destroy(self, session_id: str) -> None:
        """Write over a session's secret, then delete it. One that is gone is fine."""
        try:
            with self._path(session_id).open("r+b") as file:
                file.write(bytes(LENGTH))
                file.flush()
                os.fsync(file.fileno())
            self._path(session_id).unlink(missing_ok=True)
        except FileNotFoundError:
            return

    def destroy_all_but(self, open_ids: Iterable[str]) -> None:
        """Destroy what a crash between a close and its `destroy` left, and what was made for nothing."""
        keep = set(open_ids)
        for path in self._folder.glob("[!.]*"):
            if path.name not in keep and path.stat().st_mtime < time.time() - YOUNG:
                self.destroy(path.name)

    def _path(self, session_id: str) -> Path:
        return self._folder / session_id


def answer_key(secret: bytes, person: str) -> bytes:
    """Where a person's answer stands in a session: HMAC-SHA256 under its secret, 32 bytes.

    `person`: their own code on the web, or whom Teams says they are. While the session is open it leads them to their
    answer; without the secret it leads nobody to anything.
    """
    return hmac.new(secret, f"answer\0{person}".encode("utf-8", "replace"), hashlib.sha256).digest()


def answer_seal(secret: bytes, session_id: str) -> Seal:
    """What seals the answers of a session."""
    return Seal(derive(secret, "session-answers"), session_id.encode())
