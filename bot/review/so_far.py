"""The first weeks: what people chose to share so far, while no period is over and there are no figures.

What goes well is read first. Then each theme and week leads to its part of the list, and says whether something waits
to be read. No number stands here: the list has none either (ADR 60).
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bot.days import today_in_scotland
from bot.review.auth import PersonDep
from bot.review.door import DoorDep
from bot.review.good import read_strengths
from bot.store import audit, recent

router = APIRouter()


@router.get("/so-far")
def show_so_far(door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        audit.record(session, "so_far_viewed", person.name)
        strengths = read_strengths(session, person, None)
        weeks = recent.list_weeks(session, person.area, today_in_scotland())
        return door.render(
            "so_far.html",
            person=person,
            here="so-far",
            strengths=strengths,
            themes=[(one, [week for week in weeks if week.theme == one]) for one in door.themes_in(person.area)],
            any_week=bool(weeks),
            looked_at=recent.LOOKED_AT,
        )
