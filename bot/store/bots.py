"""Which bots may be at work on one database: on SQLite one alone, on PostgreSQL any number (ADR 56).

SQLite's bot locks a file beside the database: a second one would answer from what it knew before, and lose what was
said (ADR 35). On PostgreSQL each holds an advisory lock with the others, and order within a conversation is kept there
(bot/store/turnstile.py). Either goes with the process, however that ends, so nobody has to clear anything up.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database

_LOCK = 0x7761796D626F74
"""The number of PostgreSQL's lock: "waymbot" in ASCII."""


class AnotherBot(Exception):
    """Another bot has the database. The message is one line: what, and how to mend it."""

    def __init__(self) -> None:
        super().__init__(
            "Another bot of Waymark is already at work on this database, and this kind of database takes one. Stop it, "
            "give this one a database of its own with WAYMARK_HOME, or use PostgreSQL, which takes many."
        )


class Holding(Protocol):
    """What says that no other bot is at work."""

    def make_sure(self) -> None:
        """Raises AnotherBot when it was lost and another bot has it; SQLAlchemyError while that cannot be told."""

    def let_go(self) -> None:
        """Let another bot begin."""


class _OnSQLite(Holding):
    """A locked file beside the database: the file itself is locked by SQLite, in ways of its own."""

    def __init__(self, database: Database) -> None:
        file = Path(database.url.database or "").resolve()
        self._handle = os.open(file.with_name(f"{file.stem}.bot"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.let_go()
            raise AnotherBot from None

    def make_sure(self) -> None:
        """It cannot be lost."""

    def let_go(self) -> None:
        os.close(self._handle)


class _OnPostgresql(Holding):
    """A session of PostgreSQL that shares the lock with other bots, and is opened anew where it was cut.

    A bot of a release that had to be alone holds it alone: then this one is refused, and it refuses that one.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._open()

    def make_sure(self) -> None:
        try:
            self._session.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self.let_go()
            self._open()

    def let_go(self) -> None:
        self._session.invalidate()  # closed, and not back into the pool, which would go on holding

    def _open(self) -> None:
        self._session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not self._session.scalar(text("SELECT pg_try_advisory_lock_shared(:lock)"), {"lock": _LOCK}):
            self.let_go()
            raise AnotherBot


@contextmanager
def as_bot(database: Database) -> Iterator[Holding]:
    """Be a bot on this database until the end of the block. Raises AnotherBot."""
    holding = _OnPostgresql(database) if database.is_shared else _OnSQLite(database)
    try:
        yield holding
    finally:
        holding.let_go()


def count_bots(database: Database) -> int:
    """How many bots are at work on a PostgreSQL."""
    held = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
        "AND classid = :high AND objid = :low AND database = (SELECT oid FROM pg_database WHERE "
        "datname = current_database())"
    )
    with database.session() as session:
        return int(session.scalar(held, {"high": _LOCK >> 32, "low": _LOCK & 0xFFFFFFFF}) or 0)
