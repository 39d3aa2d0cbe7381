"""The pages: each reads the address, asks the store, writes the audit event and renders a template.

The words are in templates/. A page that shows what people shared records that it was looked at, in the same
transaction as the reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from bot.days import today_in_scotland
from bot.marks import as_meant
from bot.review import picture
from bot.review.auth import PersonDep
from bot.review.door import DoorDep
from bot.review.resets import find_reset
from bot.store import actions, assignments, audit, shared
from bot.store.views import note_visit

router = APIRouter()
NEWEST = 5
WRITTEN = ("what", "note", "said", "did", "reason")
"""The fields of all forms that somebody writes sentences into."""


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form as text, with line ends as \\n and no control characters.

    Raises HTTPException for a form that no page of ours sends: each way of writing one is a parser more.
    """
    kind = request.headers.get("content-type")
    if kind is not None and kind.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    async with request.form(max_files=0, max_fields=200) as form:
        return {name: as_meant(value) for name, value in form.items() if isinstance(value, str)}


def read_value(request: Request, name: str) -> str:
    """One value of the address, with no control characters, cut at 80 characters; empty where there is none."""
    return as_meant(request.query_params.get(name, "")).strip()[:80]


def typed_words(form: Mapping[str, str]) -> str:
    """What somebody wrote into a form, to hand back where it cannot be saved; empty when they wrote nothing."""
    return "\n\n".join(text for name in WRITTEN if (text := form.get(name, "").strip()))[:20_000]


FormDep = Annotated[dict[str, str], Depends(read_form)]


@router.get("/")
def show_home(door: DoorDep, person: PersonDep) -> Response:
    picture.release_due(door)
    with door.database.session() as session:
        page = shared.list_shared(session, person.area, shared.Filters(reviewed=False), limit=NEWEST)
        since = note_visit(session, person.id, today_in_scotland())
        overdue = actions.list_overdue(session, person.area)
        given = assignments.list_given(session, person.area, person.id)
        seen = picture.show_latest(session, door, person)
        reset = find_reset(session, person)
        audit.record(session, "home_viewed", person.name)
    return door.render(
        "home.html",
        person=person,
        here="home",
        page=page,
        since=since,
        overdue=overdue,
        given=bool(given),
        reset=reset,
        **seen,
    )
