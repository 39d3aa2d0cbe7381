"""What is counted in a closed period, on either database."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.disclosure import Cell, Period, Table
from bot.store import counts
from bot.store.database import Database
from bot.store.tables import PrivateReflection, Reflection

TODAY = datetime.now(UTC).date()
PERIOD = Period(date(2026, 7, 1), date(2026, 9, 30))


def add(database: Database, **fields: object) -> None:
    values = {
        "sharing": "anonymous",
        "theme": "leadership",
        "day": PERIOD.last,
        "expires_on": TODAY + timedelta(days=9),
        "lookup": secrets.token_bytes(16),
        "strengths": "Tea.",
        "guidance": ["a", "b"],
    }
    with database.session() as session:
        session.add(Reflection(**(values | fields)))


def test_each_cell_is_counted_once(database: Database) -> None:
    add(database, rating="not-yet")
    add(database, strengths="", next_step="Rest.", guidance=["b"], sharing="team", team="housing")
    add(database, theme="budgets", day=PERIOD.first, guidance=[])
    for outside in ({"day": PERIOD.first - timedelta(days=1)}, {"day": PERIOD.last + timedelta(days=1)}):
        add(database, **outside)
    add(database, expires_on=TODAY - timedelta(days=1))
    with database.session() as session:
        session.add(PrivateReflection(lookup=b"p" * 16, sealed=b"s", expires_on=TODAY))
        found = counts.count_cells(session, PERIOD, TODAY)
    assert found == {
        Cell(Table.SHARED, "leadership"): 2,
        Cell(Table.RATING, "leadership", "not-yet"): 1,
        Cell(Table.RATING, "leadership", ""): 1,
        Cell(Table.ANSWERED, "leadership", "strengths"): 1,
        Cell(Table.ANSWERED, "leadership", "next_step"): 1,
        Cell(Table.GUIDANCE, "leadership", "a"): 1,
        Cell(Table.GUIDANCE, "leadership", "b"): 2,
        Cell(Table.SHARED, "budgets"): 1,
        Cell(Table.RATING, "budgets", ""): 1,
        Cell(Table.ANSWERED, "budgets", "strengths"): 1,
    }


def test_a_period_is_released_once(database: Database) -> None:
    add(database)
    with database.session() as session:
        assert counts.list_due(session, "quarter", date(2026, 10, 1)) == [PERIOD]
        counts.keep_release(session, PERIOD, {Cell(Table.SHARED, "leadership"): 12})
    with database.session() as session:
        assert counts.list_due(session, "quarter", date(2026, 12, 31)) == []
        assert counts.read_releases(session, ["leadership"], 8) == {PERIOD: {Cell(Table.SHARED, "leadership"): 12}}
        assert counts.read_releases(session, ["budgets"], 8) == {PERIOD: {}}
    with pytest.raises(IntegrityError), database.session() as session:
        counts.keep_release(session, PERIOD, {Cell(Table.SHARED, "leadership"): 13})


def test_nothing_is_due_where_nothing_was_shared(database: Database) -> None:
    with database.session() as session:
        assert counts.list_due(session, "month", TODAY) == []


def test_words_are_read_up_to_a_limit(database: Database) -> None:
    for n in range(3):
        add(database, strengths=f"Tea {n}.", next_step="Rest.")
    with database.session() as session:
        texts = list(counts.read_words(session, PERIOD, "leadership", TODAY, 2))
    assert len(texts) == 2
    assert all(text.endswith("\nRest.") for text in texts)
