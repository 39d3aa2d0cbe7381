"""Databases of every revision that main ever made, as data (databases/), and how tests take them up.

make.py made them, each with the code of the commit that its name ends with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, inspect, make_url, select, text

from bot.store.database import Database

FOLDER = Path(__file__).parent / "databases"
NAMES = sorted(path.name.removesuffix(".sqlite.sql") for path in FOLDER.glob("*.sqlite.sql"))
HALF_MADE = [name for name in NAMES if name.endswith("-half")]
SECRET = b"only-for-tests-of-landed-databases-0123"

Rows = dict[str, list[dict[str, Any]]]


def load(name: str, url: str) -> None:
    """Put one of them where `url` says: a SQLite file that is not there yet, or a PostgreSQL database."""
    kind = make_url(url).get_backend_name()
    script = (FOLDER / f"{name}.{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        with closing(sqlite3.connect(str(make_url(url).database))) as connection:
            connection.executescript(script)
        return
    import psycopg

    empty(url)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(script.encode())


def empty(url: str) -> None:
    """Leave nothing in a PostgreSQL database."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def rows(database: Database) -> Rows:
    """Every row of every table, by its key. Moments are in UTC, and without the zone, which SQLite forgets."""
    tables = MetaData()
    tables.reflect(database.engine)
    with database.engine.connect() as connection:
        return {
            table.name: [
                {name: _plain(value) for name, value in row.items()}
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def shape(database: Database) -> dict[str, object]:
    """What is in the database: tables, columns, indexes and constraints."""
    seen = inspect(database.engine)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)),
            sorted(_spell(index) for index in seen.get_indexes(table)),
            sorted(_spell_check(database, check) for check in seen.get_check_constraints(table)),
            sorted(str(key) for key in seen.get_foreign_keys(table)),
            _has_no_rowid(database, table),
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def _spell_check(database: Database, check: Mapping[str, Any]) -> str:
    """PostgreSQL spells the same condition another way when it comes from a dump."""
    return str(check["name"] if database.engine.dialect.name == "postgresql" else dict(check))


def _has_no_rowid(database: Database, table: str) -> bool:
    if database.engine.dialect.name != "sqlite":
        return False
    made = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    with database.engine.connect() as connection:
        return "WITHOUT ROWID" in str(connection.scalar(made, {"name": table}))


def _spell(index: Mapping[str, Any]) -> str:
    """An index with what it is made on as words."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})
