"""What is saved is saved as its author chose, is found by its code alone, and goes away when withdrawn or outdated."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import reflections as store
from bot.store.database import Database
from bot.store.reflections import SavedReflection
from bot.store.sealing import ReturnKey, Seal
from bot.store.tables import PrivateReflection, Reflection, Review

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
WORDS = "our huddle on a Monday is kind"
SECRET = b"a-secret-of-the-server-0123456789"
SAVED = SavedReflection(theme="culture", day=DAY, strengths=WORDS, guidance=("b", "a"), expires_on=date(2027, 11, 22))


def key(number: int) -> ReturnKey:
    return ReturnKey(bytes([number]) * 16, Seal(bytes([number]) * 32, b"place"))


def test_a_private_one_is_sealed_and_opens_with_its_key(database: Database) -> None:
    with database.session() as session:
        store.keep_private(session, key(1), SAVED)
    with database.session() as session:
        row = session.scalars(select(PrivateReflection)).one()
        assert WORDS.encode() not in bytes(row.sealed)
        assert store.find_by_code(session, key(1)) == SAVED
        assert store.find_by_code(session, key(2)) is None


def test_an_anonymous_one_has_the_day_and_neither_time_nor_team(database: Database) -> None:
    with database.session() as session:
        store.share(session, key(1), replace(SAVED, sharing="anonymous", team="housing"), NOW)
    with database.session() as session:
        row = session.scalars(select(Reflection)).one()
        assert (row.day, row.shared_at, row.team) == (DAY, None, None)
        assert row.strengths == WORDS
        columns = inspect(session.connection()).get_columns("reflections")
        moments = {column["name"] for column in columns if "TIME" in str(column["type"]).upper()}
        assert moments == {"shared_at"}


def test_the_database_itself_refuses_a_time_on_an_anonymous_one(database: Database) -> None:
    row = Reflection(lookup=b"x" * 16, sharing="anonymous", theme="culture", day=DAY, shared_at=NOW, expires_on=DAY)
    with pytest.raises(IntegrityError), database.session() as session:
        session.add(row)


def test_sqlite_keeps_no_row_numbers(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    database.migrate()
    with database.session() as session, pytest.raises(OperationalError, match="rowid"):
        session.execute(text("SELECT rowid FROM reflections"))


def test_the_order_of_keys_is_not_the_order_of_saving(database: Database) -> None:
    saved = []
    for number in range(1, 13):
        with database.session() as session:
            store.share(session, key(number), replace(SAVED, sharing="anonymous"), NOW)
            session.flush()
            saved.append(session.scalars(select(Reflection.id).where(Reflection.lookup == key(number).lookup)).one())
    assert saved != sorted(saved)


def test_a_teams_one_names_the_team(database: Database) -> None:
    with database.session() as session:
        store.share(session, key(1), replace(SAVED, sharing="team", team="housing"), NOW)
    with database.session() as session:
        found = store.find_by_code(session, key(1))
        assert found is not None
        assert (found.team, found.sharing, found.guidance) == ("housing", "team", ("a", "b"))


@pytest.mark.parametrize("sharing", ["private", "anonymous", "team"])
def test_withdrawing_deletes_it_and_its_review(database: Database, sharing: str) -> None:
    with database.session() as session:
        if sharing == "private":
            store.keep_private(session, key(1), SAVED)
        else:
            store.share(session, key(1), replace(SAVED, sharing=sharing, team="housing"), NOW)  # type: ignore[arg-type]
            session.flush()
            session.add(Review(reflection_id=session.scalars(select(Reflection.id)).one(), note="seen"))
    with database.session() as session:
        assert store.withdraw(session, key(1), SECRET)
        assert not store.withdraw(session, key(2), SECRET)
    with database.session() as session:
        for table in (PrivateReflection, Reflection, Review):
            assert not session.scalars(select(table)).all()


def test_what_is_past_its_last_day_is_erased(database: Database) -> None:
    with database.session() as session:
        store.keep_private(session, key(1), replace(SAVED, expires_on=DAY))
        store.share(session, key(2), replace(SAVED, sharing="anonymous", expires_on=DAY), NOW)
        store.share(session, key(3), replace(SAVED, sharing="anonymous"), NOW)
    with database.session() as session:
        assert store.erase_outdated(session, DAY) == 0
        assert store.erase_outdated(session, date(2026, 11, 23)) == 2
    with database.session() as session:
        assert len(session.scalars(select(Reflection)).all()) == 1
