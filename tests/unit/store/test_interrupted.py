"""Any statement of any migration may be the last one before a kill: the next start goes on, and nothing is missing.

The process is a real one, and the kill is SIGKILL. Some statements of each step are taken in each run, and all of them
with `pytest --every-statement tests/unit/store/test_interrupted.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import event, make_url

from bot.store.backup import restore_backup
from bot.store.database import Database
from bot.store.migrating import revisions, scripts
from tests.landed import FOLDER, SECRET, Rows, empty, load, rows, shape

pytestmark = pytest.mark.slow

FIRST = "0001-df52701"
WRITES = re.compile(r"\s*(BEGIN|CREATE|ALTER|DROP|INSERT|UPDATE|DELETE)", re.IGNORECASE)
SAMPLE = 10
"""One in so many statements is taken, but for --every-statement."""


def opened(url: str) -> Database:
    return Database(url, secret=lambda: SECRET)


def kill_at(number: int, url: str, do: Callable[[Database], object]) -> bool:
    """Do it in a process that is killed before its statement of that number, commits counted too. Whether it was."""
    child = os.fork()
    if child == 0:
        try:
            database, seen = opened(url), [0]

            def count(*arguments: Any) -> None:
                if len(arguments) == 1 or WRITES.match(arguments[2]):
                    seen[0] += 1
                    if seen[0] == number:
                        os.kill(os.getpid(), signal.SIGKILL)

            event.listen(database.engine, "before_cursor_execute", count)
            event.listen(database.engine, "commit", count)
            do(database)
        except BaseException:
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed by itself"
    return os.WIFSIGNALED(status)


def as_before(to: str, forward: bool = True) -> Callable[[Database], None]:
    """One step as releases up to revision 0011 took it: on SQLite, what happened before a kill stayed."""

    def take(database: Database) -> None:
        go = scripts()._upgrade_revs if forward else scripts()._downgrade_revs
        with database.engine.begin() as connection:
            config = Config(attributes={"connection": connection, "secret": lambda: SECRET})
            with EnvironmentContext(config, scripts(), fn=lambda here, _: go(to, here)):
                scripts().run_env()

    return take


def everything(database: Database) -> tuple[object, Rows]:
    """Shape and rows; random names of versions are only counted."""
    found = rows(database)
    for table in found.values():
        for row in table:
            if row.get("version"):
                row["version"] = "a name"
    return shape(database), found


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str | None, Path]:
    """A SQLite file at each revision, with the rows of the first; and an empty one before the first."""
    folder = tmp_path_factory.mktemp("steps")
    files: dict[str | None, Path] = {None: folder / "none"}
    files[None].touch()
    load(FIRST, f"sqlite:///{folder / '0001'}")
    for before, revision in zip((None, *revisions()), revisions(), strict=False):
        file = files[revision] = folder / revision
        if before is not None and before != "0001":
            shutil.copy(files[before], file)
        elif before == "0001":
            shutil.copy(folder / "0001", file)
        database = opened(f"sqlite:///{file}")
        database.migrate(revision)
        database.scrub()
        database.close()
    return files


ENDS: dict[bool, tuple[object, Rows]] = {}
"""What is there after a start that nobody disturbs: from nothing, and with the rows of the first revision."""

STEPS = list(zip((None, *revisions()), revisions(), strict=False))


@pytest.fixture
def every(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--every-statement"))


@pytest.fixture
def numbers(every: bool) -> range:
    """Which statements are the last ones."""
    return range(1, 1000) if every else range(2, 1000, SAMPLE)


@pytest.mark.parametrize(("before", "revision"), STEPS)
@pytest.mark.parametrize("way", ["now", "as before"])
def test_a_kill_at_any_statement_is_mended_by_the_next_start(
    way: str, before: str | None, revision: str, steps: dict[str | None, Path], tmp_path: Path, numbers: range
) -> None:
    """On SQLite. As before: as the releases until revision 0011 left it."""
    if way == "as before" and revision > "0011":
        pytest.skip("no release took this step so")

    def copy(name: str) -> str:
        shutil.copy(steps[before], tmp_path / name)
        return f"sqlite:///{tmp_path / name}"

    step = (lambda database: database.migrate(revision)) if way == "now" else as_before(revision)
    if (before is None) not in ENDS:
        ENDS[before is None] = end_of(copy("whole"))
    for number in numbers:
        url = copy(f"killed-{number}")
        killed = kill_at(number, url, step)
        if not killed:
            break
        if way == "now":
            assert shape_of(url) in [shape_of(f"sqlite:///{steps[one]}") for one in (before, revision)]
        assert_mended(url, {before, revision}, ENDS[before is None])
    assert number > 2


@pytest.mark.parametrize("name", [FIRST, "0007-4e20d0f"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_kill_in_a_start_of_many_steps_is_mended(
    kind: str, name: str, tmp_path: Path, numbers: range, every: bool, request: pytest.FixtureRequest
) -> None:
    """The second has most to be made up for. PostgreSQL meets a connection that is gone."""

    def fresh(place: object) -> str:
        url = f"sqlite:///{tmp_path / str(place)}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
        load(name, url)
        return str(url)

    wanted = end_of(fresh("whole"))
    for number in numbers if every else numbers[1::4]:
        url = fresh(number)
        if not kill_at(number, url, Database.migrate):
            break
        if kind == "postgresql":
            wait_until_alone(url)
        assert_mended(url, set(revisions()), wanted)
    assert number > 40


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restore_that_is_killed_leaves_the_database_empty(
    kind: str, tmp_path: Path, numbers: range, every: bool, request: pytest.FixtureRequest
) -> None:
    """The backup is of revision 0004, so there are steps on the way; the next try takes all of it."""
    backup = FOLDER / "0004-90af955.backup"
    url = f"sqlite:///{tmp_path / 'restored'}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
    if kind == "postgresql":
        empty(url)
    database = opened(url)
    database.migrate()
    for number in numbers if every else numbers[:: 4 if kind == "sqlite" else 12]:
        killed = kill_at(number, url, lambda one: restore_backup(one, SECRET, backup, {}, 36_500))
        if not killed:
            break
        assert not any(rows(database).values())
        assert database.revision()[0] == revisions()[-1]
    if killed:
        restore_backup(database, SECRET, backup, {}, 36_500)
    assert len(rows(database)["reflections"]) == 2
    database.close()


@pytest.mark.parametrize("revision", ["0007", "0009", "0010", "0011"])
def test_a_restore_that_was_killed_in_a_release_before_is_mended_by_a_start(
    revision: str, tmp_path: Path, numbers: range
) -> None:
    """Those took an empty database back to nothing first, and what was dropped before the kill stayed dropped."""
    wanted = end_of(f"sqlite:///{tmp_path / 'new'}")
    database = opened(f"sqlite:///{tmp_path / 'then'}")
    database.migrate(revision)
    database.scrub()
    database.close()
    before = revisions()[revisions().index(revision) - 1]
    for number in numbers:
        shutil.copy(tmp_path / "then", tmp_path / "killed")
        killed = kill_at(number, f"sqlite:///{tmp_path / 'killed'}", as_before(before, forward=False))
        if not killed:
            break
        assert_mended(f"sqlite:///{tmp_path / 'killed'}", {before, revision}, wanted)
    assert number > 2


def end_of(url: str) -> tuple[object, Rows]:
    """What is there after a start that nobody disturbs."""
    database = opened(url)
    database.migrate()
    found = everything(database)
    database.close()
    return found


def shape_of(url: str) -> dict[str, object]:
    """The tables, without those of one that is going on."""
    database = opened(url)
    found = shape(database)
    database.close()
    return found


def assert_mended(url: str, places: set[str | None], wanted: tuple[object, Rows]) -> None:
    database = opened(url)
    assert database.revision()[0] in places
    database.migrate()
    assert everything(database) == wanted
    database.close()


def wait_until_alone(url: str) -> None:
    """Until PostgreSQL has noticed that the other process is gone."""
    name = make_url(url).database
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        while connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [name]
        ).fetchone():
            time.sleep(0.01)
