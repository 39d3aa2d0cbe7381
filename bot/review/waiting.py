"""What waits for whoever is signed in: what was given to them, authors who said more, and their own actions.

A reflection stands on the page once: one whose author said more since it was given to them is among what was given.

An action is somebody's when its owner is the name that they sign in with. No mail is sent.
"""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from bot.days import today_in_scotland
from bot.review.auth import PersonDep
from bot.review.door import DoorDep
from bot.store import actions, assignments, audit
from bot.store.coordinators import clean_name

router = APIRouter()

SOON = timedelta(days=7)
"""How long before its day an action begins to wait."""


@router.get("/waiting")
def show_waiting(door: DoorDep, person: PersonDep) -> Response:
    today = today_in_scotland()
    with door.database.session() as session:
        to_do = actions.list_actions(session, actions.Wanted(open=True), person.area, today)
        mine = [one for one in to_do if clean_name(one.owner) == person.name and one.due_on <= today + SOON]
        given = assignments.list_given(session, person.area, person.id)
        said_more = assignments.list_said_more(session, person.area, person.id)
        audit.record(session, "waiting_viewed", person.name)
        return door.render(
            "waiting.html",
            person=person,
            here="waiting",
            given=given,
            said_more=[one for one in said_more if one not in given],
            mine=mine,
            late={one.id for one in mine if actions.is_overdue(one, today)},
        )
