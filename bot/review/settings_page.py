"""What is set: read only, because settings are environment variables that whoever runs the machine changes."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bot.review.auth import PersonDep
from bot.review.door import DoorDep
from bot.store import audit

router = APIRouter()


@router.get("/settings")
def show_settings(door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        audit.record(session, "settings_viewed", person.name)
    return door.render(
        "settings.html",
        person=person,
        here="settings",
        settings=door.settings,
        smallest=door.settings.smallest_group,
        retention=door.content.organisation.retention_days,
    )
