"""Opens the database: SQLite with write-ahead log and secure deletion, or PostgreSQL (decision 7)."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

# so that what is known of the tables is whole, and that whoever writes a reflection writes its stems
import bot.store.figure_tables
import bot.store.helpful
import bot.store.keeping_tables
import bot.store.progress
import bot.store.reading_tables
import bot.store.search
import bot.store.session_tables
import bot.store.teams_session_tables
import bot.store.teams_tables  # noqa: F401
from bot.store.audit_chain import SIGNER
from bot.store.clock import STEADY
from bot.store.erasures import JOURNAL
from bot.store.json_columns import read_json
from bot.store.migrating import migrate, revision_of, revisions

logger = logging.getLogger("waymark.store")

_REWRITTEN = {"reflections", "reviews", "shared_progress", "searches", "tags", "views", "helpful_counts"} | {
    "team_sessions",
    "session_answers",
}
"""Tables that can be read without a code, and rows of which are deleted."""


_AS_CODES = "Signs such as @ : / ? # in a password are written as codes there: %40 for @."
ROOM = 32 * 1024 * 1024
"""Bytes that must be free on the disk of a SQLite file: a write in the middle of which it fills up helps nobody."""

_TURNED_WITHIN = 5
"""Seconds to try to turn a SQLite file to its write-ahead log while another process does the same."""


class DatabaseUnreachable(Exception):
    """The database did not answer. The message is one line: what, and how to mend it. It holds no password."""


class Database:
    """One engine and the sessions over it. Pass it in; there is no global one."""

    def __init__(self, url: str | URL, journal: Path | None = None, secret: Callable[[], bytes] = bytes) -> None:
        """`journal`: the folder for the names of what was erased (bot.store.erasures); None keeps none.

        `secret` gives the server's secret, which signs the end of the audit. It is asked for when first needed.

        Raises DatabaseUnreachable when `url` is no SQLAlchemy address.
        """
        try:
            self.url = make_url(url)
            self.engine = _create_engine(self.url)
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError, TypeError):
            raise DatabaseUnreachable(
                "WAYMARK_DATABASE_URL is not an address Waymark can use. Leave it empty for SQLite, or write "
                f"postgresql://user:password@host:5432/name. {_AS_CODES}"
            ) from None
        info: dict[Any, Any] = {JOURNAL: journal, SIGNER: secret, STEADY: {}}
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info=info)
        self.secret = secret

    @property
    def is_shared(self) -> bool:
        """Whether several bots may be at work on it: PostgreSQL keeps order between them."""
        return bool(self.engine.dialect.name == "postgresql")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that commits at the end of the block and rolls back when it raises."""
        with self._sessions.begin() as session:
            yield session

    def check(self) -> None:
        """Raises DatabaseUnreachable when the database does not answer."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            # never the address: a password with an @ in it, or behind a ?, stands where nothing hides it
            if self.engine.dialect.name == "sqlite":
                raise DatabaseUnreachable(
                    f"The database file {self.url.database} cannot be opened. Look whether it is there, and its rights."
                ) from None
            raise DatabaseUnreachable(
                f"The database that WAYMARK_DATABASE_URL names does not answer. Start it, or correct the address. "
                f"{_AS_CODES}"
            ) from None

    def check_writable(self) -> None:
        """Raises DatabaseUnreachable when nothing can be written now: the disk is full, or it is locked."""
        file = self.url.database if self.engine.dialect.name == "sqlite" else None
        try:
            if file and shutil.disk_usage(Path(file).absolute().parent).free < ROOM:
                raise DatabaseUnreachable(f"The disk of the database is full. Make room: {ROOM >> 20} MB at least.")
            with self.engine.begin() as connection:
                connection.execute(text("PRAGMA busy_timeout=1000" if file else "SET LOCAL lock_timeout = '1s'"))
                try:
                    connection.execute(text("UPDATE clock SET believed_at = believed_at"))
                finally:
                    if file:
                        connection.execute(text("PRAGMA busy_timeout=5000"))
        except (OSError, SQLAlchemyError):
            raise DatabaseUnreachable(
                "The database cannot be written: its disk is full, or another process keeps it locked."
            ) from None

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to `revision`: forward, or back when it is an earlier one or "base".

        Raises DatabaseUnreachable, or CannotMigrate (bot/store/migrating.py).
        """
        self.check()
        migrate(self.engine, self.secret, revision)

    def revision(self) -> tuple[str | None, str]:
        """Where the tables are (None: nowhere yet), and where this release wants them. Raises as `migrate` does."""
        self.check()
        with self.engine.connect() as connection:
            return revision_of(connection), revisions()[-1]

    @contextmanager
    def one_moment(self) -> Iterator[Connection]:
        """A connection that sees everything as it was at one moment, whatever is written meanwhile."""
        with self.engine.connect() as connection:
            if self.engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    def scrub(self) -> bool:
        """Make deletion real on disk: empty SQLite's write-ahead log into the (securely overwritten) file.

        False: somebody else was reading, a backup say, so the log still holds what was deleted. The hourly purge tries
        again.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        with self.engine.connect() as connection:
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
        if busy:
            logger.warning("what was deleted is still in the write-ahead log: somebody else is reading the database")
        return not busy

    def rewrite(self) -> None:
        """Make deletion real in PostgreSQL's table files, which keep a deleted row until its room is used again.

        Tables with deleted rows are written anew. It waits five seconds for whoever reads; then the next hour will do.
        """
        if self.engine.dialect.name != "postgresql":
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET lock_timeout = '5s'"))
            dead = text(
                "SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > 0 AND schemaname = current_schema()"
            )
            for table in {*connection.scalars(dead)} & _REWRITTEN:
                try:
                    connection.execute(text(f"VACUUM (FULL) {table}"))
                except OperationalError:
                    logger.warning("what was deleted is still in a table's file: somebody else is reading it")
            connection.execute(text("RESET lock_timeout"))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def forget_connections(self) -> None:
        """Begin without connections after a fork: those that are there are the other process's, and stay open."""
        self.engine.dispose(close=False)


def _create_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        # hide_parameters: an error must never carry what somebody wrote
        # no prepared statements: PostgreSQL would plan them for no words in particular, and then read whole tables
        # a machine that is gone says nothing: what waits for it fails in seconds, and not in hours
        options: dict[str, Any] = {"connect_timeout": 5, "prepare_threshold": None}
        options |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}
        return create_engine(
            url, hide_parameters=True, pool_pre_ping=True, connect_args=options, json_deserializer=read_json
        )
    engine = create_engine(url, hide_parameters=True, json_deserializer=read_json)

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: Any) -> None:
        _use_write_ahead_log(connection)
        for pragma in ("secure_delete=ON", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _use_write_ahead_log(connection: Any) -> None:
    """A file is turned to its write-ahead log once, by whoever opens it first.

    SQLite lets nobody wait for that turn: busy_timeout does not hold, so that two who turn it at once cannot block each
    other for ever (https://sqlite.org/c3ref/busy_handler.html). So who comes second tries again here.
    """
    last = time.monotonic() + _TURNED_WITHIN
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last:
                raise
        time.sleep(0.02)
