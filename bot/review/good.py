"""What goes well, on one page: what people wrote of it, the steps they say they took, and what was done, day by day.

It is read first, and nothing on it is counted or ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.review.auth import PersonDep
from bot.review.door import DoorDep, Person
from bot.store import audit, good, shared
from bot.store.shared import Filters
from bot.store.tables import Reflection

router = APIRouter()

SHOWN = 6
"""Strengths that are shown: the newest. All of them are one link away."""


@dataclass(frozen=True)
class Moment:
    """One thing on the way: a step of somebody, an action that is done, or what was told."""

    day: date
    kind: str
    about: Any
    more: str = ""


@router.get("/strengths")
def show_strengths(request: Request, door: DoorDep, person: PersonDep) -> Response:
    theme = request.query_params.get("theme") or None
    if theme is not None and theme not in door.themes_in(person.area):
        raise HTTPException(404)
    with door.database.session() as session:
        strengths = read_strengths(session, person, theme)
        way = _way(session, person, theme)
        audit.record(session, "strengths_viewed", person.name, **({"theme": theme} if theme else {}))
        for moment in way:
            if moment.kind == "step":
                audit.record(session, "reflection_viewed", person.name, moment.about.id)
        return door.render(
            "strengths.html", person=person, here="strengths", theme=theme or "", strengths=strengths, way=way
        )


def read_strengths(session: Session, person: Person, theme: str | None, many: int = SHOWN) -> Sequence[Reflection]:
    """The newest reflections of somebody's area that say what goes well. Each is on record as read."""
    found = shared.list_shared(session, person.area, Filters(theme=theme, answer="strengths"), limit=many).reflections
    for reflection in found:
        audit.record(session, "reflection_viewed", person.name, reflection.id)
    return found


def _way(session: Session, person: Person, theme: str | None) -> list[Moment]:
    """Steps, actions and what was told, the latest day first."""
    steps = [Moment(one.day, "step", one, how) for one, how in good.list_steps_taken(session, person.area, theme)]
    done = [Moment(one.day, "done", one.action, one.note) for one in good.list_done(session, person.area, theme)]
    told = [
        Moment(one.published_on, "told", one) for one in good.list_told(session, person.area, theme) if one.published_on
    ]
    return sorted([*done, *told, *steps], key=lambda moment: moment.day, reverse=True)[: good.LISTED]
