"""A legal hold stops erasing, for what it names and as long as it is in force; and what authors take back is sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.content import load_content
from bot.runtime.purge import purge
from bot.secret import Secret
from bot.settings import ROOT, Settings
from bot.store import holds
from bot.store import reflections as store
from bot.store.backup import make_backup, restore_backup
from bot.store.database import Database
from bot.store.erasures import list_erasures
from bot.store.keeping_tables import HeldReflection, Hold
from bot.store.reflections import SavedReflection
from bot.store.sealing import ReturnKey, Seal
from bot.store.tables import PrivateReflection, Reflection

SECRET = b"a-secret-of-the-server-0123456789"
NOW = datetime.now(UTC)
TODAY = NOW.date()
LATER = TODAY + timedelta(days=60)
WORDS = "the rota is written by whoever shouts loudest"
OVER = SavedReflection(
    theme="culture", day=date(2020, 5, 1), strengths=WORDS, expires_on=date(2021, 5, 1), sharing="anonymous"
)
ORGANISATION = load_content(ROOT / "data" / "content").organisation


def key(number: int) -> ReturnKey:
    return ReturnKey(bytes([number]) * 16, Seal(bytes([number]) * 32, b"place"))


def hold(database: Database, **what: object) -> str:
    with database.session() as session:
        return holds.place_hold(session, by="isla", reason="A tribunal asked.", **({"until": LATER} | what)).id


def share(database: Database, number: int, **fields: object) -> str:
    with database.session() as session:
        store.keep(session, key(number), replace(OVER, **fields), NOW)
    with database.session() as session:
        found = select(Reflection.id).where(Reflection.lookup == key(number).lookup)
        return session.scalar(found) or ""


def left(database: Database) -> int:
    with database.session() as session:
        return len(session.scalars(select(Reflection)).all())


@pytest.mark.parametrize(
    "narrow",
    [
        {},
        {"theme": "culture"},
        {"first_day": date(2020, 5, 1), "last_day": date(2020, 5, 1)},
        {"theme": "culture", "last_day": date(2020, 6, 1)},
    ],
    ids=["all", "theme", "days", "theme and days"],
)
def test_what_a_hold_covers_is_not_erased(database: Database, narrow: dict[str, object]) -> None:
    share(database, 1)
    hold(database, **narrow)
    with database.session() as session:
        assert store.erase_outdated(session, TODAY) == 0
    assert left(database) == 1


@pytest.mark.parametrize(
    "beside",
    [
        {"theme": "leadership"},
        {"first_day": date(2020, 5, 2)},
        {"last_day": date(2020, 4, 30)},
        {"reflection_id": "0" * 32},
        {"until": TODAY - timedelta(days=1)},
    ],
    ids=["another theme", "later days", "earlier days", "another one", "it is over"],
)
def test_what_no_hold_covers_is_erased(database: Database, beside: dict[str, object]) -> None:
    share(database, 1)
    hold(database, **beside)
    with database.session() as session:
        assert store.erase_outdated(session, TODAY) == 1


def test_one_that_is_named_stays_and_the_others_go(database: Database) -> None:
    named = share(database, 1)
    share(database, 2)
    hold(database, reflection_id=named)
    with database.session() as session:
        assert store.erase_outdated(session, TODAY) == 1
    assert left(database) == 1


def test_a_private_one_is_never_held(database: Database) -> None:
    with database.session() as session:
        store.keep_private(session, key(1), replace(OVER, sharing="private"))
    hold(database)
    with database.session() as session:
        assert store.erase_outdated(session, TODAY) == 1


def test_after_a_hold_is_lifted_the_next_purge_erases(database: Database, tmp_path: Path) -> None:
    share(database, 1)
    share(database, 2, expires_on=LATER)
    placed, settings = hold(database), Settings(home=tmp_path)
    with database.session() as session:
        assert store.withdraw(session, key(2), SECRET) == store.Withdrawn(LATER)
    assert purge(database, settings, ORGANISATION).reflections == 0
    with database.session() as session:
        found = holds.find_hold(session, placed)
        assert found
        assert holds.lift_hold(found, "isla")
        assert not holds.lift_hold(found, "isla")
    assert purge(database, settings, ORGANISATION).reflections == 1
    with database.session() as session:
        assert not session.scalars(select(HeldReflection)).all(), "the copy goes too"


def test_what_an_author_takes_back_is_sealed_and_gone_from_every_page(database: Database) -> None:
    share(database, 1, expires_on=LATER)
    placed = hold(database)
    with database.session() as session:
        assert store.find_by_code(session, key(1)).held_until == LATER
        assert store.withdraw(session, key(1), SECRET) == store.Withdrawn(LATER)
    with database.session() as session:
        assert store.find_by_code(session, key(1)) is None
        assert left(database) == 0
        [copy] = session.scalars(select(HeldReflection)).all()
        assert WORDS.encode() not in copy.sealed
        [words] = holds.read_held(session, session.get(Hold, placed), SECRET)
        assert (words.strengths, words.theme, words.team) == (WORDS, "culture", None)


def test_words_that_an_author_changes_are_sealed_as_they_were(database: Database) -> None:
    share(database, 1, expires_on=LATER)
    placed = hold(database, theme="culture")
    before = replace(OVER, expires_on=LATER)
    with database.session() as session:
        assert store.change(session, key(1), before, replace(before, strengths="New words"), NOW, SECRET) == LATER
    with database.session() as session:
        found = [one.strengths for one in holds.read_held(session, session.get(Hold, placed), SECRET)]
    assert found == ["New words", WORDS]


def test_without_a_hold_nothing_is_kept(database: Database) -> None:
    share(database, 1, expires_on=LATER)
    with database.session() as session:
        assert store.withdraw(session, key(1), SECRET) == store.Withdrawn(None)
        assert not session.scalars(select(HeldReflection)).all()


def test_a_copy_opens_after_the_secret_has_changed(database: Database) -> None:
    share(database, 1, expires_on=LATER)
    placed = hold(database)
    with database.session() as session:
        store.withdraw(session, key(1), SECRET)
    with database.session() as session:
        found = holds.read_held(session, session.get(Hold, placed), Secret(b"n" * 32, [SECRET]))
        assert [one.strengths for one in found] == [WORDS]
        assert store.count_by_secret(session), "doctor says that the older secret is needed"


def test_a_restored_hold_holds_and_what_was_taken_back_stays_away(
    database: Database, fresh_postgres: str, tmp_path: Path
) -> None:
    share(database, 1)  # past its time, and held
    share(database, 2, expires_on=LATER)
    share(database, 3, expires_on=LATER)
    hold(database)
    with database.session() as session:
        store.withdraw(session, key(2), SECRET)
    make_backup(database, SECRET, tmp_path / "b")
    with database.session() as session:
        store.withdraw(session, key(3), SECRET)
        erased = list_erasures(session)
    # from each kind of database into the other
    kind = database.engine.dialect.name
    other = Database(fresh_postgres if kind == "sqlite" else f"sqlite:///{tmp_path / 'other.sqlite3'}")
    restore_backup(other, SECRET, tmp_path / "b", erased, 30)
    assert purge(other, Settings(home=tmp_path), ORGANISATION).reflections == 0
    with other.session() as session:
        assert store.find_by_code(session, key(1)), "held"
        assert store.find_by_code(session, key(2)) is None
        assert store.find_by_code(session, key(3)) is None, "taken back after the backup"
        assert len(session.scalars(select(HeldReflection)).all()) == 1
    other.close()


def test_days_of_grace(database: Database) -> None:
    day = date(2021, 5, 1)
    share(database, 1, expires_on=day, grace_until=day + timedelta(days=14))
    with database.session() as session:
        store.keep_private(session, key(2), replace(OVER, sharing="private", expires_on=day, grace_until=None))
        assert store.erase_outdated(session, day + timedelta(days=14)) == 1, "it was saved before there were any"
        assert store.find_by_code(session, key(1)).grace_until == day + timedelta(days=14)
        assert store.erase_outdated(session, day + timedelta(days=15)) == 1


def test_a_private_one_is_put_off_with_its_dates_in_the_seal_too(database: Database) -> None:
    with database.session() as session:
        store.keep_private(session, key(1), replace(OVER, sharing="private"))
        store.put_off(session, key(1), replace(OVER, expires_on=LATER, grace_until=LATER + timedelta(days=14)))
    with database.session() as session:
        found = store.find_by_code(session, key(1))
        assert (found.expires_on, found.grace_until) == (LATER, LATER + timedelta(days=14))
        row = session.scalars(select(PrivateReflection)).one()
        assert key(1).seal.open(row.sealed)["expires_on"] == LATER.isoformat()
