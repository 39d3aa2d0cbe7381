"""What was saved comes back from a backup, on either database; and what was taken back since does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.disclosure import Cell, Period, Table
from bot.store import attempts, audit, shared
from bot.store import conversations as talks
from bot.store import reflections as store
from bot.store.areas import EVERYWHERE
from bot.store.audit_chain import verify
from bot.store.backup import DERIVED, KEPT, LEFT_OUT, BackupRefused, make_backup, restore_backup
from bot.store.changes import write_change
from bot.store.coordinators import add_coordinator, find_coordinator
from bot.store.counts import keep_release
from bot.store.database import Database
from bot.store.erasures import list_erasures
from bot.store.helpful import count_helpful
from bot.store.progress import Progress
from bot.store.reflections import SavedReflection
from bot.store.sealed_file import SealedFileError
from bot.store.sealing import ReturnKey, Seal
from bot.store.tables import AuditEvent, Base, Conversation, PrivateReflection, Reflection, Review, SignIn

SECRET = b"a-secret-of-the-server-0123456789"
NOW = datetime(2026, 11, 23, 15, 30, 12, 345678, tzinfo=UTC)
SAVED = SavedReflection(
    theme="culture",
    day=date(2026, 11, 23),
    strengths="Our huddle is kind “always” 🙂",
    guidance=("b", "a"),
    expires_on=date(2099, 11, 23),
)
DAYS = 30


def key(number: int) -> ReturnKey:
    return ReturnKey(bytes([number]) * 16, Seal(bytes([number]) * 32, b"place"), "1a2b3c4d")


@pytest.fixture
def filled(database: Database) -> Database:
    with database.session() as session:
        store.keep_private(session, key(1), SAVED)
        store.share(session, key(2), replace(SAVED, sharing="anonymous"), NOW)
        told = replace(SAVED, sharing="team", team="housing", progress=Progress("done", NOW.date(), "we did it"))
        store.keep(session, key(3), told, NOW)
        session.flush()
        store.share_progress(session, key(3), told.progress, SECRET)
        who = add_coordinator(session, "morag", "a calm and long password")
        session.flush()
        for row in session.scalars(select(Reflection)):
            session.add(Review(reflection_id=row.id, reviewed_by=who.id, reviewed_at=NOW, note="Thank you"))
        session.add(SignIn(token="t" * 64, coordinator_id=who.id, started_at=NOW, last_used_at=NOW))
        write_change(session, None, theme="culture", team=None, said="It is cold", did="There is a heater now")
        for event in ("signed_in", "home_viewed"):
            audit.record(session, event, "morag", "morag")
        figure = Cell(Table.SHARED, "culture")
        keep_release(session, Period(date(2026, 7, 1), date(2026, 9, 30)), {figure: 41})
        count_helpful(session, "yes", NOW.date())
        talks.open_conversation(session, "token", NOW)
        attempts.record(session, "s", NOW)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Database]:
    """Another database to restore into."""

    def open_one() -> Database:
        if request.param == "sqlite":
            return Database(f"sqlite:///{tmp_path / 'restored.sqlite3'}")
        return Database(request.getfixturevalue("fresh_postgres"))

    return open_one


def rows(database: Database, *tables: str) -> dict[str, list[object]]:
    """What is in some tables, without what each database writes in its own way."""
    found: dict[str, list[object]] = {}
    with database.session() as session:
        for name in tables:
            table = Base.metadata.tables[name]
            columns = [column for column in table.columns if all(column is not one for one in DERIVED)]
            found[name] = [tuple(row) for row in session.execute(select(*columns).order_by(*table.primary_key))]
    return found


def test_every_table_is_decided_upon() -> None:
    assert {*KEPT} | {*LEFT_OUT} == set(Base.metadata.tables)
    assert not {*KEPT} & {*LEFT_OUT}


def test_what_was_saved_comes_back_on_either_database(
    filled: Database, empty: Callable[[], Database], tmp_path: Path
) -> None:
    counts = make_backup(filled, SECRET, tmp_path / "b")
    assert counts == {
        "coordinators": 1,
        "recovery_codes": 0,
        "reflections": 2,
        "private_reflections": 2,
        "shared_progress": 1,
        "helpful_counts": 1,
        "reviews": 2,
        "changes": 1,
        "releases": 1,
        "released_figures": 1,
        "audit_events": 2,
        "audit_heads": 1,
        "erasures": 0,
        "actions": 0,
        "action_steps": 0,
        "action_sources": 0,
        "holds": 0,
        "held_reflections": 0,
        "rights_requests": 0,
        "purge_receipts": 0,
        **dict.fromkeys(
            ("tags", "taggings", "searches", "views", "visits", "invitations", "assignments", "team_sessions"), 0
        ),
    }
    other = empty()
    try:
        restored = restore_backup(other, SECRET, tmp_path / "b", {}, DAYS)
        assert dict(restored.rows) == {name: count for name, count in counts.items() if count}
        assert rows(other, *KEPT) == rows(filled, *KEPT)
        with other.session() as session:
            assert store.find_by_code(session, key(1)) == SAVED
            told = store.find_by_code(session, key(3))
            assert told and told.progress == Progress("done", NOW.date(), "we did it") and told.progress_shared
            assert shared.list_shared(session, EVERYWHERE, shared.Filters(words="huddles")).reflections
            for table in (Conversation, SignIn):
                assert not session.scalars(select(table)).all()
            audit.record(session, "signed_in", "morag", "morag")  # ids go on where they were
        with other.session() as session:
            assert len(session.scalars(select(AuditEvent)).all()) == 3
            assert verify(session, b"").number == 3
    finally:
        other.migrate("base")
        other.close()


def test_a_backup_holds_no_word_in_the_clear(filled: Database, tmp_path: Path) -> None:
    make_backup(filled, SECRET, tmp_path / "b")
    raw = (tmp_path / "b").read_bytes()
    assert b"huddle" not in raw and b"morag" not in raw
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_was_withdrawn_since_stays_away(filled: Database, tmp_path: Path, number: int) -> None:
    make_backup(filled, SECRET, tmp_path / "b")
    with filled.session() as session:
        assert store.withdraw(session, key(number), SECRET)
        erased = list_erasures(session)
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    restored = restore_backup(other, SECRET, tmp_path / "b", erased, DAYS)
    of_authors = ("reflections", "private_reflections", "reviews", "shared_progress")
    assert rows(other, *of_authors) == rows(filled, *of_authors)
    assert sum(restored.left_out.values()) == {1: 1, 2: 2, 3: 4}[number], "review and progress go with a reflection"
    with other.session() as session:
        assert list_erasures(session) == erased, "an older backup may be restored after this one"


def test_words_that_were_replaced_since_do_not_come_back(filled: Database, tmp_path: Path) -> None:
    """Saving under the same code: other words, or the same ones for fewer eyes."""
    make_backup(filled, SECRET, tmp_path / "first")
    with filled.session() as session:
        store.withdraw(session, key(2), SECRET)
        session.flush()
        store.keep_private(session, key(2), SAVED)
    with filled.session() as session:
        erased = list_erasures(session)
    make_backup(filled, SECRET, tmp_path / "second")
    other = Database(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    restore_backup(other, SECRET, tmp_path / "first", erased, DAYS)
    with other.session() as session:
        assert store.find_by_code(session, key(2)) is None
    other = Database(f"sqlite:///{tmp_path / 'two.sqlite3'}")
    restore_backup(other, SECRET, tmp_path / "second", erased, DAYS)
    with other.session() as session:
        assert store.find_by_code(session, key(2)) == SAVED, "the new version was never taken back"


def test_only_an_empty_database_is_filled(filled: Database, tmp_path: Path) -> None:
    make_backup(filled, SECRET, tmp_path / "b")
    before = rows(filled, *KEPT)
    with pytest.raises(BackupRefused, match="not empty"):
        restore_backup(filled, SECRET, tmp_path / "b", {}, DAYS)
    assert rows(filled, *KEPT) == before


def test_a_database_that_was_only_migrated_is_empty(filled: Database, tmp_path: Path) -> None:
    make_backup(filled, SECRET, tmp_path / "b")
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    other.migrate()
    assert restore_backup(other, SECRET, tmp_path / "b", {}, DAYS).rows["reflections"] == 2


def test_a_damaged_backup_leaves_the_database_empty(filled: Database, tmp_path: Path) -> None:
    make_backup(filled, SECRET, tmp_path / "b")
    raw = (tmp_path / "b").read_bytes()
    (tmp_path / "cut").write_bytes(raw[:-1])
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    with pytest.raises(SealedFileError, match="damaged"):
        restore_backup(other, SECRET, tmp_path / "cut", {}, DAYS)
    assert restore_backup(other, SECRET, tmp_path / "b", {}, DAYS).rows["reflections"] == 2


def test_a_backup_from_a_later_release_is_refused(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.store import backup

    monkeypatch.setattr(backup, "revision_of", lambda _: "9999")
    make_backup(filled, SECRET, tmp_path / "b")
    monkeypatch.undo()
    with pytest.raises(BackupRefused, match="later release"):
        restore_backup(Database(f"sqlite:///{tmp_path / 'o.sqlite3'}"), SECRET, tmp_path / "b", {}, DAYS)


def test_a_backup_older_than_what_is_remembered_is_refused(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.store import backup

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=DAYS + 2)

    make_backup(filled, SECRET, tmp_path / "b")
    monkeypatch.setattr(backup, "datetime", Later)
    with pytest.raises(BackupRefused, match="data protection officer"):
        restore_backup(Database(f"sqlite:///{tmp_path / 'o.sqlite3'}"), SECRET, tmp_path / "b", {}, DAYS)


def test_a_backup_is_never_written_over_and_leaves_nothing_half_done(filled: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    make_backup(filled, SECRET, folder / "b")
    with pytest.raises(BackupRefused, match="there already"):
        make_backup(filled, SECRET, folder / "b")
    with pytest.raises(BackupRefused, match="cannot be written"):
        make_backup(filled, SECRET, tmp_path / "nowhere" / "b")
    assert [file.name for file in folder.iterdir()] == ["b"]


def test_a_backup_is_of_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved or withdrawn while it is being made is in it whole, or not at all."""
    from bot.store import backup

    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    database.migrate()
    with database.session() as session:
        store.keep_private(session, key(1), SAVED)
    seen: list[str] = []

    def interfere(column: object, value: object) -> object:
        if not seen:
            seen.append("")
            with database.session() as session:
                store.share(session, key(2), replace(SAVED, sharing="anonymous"), NOW)
        return original(column, value)

    original = backup._to_json
    monkeypatch.setattr(backup, "_to_json", interfere)
    counts = make_backup(database, SECRET, tmp_path / "b")
    assert seen and (counts["private_reflections"], counts["reflections"]) == (1, 0)


def test_a_coordinator_comes_back_with_their_password(filled: Database, tmp_path: Path) -> None:
    make_backup(filled, SECRET, tmp_path / "b")
    other = Database(f"sqlite:///{tmp_path / 'o.sqlite3'}")
    restore_backup(other, SECRET, tmp_path / "b", {}, DAYS)
    with other.session() as session, filled.session() as before:
        assert find_coordinator(session, "morag").password_hash == find_coordinator(before, "morag").password_hash
        assert not session.scalars(select(PrivateReflection).where(PrivateReflection.sealed == b"")).all()
