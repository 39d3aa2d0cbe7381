"""The rules of hiding by example, and periods."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.disclosure import (
    REACH,
    Cell,
    Domain,
    Length,
    Period,
    Published,
    Table,
    blur,
    closed_periods,
    hide,
    period_of,
)

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))


def test_a_rest_that_is_too_small_hides_the_smallest_part_too():
    assert hide(100, {"a": 50, "b": 40, "c": 9}, 30, complete=True) == {"a": 50, "b": None, "c": None}


def test_a_rest_that_is_large_enough_hides_nothing_more():
    assert hide(120, {"a": 50, "b": 40, "c": 9}, 30, complete=True) == {"a": 50, "b": 40, "c": None}


def test_nearly_everybody_is_as_telling_as_nearly_nobody():
    assert hide(100, {"answered": 95}, 30, complete=False) == {"answered": None}
    assert hide(100, {"answered": 70}, 30, complete=False) == {"answered": 70}


def test_parts_of_a_hidden_whole_are_hidden():
    assert hide(None, {"a": 500}, 30, complete=False) == {"a": None}


@given(
    st.none() | st.integers(0, 400), st.dictionaries(st.sampled_from("abcdef"), st.integers(-20, 300)), st.booleans()
)
def test_nothing_too_small_is_shown_or_left_over(whole: int | None, parts: dict[str, int], complete: bool):
    seen = hide(whole, parts, 30, complete=complete)
    shown = [count for count in seen.values() if count is not None]
    assert all(count >= 30 for count in shown)
    assert whole is not None or not shown
    if shown and not (complete and len(shown) == len(parts)):
        assert whole - sum(shown) >= 30


@given(st.integers(0, 10_000), st.text(max_size=20), st.binary(min_size=16, max_size=32))
def test_a_blurred_count_is_near_and_always_the_same(count: int, cell: str, key: bytes):
    assert abs(blur(count, cell, key) - count) <= REACH
    assert blur(count, cell, key) == blur(count, cell, key)


def test_where_two_sums_disagree_the_smaller_one_counts():
    """Ratings that are all shown add up to less than the whole: a reader could take answers from either."""
    domain = Domain(("t",), ("low",), {"t": ()})
    cells = {
        Cell(Table.SHARED, "t"): 100,
        Cell(Table.RATING, "t", "low"): 50,
        Cell(Table.RATING, "t", ""): 35,
        Cell(Table.ANSWERED, "t", "strengths"): 65,
    }
    published = Published.make(domain, 10, {QUARTER: cells})
    assert [row.count for row in published.in_theme(QUARTER, Table.RATING, "t").rows] == [50, 35]
    assert published.in_theme(QUARTER, Table.ANSWERED, "t").rows[0].count is None


def test_a_total_shows_only_when_nothing_is_hidden():
    domain = Domain(("a", "b"), (), {})
    cells = {Cell(Table.SHARED, "a"): 44, Cell(Table.SHARED, "b"): 31}
    assert Published.make(domain, 10, {QUARTER: cells}).by_theme(QUARTER).total == 70
    cells[Cell(Table.SHARED, "b")] = 29
    figures = Published.make(domain, 10, {QUARTER: cells}).by_theme(QUARTER)
    assert (figures.total, figures.hidden) == (None, 1)


def test_a_threshold_below_five_is_refused():
    with pytest.raises(ValueError, match="at least 5"):
        Published.make(Domain((), (), {}), 4, {})


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["month", "quarter", "year"]), st.integers(0, 900))
def test_periods_follow_one_another_and_are_over(begin: date, length: Length, days: int):
    today = begin + timedelta(days=days)
    periods = list(closed_periods(begin, length, today))
    for period, following in itertools.pairwise(periods):
        assert following.first == period.last + timedelta(days=1)
    assert all(period.last < today for period in periods)
    assert not periods or (periods[0].first == begin and period_of(today, length).last >= today)
