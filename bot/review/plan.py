"""The plan on one page, to print: what is planned by theme, what, who, by when and how far."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bot.days import today_in_scotland
from bot.review.auth import PersonDep
from bot.review.door import DoorDep
from bot.store import actions as store
from bot.store import audit
from bot.store.actions import Status, Wanted

router = APIRouter()


@router.get("/plan")
def show_plan(door: DoorDep, person: PersonDep) -> Response:
    today = today_in_scotland()
    with door.database.session() as session:
        actions = [
            one for one in store.list_actions(session, Wanted(), person.area, today) if one.status != Status.STOPPED
        ]
        audit.record(session, "plan_viewed", person.name)
    names = [("", ""), *door.themes_in(person.area).items()]
    known = {one for one, _ in names}
    names += [(one, one) for one in sorted({action.theme or "" for action in actions} - known)]
    groups = [(name, [one for one in actions if (one.theme or "") == theme]) for theme, name in names]
    return door.render(
        "plan.html",
        person=person,
        here="plan",
        today=today,
        groups=[(name, found) for name, found in groups if found],
        quiet=[name for name, found in groups if not found and name],
        late={one.id for one in actions if store.is_overdue(one, today)},
    )
