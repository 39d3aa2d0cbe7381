"""Work that one process at a time does, such as the purge: another one leaves it alone, and nobody waits."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import text

from bot.store import locking
from bot.store.database import Database
from bot.store.locking import Locks, nobody_else


def test_one_of_two_processes_does_it(migrated_postgres: Database) -> None:
    other = Database(migrated_postgres.url)
    with nobody_else(migrated_postgres, "purge") as ours, nobody_else(other, "purge") as theirs:
        assert (ours, theirs) == (True, False)
        with nobody_else(other, "something else") as other_work:
            assert other_work
    with nobody_else(other, "purge") as free:
        assert free
    other.close()


def test_nothing_is_held_for_who_was_killed(migrated_postgres: Database) -> None:
    other = Database(migrated_postgres.url)
    with nobody_else(migrated_postgres, "purge") as ours:
        assert ours
        with other.session() as session:
            cut = (
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid != pg_backend_pid()"
            )
            session.execute(text(cut))
        with nobody_else(other, "purge") as free:
            assert free
    other.close()


def test_who_has_the_database_alone_asks_nobody(tmp_path) -> None:  # type: ignore[no-untyped-def]
    database = Database(f"sqlite:///{tmp_path / 'db'}")
    with nobody_else(database, "purge") as ours, nobody_else(database, "purge") as again:
        assert ours and again
    database.close()


def test_many_works_are_held_on_one_connection_and_each_by_one_process(migrated_postgres: Database) -> None:
    other = Database(migrated_postgres.url)
    ours, theirs = Locks(migrated_postgres), Locks(other)
    assert all(ours.take(f"card|{number}") for number in range(20))
    assert not ours.take("card|3"), "nor twice by one"
    assert not theirs.take("card|3")
    assert theirs.take("card|20")
    assert migrated_postgres.engine.pool.checkedout() == 1  # type: ignore[attr-defined]
    ours.give_back("card|3")
    assert theirs.take("card|3")
    for number in range(20):
        ours.give_back(f"card|{number}")
    assert migrated_postgres.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    theirs.close()
    assert ours.take("card|20")
    ours.close()
    other.close()


def test_locks_outlive_a_connection_that_was_cut(migrated_postgres: Database) -> None:
    other = Database(migrated_postgres.url)
    ours, theirs = Locks(migrated_postgres), Locks(other)
    assert ours.take("card|1")
    with other.session() as session:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid != pg_backend_pid()"
        session.execute(text(cut))
    assert theirs.take("card|1"), "nothing is held for who was cut off"
    ours.give_back("card|1")
    assert ours.take("card|2")
    ours.close()
    theirs.close()
    other.close()


def test_a_thread_that_takes_while_it_is_closed_keeps_nothing(
    migrated_postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks, connected, go_on, real = Locks(migrated_postgres), threading.Event(), threading.Event(), locking._try_lock

    def slowly(*given: Any) -> bool:
        connected.set()
        assert go_on.wait(10)
        return real(*given)

    monkeypatch.setattr(locking, "_try_lock", slowly)
    takes = threading.Thread(target=locks.take, args=("card|1",))
    closes = threading.Thread(target=locks.close)
    takes.start()
    assert connected.wait(10)
    closes.start()
    closes.join(0.2)
    assert closes.is_alive(), "it waits for who is about to take one"
    go_on.set()
    takes.join()
    closes.join()
    assert not locks.take("card|2")
    locks.give_back("card|1")
    assert migrated_postgres.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    with nobody_else(migrated_postgres, "card|1") as free:
        assert free
