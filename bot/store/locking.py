"""Keeps others out for a moment: two processes that look and then write must not do it at the same time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.tables import PrivateReflection


def only_one(session: Session, name: bytes) -> None:
    """Wait until nobody else is between this and the end of their transaction, for the same `name` (8 bytes or more).

    SQLite has one writer at a time. A statement that deletes nothing makes this one the writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(name[:8], signed=True))))
    else:
        session.execute(delete(PrivateReflection).where(PrivateReflection.lookup == b""))


@contextmanager
def nobody_else(database: Database, work: str) -> Iterator[bool]:
    """Whether this process may do some work until the end of the block: False while another one is at it."""
    if not database.is_shared:
        yield True
        return
    number = int.from_bytes(hashlib.sha256(f"work\0{work}".encode()).digest()[:8], signed=True)
    connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        yield bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
    finally:
        connection.invalidate()  # the lock goes with the session
        connection.close()
