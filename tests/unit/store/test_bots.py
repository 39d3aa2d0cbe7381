"""One bot at a time on SQLite, many on PostgreSQL. Whoever was killed stands in nobody's way."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.settings import ROOT
from bot.store import bots
from bot.store.bots import AnotherBot, as_bot, count_bots
from bot.store.database import Database

HOLDS = """
import sys, time
from bot.store.database import Database
from bot.store.bots import as_bot
with as_bot(Database(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'waymark.sqlite3'}"


@contextmanager
def another_process(url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the database."""
    process = subprocess.Popen([sys.executable, "-c", HOLDS, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()


def soon(do: Callable[[], None]) -> None:
    """PostgreSQL takes a moment to notice that a process is gone."""
    for _ in range(100):
        try:
            return do()
        except AnotherBot:
            time.sleep(0.05)
    do()


def hold(url: str) -> None:
    database = Database(url)
    try:
        with as_bot(database):
            pass
    finally:
        database.close()


def test_a_second_bot_is_refused_in_a_plain_line_and_may_start_when_the_first_was_killed(url: str) -> None:
    with another_process(url) as first:
        with pytest.raises(AnotherBot) as refused:
            hold(url)
        assert str(refused.value).count("\n") == 0
        assert "already" in str(refused.value) and "Stop it" in str(refused.value)
        assert "password" not in str(refused.value) and "@" not in str(refused.value)
        first.kill()
        first.wait()
        soon(lambda: hold(url))
    hold(url)  # and it lets go by itself


def test_two_ways_to_one_file_are_one_database(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with as_bot(Database(f"sqlite:///{tmp_path / 'real' / 'db'}")), pytest.raises(AnotherBot):
        hold(f"sqlite:///{tmp_path / 'link' / 'db'}")


def test_what_stands_beside_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    hold(f"sqlite:///{tmp_path / 'db'}")
    assert (tmp_path / "db.bot").stat().st_mode & 0o077 == 0


def held_alone(url: str) -> Connection:
    """A session that holds the lock as a bot did that had to be alone (before ADR 56)."""
    session = Database(url).engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    assert session.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": bots._LOCK})
    return session


def test_many_bots_are_at_work_on_one_postgresql_and_are_counted(fresh_postgres: str) -> None:
    database = Database(fresh_postgres)
    with another_process(fresh_postgres), as_bot(database):
        hold(fresh_postgres)
        assert count_bots(database) == 2
    database.close()


def test_a_bot_of_a_release_that_had_to_be_alone_keeps_others_out_and_is_kept_out(fresh_postgres: str) -> None:
    """Such a one does not keep order with others: it would lose what is said."""
    alone = held_alone(fresh_postgres)
    with pytest.raises(AnotherBot):
        hold(fresh_postgres)
    alone.invalidate()
    with another_process(fresh_postgres), pytest.raises(AssertionError):
        held_alone(fresh_postgres)


def test_a_bot_notices_that_postgresql_let_go_and_takes_hold_again_or_is_told(fresh_postgres: str) -> None:
    """A restart of PostgreSQL ends the session that holds it. One that must be alone may be faster."""
    database, other = Database(fresh_postgres), Database(fresh_postgres)
    end = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")

    def cut() -> None:
        with other.session() as session:
            session.execute(end)

    with as_bot(database) as holding:
        holding.make_sure()
        cut()
        soon(holding.make_sure)
        assert count_bots(other) == 1
        cut()
        alone = held_alone(fresh_postgres)
        with pytest.raises(AnotherBot):
            holding.make_sure()
        alone.invalidate()
    database.close()
    other.close()
