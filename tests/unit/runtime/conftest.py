"""What the tests of the doctor share: a place where Waymark is set up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content import Content, load_content
from bot.settings import ROOT
from bot.store.database import Database
from tests.places import Machine


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(ROOT / "data" / "content")


@pytest.fixture
def machine_(tmp_path: Path, migrated_sqlite: Path, content: Content) -> Iterator[Machine]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copy(migrated_sqlite, home / "waymark.sqlite3")
    (home / "waymark.sqlite3").chmod(0o600)
    database = Database(f"sqlite:///{home / 'waymark.sqlite3'}")
    yield Machine(home, content, database)
    database.close()
