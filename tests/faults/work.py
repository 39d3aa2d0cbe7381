"""Work without the door, broken off at every point of it: a purge, a release, a backup, a restore, a migration.

Each is done on a copy of a database by a process that is killed, and again by another, as the next hour, the next start
or a person does. Then everything must be as it is where nobody was killed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.content import load_content
from bot.reflection.releasing import release_figures
from bot.runtime.logs import set_up_logs
from bot.runtime.purge import purge
from bot.settings import Settings
from bot.store import clock
from bot.store import reflections as store
from bot.store.backup import BackupRefused, make_backup, restore_backup
from bot.store.conversations import append_turn, open_conversation
from bot.store.database import Database
from bot.store.saved import SavedReflection
from bot.store.sealed_file import SealedFileError
from bot.store.sealing import ReturnKey, Seal
from bot.store.tables import Reflection
from tests.faults.points import Plan, planned, watch_engine, watch_files
from tests.faults.rows import Row
from tests.landed import SECRET, Rows, load

Do = Callable[[Database], object]
WORDS = "a quibblefen for nights"
NOT_COMPARED = {"audit_events", "audit_heads", "clock", "purge_receipts", "erasures"}
"""Their rows carry moments: they are counted."""


def in_a_process(url: str, folder: Path, do: Do, at: int) -> tuple[bool, list[str]]:
    """Do it in a process that is killed at a point; 0: at none. Whether it was, and the names of the points passed."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        try:
            with (folder / "work.log").open("ab") as log:
                os.dup2(log.fileno(), 2)
            set_up_logs()
            database = Database(url, folder / "erased", lambda: SECRET)
            watch_engine(database.engine)
            watch_files()
            with planned(Plan("killed", at)) as plan:
                do(database)
            os.write(tell, "\n".join(plan.seen).encode())
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.close(tell)
    with os.fdopen(told) as names:
        seen = names.read().splitlines()
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed by itself"
    return os.WIFSIGNALED(status), seen


class Bench:
    """A folder with a database of everything, some of it over, and the work that can be done on it."""

    def __init__(self, folder: Path, content: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.settings = Settings(home=folder, secret_key=SECRET.decode())
        self.content = load_content(content)
        self.origin = folder / "origin.sqlite3"
        with self.opened(self.origin) as database:
            database.migrate()
            with database.session() as session:
                _fill(session, self.content.themes[0].id)
            database.scrub()
        self.empty = folder / "empty.sqlite3"
        with self.opened(self.empty) as database:
            database.migrate()
            database.scrub()
        self.old = folder / "old.sqlite3"
        load("0001-df52701", f"sqlite:///{self.old}")
        self.backup = folder / "whole.backup"
        with self.opened(self.origin) as database:
            make_backup(database, SECRET, self.backup)

    def opened(self, file: Path) -> Any:
        """The database in a file, closed at the end of the block."""
        return closing(Database(f"sqlite:///{file}", self.folder / "erased", lambda: SECRET))

    def copy(self, origin: Path) -> Path:
        """A copy to work on."""
        for old in self.folder.glob("copy*"):
            old.unlink()
        return Path(shutil.copy(origin, self.folder / "copy.sqlite3"))

    def work(self, name: str) -> tuple[Path, Do]:
        """What is worked on, and what is done."""
        return {
            "purge": (self.origin, self.purge),
            "release": (self.origin, self.release),
            "backup": (self.origin, self.back_up),
            "restore": (self.empty, self.restore),
            "migration": (self.old, lambda database: database.migrate()),
        }[name]

    def purge(self, database: Database) -> None:
        purge(database, self.settings, self.content.organisation)

    def release(self, database: Database) -> None:
        release_figures(database, self.content, self.settings, datetime.now(UTC).date())

    def back_up(self, database: Database) -> None:
        """As people do: what is there already is another one."""
        if not self.target.exists():
            make_backup(database, SECRET, self.target)

    def restore(self, database: Database) -> None:
        """As people do: what was restored already is not restored again."""
        try:
            restore_backup(database, SECRET, self.backup, {}, 36_500)
        except BackupRefused:
            with database.session() as session:
                assert session.scalar(select(func.count()).select_from(Reflection))

    @property
    def target(self) -> Path:
        return self.folder / "copies" / "made.backup"

    def held(self, file: Path) -> Rows:
        """All that is in a database and must be alike: other rows are only counted."""
        found = read_rows(file)
        for name, table in found.items():
            for row in table:
                if name in NOT_COMPARED:
                    row.clear()
                elif "version" in row:
                    row["version"] = bool(row["version"])
        return found


def read_rows(file: Path) -> Rows:
    """Every row of every table of a SQLite file."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted((dict(row) for row in connection.execute(f"SELECT * FROM {name}")), key=str)
            for name in sorted(names)
            if not name.startswith("sqlite_")
        }


def _fill(session: Any, theme: str) -> None:
    now = datetime.now(UTC)
    clock.believe(session, now)
    for number in range(12):
        kept = SavedReflection(
            theme=theme,
            day=now.date() - timedelta(days=100),
            strengths=f"We keep {WORDS}",
            expires_on=date(2020, 1, 1) if number % 4 == 0 else date(2099, 1, 1),
            sharing="anonymous" if number % 2 == 0 else "private",
        )
        store.keep(
            session, ReturnKey(bytes([number]) * 16, Seal(bytes([number]) * 32, b"place"), "1a2b3c4d"), kept, now
        )
    for number, until in enumerate((now + timedelta(days=1), now - timedelta(days=1))):
        token = f"a token of somebody, number {number}"
        open_conversation(session, token, until)
        session.flush()
        append_turn(session, token, "id", {"you": {"text": WORDS}, "messages": [], "offers": {}})


def kills(bench: Bench, name: str) -> Iterator[tuple[int, str]]:
    """Every point of a piece of work: its number and name."""
    origin, do = bench.work(name)
    _clean(bench)
    _, seen = in_a_process(f"sqlite:///{bench.copy(origin)}", bench.folder, do, 0)
    yield from enumerate(seen, start=1)


def kill(bench: Bench, name: str, at: int, row: Row, wanted: Rows) -> None:
    """Break a piece of work off at a point, let it be done again, and compare with `wanted`."""
    origin, do = bench.work(name)
    _clean(bench)
    file = bench.copy(origin)
    url = f"sqlite:///{file}"
    killed, _ = in_a_process(url, bench.folder, do, at)
    assert killed
    row.faults += 1
    if name == "backup" and bench.target.exists():
        _require_whole(bench, row)
    in_a_process(url, bench.folder, do, 0)
    row.recovered += 1
    if name == "backup":
        _require_whole(bench, row)
        left = [one for one in bench.target.parent.iterdir() if one != bench.target]
        if left:
            row.fail(f"backup: a part of one is left for ever [{at}]")
    row.compare(wanted, bench.held(file), f"{name} [{at}]")
    log = bench.folder / "work.log"
    if log.exists():
        row.look_for([WORDS], log.read_text(errors="replace"))
        log.unlink()


def _clean(bench: Bench) -> None:
    shutil.rmtree(bench.target.parent, ignore_errors=True)
    bench.target.parent.mkdir()
    shutil.rmtree(bench.folder / "erased", ignore_errors=True)


def wanted_of(bench: Bench, name: str) -> Rows:
    """What a database holds after a piece of work that nobody broke off."""
    origin, do = bench.work(name)
    _clean(bench)
    file = bench.copy(origin)
    in_a_process(f"sqlite:///{file}", bench.folder, do, 0)
    return bench.held(file)


def _require_whole(bench: Bench, row: Row) -> None:
    """A backup that has its name holds everything."""
    file = Path(shutil.copy(bench.empty, bench.folder / "copy-restored.sqlite3"))
    with bench.opened(file) as database:
        try:
            restore_backup(database, SECRET, bench.target, {}, 36_500)
        except SealedFileError:
            row.fail("backup: it is not whole")
            return
    found = read_rows(file)
    row.expect(12, len(found["reflections"]) + len(found["private_reflections"]), "a backup")
