"""Keeping and forgetting, for the records officer: what is due, requests by return code, legal holds, purge receipts.

No page here shows a word that anybody wrote. A copy goes from the server into a file, and is kept nowhere; a return
code is used and forgotten (ADR 23).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import read_day, today_in_scotland
from bot.disclosure import Table
from bot.documents import FORMATS
from bot.reflection.codes import read_code, read_words
from bot.reflection.copies import Writer, read_phrases
from bot.reflection.guessing import TooManyGuesses, open_path
from bot.reflection.paths import withdraw_path
from bot.review import once
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person, as_file
from bot.review.figures import name_period, read_figures
from bot.review.pages import FormDep
from bot.settings import ROOT
from bot.store import audit, holds, purges, requests
from bot.store.areas import EVERYWHERE
from bot.store.keeping_tables import RightsRequest

router = APIRouter()
SOON = timedelta(days=14)
"""So long before a hold ends, the officer is told."""
_ID = re.compile(r"[0-9a-f]{32}")
_phrases = cache(read_phrases)


@dataclass(frozen=True)
class Ending:
    """What was shared in a closed period: between which days it goes, and about how much was shared then."""

    period: str
    first: date
    last: date
    count: int | None
    """The released figure. None: it is hidden."""


@router.get("/keeping")
def show_keeping(door: DoorDep, person: PersonDep) -> Response:
    today = _today()
    with door.database.session() as session:
        audit.record(session, "keeping_viewed", person.name)
        open_requests = requests.list_open(session)
        return door.render(
            "keeping.html",
            person=person,
            here="keeping",
            today=today,
            overdue=[one for one in open_requests if requests.is_overdue(one)],
            waiting=[one for one in open_requests if not requests.is_overdue(one)],
            ending=holds.list_ending(session, today + SOON),
            receipts=purges.list_receipts(session),
            goes=list(_what_goes(session, door, today)),
        )


@router.get("/requests")
def show_requests(door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        audit.record(session, "requests_viewed", person.name)
        return _requests_page(door, session, person)


@router.post("/requests")
def take(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    kind, received = form.get("kind", ""), read_day(form.get("received", ""))
    reference = form.get("reference", "").strip()
    amiss = []
    if kind not in requests.KINDS:
        amiss.append("kind")
    if received is None or received > _today():
        amiss.append("received")
    if not requests.is_reference(reference):
        amiss.append("reference")
    made = once.made_by(person.id, form)
    with door.database.session() as session:
        once.take_turn(session, made)
        if requests.find_request(session, made):
            return door.redirect(f"/requests/{made}")
        if amiss or received is None:
            return _requests_page(door, session, person, form, tuple(amiss), 400)
        known = next(one for one in requests.KINDS if one == kind)
        request = requests.take_request(session, known, received, reference, person.name, made)
        audit.record(session, "request_taken", person.name, request.id, kind=kind)
    return door.redirect(f"/requests/{request.id}")


@router.get("/requests/{request_id}")
def show_request(request_id: str, request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        found = _find(session, request_id)
        audit.record(session, "request_viewed", person.name, found.id)
        done = request.query_params.get("done", "")
        return _request_page(door, person, found, done=done if done in ("erased", "held", "closed") else "")


@router.post("/requests/{request_id}")
def answer(request_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Hand a copy over, erase, or close the request: the button that was pressed says which."""
    do = form.get("do", "")
    with door.database.session() as session:
        request = _find(session, request_id, to_act=True)
        if request.outcome and (do, form.get("outcome")) == ("close", request.outcome):
            return door.redirect(f"/requests/{request_id}?done=closed")
        if request.outcome:
            return _request_page(door, person, request, 409, amiss=("closed",))
        if do == "close":
            outcome = next((one for one in requests.OUTCOMES if one == form.get("outcome")), None)
            if outcome is None:
                return _request_page(door, person, request, 400, amiss=("outcome",))
            requests.close_request(request, outcome)
            audit.record(session, "request_closed", person.name, request.id, outcome=outcome)
            return door.redirect(f"/requests/{request_id}?done=closed")
    if request.kind == "erasure" and form.get("sure") != "yes":
        return _request_page(door, person, request, 400, amiss=("sure",))
    code = read_code(form.get("code", ""), read_words(door.settings.content_dir)).code
    if code is None:
        return _request_page(door, person, request, 400, amiss=("code",))
    return (
        _hand_over(door, person, request, code, form)
        if request.kind == "access"
        else _erase(door, person, request, code)
    )


def _what_goes(session: Session, door: Door, today: date) -> Iterator[Ending]:
    """When what was shared in each released period goes, the next first.

    Nothing is counted for it: the number is the figure that was released when the period closed (ADR 21), so it does
    not move when one person takes something back.
    """
    kept = timedelta(days=door.content.organisation.retention_days)
    published = read_figures(session, door.content, door.settings, EVERYWHERE)
    for period in sorted(published.periods):
        if period.last + kept >= today:
            count = published.by_theme(period, Table.SHARED).total
            yield Ending(name_period(period), period.first + kept, period.last + kept, count)


def _hand_over(door: Door, person: Person, request: RightsRequest, code: str, form: Mapping[str, str]) -> Response:
    """The copy as a file, straight from memory: on no page, and kept nowhere."""
    kind = form.get("format", "")
    if kind not in FORMATS:
        return _request_page(door, person, request, 400, amiss=("format",))
    try:
        found = open_path(door.database, door.settings.secret, code, person.id)
    except TooManyGuesses:
        return _request_page(door, person, request, 429, amiss=("wait",))
    if not found:
        return _not_found(door, person, request)
    if found.damaged:  # half a copy must not pass for the whole
        return _request_page(door, person, request, 409, amiss=("damaged",))
    phrases = _phrases(ROOT / "data" / "responses")
    document = Writer(door.content, phrases.__getitem__).write("utter_document_intro_request", found.found)
    file = as_file(document, "copy", kind)  # before the request counts as met
    with door.database.session() as session:
        requests.meet(_find(session, request.id))
        audit.record(session, "request_met", person.name, request.id, kind=request.kind)
    return file


def _erase(door: Door, person: Person, request: RightsRequest, code: str) -> Response:
    try:
        found = open_path(door.database, door.settings.secret, code, person.id)
    except TooManyGuesses:
        return _request_page(door, person, request, 429, amiss=("wait",))
    gone = withdraw_path(door.database, door.settings.secret, code) if found else None
    if gone is None:
        return _not_found(door, person, request)
    held = gone.held_until is not None
    with door.database.session() as session:
        requests.meet(_find(session, request.id), held=held)
        audit.record(session, "request_met", person.name, request.id, kind=request.kind, held=held)
    return door.redirect(f"/requests/{request.id}?done={'held' if held else 'erased'}")


def _not_found(door: Door, person: Person, request: RightsRequest) -> Response:
    with door.database.session() as session:
        audit.record(session, "request_code_unknown", person.name, request.id)
    before = request.kind == "erasure" and request.answered > 0  # a second press, or another code
    return _request_page(door, person, request, 404, amiss=("unknown-again" if before else "unknown",))


def _find(session: Session, request_id: str, *, to_act: bool = False) -> RightsRequest:
    if not _ID.fullmatch(request_id):
        raise HTTPException(404)
    if to_act:
        once.take_turn(session, request_id)
    found = requests.find_request(session, request_id)
    if found is None:
        raise HTTPException(404)
    return found


def _today() -> date:
    return today_in_scotland()


def _requests_page(
    door: Door,
    session: Session,
    person: Person,
    form: Mapping[str, str] | None = None,
    amiss: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    typed = {"kind": "", "received": _today().isoformat(), "reference": ""} | dict(form or {})
    return door.render(
        "requests.html",
        status,
        person=person,
        here="requests",
        open_requests=requests.list_open(session),
        closed=requests.list_closed(session),
        is_overdue=requests.is_overdue,
        typed=typed,
        amiss=amiss,
    )


def _request_page(
    door: Door,
    person: Person,
    request: RightsRequest,
    status: int = 200,
    *,
    amiss: tuple[str, ...] = (),
    done: str = "",
) -> Response:
    return door.render(
        "request.html",
        status,
        person=person,
        here="requests",
        request=request,
        late=requests.is_overdue(request),
        amiss=amiss,
        done=done,
    )
