"""Legal holds, for the records officer: place one, move its end, lift it. Nothing that is held shows here (ADR 23)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import read_day, today_in_scotland
from bot.review import once
from bot.review.asking import ask_first
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.pages import FormDep
from bot.review.versions import is_overtaken, version_of
from bot.store import audit
from bot.store import holds as store
from bot.store.keeping_tables import Hold

router = APIRouter()
LONGEST_HOLD = timedelta(days=2 * 366)
"""From today on. What is needed for longer is looked at again, and its end is moved."""
DONE = ("placed", "moved", "lifted")
FIELDS = ("address", "theme", "from", "to", "until", "reason")
_ID = re.compile(r"[0-9a-f]{32}")
_ADDRESS = re.compile(r"(?:https?://[^\s]{1,200}/reflections/)?([0-9a-f]{32})(?:\?\S{0,100})?")
"""Of one shared reflection, as a coordinator's browser shows it; or its id."""


@dataclass(frozen=True)
class Asked:
    """What was sent, read: what to hold, until when, and the names of what cannot be used."""

    reflection_id: str | None
    theme: str | None
    first_day: date | None
    last_day: date | None
    until: date | None
    reason: str
    amiss: tuple[str, ...]

    @classmethod
    def read(cls, door: Door, form: Mapping[str, str]) -> Asked:
        """Read the form. Raises nothing."""
        typed = {name: form.get(name, "").strip() for name in FIELDS}
        address = _ADDRESS.fullmatch(typed["address"])
        first, last, until = (read_day(typed[name]) for name in ("from", "to", "until"))
        wrong = {
            "address": bool(typed["address"]) and address is None,
            "theme": bool(typed["theme"]) and typed["theme"] not in door.themes,
            "from": bool(typed["from"]) and first is None,
            "to": bool(typed["to"]) and last is None,
            "order": first is not None and last is not None and first > last,
            "until": until is None or until < _today(),
            "until-far": until is not None and until > _today() + LONGEST_HOLD,
            "only-one": address is not None and any(typed[name] for name in ("theme", "from", "to")),
            "reason-empty": not typed["reason"],
            "reason-long": len(typed["reason"]) > store.LONGEST_REASON,
        }
        return cls(
            address[1] if address else None,
            typed["theme"] or None,
            first,
            last,
            until,
            typed["reason"],
            tuple(name for name, is_wrong in wrong.items() if is_wrong),
        )

    @property
    def everything(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.reflection_id or self.theme or self.first_day or self.last_day)

    def for_audit(self) -> dict[str, audit.Value]:
        """What the event carries; the reason is not part of it."""
        days = {"first_day": self.first_day, "last_day": self.last_day, "until": self.until}
        fields: dict[str, audit.Value] = {name: day.isoformat() for name, day in days.items() if day}
        if self.theme:
            fields["theme"] = self.theme
        return fields | {"one": self.reflection_id is not None}


@router.get("/holds")
def show_holds(request: Request, door: DoorDep, person: PersonDep) -> Response:
    done = request.query_params.get("done", "")
    with door.database.session() as session:
        audit.record(session, "holds_viewed", person.name)
        return _page(door, session, person, {}, done=done if done in DONE else "")


@router.post("/holds")
def place(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    asked, made = Asked.read(door, form), once.made_by(person.id, form)
    with door.database.session() as session:
        once.take_turn(session, made)
        if store.find_hold(session, made):
            return door.redirect("/holds?done=placed")
        if asked.amiss or asked.until is None:
            return _page(door, session, person, form, 400, amiss=asked.amiss)
        if asked.reflection_id and not store.can_hold(session, asked.reflection_id):
            return _page(door, session, person, form, 400, amiss=("nobody",))
        if asked.last_day and asked.last_day < (store.first_day(session) or _today()):
            return _page(door, session, person, form, 400, amiss=("past",))
        if asked.everything:
            how = {"path": "/holds", "back_to": "/holds", "here": "holds", "version": version_of(form.get(once.FIELD))}
            if question := ask_first(
                door, person, form, "hold_all", **how, carry=(*FIELDS, once.FIELD), until=asked.until
            ):
                return question
        hold = store.place_hold(
            session,
            by=person.name,
            reason=asked.reason,
            until=asked.until,
            reflection_id=asked.reflection_id,
            theme=asked.theme,
            first_day=asked.first_day,
            last_day=asked.last_day,
            row_id=made,
        )
        audit.record(session, "hold_placed", person.name, hold.id, **asked.for_audit())
    return door.redirect("/holds?done=placed")


@router.post("/holds/{hold_id}")
def act(hold_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Lift it, or move its last day."""
    with door.database.session() as session:
        hold = _find_to_act(session, hold_id)
        how = {"path": f"/holds/{hold.id}", "back_to": "/holds", "here": "holds", "version": version_of(hold.until)}
        if form.get("do") == "lift":
            if store.in_force(hold):
                if question := ask_first(door, person, form, "lift_hold", **how, hold=hold):
                    return question
                store.lift_hold(hold, person.name)
                audit.record(session, "hold_lifted", person.name, hold.id)
            return door.redirect("/holds?done=lifted")
        until = read_day(form.get("until", ""))
        if until is None or not _today() <= until <= _today() + LONGEST_HOLD or not store.in_force(hold):
            return _page(door, session, person, {}, 400, amiss=("moved",))
        if until == hold.until:
            return door.redirect("/holds?done=moved")
        if until < hold.until:
            carry = ("do", "until")
            if question := ask_first(door, person, form, "shorten_hold", **how, carry=carry, hold=hold, until=until):
                return question
        elif is_overtaken(form, version_of(hold.until)):
            return _page(door, session, person, {}, 409, amiss=("overtaken",), moved=(hold.id, until))
        store.extend_hold(hold, until)
        audit.record(session, "hold_extended", person.name, hold.id, until=until.isoformat())
    return door.redirect("/holds?done=moved")


def _find_to_act(session: Session, hold_id: str) -> Hold:
    if not _ID.fullmatch(hold_id):
        raise HTTPException(404)
    once.take_turn(session, hold_id)
    found = store.find_hold(session, hold_id)
    if found is None:
        raise HTTPException(404)
    return found


def _today() -> date:
    return today_in_scotland()


def _page(
    door: Door,
    session: Session,
    person: Person,
    form: Mapping[str, str],
    status: int = 200,
    *,
    amiss: tuple[str, ...] = (),
    done: str = "",
    moved: tuple[str, date | None] = ("", None),
) -> Response:
    """All holds. `moved`: which one was to end on which other day, where that could not be done."""
    return door.render(
        "holds.html",
        status,
        person=person,
        here="holds",
        holds=store.list_holds(session),
        in_force=store.in_force,
        typed={name: form.get(name, "") for name in FIELDS},
        amiss=amiss,
        done=done,
        moved=moved,
        version_of=version_of,
        longest=store.LONGEST_REASON,
    )
