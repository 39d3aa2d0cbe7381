"""Keeps others out for a moment: two processes that look and then write must not do it at the same time."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import SQLAlchemyError
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
    connection = _connect(database)
    try:
        yield _try_lock(connection, work)
    finally:
        _end(connection)


class Locks:
    """Many works, each done by one process at a time: on one connection, however many are under way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._one_after_the_other = threading.Lock()
        self._connection: Connection | None = None
        self._held: set[str] = set()
        self._closed = False

    def take(self, work: str) -> bool:
        """Whether this process may do a work until it gives it back: False while anybody is at it, or once closed."""
        with self._one_after_the_other:
            if self._closed or work in self._held:
                return False
            if self._database.is_shared and not self._lock(work):
                self._rest()
                return False
            self._held.add(work)
            return True

    def give_back(self, work: str) -> None:
        """The work is over."""
        with self._one_after_the_other:
            self._held.discard(work)
            if self._connection is None:
                return
            try:
                self._connection.execute(select(func.pg_advisory_unlock(_number(work))))
            except SQLAlchemyError:  # the server is gone, and with it every lock of this connection
                self._let_go()
            self._rest()

    def close(self) -> None:
        """Give everything back, and take nothing more: a thread that was about to would keep it for ever."""
        with self._one_after_the_other:
            self._closed = True
            self._let_go()

    def _let_go(self) -> None:
        """Give the connection back, and with it every lock. For who holds the mutex."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                _end(connection)

    def _rest(self) -> None:
        """Keep no connection for nothing."""
        if not self._held:
            self._let_go()

    def _lock(self, work: str) -> bool:
        try:
            if self._connection is None:
                self._connection = _connect(self._database)
            return _try_lock(self._connection, work)
        except SQLAlchemyError:
            self._let_go()
            raise


def _number(work: str) -> int:
    return int.from_bytes(hashlib.sha256(f"work\0{work}".encode()).digest()[:8], signed=True)


def _connect(database: Database) -> Connection:
    return database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _try_lock(connection: Connection, work: str) -> bool:
    return bool(connection.scalar(select(func.pg_try_advisory_lock(_number(work)))))


def _end(connection: Connection) -> None:
    connection.invalidate()  # its locks go with the session
    connection.close()
