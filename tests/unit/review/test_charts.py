from __future__ import annotations

from bot.disclosure import Figure, Figures
from bot.review.charts import draw


def figures(**counts: int | None) -> Figures:
    return Figures(tuple(Figure(key, count) for key, count in counts.items()))


def test_hidden_figures_have_no_bar_and_say_so():
    names = {"a": "Leadership", "b": "Policies"}
    picture = draw(figures(a=None, b=1240), names, "hidden")
    assert "hidden" in picture.wide
    assert "1,240" in picture.wide
    assert "Leadership" in picture.narrow
    assert picture.wide.count("Z") == draw(figures(b=1240), names, "hidden").wide.count("Z")


def test_the_picture_keeps_names_inert_and_has_no_inline_style():
    picture = draw(figures(a=50), {"a": '<script>alert("x")</script>'}, "hidden")
    assert "<script" not in picture.wide + picture.narrow
    assert "style=" not in picture.wide
    assert picture.wide.startswith('<svg aria-hidden="true"')


def test_pictures_beside_each_other_can_have_one_scale():
    alone, beside = (draw(figures(a=50), {"a": "A"}, "-", most).wide for most in (0, 100))
    assert alone != beside
    assert alone == draw(figures(a=50), {"a": "A"}, "-", 50).wide
