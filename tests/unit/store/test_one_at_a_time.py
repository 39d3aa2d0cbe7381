"""Processes that start at once bring a database up to date one after the other, and who waits too long is told so."""

from __future__ import annotations

import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from bot.store import migrating
from bot.store.database import Database
from bot.store.migrating import CannotMigrate, revisions
from tests.landed import SECRET, empty, load, rows

pytestmark = pytest.mark.slow


def opened(url: str) -> Database:
    return Database(url, secret=lambda: SECRET)


@pytest.mark.parametrize("start", ["new", "0004-90af955"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_start_at_once_wait_for_each_other(
    kind: str, start: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'db'}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
    if kind == "postgresql":
        empty(url)
    if start != "new":
        load(start, url)
    gate = os.pipe()
    children = []
    for _ in range(6):
        child = os.fork()
        if child == 0:
            os.close(gate[1])
            os.read(gate[0], 1)  # all at once
            try:
                opened(url).migrate()
            except BaseException:
                os._exit(1)
            os._exit(0)
        children.append(child)
    for end in gate:
        os.close(end)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(children)
    database = opened(url)
    assert database.revision() == (revisions()[-1],) * 2
    assert len(rows(database)["reflections"]) == (0 if start == "new" else 2)
    database.close()


def test_a_file_that_another_process_turns_to_its_log_is_waited_for(tmp_path: Path) -> None:
    load("0004-90af955", url := f"sqlite:///{tmp_path / 'db'}")
    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        Timer(0.5, lambda: other.execute("COMMIT")).start()
        database = opened(url)
        database.check()
        database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_who_waits_too_long_is_told_so_in_a_line(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    monkeypatch.setattr(migrating, "SOON", 0)
    monkeypatch.setattr(migrating, "PATIENCE", 1)
    url = f"sqlite:///{tmp_path / 'db'}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
    if kind == "postgresql":
        empty(url)
    database, other = opened(url), opened(url)
    with migrating.alone(other.engine), pytest.raises(CannotMigrate) as told:
        database.migrate()
    assert "Another process" in str(told.value) and "\n" not in str(told.value)
    assert "waiting for it" in log.getvalue()
    database.migrate()
    with database.engine.connect() as connection:
        if kind == "sqlite":
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000, "as it was"
    database.close()
