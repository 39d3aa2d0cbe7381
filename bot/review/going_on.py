"""From one reflection to the next: within the list that somebody came from, with its search and its filters.

The address of a reflection carries that of its list, with the place of the page. So a link, a new tab and the way back
all know the list, and nothing about it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.review.door import Door, Person
from bot.review.filters import Asked
from bot.review.finding import read_asked
from bot.store import shared, views
from bot.store.shared import Filters, Place
from bot.store.tables import Reflection
from bot.store.terms import Terms

LONGEST = 2000
"""Characters of the address of a list."""


@dataclass(frozen=True)
class Way:
    """Where a reflection stands in the list that somebody came from."""

    back: str
    """The query of the list, at the page where this one stands."""
    next: str | None
    before: str | None
    """The paths of the reflections beside it. None: it is the last, or the first."""
    position: int | None
    of: int
    """Its position on that page, and how many are on it. None: it does not stand there (any more)."""
    terms: Terms
    """What was searched for."""


def read_list(form: Mapping[str, str]) -> dict[str, str]:
    """The address of a list, as a form carries it in its field `list`."""
    return dict(parse_qsl(form.get("list", "")[:LONGEST].removeprefix("?")))


def find_way(door: Door, session: Session, person: Person, query: Mapping[str, str], reflection: Reflection) -> Way:
    """Find a reflection's place in the list of an address. The list's rules hold: nobody is led out of their area."""
    asked = read_asked(door, session, person, query)
    filters = _filters(session, person, asked)
    page = shared.list_shared(session, person.area, filters, asked.place)
    here = next((n for n, one in enumerate(page.reflections) if one.id == reflection.id), None)

    def beside(side: str) -> str | None:
        place = Place(reflection.day, reflection.id, "after" if side == "after" else "before")
        found = shared.list_shared(session, person.area, filters, place, 1).reflections
        if not found:
            return None
        over = here is not None and here == (len(page.reflections) - 1 if side == "after" else 0)
        its_page = (page.older if side == "after" else page.newer) if over else asked.place
        return f"/reflections/{found[0].id}{asked.address(its_page)}"

    position = None if here is None else here + 1
    return Way(
        asked.address(asked.place), beside("after"), beside("before"), position, len(page.reflections), page.terms
    )


def _filters(session: Session, person: Person, asked: Asked) -> Filters:
    since = views.note_visit(session, person.id, today_in_scotland()) if asked.typed["new"] else None
    return asked.with_days_from(since).filters
