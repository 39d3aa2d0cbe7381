"""A file that is sealed under our secret, and does not hold what a backup holds: one line says so, nothing is taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.backup import make_backup, restore_backup
from bot.store.database import Database
from bot.store.sealed_file import SealedFileError, SealedWriter, read_sealed

SECRET = b"a-secret-of-the-server-0123456789"
ROW = {"id": "a" * 32, "said": "It is cold", "did": "A heater came", "written_at": datetime.now(UTC).isoformat()}
LINES = {
    "no fields": ["changes", ["id", "said"]],
    "a field is missing": ["changes", {"id": "a" * 32}],
    "a field is no text": ["changes", {**ROW, "said": {"a": 1}}],
    "a day that is none": ["changes", {**ROW, "published_on": "2026-02-30"}],
    "a table that is none": ["no such table", {}],
    "a field that is none": ["changes", {**ROW, "mood": "fine"}],
    "no row": "changes",
    "nothing": None,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where to restore into."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("fresh_postgres"))
    return f"sqlite:///{tmp_path / 'other.sqlite3'}"


@pytest.fixture
def source(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A backup of an empty database."""
    database = Database(f"sqlite:///{migrated_sqlite}")
    make_backup(database, SECRET, tmp_path / "good")
    database.close()
    return tmp_path / "good"


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_no_row_is_told_in_one_line(source: Path, other: str, line: str, tmp_path: Path) -> None:
    with source.open("rb") as file:
        head, *_ = read_sealed(file, SECRET)
    with (tmp_path / "bent").open("wb") as file:
        writer = SealedWriter(file, SECRET)
        for one in (head, json.dumps(LINES[line])):
            writer.write(one)
        writer.close()
    database = Database(other)
    try:
        with pytest.raises(SealedFileError, match="does not hold what a backup should"):
            restore_backup(database, SECRET, tmp_path / "bent", {}, 30)
    finally:
        database.close()
