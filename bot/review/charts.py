"""Draws figures as SVG with Vega-Lite (Altair) and vl-convert, on the server: pages need no script.

Colours and letters come from static/review.css by the classes that Vega gives its marks, so that a picture follows
light and dark. Every picture goes beside the same figures as a table, and is hidden from screen readers' inner
reading: the page names it with one sentence.
"""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from bot.disclosure import Figures

if TYPE_CHECKING:
    import altair as alt

LINE, BAR, GAP = 18, 16, 14
"""Heights in pixels: a line of a name, a bar, and the room between two rows."""

Rows = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Picture:
    """The same picture as SVG for a wide and for a narrow screen."""

    wide: Markup
    narrow: Markup


def draw(figures: Figures, names: Mapping[str, str], hidden_label: str, most: int = 0) -> Picture:
    """Bars of figures, in their order.

    In: figures that are safe to show; names by their keys; what stands in the place of a hidden bar; the number that
    the longest bar stands for, so that several pictures can be compared (0: the largest of these figures).
    """
    rows = tuple((names.get(row.key, row.key), row.count) for row in figures.rows)
    return _draw(rows, hidden_label, most or max((count for _, count in rows if count is not None), default=1))


@functools.lru_cache(maxsize=64)
def _draw(rows: Rows, hidden_label: str, most: int) -> Picture:
    wide, narrow = (_render(_bars(rows, hidden_label, most, *size)) for size in ((460, 60), (250, 32)))
    return Picture(wide, narrow)


def _bars(
    rows: tuple[tuple[str, int | None], ...], hidden_label: str, most: int, width: int, wrap: int
) -> alt.LayerChart:
    """One bar for each row, its name above it and its figure at the end: nothing goes by colour or length alone.

    `width` in pixels; names go on to another line after `wrap` letters. Heights are laid out here in pixels, because
    names have one line or more.
    """
    import altair as alt  # a second, and 40 MB: the first picture brings it, not the start of the door

    values: list[dict[str, Any]] = []
    y = 0
    for name, count in rows:
        lines = textwrap.wrap(name, wrap)
        bar = y + LINE * len(lines) + 3
        label = hidden_label if count is None else f"{count:,}"
        values.append({"name": lines, "top": y, "bar": bar, "end": bar + BAR, "count": count, "label": label})
        y = bar + BAR + GAP
    height = alt.Scale(domain=[0, y], range=[0, y], nice=False)
    length = alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.2], nice=False))
    chart = alt.Chart(alt.Data(values=values))
    shown = chart.transform_filter("datum.count !== null").encode(x=length)
    hidden = chart.transform_filter("datum.count === null").encode(x=alt.value(0))
    middle = alt.Y("middle:Q", axis=None, scale=height)
    text = {"align": "left", "fontSize": 14}
    return (
        alt.layer(
            chart.mark_text(**text, baseline="top", lineHeight=LINE).encode(
                text="name:N", x=alt.value(0), y=alt.Y("top:Q", axis=None, scale=height)
            ),
            shown.mark_rect().encode(x2=alt.datum(0), y=alt.Y("bar:Q", axis=None, scale=height), y2="end:Q"),
            shown.mark_text(**text, dx=6, baseline="middle").encode(text="label:N", y=middle),
            hidden.mark_text(**text, baseline="middle").encode(text="label:N", y=middle),
            background="transparent",
            padding=0,
        )
        .transform_calculate(middle="(datum.bar + datum.end) / 2 + 1")
        .properties(width=width, height=max(y - GAP, 1))
        .configure(aria=False)
        .configure_view(stroke=None)
    )


def _render(chart: alt.LayerChart) -> Markup:
    import vl_convert

    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    # Vega escapes the names
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704
