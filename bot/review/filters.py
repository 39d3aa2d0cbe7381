"""Reads the filters of the list from its address, and writes them back: the address of a list stays the same.

A value that cannot be used is left out and named, so that a page can say so kindly. Words that are searched for never
stand in an address: browsers, proxies and logs keep addresses, and words may name somebody. The address holds the id
under which bot/store/views.py keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from bot.days import read_day
from bot.store.audit import Value
from bot.store.shared import Filters, Place, Question

NAMES = ("search", "theme", "team", "sharing", "rating", "reviewed", "tag", "new", "from", "to", "show")
"""The parameters in an address, in the order in which they are written."""

SHORT = "short"
"""What `show` says for the beginnings of reflections. A question's name: its answers alone. Empty: all words."""

QUESTIONS: tuple[Question, ...] = ("strengths", "opportunities", "next_step")

ID = re.compile(r"[0-9a-f]{32}")

_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-f]{32})")


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    filters: Filters
    place: Place | None
    typed: Mapping[str, str]
    """Each of NAMES as it was given, or empty: what the form shows again."""
    amiss: tuple[str, ...]
    """The names whose value cannot be used; "order" when the first day is after the last; "place"; "words"."""

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.filters.words or ""

    @property
    def search_id(self) -> str | None:
        """The id of the search that the address names; None when there is none, or it is over, or somebody else's."""
        return self._written()["search"] or None

    @property
    def shows_all(self) -> bool:
        """Whether all words of the answers are shown, or of the answers to one question, and not only beginnings."""
        return self._written()["show"] != SHORT

    @property
    def filtered(self) -> bool:
        return any(self.typed.values())

    @property
    def narrowed(self) -> bool:
        """Whether one of the less common filters is used."""
        return any(self.typed[name] for name in ("tag", "from", "to", "sharing", "team", "rating"))

    def address(self, place: Place | None = None) -> str:
        """The query of the same list at another place: empty, or beginning with "?"."""
        pairs = [(name, value) for name, value in self._written().items() if value]
        if place is not None:
            pairs.append((place.side, f"{place.day.isoformat()}.{place.id}"))
        return f"?{urlencode(pairs)}" if pairs else ""

    def with_days_from(self, since: date | None) -> Asked:
        """The same with the day since which things are new, where only new ones are asked for."""
        if since is None or not self.typed["new"]:
            return self
        first = max(since, self.filters.first_day or since)
        return replace(self, filters=replace(self.filters, first_day=first))

    def for_audit(self) -> dict[str, Value]:
        """The filters that were used, as the fields of the audit event "reflections_listed"."""
        filters = self.filters
        fields: dict[str, Value | None] = {
            "theme": filters.theme,
            "team": filters.team,
            "sharing": filters.sharing,
            "first_day": filters.first_day.isoformat() if filters.first_day else None,
            "last_day": filters.last_day.isoformat() if filters.last_day else None,
            "rating": filters.rating,
            "reviewed": filters.reviewed,
            "answer": filters.answer,
            "tag": True if filters.tag else None,
            "search": True if filters.words else None,
            "further_page": True if self.place else None,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def _written(self) -> dict[str, str]:
        """What can be used of what was given, each in one way of writing."""
        written = {name: "" if name in self.amiss else self.typed[name] for name in NAMES}
        for name, day in (("from", self.filters.first_day), ("to", self.filters.last_day)):
            written[name] = day.isoformat() if day else ""
        return written


def read_address(query: Mapping[str, str], known: Mapping[str, Collection[str]], words: str | None = None) -> Asked:
    """Read the parameters of an address. Raises nothing.

    In: the parameters; for each filter with a list to choose from, the values that there are; the words of the search
    that the address names, or None when there is no such search (any more).
    """
    typed = {name: query.get(name, "").strip()[:60] for name in NAMES}
    choices = {**known, "sharing": ("anonymous", "team"), "reviewed": ("yes", "no"), "new": ("yes",)}
    choices["show"] = (SHORT, *QUESTIONS)
    amiss = [name for name in NAMES if name in choices and typed[name] and typed[name] not in choices[name]]
    if words is None and typed["search"]:
        amiss.append("search")
    days = {name: read_day(typed[name]) for name in ("from", "to")}
    amiss += [name for name in days if typed[name] and days[name] is None]
    first, last = days["from"], days["to"]
    if first and last and first > last:
        amiss.append("order")
        first = last = None
    place = _read_place(query)
    if place is None and ("after" in query or "before" in query):
        amiss.append("place")
    good = {name: typed[name] or None if name not in amiss else None for name in NAMES}
    sharing: Literal["anonymous", "team"] | None
    sharing = "anonymous" if good["sharing"] == "anonymous" else "team" if good["sharing"] == "team" else None
    filters = Filters(
        words=words,
        theme=good["theme"],
        team=good["team"],
        sharing=sharing,
        rating=good["rating"],
        tag=good["tag"],
        first_day=first,
        last_day=last,
        reviewed={"yes": True, "no": False}.get(good["reviewed"] or ""),
        answer=next((question for question in QUESTIONS if question == good["show"]), None),
    )
    return Asked(filters, place, typed, tuple(amiss))


def _read_place(query: Mapping[str, str]) -> Place | None:
    for side in ("after", "before"):
        match = _PLACE.fullmatch(query.get(side, ""))
        day = read_day(match[1]) if match else None
        if match and day:
            return Place(day, match[2], "after" if side == "after" else "before")
    return None
