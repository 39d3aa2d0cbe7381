"""No page of a long list looks at many reflections, whatever is asked: what PostgreSQL reads for it is counted.

That is the same on every machine, and what keeps a million reflections as fast as ten thousand. `make bench` has times.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from bot.content import load_content
from bot.runtime.bench import rows
from bot.settings import ROOT
from bot.store import shared
from bot.store.areas import EVERYWHERE, Area
from bot.store.database import Database
from bot.store.reading_tables import Tag
from bot.store.shared import Filters, Place
from bot.store.walking import FIRST, STEP, walk_shared

TODAY = datetime.now(UTC).date()
MANY = 20_000
FEW = 2_500
"""What a page may look at: NEAR for a search, with what an index of words then finds; far fewer without."""

FEW_FOR_NOTHING = 5_500
"""The same where a search finds nothing: then also from the beginning, and NEAR more for slips of the keys."""

MIDDLE = Place(TODAY - timedelta(days=180), "8" * 32)
EARLIER = Place(MIDDLE.day, MIDDLE.id, "before")


@pytest.fixture(scope="module")
def long_list(fresh_postgres: str) -> Iterator[Database]:
    database = Database(fresh_postgres)
    database.migrate()
    rows.add_many(database, load_content(ROOT / "data" / "content"), ROOT / "data" / "content", MANY, TODAY)
    yield database
    database.close()


@dataclass
class Looked:
    """At how many reflections, and in which indexes."""

    rows: int = 0
    indexes: set[str] = field(default_factory=set)
    sorted: int = 0


@contextmanager
def look(database: Database) -> Iterator[Looked]:
    """Have PostgreSQL explain each query of the block, with the numbers of rows that it really read."""
    looked = Looked()

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if statement.startswith("SELECT") and "FROM reflections" in statement:
            with cursor.connection.cursor() as other:
                plan = other.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).fetchone()[0]
            _add(looked, (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])

    event.listen(database.engine, "before_cursor_execute", explain)
    yield looked
    event.remove(database.engine, "before_cursor_execute", explain)


def _add(looked: Looked, node: dict[str, Any]) -> None:
    if node.get("Relation Name") == "reflections":
        read = (
            node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        )
        looked.rows += round(read * node["Actual Loops"])
    if "Sort" in node["Node Type"]:
        looked.sorted += round(node["Plans"][0]["Actual Rows"])
    if "Index Name" in node:
        looked.indexes.add(node["Index Name"])
    for one in node.get("Plans", ()):
        _add(looked, one)


def page(database: Database, filters: Filters, place: Place | None = None, area: Area = EVERYWHERE) -> Looked:
    with look(database) as looked, database.session() as session:
        shared.list_shared(session, area, filters, place)
    return looked


LISTS = {
    "all": (Filters(), "ix_reflections_day_id"),
    "theme": (Filters(theme="service-design"), "ix_reflections_theme_day_id"),
    "team": (Filters(team="housing"), "ix_reflections_team_day_id"),
    "theme and team": (Filters(theme="leadership", team="housing"), "ix_reflections_team_theme_day_id"),
    "sharing": (Filters(sharing="team"), "ix_reflections_sharing_day_id"),
    "unread": (Filters(reviewed=False), "ix_reflections_reviewed_day_id"),
    "rating": (Filters(rating="getting-started"), "ix_reflections_rating_day_id"),
    "a rating that is nowhere": (Filters(rating="prefer-not-to-say"), "ix_reflections_rating_day_id"),
    "days": (
        Filters(first_day=TODAY - timedelta(days=99), last_day=TODAY - timedelta(days=90)),
        "ix_reflections_day_id",
    ),
    "unread, long ago": (Filters(reviewed=False, last_day=MIDDLE.day), "ix_reflections_reviewed_day_id"),
}


@pytest.mark.parametrize("place", [None, MIDDLE, EARLIER], ids=["first", "middle", "back"])
@pytest.mark.parametrize(("filters", "index"), LISTS.values(), ids=LISTS)
def test_a_page_is_read_from_an_index_in_its_order(long_list, filters, index, place):
    looked = page(long_list, filters, place)
    assert looked.rows <= shared.PAGE + 1
    assert index in looked.indexes
    assert not looked.sorted


@pytest.mark.parametrize("name", [*rows.TAGS, rows.SELDOM])
def test_a_tags_page_is_read_from_the_tags_index(long_list, name):
    with long_list.session() as session:
        tag = session.scalar(select(Tag.id).where(Tag.name == name))
    looked = page(long_list, Filters(tag=tag), MIDDLE)
    assert looked.rows <= shared.PAGE + 1
    assert looked.sorted <= 3 * rows.RARELY, "a few may be sorted"


SEARCHES = {word: Filters(words=word) for word in (rows.COMMON, rows.BETWEEN, rows.RARE, rows.NOWHERE, "s")} | {
    "of a theme": Filters(words=rows.BETWEEN, theme="service-design"),
    "unread": Filters(words=rows.NOWHERE, reviewed=False),
    "of a theme and a team": Filters(words=rows.COMMON, theme="service-design", team="housing"),
    "rare and common": Filters(words=f"{rows.COMMON} {rows.RARE}"),
    "nowhere of a team": Filters(words=f"{rows.COMMON} {rows.NOWHERE}", team="housing"),
}


@pytest.mark.parametrize("place", [None, MIDDLE, EARLIER], ids=["first", "middle", "back"])
@pytest.mark.parametrize("filters", SEARCHES.values(), ids=SEARCHES)
def test_a_search_looks_at_few(long_list, filters, place):
    looked = page(long_list, filters, place)
    with long_list.session() as session:
        found = shared.list_shared(session, EVERYWHERE, filters, place).reflections
    assert looked.rows <= (FEW if found else FEW_FOR_NOTHING)
    assert looked.sorted <= (FEW if found else FEW_FOR_NOTHING)


def test_a_word_that_is_nowhere_is_looked_for_in_the_index_of_words(long_list):
    assert "ix_reflections_words" in page(long_list, Filters(words=rows.NOWHERE)).indexes


def test_no_plan_is_kept_for_other_words(long_list):
    """PostgreSQL would make it for no words in particular, and then read the whole table for a rare one."""
    with long_list.session() as session:
        for _ in range(8):
            shared.list_shared(session, EVERYWHERE, Filters(words=rows.RARE))
        assert session.scalars(text("SELECT statement FROM pg_prepared_statements")).all() == []


def test_an_area_of_some_themes_and_teams_costs_a_page(long_list):
    area = Area(themes=frozenset({"budgets", "service-design"}), teams=frozenset({"housing"}))
    assert page(long_list, Filters(), MIDDLE, area).rows <= FEW


def test_teams_are_found_without_reading_reflections(long_list):
    with look(long_list) as looked, long_list.session() as session:
        assert len(shared.list_teams(session, EVERYWHERE)) == 6
    assert looked.rows <= 10


WHOLE = [Filters(), Filters(theme="leadership")]


@pytest.mark.parametrize("wanted", WHOLE, ids=["all", "theme"])
def test_an_export_goes_on_where_it_was(long_list, wanted):
    with look(long_list) as looked:
        steps = walk_shared(long_list, EVERYWHERE, wanted)
        assert [len(next(steps)) for _ in range(2)] == [FIRST, STEP]
    # of a common theme, PostgreSQL may go through all in their order, and leave out the rest
    assert looked.rows <= (FIRST + STEP) * (10 if wanted.theme else 1) + 2
    assert looked.sorted <= 2 * STEP, "the last few may be sorted"


def test_an_export_holds_one_step_at_a_time(long_list):
    """Nothing keeps what was already given: each step can be forgotten."""
    import gc
    import weakref

    gone: list[Callable[[], Any]] = []
    most = 0
    for some in walk_shared(long_list, EVERYWHERE, Filters(theme="leadership")):
        gone += [weakref.ref(one) for one in some]
        del some
        gc.collect()
        most = max(most, sum(one() is not None for one in gone))
    assert len(gone) > 3 * STEP
    assert most <= STEP
