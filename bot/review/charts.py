"""Draws figures as SVG with Vega-Lite (Altair) and vl-convert, on the server: pages need no script.

Colours and letters come from static/review.css by the classes that Vega gives its marks, so that a picture follows
light and dark. Every picture goes beside the same figures as a table, and is hidden from screen readers' inner
reading: the page names it with one sentence.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import altair as alt
import vl_convert
from markupsafe import Markup

from bot.review.figures import Figures


@dataclass(frozen=True)
class Picture:
    """The same picture as SVG for a wide and for a narrow screen."""

    wide: Markup
    narrow: Markup


def draw_themes(figures: Figures, names: dict[str, str], hidden_label: str) -> Picture:
    """Bars of how many reflections are shared for each theme, in the order of the figures.

    In: figures that are safe to show; theme names by id; what stands in the place of a hidden bar.
    """
    rows = tuple((names.get(row.theme, row.theme), row.count) for row in figures.rows)
    return _draw(rows, hidden_label)


@functools.lru_cache(maxsize=8)
def _draw(rows: tuple[tuple[str, int | None], ...], hidden_label: str) -> Picture:
    values = [
        {"theme": name, "count": count or 0, "label": hidden_label if count is None else f"{count:,}"}
        for name, count in rows
    ]
    return Picture(_render(_wide(values)), _render(_narrow(values)))


def _wide(values: list[dict[str, object]]) -> alt.LayerChart:
    names = alt.Axis(labelLimit=400, labelPadding=10, labelFontSize=14, domain=False, ticks=False)
    return _layers(values, alt.Y("theme:N", sort=None, title=None, axis=names), size=20, text=14).properties(
        width=330, height=alt.Step(36)
    )


def _narrow(values: list[dict[str, object]]) -> alt.LayerChart:
    """Names above their bars, drawn for a screen of 320 pixels."""
    names = alt.Axis(
        labelLimit=300,
        labelFontSize=13,
        labelAlign="left",
        labelBaseline="bottom",
        labelOffset=-11,
        labelPadding=0,
        domain=False,
        ticks=False,
    )
    return _layers(values, alt.Y("theme:N", sort=None, title=None, axis=names), size=14, text=13).properties(
        width=270, height=alt.Step(48)
    )


def _layers(values: list[dict[str, object]], rows: alt.Y, size: int, text: int) -> alt.LayerChart:
    # nothing goes by colour or by length alone: the figure stands at the end of each bar
    most = max((int(str(value["count"])) for value in values), default=0)
    length = alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, max(most, 1) * 1.25]))
    chart = alt.Chart(alt.Data(values=values)).encode(y=rows, x=length)
    bars = chart.mark_bar(height=size)
    labels = chart.mark_text(align="left", dx=6, fontSize=text).encode(text="label:N")
    return alt.layer(bars, labels, background="transparent").configure(aria=False).configure_view(stroke=None)


def _render(chart: alt.LayerChart) -> Markup:
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    # Vega escapes the names
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704
