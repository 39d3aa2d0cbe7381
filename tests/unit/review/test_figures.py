from __future__ import annotations

from bot.review.charts import draw_themes
from bot.review.figures import SMALLEST, hide_small


def test_counts_below_ten_are_hidden_and_so_is_the_total():
    figures = hide_small({"a": 9, "b": 10, "c": 30}, ["a", "b", "c", "d"])
    assert [row.count for row in figures.rows] == [None, 10, 30, None]
    assert figures.total is None
    assert figures.hidden == 2
    assert [row.theme for row in figures.largest] == ["c"]


def test_zero_looks_the_same_as_nine():
    assert hide_small({"a": 9}, ["a"]) == hide_small({}, ["a"])


def test_one_hidden_count_hides_the_total_too():
    assert hide_small({"a": 3, "b": 50}, ["a", "b"]).total is None
    assert hide_small({"a": 10, "b": 50}, ["a", "b"]).total == 60


def test_a_theme_that_left_the_content_is_not_lost_in_the_total():
    figures = hide_small({"a": 20, "gone": 4}, ["a"])
    assert [(row.theme, row.count) for row in figures.rows] == [("a", 20), ("gone", None)]
    assert figures.total is None


def test_hidden_counts_have_no_bar_and_cannot_be_read_from_the_picture():
    names = {"a": "Leadership", "b": "Policies"}
    nine = draw_themes(hide_small({"a": SMALLEST - 1, "b": 40}, names), names, "fewer than 10")
    none = draw_themes(hide_small({"b": 40}, names), names, "fewer than 10")
    assert nine == none
    assert "fewer than 10" in nine.wide
    assert "40" in nine.wide
    assert "Leadership" in nine.narrow


def test_the_picture_keeps_names_inert_and_has_no_inline_style():
    names = {"a": '<script>alert("x")</script>'}
    picture = draw_themes(hide_small({"a": 12}, names), names, "fewer than 10")
    assert "<script" not in picture.wide + picture.narrow
    assert "style=" not in picture.wide
    assert picture.wide.startswith('<svg aria-hidden="true"')
