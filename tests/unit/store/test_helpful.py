"""Who found a conversation helpful is a number of a month, and goes when it is released blurred. On both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, select

from bot.content import load_content
from bot.disclosure import REACH, Cell, Period, Table
from bot.reflection.releasing import release_figures
from bot.settings import ROOT, Settings
from bot.store import counts
from bot.store.database import Database
from bot.store.figure_tables import ReleasedFigure
from bot.store.helpful import HelpfulCount, count_helpful, read_helpful

JULY, QUARTER = date(2026, 7, 1), Period(date(2026, 7, 1), date(2026, 9, 30))


def tap(database: Database, choice: str, day: date, times: int = 1) -> None:
    for _ in range(times):
        with database.session() as session:
            count_helpful(session, choice, day)  # type: ignore[arg-type]


def test_it_is_a_number_of_a_month_and_nothing_else(database: Database) -> None:
    for choice, day in (
        ("yes", JULY),
        ("yes", date(2026, 7, 31)),
        ("a_bit", date(2026, 7, 9)),
        ("yes", date(2026, 8, 1)),
    ):
        tap(database, choice, day)
    with database.session() as session:
        rows = {(row.month, row.choice): row.count for row in session.scalars(select(HelpfulCount))}
        columns = {column["name"] for column in inspect(session.connection()).get_columns("helpful_counts")}
    assert rows == {(JULY, "yes"): 2, (JULY, "a_bit"): 1, (date(2026, 8, 1), "yes"): 1}
    assert columns == {"month", "choice", "count"}
    with pytest.raises(ValueError, match="no such"):
        tap(database, "very", JULY)


def test_taps_at_once_are_all_counted(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: tap(database, "no", JULY), range(12)))
    with database.session() as session:
        assert read_helpful(session, JULY, JULY) == {"no": 12}


def test_a_period_counts_its_months_and_forgets_them_when_it_is_released(database: Database) -> None:
    for month, times in ((6, 5), (7, 3), (9, 4), (10, 2)):
        tap(database, "yes", date(2026, month, 15), times)
    with database.session() as session:
        assert counts.list_due(session, "quarter", date(2026, 12, 1))[0].first == date(2026, 4, 1)
        assert counts.count_cells(session, QUARTER, date(2026, 12, 1)) == {Cell(Table.HELPFUL, "", "yes"): 7}
        counts.keep_release(session, QUARTER, {Cell(Table.HELPFUL, "", "yes"): 12})
    with database.session() as session:
        assert [row.month for row in session.scalars(select(HelpfulCount))] == [date(2026, 10, 1)]
        assert counts.read_releases(session, ["leadership"], 8)[QUARTER] == {Cell(Table.HELPFUL, "", "yes"): 12}


def test_what_is_released_is_blurred_for_each_choice_and_never_twice(database: Database, tmp_path) -> None:
    content, settings = load_content(ROOT / "data" / "content"), Settings(home=tmp_path, secret_key="k" * 40)
    tap(database, "yes", JULY, 45)
    today = QUARTER.last + timedelta(days=1)
    assert release_figures(database, content, settings, today) == 1
    tap(database, "yes", JULY, 30)  # a clock that went wrong
    assert release_figures(database, content, settings, today) == 0
    with database.session() as session:
        cells = select(ReleasedFigure.part, ReleasedFigure.value).where(ReleasedFigure.kind == "helpful")
        released = {row.part: row.value for row in session.execute(cells)}
    assert set(released) == {"yes", "a_bit", "no"}, "a choice that nobody tapped has a cell too"
    assert abs(released["yes"] - 45) <= REACH and abs(released["no"]) <= REACH
