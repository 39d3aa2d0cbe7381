"""Brings the tables to a revision, so that a stop at any moment loses nothing and the next start goes on (ADR 33).

Each step is one transaction, on both databases, and the number of the revision is written in it: a step happened whole,
or not at all. Python's SQLite driver begins none before DDL, so this says BEGIN itself. Whoever brings a database up to
date keeps all others out meanwhile. They wait, then see that it is done.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from alembic.config import Config
from alembic.ddl.sqlite import SQLiteImpl
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, Index, Table, inspect, text
from sqlalchemy.exc import OperationalError

logger = logging.getLogger("waymark.store")

PATIENCE = 600
"""Seconds to wait for another process that is bringing the database up to date."""

SOON = 1
"""Seconds until it is said that this one waits."""

_LOCK = 0x7761796D61726B
"""The number of PostgreSQL's lock: "waymark" in ASCII."""

_ONCE_HALF_MADE = "0012"
"""Up to the step before this one, releases could stop half-way on SQLite. This one mends what is missing."""


class CannotMigrate(Exception):
    """The tables cannot be brought to a revision. The message is one line: what, and how to mend it."""


class SQLiteOnceHalfMade(SQLiteImpl):
    """What is there already is not made twice, in a database where a step may have stopped half-way in its time."""

    __dialect__ = "sqlite"

    def create_table(self, table: Table, **kw: Any) -> None:
        """Make it, unless it is there. A copy that was being made is made anew."""
        if self._left("table", table.name):
            if not table.name.startswith("_alembic_tmp_"):
                return
            self.drop_table(table)
        super().create_table(table, **kw)

    def add_column(self, table_name: str, column: Column[Any], **kw: Any) -> None:
        """Add it, unless it is there."""
        if self._half_made() and any(one["name"] == column.name for one in inspect(self._here).get_columns(table_name)):
            return
        super().add_column(table_name, column, **kw)

    def create_index(self, index: Index, **kw: Any) -> None:
        """Make it, unless it is there."""
        if not self._left("index", str(index.name)):
            super().create_index(index, **kw)

    def _left(self, kind: str, name: str) -> bool:
        query = text("SELECT count(*) FROM sqlite_master WHERE type = :kind AND name = :name")
        return self._half_made() and bool(self._here.scalar(query, {"kind": kind, "name": name}))

    def _half_made(self) -> bool:
        return bool(self.context_opts.get("half_made"))

    @property
    def _here(self) -> Connection:
        assert self.connection is not None
        return self.connection


@functools.cache
def scripts() -> ScriptDirectory:
    """The migrations, read once."""
    return ScriptDirectory(str(files("bot.store") / "migrations"))


@functools.cache
def revisions() -> tuple[str, ...]:
    """Every revision there is, first to last."""
    return tuple(step.revision for step in scripts().walk_revisions())[::-1]


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at; None: it has no tables yet. Raises CannotMigrate when it is a later one."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in revisions():
        raise CannotMigrate(
            f"The database was brought up to date by a later release of Waymark (revision {revision}, and this one "
            f"knows {revisions()[-1]}). Update Waymark, or restore the backup from before that update."
        )
    return revision


def migrate(engine: Engine, secret: Callable[[], bytes], revision: str) -> None:
    """Bring a database to `revision`, forward or back ("head", "base" or a number): a transaction for each step.

    Raises CannotMigrate.
    """
    with engine.connect() as connection:
        if revision_of(connection) == _goal(revision):
            return  # the usual start: it keeps nobody out
    while True:
        with alone(engine) as connection:
            if step(connection, secret, revision):
                return


def step(connection: Connection, secret: Callable[[], bytes], revision: str) -> bool:
    """Go one step towards `revision`, in the transaction of `connection`. Whether it is there then."""
    here, line = revision_of(connection), [None, *revisions()]
    place, goal = line.index(here), line.index(_goal(revision))
    if place == goal:
        return True
    forward = place < goal
    to = line[place + (1 if forward else -1)]
    config = Config(attributes={"connection": connection, "secret": secret, "half_made": forward and _may_be_half(to)})
    go = scripts()._upgrade_revs if forward else scripts()._downgrade_revs
    with EnvironmentContext(config, scripts(), fn=lambda here, _: go(to or "base", here)):
        scripts().run_env()
    return line.index(to) == goal


def _may_be_half(revision: str | None) -> bool:
    return revision is not None and revision <= _ONCE_HALF_MADE


def _goal(revision: str) -> str | None:
    return {"head": revisions()[-1], "base": None}.get(revision, revision)


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that is committed at the end of the block. Nobody else is in one meanwhile.

    Waits for whoever is. Raises CannotMigrate when that takes longer than PATIENCE.
    """
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "sqlite":
            patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
            try:
                _begin_on_sqlite(connection)
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
        else:
            _wait_on_postgresql(connection)
        yield connection


def _begin_on_sqlite(connection: Connection) -> None:
    """The driver begins a transaction before an INSERT, UPDATE or DELETE by itself, and none before DDL."""
    for seconds in (SOON, PATIENCE):
        connection.exec_driver_sql(f"PRAGMA busy_timeout={seconds * 1000}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if "locked" not in str(error.orig):
                raise
        if seconds == SOON:
            _say_that_we_wait()
    raise CannotMigrate(_BUSY)


def _wait_on_postgresql(connection: Connection) -> None:
    if connection.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK}):
        return
    _say_that_we_wait()
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
    try:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    except OperationalError:
        raise CannotMigrate(_BUSY) from None
    connection.execute(text("SET LOCAL lock_timeout = DEFAULT"))


def _say_that_we_wait() -> None:
    logger.warning("another process is writing to the database or bringing it up to date: waiting for it")


_BUSY = (
    "Another process has been writing to the database for ten minutes. Stop the other processes of Waymark, then start "
    "again."
)
