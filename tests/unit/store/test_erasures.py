"""What was taken back is remembered for as long as a backup could bring it back: in the database and beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.erasures import add_erasures, forget_erasures, list_erasures, note_erasure, read_lists

ONE, OTHER = "1" * 32, "2" * 32
TODAY = datetime.now(UTC).date()


@pytest.fixture
def journaled(database: Database, tmp_path: Path) -> Iterator[Database]:
    """The same database, with a journal beside it."""
    opened = Database(database.url.render_as_string(hide_password=False), tmp_path / "erased")
    yield opened
    opened.close()


def test_they_are_listed_and_added(database: Database) -> None:
    with database.session() as session:
        note_erasure(session, ONE)
        note_erasure(session, ONE)
        note_erasure(session, "")
        add_erasures(session, {OTHER: date(2026, 1, 1), ONE: date(2026, 1, 2)})
    with database.session() as session:
        assert list_erasures(session) == {ONE: date(2026, 1, 2), OTHER: date(2026, 1, 1)}


def test_they_are_forgotten_when_no_backup_is_that_old(database: Database) -> None:
    with database.session() as session:
        add_erasures(session, {ONE: date(2026, 10, 24), OTHER: date(2026, 10, 23)})
        forget_erasures(session, 30, date(2026, 11, 23))
    with database.session() as session:
        assert list(list_erasures(session)) == [ONE]


def test_the_journal_outlives_the_database(journaled: Database, tmp_path: Path) -> None:
    with journaled.session() as session:
        note_erasure(session, ONE)
    with journaled.session() as session:
        note_erasure(session, OTHER)
        session.rollback()
    files = sorted((tmp_path / "erased").iterdir())
    assert read_lists(files) == {ONE: TODAY, OTHER: TODAY}, "written before the commit: a crash forgets nothing"
    assert files[0].stat().st_mode & 0o777 == 0o600


def test_old_journals_are_deleted(journaled: Database, tmp_path: Path) -> None:
    with journaled.session() as session:
        note_erasure(session, ONE)
        for month in ("2026-09", "2026-10"):
            (tmp_path / "erased" / f"{month}.txt").write_text("")
        forget_erasures(session, 30, date(2026, 11, 23))
    assert {file.stem for file in (tmp_path / "erased").iterdir()} == {"2026-10", f"{TODAY:%Y-%m}"}


def test_a_journal_that_cannot_be_written_does_not_stop_an_erasure(tmp_path: Path) -> None:
    (tmp_path / "erased").write_text("a file where the folder should be")
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}", tmp_path / "erased")
    database.migrate()
    with database.session() as session:
        note_erasure(session, ONE)
    with database.session() as session:
        assert list(list_erasures(session)) == [ONE]


def test_a_last_line_that_was_cut_is_passed_over_and_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text(f"{ONE} 2026-11-23\n{OTHER} 2026-1")
    assert read_lists([file]) == {ONE: date(2026, 11, 23)}
    file.write_text(f"hello\nthere\n{ONE} 2026-11-23\n")
    with pytest.raises(ValueError, match="not a list"):
        read_lists([file])
