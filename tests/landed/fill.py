"""Fills a database with rows in every table, by the code of whatever commit it runs in (make.py starts it there).

What people save, what is said and what is put on record is written by that commit's own functions, so that the live
code can be asked to read it. Tables that those do not fill get one row of plain values.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, LargeBinary, Table, func, insert, select

import bot.store
from bot.content import load_content
from bot.reflection.answers import Answers
from bot.reflection.keeping import save_reflection
from bot.settings import Settings
from bot.store import audit, conversations
from bot.store.coordinators import add_coordinator
from bot.store.database import Database
from bot.store.tables import Base

SECRET = b"only-for-tests-of-landed-databases-0123"
LATER = datetime(2099, 11, 30, 12, tzinfo=UTC)
WORDS = Answers("Our huddle is kind", "Quieter rooms, at Ålesund’s desk", "Ask the team on Monday", "some-days")
CHOSEN = {
    "about": "strengths",
    "kind": "access",
    "outcome": "",
    "choice": "done",
    "status": "planned",
    "state": "draft",
}
"""Values where a table takes only some."""


def fill(database: Database, shared: bool = True) -> None:
    """Put rows into every table of a migrated database. `shared`: also reflections that coordinators read."""
    organisation = load_content(Settings().content_dir).organisation
    kept = [("private", None), *((("anonymous", None), ("team", organisation.teams[0].id)) if shared else ())]
    for sharing, team in kept:
        more = {"screened": ("Quieter rooms",)} if "screened" in inspect.signature(save_reflection).parameters else {}
        save_reflection(
            database,
            SECRET,
            organisation,
            code=f"landed-{sharing}",
            theme="leadership",
            answers=WORDS,
            guidance=("one",),
            sharing=sharing,
            team=team,
            **more,
        )
    with database.session() as session:
        add_coordinator(session, "morag", "a calm and long password")
        conversations.open_conversation(session, "landed-talk", LATER)
        session.flush()
        remember = getattr(conversations, "remember", None) or conversations.append_events
        remember(session, "landed-talk", [{"event": "said"}])
        conversations.append_turn(session, "landed-talk", "first", {"said": "hello"})
    for event in ("signed_in", "home_viewed"):
        with database.session() as session:
            audit.record(session, event, "morag", "morag")
    _fill_the_rest(database, shared)


def _fill_the_rest(database: Database, shared: bool) -> None:
    with database.session() as session:
        for table in Base.metadata.sorted_tables:
            needs = {key.column.table.name for key in table.foreign_keys if not key.parent.nullable}
            if table.name.startswith("audit_") or ("reflections" in {table.name, *needs} and not shared):
                continue
            if not session.scalar(select(func.count()).select_from(table)):
                session.execute(insert(table).values(_row(session, table)))
        for table in (Base.metadata.tables[name] for name in ("private_reflections", "reflections")):
            session.execute(table.update().values(expires_on=LATER.date()))


def _row(session: Any, table: Table) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        key = next(iter(column.foreign_keys), None)
        if key is not None:
            row[column.name] = session.scalar(select(key.column).limit(1))
        elif not _is_numbered(column):
            row[column.name] = _value(table, column)
    return row


def _is_numbered(column: Any) -> bool:
    """Whether the database numbers it."""
    wanted: object = column.autoincrement
    return wanted is True or (wanted is not False and column.primary_key and isinstance(column.type, Integer))


def _value(table: Table, column: Any) -> Any:
    kind = column.type
    if table.name == "helpful_counts" and column.name == "choice":
        return "yes"
    for types, value in (
        (LargeBinary, bytes(range(16))),
        (Boolean, False),
        (Integer, 3),
        (JSON, ["one"]),
        (Date, date(2026, 11, 23)),
    ):
        if isinstance(kind, types):
            return LATER.date() if column.name in ("until", "expires_on", "due_on", "erased_on") else value
    if isinstance(kind, DateTime) or isinstance(getattr(kind, "impl", None), DateTime):
        return LATER
    if column.name in CHOSEN:
        return CHOSEN[column.name]
    return f"{column.name} ü"[: getattr(kind, "length", None) or 40]


def open_database(url: str) -> Database:
    """A database by this commit's code, with the secret where it takes one."""
    given = {"secret": lambda: SECRET} if "secret" in inspect.signature(Database.__init__).parameters else {}
    return Database(url, **given)


def main(what: str, url: str, backup: str) -> None:
    """`what`: "fill", "fill-unshared", or "start": bring it up to date and put one event on record."""
    for module in pkgutil.iter_modules(bot.store.__path__):
        if not module.ispkg:
            importlib.import_module(f"bot.store.{module.name}")  # so that every table is known
    database = open_database(url)
    database.migrate()
    if what == "start":
        with database.session() as session:
            audit.record(session, "signed_out", "morag", "morag")
    else:
        fill(database, shared=what == "fill")
    with suppress(ImportError):
        from bot.store.backup import make_backup

        if backup:
            make_backup(database, SECRET, Path(backup))
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
