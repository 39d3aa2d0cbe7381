"""A backup that is killed leaves nothing for ever: what it had written is a copy of what people saved."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.store.backup import make_backup
from bot.store.database import Database

pytestmark = pytest.mark.slow

SECRET = b"a-secret-of-the-server-0123456789"


def test_what_a_killed_backup_left_goes_with_the_next_and_one_under_way_stays(
    database: Database, tmp_path: Path
) -> None:
    database.close()
    child = os.fork()
    if child == 0:
        event.listen(database.engine, "before_cursor_execute", _kill_at_reflections)
        make_backup(database, SECRET, tmp_path / "killed.backup")
        os._exit(1)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    (left,) = tmp_path.glob(".killed*")
    under_way = left.with_name(f".other{left.name}")
    with under_way.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        make_backup(database, SECRET, tmp_path / "next.backup")
    assert not left.exists() and under_way.exists()
    make_backup(database, SECRET, tmp_path / "third.backup")
    assert not under_way.exists()


def _kill_at_reflections(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    if "FROM reflections" in statement:
        os.kill(os.getpid(), signal.SIGKILL)
