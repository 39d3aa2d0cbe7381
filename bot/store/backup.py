"""Backups: what was saved, in one sealed file that either database can be restored from (ADR 14).

Open conversations are not in it: they are over in a day, and only their own tab can open them. Nor is who is signed in.
What people took back after the backup was made stays away when it is restored.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.erasures import add_erasures
from bot.store.migrating import alone, revision_of, revisions, step
from bot.store.sealed_file import SealedFileError, SealedWriter, read_sealed
from bot.store.search import fill
from bot.store.tables import Base, Reflection

KEPT = (
    "coordinators",
    "recovery_codes",
    "reflections",
    "private_reflections",
    "shared_progress",
    "reviews",
    "changes",
    "releases",
    "released_figures",
    "helpful_counts",
    "audit_events",
    "audit_heads",
    "erasures",
    "actions",
    "action_steps",
    "action_sources",
    "holds",
    "held_reflections",
    "rights_requests",
    "purge_receipts",
    "tags",
    "taggings",
    "assignments",
    "searches",
    "views",
    "visits",
    "invitations",
    "team_sessions",
)
"""Tables that are in a backup."""

LEFT_OUT = (
    *("conversations", "conversation_events", "conversation_turns", "passes", "sign_ins", "attempts", "clock"),
    *("teams_activities", "teams_references", "reminders", "session_answers"),
    *("session_places", "session_invitations", "teams_facilitators", "teams_links", "rates"),
)
"""Tables that are not: what is over in a day or two; answers in open sessions, which go at the close; where
Teams shows a session, and whose accounts there are whose; reminders, for
one that was taken back could come back; and when the clock was believed, which the receipts of purges tell."""

DERIVED = (Reflection.__table__.c.words,)
"""Columns that each database writes in its own way: made anew when a backup is restored."""

_AMISS = (
    *(ValueError, KeyError, TypeError, AttributeError, RecursionError),
    *(DataError, IntegrityError, InterfaceError, ProgrammingError),
)
"""What a line raises that is no row: as it is read, or as a database takes it."""
_UNFINISHED = ".unfinished-backup"
"""How the name of a backup ends that is being written. Whoever writes it has it locked."""

_AT_ONCE = 200
"""Rows that are in memory together."""


class BackupRefused(Exception):
    """A backup cannot be made or restored. The message is one line: what, and how to mend it."""


@dataclass
class Restored:
    """What a restoring did: the moment of the backup, and for each table how many rows came back or were left out."""

    made_at: datetime
    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    left_out: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Because somebody took them back after the backup."""


def make_backup(database: Database, secret: bytes, path: Path) -> dict[str, int]:
    """Write what was saved into a new file, as it stood at one moment. Waymark may go on meanwhile.

    Out: how many rows of each table. Raises BackupRefused when the file is there already or cannot be written.
    """
    if path.exists():
        raise BackupRefused(f"{path} is there already. Choose another name: a backup is never written over.")
    try:
        _take_away_unfinished(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=_UNFINISHED, dir=path.parent)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written ({error.strerror}). Choose another folder.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            writer = SealedWriter(file, secret)
            counts = _write_rows(database, writer)
            writer.close()
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written ({error.strerror}). Is the disk full?") from None
    finally:
        Path(name).unlink(missing_ok=True)
    return counts


def _take_away_unfinished(folder: Path) -> None:
    """Take away what backups left that were killed: a copy of what people saved that nobody would ever delete."""
    for left in folder.glob(f".*{_UNFINISHED}"):
        with suppress(FileNotFoundError, BlockingIOError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _write_rows(database: Database, writer: SealedWriter) -> dict[str, int]:
    counts: dict[str, int] = {}
    with database.one_moment() as connection:
        revision = revision_of(connection)
        writer.write(json.dumps({"revision": revision, "made_at": datetime.now(UTC).isoformat()}))
        for table in Base.metadata.sorted_tables:
            if table.name not in KEPT:
                continue
            counts[table.name] = 0
            columns = [column for column in table.columns if all(column is not one for one in DERIVED)]
            query = select(*columns).order_by(*table.primary_key)
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings():
                values = {column.name: _to_json(column, row[column.name]) for column in columns}
                writer.write(json.dumps([table.name, values], ensure_ascii=False))
                counts[table.name] += 1
    return counts


def restore_backup(
    database: Database, secret: bytes, path: Path, erased: Mapping[str, date], backup_days: int
) -> Restored:
    """Fill an empty database from a backup, without what `erased` names, and bring it to today's tables.

    All of that is one transaction: after a stop in the middle, the database is as empty as before. So it is when this
    raises BackupRefused, SealedFileError or CannotMigrate.
    """
    database.check()
    try:
        with path.open("rb") as file:
            lines = read_sealed(file, secret)
            head = json.loads(next(lines))
            restored = Restored(datetime.fromisoformat(head["made_at"]))
            _require_young(restored.made_at, backup_days)
            if head["revision"] not in revisions():
                raise BackupRefused("This backup comes from a later release of Waymark. Update first, then restore it.")
            with alone(database.engine) as connection:
                _make_room(connection)
                _bring_to(connection, database, head["revision"])
                _insert(connection, lines, erased, restored)
                _bring_to(connection, database, "head")
                _continue_numbers(connection)
                with Session(connection) as session:
                    add_erasures(session, erased)
                    fill(session)
                    session.commit()  # into the one transaction
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read ({error.strerror}).") from None
    except (*_AMISS, StopIteration):
        raise SealedFileError("This backup does not hold what a backup should. Nothing of it was taken.") from None
    return restored


def _make_room(connection: Connection) -> None:
    """Take away the tables of an empty database, whatever they are. Raises BackupRefused when it is not empty."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name != "alembic_version" and connection.execute(select(table).limit(1)).first():
            raise BackupRefused(
                "The database is not empty. A backup is restored into an empty one alone: "
                "set WAYMARK_DATABASE_URL or WAYMARK_HOME to a new place."
            )
    tables.drop_all(connection)


def _bring_to(connection: Connection, database: Database, revision: str) -> None:
    while not step(connection, database.secret, revision):
        pass


def _require_young(made_at: datetime, backup_days: int) -> None:
    days = (datetime.now(UTC) - made_at).days
    if days > backup_days:
        raise BackupRefused(
            f"This backup is {days} days old, and what was erased is remembered for {backup_days} days: words that "
            "people took back could return. Talk to your data protection officer. "
            "A higher WAYMARK_BACKUP_DAYS for this one command restores it all the same."
        )


def _insert(connection: Connection, lines: Iterator[str], erased: Mapping[str, date], restored: Restored) -> None:
    tables = MetaData()
    tables.reflect(connection)
    gone: dict[str, set[Any]] = defaultdict(set)  # table -> keys of rows that were left out
    waiting: list[dict[str, Any]] = []
    current: Table | None = None
    for line in lines:
        name, values = json.loads(line)
        table = tables.tables[name]
        if current is not None and (table is not current or len(waiting) >= _AT_ONCE):
            _insert_some(connection, current, waiting)
        current = table
        row = {column: _from_json(table.columns[column], value) for column, value in values.items()}
        if (row.get("version") in erased and name != "erasures") or _belongs_to(table, row, gone):
            gone[name].add(tuple(row[column.name] for column in table.primary_key))
            restored.left_out[name] += 1
        else:
            waiting.append(row)
            restored.rows[name] += 1
    if current is not None:
        _insert_some(connection, current, waiting)


def _insert_some(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
    rows.clear()


def _belongs_to(table: Table, row: Mapping[str, Any], gone: Mapping[str, set[Any]]) -> bool:
    """Whether the row hangs on one that was left out, as a review hangs on its reflection."""
    return any((row[key.parent.name],) in gone.get(key.column.table.name, ()) for key in table.foreign_keys)


def _continue_numbers(connection: Connection) -> None:
    """PostgreSQL counts ids in sequences, which do not see ids that are given."""
    if connection.dialect.name != "postgresql":
        return
    for name in KEPT:
        table = Base.metadata.tables[name]
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, Integer):
            last = connection.scalar(select(func.max(column))) or 0
            sequence = func.pg_get_serial_sequence(name, column.name)
            connection.execute(select(func.setval(sequence, last + 1, False)))


def _to_json(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _from_json(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
