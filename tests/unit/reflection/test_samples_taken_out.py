"""Samples go without a trace, with the figures made of them, and what is real is counted without them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.content import load_content
from bot.reflection import samples
from bot.reflection.releasing import release_figures, release_periods
from bot.review.figures import name_period
from bot.settings import ROOT, Settings
from bot.store.counts import read_releases
from bot.store.figure_tables import Release, ReleasedFigure
from bot.store.helpful import count_helpful, read_helpful
from bot.store.reading_tables import Tag
from bot.store.tables import Base, Reflection
from bot.store.tags import set_tags

TODAY = datetime.now(UTC).date()
CONTENT = ROOT / "data" / "content"


@pytest.fixture(scope="module")
def content():
    return load_content(CONTENT)


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path, secret_key="k" * 40)


@pytest.fixture
def few(monkeypatch):
    """As many samples as a quick test needs."""
    monkeypatch.setattr(samples, "SHARED", range(2, 3))


def whole(database):
    """Every row of every table."""
    with database.session() as session:
        return {table.name: sorted(map(str, session.execute(select(table)))) for table in Base.metadata.sorted_tables}


def add(database, content, settings):
    with database.session() as session:
        samples.add_samples(session, content, CONTENT, TODAY)
    release_figures(database, content, settings, TODAY)


def take_out(database, content, settings):
    with database.session() as session:
        there, periods = samples.remove_samples(session)
    release_periods(database, content, settings, TODAY, periods)
    return there


def test_samples_go_without_a_trace(database, content, settings, few):
    before = whole(database)
    add(database, content, settings)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(ReleasedFigure)) > 500
        set_tags(session, session.scalars(select(Reflection).limit(1)).one(), ["heating"])
    assert take_out(database, content, settings)
    assert whole(database) == before
    assert not take_out(database, content, settings), "there is nothing left to take out"


def test_figures_of_samples_say_so(database, content, settings, few):
    add(database, content, settings)
    with database.session() as session:
        periods = list(read_releases(session, [theme.id for theme in content.themes], 8))
    assert len(periods) >= 4
    assert all(name_period(period).endswith(" (samples)") for period in periods)


def share(database, day):
    with database.session() as session:
        session.add(
            Reflection(
                sharing="anonymous", theme="leadership", day=day, expires_on=TODAY + timedelta(days=90),
                strengths="We have tea.", lookup=b"x" * 16,
            )
        )  # fmt: skip


def test_what_is_real_is_released_without_the_samples(database, content, settings, few):
    add(database, content, settings)
    share(database, TODAY - timedelta(days=200))
    take_out(database, content, settings)
    with database.session() as session:
        released = read_releases(session, [theme.id for theme in content.themes], 8)
        assert session.scalars(select(Reflection.strengths)).all() == ["We have tea."]
    assert [period.first <= TODAY - timedelta(days=200) <= period.last for period in released] == [True]
    assert not name_period(next(iter(released))).endswith("(samples)")


def test_figures_from_before_samples_were_marked_go_too(database, content, settings, few):
    add(database, content, settings)
    with database.session() as session:
        session.query(ReleasedFigure).filter_by(kind="samples").delete()
    take_out(database, content, settings)
    with database.session() as session:
        assert session.scalars(select(Release)).all() == []
        assert session.scalars(select(Tag)).all() == []


def test_a_release_of_real_words_alone_stays(database, content, settings, few):
    share(database, TODAY - timedelta(days=200))
    release_figures(database, content, settings, TODAY)
    before = whole(database)
    assert not take_out(database, content, settings)
    assert whole(database) == before


def test_who_found_it_helpful_is_counted_once_the_samples_are_gone(database, content, settings, few):
    with database.session() as session:
        count_helpful(session, "yes", TODAY - timedelta(days=200))
    add(database, content, settings)
    take_out(database, content, settings)
    with database.session() as session:
        assert sum(read_helpful(session, date(2000, 1, 1), TODAY).values()) == 1
