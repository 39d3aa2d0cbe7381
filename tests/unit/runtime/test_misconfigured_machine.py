"""What is likely to be wrong with files, databases, ports and processes: the doctor says of each how to mend it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.runtime.examined import keeping, machine
from bot.store import audit, clock
from bot.store.backup import make_backup
from bot.store.bots import as_bot
from bot.store.database import Database
from bot.store.tables import Reflection
from bot.waymark import Waymark
from tests.places import KEY, PUBLIC, Machine, amiss


def test_the_key_beside_what_it_opens(machine_: Machine, tmp_path: Path) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    waymark = machine_.set(secret_key="", **PUBLIC | {"secret_key_file": apart / "key"})
    (apart / "key").write_text(KEY)
    keeping.look_where_key_is(waymark)
    make_backup(machine_.database, KEY.encode(), apart / "monday")
    assert "the backup monday are in one folder" in amiss(keeping.look_where_key_is, waymark)
    (machine_.home / "secret-key").write_text(KEY)
    beside = machine_.set(secret_key="", **PUBLIC | {"secret_key_file": machine_.home / "secret-key"})
    assert "beside the database" in amiss(keeping.look_where_key_is, beside)


def test_no_backup_and_an_old_one(machine_: Machine) -> None:
    waymark = machine_.set(**PUBLIC)
    assert "Nothing is saved yet" in keeping.look_at_backups(waymark)
    today = datetime.now(UTC).date()
    with machine_.database.session() as session:
        session.add(Reflection(sharing="anonymous", theme="culture", day=today, expires_on=today, lookup=b"l" * 16))
    assert "There is no backup yet" in amiss(keeping.look_at_backups, waymark)
    with machine_.database.session() as session:
        audit.record(session, "backup_made", audit.COMMAND_LINE)
    assert "A backup was made" in keeping.look_at_backups(waymark)
    with machine_.database.session() as session:
        session.execute(text("UPDATE audit_events SET at = '2026-10-01 10:00:00'"))
    assert "The last backup is of 1 October 2026" in amiss(keeping.look_at_backups, waymark)


def test_nothing_is_erased_any_more(machine_: Machine) -> None:
    waymark, now = machine_.set(**PUBLIC), datetime.now(UTC)
    for days, well in ((0, True), (3, False)):
        with machine_.database.session() as session:
            clock.believe(session, now - timedelta(days))
        if well:
            keeping.look_at_erasing(waymark)
        else:
            assert "uv run waymark purge" in amiss(keeping.look_at_erasing, waymark)


def test_postgresql_that_writes_words_into_its_logs(machine_: Machine, fresh_postgres: str) -> None:
    database = Database(fresh_postgres)
    waymark = Waymark(machine_.set().settings, database, machine_.content)
    assert "no statements" in keeping.look_at_postgresql_logs(waymark)
    name = database.url.database
    for setting, value in (("log_min_duration_statement", "200"), ("log_statement", "'all'")):
        with database.session() as session:
            session.execute(text(f"ALTER DATABASE {name} SET {setting} = {value}"))
        database.close()
        assert setting in amiss(keeping.look_at_postgresql_logs, waymark)
    with database.session() as session:
        session.execute(text(f"ALTER DATABASE {name} SET log_parameter_max_length = 0"))
    database.close()
    assert "logs no values" in keeping.look_at_postgresql_logs(waymark)
    database.close()


def test_a_database_elsewhere_that_nobody_makes_sure_of(machine_: Machine) -> None:
    def at(url: str) -> Waymark:
        return Waymark(machine_.set().settings, Database(url), machine_.content)

    keeping.look_at_postgresql_tls(at("postgresql+psycopg://w:hush@127.0.0.1/w"))
    keeping.look_at_postgresql_tls(at("postgresql+psycopg://w:hush@db.example.scot/w?sslmode=verify-full"))
    said = amiss(keeping.look_at_postgresql_tls, at("postgresql+psycopg://w:hush@db.example.scot/w?sslmode=require"))
    assert "sslmode=verify-full" in said and "hush" not in said


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_port_that_is_taken_and_a_bot_that_runs_elsewhere(machine_: Machine) -> None:
    with taken_port() as port, taken_port() as other:
        assert "WAYMARK_BOT_PORT" in amiss(machine.look_at_ports, machine_.set(bot_port=port))
        assert "WAYMARK_REVIEW_PORT" in amiss(machine.look_at_ports, machine_.set(bot_port=0, review_port=other))
        waymark = machine_.set(bot_port=port)
        assert "No bot was at work" in machine.look_for_another_bot(waymark)
        assert not (machine_.home / "waymark.bot").exists(), "the doctor makes no file"
        with as_bot(machine_.database):
            assert f"none answers on port {port}" in amiss(machine.look_for_another_bot, waymark)
        assert "No bot is at work" in machine.look_for_another_bot(waymark)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to somebody else")
def test_files_that_somebody_made_as_root(machine_: Machine) -> None:
    file = machine_.home / "waymark.sqlite3"
    machine.look_at_owners(machine_.set())
    os.chown(file, 4711, -1)
    assert f"Run: chown 0 {file}" in amiss(machine.look_at_owners, machine_.set())


def test_a_disk_that_is_nearly_full(machine_: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(machine_.home).free
    monkeypatch.setattr(machine, "ROOM", free // 2)
    machine.look_at_disk(machine_.set())
    monkeypatch.setattr(machine, "ROOM", free * 2)
    assert "nobody can save" in amiss(machine.look_at_disk, machine_.set())


@pytest.mark.parametrize(("kind", "well"), [("ext4", True), ("nfs4", False), ("cifs", False)])
def test_a_share_of_another_machine(kind: str, well: bool, machine_: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = f"/dev/a / ext4 rw 0 0\nhost:/b {machine_.home} {kind} rw 0 0\nhost:/c {machine_.home}-2 nfs rw 0 0\n"
    monkeypatch.setattr(machine.Path, "read_text", lambda self, **_: mounts)
    if well:
        machine.look_at_file_system(machine_.set())
    else:
        assert kind in amiss(machine.look_at_file_system, machine_.set())


@pytest.mark.parametrize(("name", "value"), [("PYTHONASYNCIODEBUG", "1"), ("LOG_LEVEL", "debug")])
def test_debugging_that_was_left_on(name: str, value: str, machine_: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.look_for_debugging(machine_.set())
    monkeypatch.setenv(name, value)
    assert name in amiss(machine.look_for_debugging, machine_.set())
