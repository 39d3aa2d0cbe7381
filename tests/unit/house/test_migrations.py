"""The migrations make exactly the tables of bot/store/tables.py, and can be gone up and down. On both databases."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from house import ROOT, read_python
from sqlalchemy import CheckConstraint, inspect, text

from bot.store.database import Database
from bot.store.migrating import revisions
from bot.store.tables import Base
from tests.landed import NAMES, shape

VERSIONS = sorted((ROOT / "bot" / "store" / "migrations" / "versions").glob("[0-9]*.py"))
REVISIONS = [path.stem.partition("_")[0] for path in VERSIONS]


def test_migrations_equal_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        name = database.engine.dialect.name
        options = {"compare_type": True, "include_object": lambda thing, *_: _is_made_on(name, thing)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def _is_made_on(dialect: str, thing: object) -> bool:
    """Alembic does not know of indexes that only one database has."""
    only = getattr(thing, "_ddl_if", None)
    return only is None or only.dialect == dialect


def test_check_constraints_are_those_of_the_tables(database: Database) -> None:
    """Alembic does not compare these."""
    seen = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {check["name"] for check in seen.get_check_constraints(table.name)} == wanted


def test_tables_that_must_not_tell_their_order_have_no_rowid(tmp_path: Path) -> None:
    """Nor this. On SQLite, a rowid would number anonymous reflections in the order they came."""
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    database.migrate()
    wanted = {t.name for t in Base.metadata.sorted_tables if t.dialect_options["sqlite"]["with_rowid"] is False}
    with database.engine.connect() as connection:
        made = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")).scalars()
        assert set(made) == wanted
    assert "reflections" in wanted


def test_up_and_down_again(database: Database) -> None:
    whole = shape(database)
    for revision in reversed([None, *REVISIONS[:-1]]):
        database.migrate(revision or "base")
    assert shape(database) == {}
    for revision in REVISIONS:
        database.migrate(revision)
    assert shape(database) == whole


def test_migrations_are_one_line_of_numbered_steps() -> None:
    assert list(revisions()) == REVISIONS
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_named_for_what_it_does_and_says_why(path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)+", path.stem)
    assert read_python(path).body[0].value.value.strip()


LANDED = Path(__file__).with_name("landed_migrations.txt")
"""What `sha256sum` says of each migration on the day it landed. A line is added, and never changed (ADR 33)."""


def test_a_migration_that_landed_is_never_changed() -> None:
    """Databases out there were made by it as it was. What was wrong in it is mended by another one."""
    noted = dict(line.split()[::-1] for line in LANDED.read_text(encoding="utf-8").splitlines())
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VERSIONS} == noted


@pytest.mark.parametrize("path", [*VERSIONS, VERSIONS[0].parents[1] / "env.py"], ids=lambda path: path.stem)
def test_a_migration_needs_nothing_of_ours(path: Path) -> None:
    """The live code goes on, and what a migration does must not go on with it."""
    assert {name.partition(".")[0] for name in _imported(path)} & {"bot", "actions", "tests", "tools"} == set()
    assert not any(name in ("importlib", "__import__") for name in _imported(path))


def _imported(path: Path) -> set[str]:
    nodes = list(ast.walk(read_python(path)))
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert not any(node.level for node in nodes if isinstance(node, ast.ImportFrom))
    return found | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def test_every_landed_revision_is_kept_as_a_database() -> None:
    """The newest one's comes with the next (`uv run python -m tests.landed.make`)."""
    assert {name.partition("-")[0] for name in NAMES} >= set(REVISIONS[:-1])
