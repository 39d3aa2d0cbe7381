"""Deletion is real on disk, and says so when it cannot be yet."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from bot.store.database import Database
from bot.store.tables import Attempt


def open_one(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    return database


def raw(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_what_is_deleted_and_scrubbed_is_in_no_file(tmp_path: Path) -> None:
    path = tmp_path / "test.sqlite3"
    database = open_one(path)
    with database.session() as session:
        session.execute(text("INSERT INTO attempts (subject, at) VALUES ('zebedee-sign', '2026-11-22')"))
    assert b"zebedee-sign" in raw(path)
    with database.session() as session:
        session.query(Attempt).delete()
    assert database.scrub()
    assert b"zebedee-sign" not in raw(path)


def test_a_reader_in_the_way_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "test.sqlite3"
    database = open_one(path)
    with database.engine.connect() as reader:
        reader.execute(text("BEGIN"))
        reader.execute(text("SELECT count(*) FROM attempts")).all()
        with database.session() as session:
            session.execute(text("INSERT INTO attempts (subject, at) VALUES ('a', '2026-11-22')"))
        assert not database.scrub()
    assert database.scrub()
