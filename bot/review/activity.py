"""Who did what, and when: the audit, for those who look after records and people. It never holds what anybody wrote."""

from __future__ import annotations

import re
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.review.auth import PersonDep
from bot.review.door import DoorDep
from bot.review.pages import read_value
from bot.store import audit

router = APIRouter()
EVENTS = 50


@router.get("/audit")
def show_audit(request: Request, door: DoorDep, person: PersonDep) -> Response:
    """The latest events, or those that the address asks for: `who`, `event`, `from`, `to`, and `before` an event."""
    typed = {name: read_value(request, name) for name in ("who", "event", "from", "to")}
    before = request.query_params.get("before", "")
    known = re.fullmatch(r"[0-9]{1,9}", before) is not None
    asked = audit.Asked(
        typed["who"] or None,
        typed["event"] if typed["event"] in audit.EVENTS else None,
        _day(typed["from"]),
        _day(typed["to"]),
    )
    with door.database.session() as session:
        events = audit.list_events(session, EVENTS + 1, int(before) if known else None, asked)
        actors = audit.list_actors(session)
        audit.record(session, "audit_viewed", person.name, **({"filtered": True} if any(typed.values()) else {}))
    return door.render(
        "audit.html",
        person=person,
        here="audit",
        events=events[:EVENTS],
        older=events[EVENTS - 1].id if len(events) > EVENTS else None,
        first=not known,
        typed=typed,
        actors=actors,
        kinds=audit.EVENTS,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
