"""One's own account: everybody who is signed in has this page, whatever their role."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bot.review.auth import PersonDep
from bot.review.door import DoorDep

router = APIRouter()


@router.get("/account")
def show_account(door: DoorDep, person: PersonDep) -> Response:
    return door.render("account.html", person=person, here="account")
