"""Keeps others out for a moment: two processes that look and then write must not do it at the same time."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.store.tables import PrivateReflection


def only_one(session: Session, name: bytes) -> None:
    """Wait until nobody else is between this and the end of their transaction, for the same `name` (8 bytes or more).

    SQLite has one writer at a time. A statement that deletes nothing makes this one the writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(name[:8], signed=True))))
    else:
        session.execute(delete(PrivateReflection).where(PrivateReflection.lookup == b""))
