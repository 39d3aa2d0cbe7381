"""One row whose JSON is broken does not stop a whole list, and lets nobody read more. PostgreSQL takes no such row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import audit, shared
from bot.store import reflections as store
from bot.store.areas import EVERYWHERE
from bot.store.audit_chain import ChainBroken, verify
from bot.store.coordinators import add_coordinator, area_of, find_coordinator
from bot.store.database import Database
from bot.store.reflections import SavedReflection
from bot.store.sealing import ReturnKey, Seal

SAVED = SavedReflection(theme="culture", day=date(2026, 11, 1), strengths="Our huddle", expires_on=date(2099, 1, 1))


@pytest.fixture
def sqlite(migrated_sqlite: Path, tmp_path: Path) -> Database:
    (tmp_path / "db").write_bytes(migrated_sqlite.read_bytes())
    return Database(f"sqlite:///{tmp_path / 'db'}")


def spoil(database: Database, statement: str) -> None:
    with database.session() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("broken", ['["cut', "5", '{"a": 1}', "[1]", ""])
def test_a_list_shows_the_others_and_the_row_itself(sqlite: Database, broken: str) -> None:
    with sqlite.session() as session:
        for number in (1, 2):
            key = ReturnKey(bytes([number]) * 16, Seal(bytes([number]) * 32, b"place"))
            store.share(session, key, replace(SAVED, sharing="anonymous", guidance=("one",)), datetime.now(UTC))
    spoil(sqlite, f"UPDATE reflections SET guidance = '{broken}' WHERE lookup = x'{'01' * 16}'")
    with sqlite.session() as session:
        listed = shared.list_shared(session, EVERYWHERE, shared.Filters()).reflections
        assert sorted(one.guidance for one in listed) == [[], ["one"]]


@pytest.mark.parametrize("broken", ['["leadersh', "5", "true"])
def test_an_area_that_is_broken_is_no_area(sqlite: Database, broken: str) -> None:
    with sqlite.session() as session:
        add_coordinator(session, "morag", "a calm and long password")
    spoil(sqlite, f"UPDATE coordinators SET themes = '{broken}'")
    with sqlite.session() as session:
        area = area_of(find_coordinator(session, "morag"))
        assert area.themes == frozenset()


def test_an_audit_event_that_is_broken_is_found_and_hides_no_other(sqlite: Database) -> None:
    for name in ("morag", "isla"):
        with sqlite.session() as session:
            audit.record(session, "signed_in", name, name)
    spoil(sqlite, "UPDATE audit_events SET fields = '{cut' WHERE id = 1")
    with sqlite.session() as session:
        assert len(audit.list_events(session, 10)) == 2
    with sqlite.session() as session, pytest.raises(ChainBroken):
        verify(session, b"")
