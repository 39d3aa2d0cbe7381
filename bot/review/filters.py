"""Reads the filters of the list from its address, and writes them back: the address of a list stays the same.

A value that cannot be used is left out and named, so that a page can say so kindly.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from bot.store.audit import Value
from bot.store.shared import Filters, Place

NAMES = ("theme", "team", "sharing", "reviewed", "from", "to")
"""The parameters in an address, in the order in which they are written."""

_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-f]{32})")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    filters: Filters
    place: Place | None
    typed: Mapping[str, str]
    """Each of NAMES as it was given, or empty: what the form shows again."""
    amiss: tuple[str, ...]
    """The names whose value cannot be used; "order" when the first day is after the last; "place"."""

    @property
    def filtered(self) -> bool:
        return any(self.typed.values())

    def address(self, place: Place | None = None) -> str:
        """The query of the same list at another place: empty, or beginning with "?"."""
        pairs = [(name, value) for name, value in _written(self.filters).items() if value]
        if place is not None:
            pairs.append((place.side, f"{place.day.isoformat()}.{place.id}"))
        return f"?{urlencode(pairs)}" if pairs else ""

    def for_audit(self) -> dict[str, Value]:
        """The filters that were used, as the fields of the audit event "reflections_listed"."""
        filters = self.filters
        fields: dict[str, Value | None] = {
            "theme": filters.theme,
            "team": filters.team,
            "sharing": filters.sharing,
            "first_day": filters.first_day.isoformat() if filters.first_day else None,
            "last_day": filters.last_day.isoformat() if filters.last_day else None,
            "reviewed": filters.reviewed,
            "further_page": True if self.place else None,
        }
        return {name: value for name, value in fields.items() if value is not None}


def read_address(query: Mapping[str, str], themes: Collection[str], teams: Collection[str]) -> Asked:
    """Read the parameters of an address. `themes` and `teams` are the ids that there are. Raises nothing."""
    typed = {name: query.get(name, "").strip()[:60] for name in NAMES}
    amiss = []
    for name, known in (
        ("theme", themes),
        ("team", teams),
        ("sharing", ("anonymous", "team")),
        ("reviewed", ("yes", "no")),
    ):
        if typed[name] and typed[name] not in known:
            amiss.append(name)
    days = {name: read_day(typed[name]) for name in ("from", "to")}
    amiss += [name for name in days if typed[name] and days[name] is None]
    first, last = days["from"], days["to"]
    if first and last and first > last:
        amiss.append("order")
        first = last = None
    place = _read_place(query)
    if place is None and ("after" in query or "before" in query):
        amiss.append("place")
    sharing: Literal["anonymous", "team"] | None
    sharing = "anonymous" if typed["sharing"] == "anonymous" else "team" if typed["sharing"] == "team" else None
    filters = Filters(
        theme=typed["theme"] if typed["theme"] and "theme" not in amiss else None,
        team=typed["team"] if typed["team"] and "team" not in amiss else None,
        sharing=sharing,
        first_day=first,
        last_day=last,
        reviewed={"yes": True, "no": False}.get(typed["reviewed"]),
    )
    return Asked(filters, place, typed, tuple(amiss))


def _written(filters: Filters) -> dict[str, str]:
    return {
        "theme": filters.theme or "",
        "team": filters.team or "",
        "sharing": filters.sharing or "",
        "reviewed": "" if filters.reviewed is None else "yes" if filters.reviewed else "no",
        "from": filters.first_day.isoformat() if filters.first_day else "",
        "to": filters.last_day.isoformat() if filters.last_day else "",
    }


def read_day(text: str) -> date | None:
    """A day as browsers write it (2026-11-22) or as people do (22/11/2026)."""
    try:
        if _ISO.fullmatch(text):
            year, month, day = text.split("-")
        elif british := _BRITISH.fullmatch(text):
            day, month, year = british.groups()
        else:
            return None
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_place(query: Mapping[str, str]) -> Place | None:
    for side in ("after", "before"):
        match = _PLACE.fullmatch(query.get(side, ""))
        day = read_day(match[1]) if match else None
        if match and day:
            return Place(day, match[2], "after" if side == "after" else "before")
    return None
