"""What coordinators see of "Was this helpful?", and of how an author's next step went."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.disclosure import REACH, period_of
from bot.store.database import Database
from bot.store.figure_tables import ReleasedFigure
from bot.store.helpful import HelpfulCount
from bot.store.progress import hide_progress, show_progress

TODAY = datetime.now(UTC).date()
BEFORE = period_of(period_of(TODAY, "quarter").first - timedelta(days=1), "quarter")
Tap = Callable[..., None]


@pytest.fixture
def tap(database: Database) -> Tap:
    def add(month: date = BEFORE.first, **taps: int) -> None:
        with database.session() as session:
            session.add_all(HelpfulCount(month=month, choice=choice, count=count) for choice, count in taps.items())

    return add


def rows(page: str) -> dict[str, str]:
    """The table of answers, by answer."""
    table = page[page.index('id="helpful-table"') :] if 'id="helpful-table"' in page else page[page.index("Was this") :]
    cells = re.findall(r">(Yes|A bit|No|All of these)</th>\s*<td[^>]*>(.*?)</td>", table, re.S)
    return {name: re.sub(r"<[^>]+>", "", cell).strip() for name, cell in cells}


def test_figures_of_a_closed_period_are_about_right_and_small_ones_hidden(signed_in, tap: Tap):
    tap(yes=140, a_bit=60, no=9)
    shown = rows(signed_in.get("/themes").text)
    assert shown["No"] == "hidden" and "All of these" not in shown, "the rest would tell it"
    assert int(shown["Yes"]) % 5 == 0 and 140 - REACH - 5 <= int(shown["Yes"]) <= 140 + REACH
    assert 60 - REACH - 5 <= int(shown["A bit"]) <= 60 + REACH


def test_a_total_is_the_sum_of_what_is_shown(signed_in, tap: Tap):
    tap(yes=140, a_bit=90, no=90)
    shown = rows(signed_in.get("/themes").text)
    assert int(shown["All of these"]) == sum(int(shown[name]) for name in ("Yes", "A bit", "No"))


@pytest.mark.parametrize("count", [1, 9])
def test_nine_people_are_never_a_number(signed_in, tap: Tap, database, count: int):
    tap(yes=count)
    assert rows(signed_in.get("/themes").text)["Yes"] == "hidden"
    with database.session() as session:
        assert not session.scalars(select(HelpfulCount)).all(), "the true counts are gone"
        assert len(session.scalars(select(ReleasedFigure).where(ReleasedFigure.kind == "helpful")).all()) == 3


def test_this_period_is_not_told(signed_in, tap: Tap):
    tap(TODAY.replace(day=1), yes=500)
    page = signed_in.get("/themes").text
    assert "There are no figures yet." in page
    assert "500" not in page


def test_every_area_sees_the_same(signed_in, tap: Tap, become: Callable[..., None]):
    tap(yes=140)
    whole = rows(signed_in.get("/themes").text)
    become(themes=["leadership"])
    assert rows(signed_in.get("/themes").text) == whole


@pytest.mark.parametrize("team", [None, "housing"])
def test_progress_shows_on_its_reflection_as_long_as_its_author_lets_it(signed_in, share, database, team: str | None):
    reflection = share(team=team)
    assert "The author says" not in signed_in.get(f"/reflections/{reflection}").text
    for choice, said in {
        "begun": "begun",
        "not_yet": "not yet",
        "other": "it went another way",
        "done": "done",
    }.items():
        with database.session() as session:
            show_progress(session, reflection, choice)  # type: ignore[arg-type]
        assert f"The author says: {said}" in signed_in.get(f"/reflections/{reflection}").text
    assert "The author says" not in signed_in.get("/reflections").text
    with database.session() as session:
        hide_progress(session, reflection)
    assert "The author says" not in signed_in.get(f"/reflections/{reflection}").text
