"""The pages of the picture over a real database: figures of closed periods, and nothing by filter."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from bot.content import Content
from bot.disclosure import REACH, period_of
from bot.review.figures import name_period, read_figures, release_figures
from bot.settings import Settings
from bot.store.areas import EVERYWHERE, Area
from bot.store.database import Database
from bot.store.figure_tables import Release, ReleasedFigure
from bot.store.tables import Reflection, random_id

TODAY = datetime.now(UTC).date()
BEFORE = period_of(period_of(TODAY, "quarter").first - timedelta(days=1), "quarter")
FLOOR = 10 + REACH
Fill = Callable[..., None]


@pytest.fixture
def fill(database: Database) -> Fill:
    """Share many reflections at once, in the quarter before this one unless a day is given."""

    def fill_with(how_many: int, **fields: object) -> None:
        row = {
            "sharing": "anonymous",
            "theme": "leadership",
            "day": BEFORE.first + timedelta(days=20),
            "expires_on": TODAY + timedelta(days=300),
            "strengths": "Our team meetings begin with a quiet word.",
            "secret_id": "",
            "guidance": [],
        }
        own = [{"id": random_id(), "version": random_id(), "lookup": secrets.token_bytes(16)} for _ in range(how_many)]
        with database.session() as session:
            session.execute(insert(Reflection), [row | fields | one for one in own])

    return fill_with


def numbers(page: str) -> set[int]:
    """Every number that stands in a cell or a picture."""
    return {int(found.replace(",", "")) for found in re.findall(r">\s*(\d[\d,]*)\s*<", page)}


def test_this_period_is_not_counted_until_it_is_over(signed_in, fill: Fill):
    fill(80, day=TODAY)
    page = signed_in.get("/themes").text
    assert "There are no figures yet." in page
    assert numbers(page) == set()


def test_figures_of_a_period_that_is_over_are_shown_about_right(signed_in, fill: Fill, content: Content):
    fill(120)
    fill(4, theme="budgets")
    page = signed_in.get("/themes").text
    assert name_period(BEFORE) in page
    (shown,) = numbers(page)
    assert shown % 5 == 0
    assert 120 - REACH - 5 <= shown <= 120 + REACH
    assert page.count(">hidden<") >= len(content.themes) - 1
    assert numbers(signed_in.get("/").text) == {shown}


@pytest.mark.parametrize("count", [1, 9])
def test_a_group_below_the_threshold_has_no_number_anywhere(signed_in, fill: Fill, count: int):
    fill(200)
    fill(count, theme="budgets", rating="not-yet", guidance=["anything"])
    for path in ("/themes/budgets", "/"):
        assert all(number >= FLOOR for number in numbers(signed_in.get(path).text))
    assert numbers(signed_in.get("/themes/budgets").text) == set()


def test_a_theme_shows_questions_ratings_guidance_and_the_way_to_its_topics(signed_in, fill: Fill, content: Content):
    piece = content.guidance_for("leadership")[0]
    fill(150, rating="most-of-the-time", opportunities="More time for reflective practice.", guidance=[piece.id])
    fill(150, rating="getting-started", strengths="")
    page = signed_in.get("/themes/leadership").text
    assert {"Most of the time", "Getting started"} <= set(re.findall(r"regular\">([^<]+)<", page))
    assert piece.title in page.replace("&#39;", "'").replace("&amp;", "&")
    assert "/topics?theme=leadership" in page
    assert "recur" not in page, "words without their sentences tell little: topics took their place (ADR 55)"
    assert "national survey" not in page
    assert len(numbers(page)) >= 3
    assert all(number >= FLOOR for number in numbers(page))


def test_names_and_rare_words_never_recur(database, content, settings, fill: Fill):
    fill(100, strengths="Thanks to Morag Sinclair, and for the tea with Ailsa McPherson.")
    fill(3, strengths="It was the photocopier.")
    release_figures(database, content, settings, TODAY)
    with database.session() as session:
        published = read_figures(session, content, settings, EVERYWHERE)
        stored = " ".join(session.scalars(select(ReleasedFigure.part).where(ReleasedFigure.kind == "recurring")))
    assert published.recurring(BEFORE, "leadership") == ["tea"]
    assert not re.search("morag|sinclair|ailsa|mcpherson|photocopier", stored, re.I)


@pytest.mark.parametrize("query", ["from=2026-07-01", "team=housing", "sharing=anonymous", "theme=budgets", "q=tea"])
@pytest.mark.parametrize("path", ["/themes", "/themes/leadership"])
def test_a_filter_is_refused_and_changes_nothing(signed_in, fill: Fill, path: str, query: str):
    fill(90)
    fill(60, sharing="team", team="housing", shared_at=datetime.now(UTC))
    plain, refused = signed_in.get(path), signed_in.get(f"{path}?{query}")
    assert (plain.status_code, refused.status_code) == (200, 400)
    assert "Figures cannot be filtered" in refused.text
    assert numbers(refused.text) == numbers(plain.text)


def test_a_period_that_is_not_there_is_said_kindly(signed_in, fill: Fill):
    fill(90)
    answer = signed_in.get("/themes?period=2020-01-01")
    assert answer.status_code == 400
    assert "We do not have that period" in answer.text


def test_what_was_released_never_changes(signed_in, database, fill: Fill):
    """People take words back, change them, share later with an older day: nothing of that shows in a figure."""
    fill(150, rating="most-of-the-time")
    fill(60, rating="")
    paths = ("/", "/themes", "/themes/leadership")
    before = [signed_in.get(path).text for path in paths]
    with database.session() as session:
        some = session.scalars(select(Reflection.id).limit(50)).all()
        session.execute(delete(Reflection).where(Reflection.id.in_(some)))
        session.execute(update(Reflection).values(rating="not-yet", strengths="Something else."))
    fill(70, theme="budgets")
    after = [signed_in.get(path).text for path in paths]
    assert [numbers(page) for page in after] == [numbers(page) for page in before]
    assert [figures_of(page) for page in after[1:]] == [figures_of(page) for page in before[1:]]


def figures_of(page: str) -> str:
    """A page without the words of people that it begins with: those are read as they stand now."""
    return re.sub(r'<section aria-labelledby="well">.*?</section>', "", page, flags=re.S)


def test_the_same_release_comes_again_when_it_was_lost(database, content, settings, fill: Fill):
    """Restored from an older backup, say: the same data give the same noise, so two releases tell no more than one."""
    fill(150, rating="most-of-the-time")

    def release() -> list[tuple[object, ...]]:
        assert release_figures(database, content, settings, TODAY) == 1
        with database.session() as session:
            rows = session.scalars(select(ReleasedFigure)).all()
            return sorted((row.kind, row.theme, row.part, row.value) for row in rows)

    first = release()
    with database.session() as session:
        session.execute(delete(Release))
    assert release() == first
    assert release_figures(database, content, settings, TODAY) == 0


def test_what_is_past_its_last_day_is_not_counted(database, content, settings, fill: Fill):
    fill(150, expires_on=TODAY - timedelta(days=1))
    release_figures(database, content, settings, TODAY)
    with database.session() as session:
        assert read_figures(session, content, settings, EVERYWHERE).by_theme(BEFORE).largest == ()


def test_periods_of_another_length_follow_without_overlapping(database, content, fill: Fill, tmp_path):
    fill(100, day=date(2025, 2, 10), expires_on=date(2030, 1, 1))
    for length, today in (("month", date(2025, 4, 20)), ("quarter", date(2025, 10, 5)), ("year", date(2027, 1, 1))):
        settings = Settings(home=tmp_path, secret_key="k" * 40, figures_period=length)
        release_figures(database, content, settings, today)
    with database.session() as session:
        periods = read_figures(session, content, settings, EVERYWHERE).periods
    assert [name_period(period) for period in reversed(periods)] == [
        "February 2025",
        "March 2025",
        "April to June 2025",
        "July to September 2025",
        "October to December 2025",
        "2026",
    ]


def test_an_area_shows_its_themes_with_the_same_figures(database, content, settings, fill: Fill):
    fill(100)
    fill(90, theme="budgets")
    release_figures(database, content, settings, TODAY)
    with database.session() as session:
        whole = read_figures(session, content, settings, EVERYWHERE).by_theme(BEFORE)
        area = read_figures(session, content, settings, Area(themes=frozenset({"budgets"}))).by_theme(BEFORE)
        teams = read_figures(session, content, settings, Area(teams=frozenset({"housing"}))).by_theme(BEFORE)
    assert area.rows == tuple(row for row in whole.rows if row.key == "budgets")
    assert teams == whole


def test_a_higher_threshold_hides_more_of_what_was_released(database, content, fill: Fill, tmp_path):
    fill(70)
    shown = []
    for smallest in (5, 10, 100):
        settings = Settings(home=tmp_path, secret_key="k" * 40, smallest_group=smallest)
        release_figures(database, content, settings, TODAY)
        with database.session() as session:
            shown.append(bool(read_figures(session, content, settings, EVERYWHERE).by_theme(BEFORE).largest))
    assert shown == [True, True, False]


def test_opening_a_theme_is_recorded(signed_in, audited):
    signed_in.get("/themes/leadership")
    assert [(event.event, event.subject) for event in audited()] == [("theme_viewed", "leadership")]
    assert signed_in.get("/themes/nonsense").status_code == 404
