"""Goes through the shared reflections of a list, a few at a time, so that a million need no more memory.

In the order of the list, with its filters. Each step is a query of its own: nothing is held open while a file is
written, and what an author takes back meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.store.areas import Area
from bot.store.database import Database
from bot.store.shared import Filters, Place, list_shared
from bot.store.tables import Reflection

FIRST, STEP = 50, 500
"""Reflections that are read at once: few at first, so that somebody who waits sees the file begin."""


def walk_shared(database: Database, area: Area, filters: Filters) -> Iterator[Sequence[Reflection]]:
    """Lists of up to STEP reflections with their reviews; no list is empty."""
    place: Place | None = None
    step = FIRST
    while True:
        with database.session() as session:
            page = list_shared(session, area, filters, place, step)
        if page.reflections:
            yield page.reflections
        if page.older is None:
            return
        place, step = page.older, STEP
