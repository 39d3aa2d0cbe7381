"""The one way from what was shared to a number, for pages, charts, exports and reports (ADR 21).

`read_figures` gives what may be shown, and nothing else of the review app counts reflections.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.content import Content
from bot.disclosure import Period, Published
from bot.reflection.releasing import describe_domain, release_figures
from bot.settings import Settings
from bot.store.areas import Area
from bot.store.counts import read_releases

__all__ = ["PERIODS", "name_period", "read_figures", "release_figures"]

PERIODS = 8
"""How many released periods are shown, at most: two years of quarters."""


def read_figures(
    session: Session, content: Content, settings: Settings, area: Area, *, words_of: Sequence[str] | None = None
) -> Published:
    """All figures that somebody of an area may see. An area picks themes; teams have no figures.

    words_of: the themes whose recurring words are wanted, on a page that shows few or none; None: all. It reads what
    was released. To release what has come due first, call `release_figures`.
    """
    published = Published.make(describe_domain(content), settings.smallest_group, {}).within(area.themes)
    return Published.make(
        published.domain,
        settings.smallest_group,
        read_releases(session, published.domain.themes, PERIODS, words_of),
    )


def name_period(period: Period) -> str:
    """Such as "July to September 2026", "July 2026" or "2026". Where it holds samples, the name says so."""
    first, last = period.first, period.last
    if (first.month, last.month) == (1, 12):
        name = f"{last:%Y}"
    elif first.month == last.month:
        name = f"{last:%B %Y}"
    else:
        name = f"{first:%B} to {last:%B %Y}"
    return f"{name} (samples)" if period.samples else name
