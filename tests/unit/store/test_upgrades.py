"""A database of every revision that ever landed is brought to today's, and back, and its backup is restored.

Each is data: made by the code of its time, with rows in every table (tests/landed). Everything that was acknowledged
then is there afterwards, and the live code reads it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.content import Organisation, load_content
from bot.runtime.purge import purge
from bot.settings import Settings
from bot.store import audit, conversations, shared
from bot.store import reflections as store
from bot.store.areas import EVERYWHERE
from bot.store.audit_chain import verify
from bot.store.backup import KEPT, restore_backup
from bot.store.coordinators import find_coordinator
from bot.store.database import Database
from bot.store.sealing import ReturnKey, return_key
from bot.store.tables import Base
from tests.landed import FOLDER, HALF_MADE, NAMES, SECRET, Rows, empty, load, rows, shape

WRITTEN_ANEW = {("reflections", "words"), *(("audit_heads", name) for name in ("chain", "signature"))} | {
    ("audit_events", "chain"),
    *(
        ("team_sessions", name) for name in ("themes", "steps", "summary")
    ),  # filled with what is no JSON: it is read as empty
}
"""What each database writes in its own way, or a revision chains."""

ON_BOTH = [(name, "sqlite") for name in NAMES] + [(name, "postgresql") for name in NAMES if name not in HALF_MADE]
BACKUPS = sorted(path.stem for path in FOLDER.glob("*.backup"))

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("real_argon2")]  # the kept databases were written with it
WHOLE: dict[str, dict[str, object]] = {}
"""Once for all tests of this file."""


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Where an empty database is, of either kind."""

    def find(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'landed.sqlite3'}"
        url: str = request.getfixturevalue("fresh_postgres")
        empty(url)
        return url

    return find


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url, secret=lambda: SECRET)
    try:
        yield database
    finally:
        database.close()


@functools.cache
def key(sharing: str) -> ReturnKey:
    return return_key(f"landed-{sharing}", SECRET)


@pytest.fixture
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], dict[str, object]]:
    """What a new database of that kind has."""

    def look(kind: str) -> dict[str, object]:
        if kind not in WHOLE:
            url = request.getfixturevalue("fresh_postgres") if kind == "postgresql" else f"sqlite:///{tmp_path / 'new'}"
            with opened(url) as database:
                database.migrate()
                WHOLE[kind] = shape(database)
        return WHOLE[kind]

    return look


@functools.cache
def organisation() -> Organisation:
    return load_content(Settings().content_dir).organisation


def assert_kept(before: Rows, after: Rows) -> None:
    """Every row is there, with what stood in it."""
    for table, there in before.items():
        if not there:
            continue
        columns = [name for name in there[0] if (table, name) not in WRITTEN_ANEW]
        cut = [{name: row[name] for name in columns} for row in after[table]]
        assert cut == [{name: row[name] for name in columns} for row in there], table


def assert_live(database: Database, before: Rows, talks: bool = True) -> None:
    """The live code reads what was kept, and goes on."""
    for sharing in ("private", "anonymous", "team"):
        if sharing != "private" and not before["reflections"]:
            continue
        with database.session() as session:
            found = store.find_by_code(session, key(sharing))
        assert found is not None, sharing
        assert found.strengths == "Our huddle is kind"
        assert (found.next_step, found.rating) == ("Ask the team on Monday", "some-days")
        assert "at Ålesund’s desk" in found.opportunities
    with database.session() as session:
        listed = shared.list_shared(session, EVERYWHERE, shared.Filters(words="huddles")).reflections
        assert len(listed) == len(before["reflections"])
        assert find_coordinator(session, "morag").name == "morag"
        if talks:
            assert conversations.is_open(session, "landed-talk", datetime.now(UTC))
            assert conversations.read_events(session, "landed-talk") == [{"event": "said"}]
            assert conversations.find_turn(session, "landed-talk", "first") == {"said": "hello"}
        for table in Base.metadata.sorted_tables:
            assert len(session.execute(select(table)).all()) >= (len(before.get(table.name, ())) if talks else 0)
        assert verify(session, SECRET).number == len(before["audit_events"])
    today = datetime.now(UTC).date()  # a person says so: the receipts are from 2099
    purge(database, Settings(secret_key=SECRET.decode()), organisation(), today=today)
    with database.session() as session:
        assert verify(session, SECRET).number == len(before["audit_events"]) + 1
        audit.record(session, "signed_out", "morag", "morag")
    with database.session() as session:
        verify(session, SECRET)
        assert store.find_by_code(session, key("private")) is not None


@pytest.mark.parametrize(("name", "kind"), ON_BOTH)
def test_every_landed_database_comes_up_to_date_and_back(
    name: str, kind: str, place: Callable[[str], str], whole: Callable[[str], dict[str, object]]
) -> None:
    expected, url = whole(kind), place(kind)
    load(name, url)
    with opened(url) as database:
        before = rows(database)
        for row in before["reflections"] if name in HALF_MADE else ():
            row.pop("reviewed", None)  # it was made, and not written yet
        revision = database.revision()[0]
        assert revision is not None
        database.migrate()
        assert shape(database) == expected
        assert_kept(before, rows(database))
        database.migrate(revision)
        assert_kept(before, rows(database))
        database.migrate()
        assert_live(database, before)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", BACKUPS)
def test_every_backup_is_restored_into_either_database(
    name: str, kind: str, place: Callable[[str], str], whole: Callable[[str], dict[str, object]], tmp_path: Path
) -> None:
    expected, url = whole(kind), place(kind)
    load(name, f"sqlite:///{tmp_path / 'then.sqlite3'}")
    with opened(f"sqlite:///{tmp_path / 'then.sqlite3'}") as then:
        before = {table: found for table, found in rows(then).items() if table in KEPT}
    with opened(url) as database:
        restored = restore_backup(database, SECRET, FOLDER / f"{name}.backup", {}, 36_500)
        assert restored.rows == {table: len(found) for table, found in before.items() if found}
        assert shape(database) == expected
        assert_kept(before, rows(database))
        assert_live(database, before, talks=False)
