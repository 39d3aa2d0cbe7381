"""Who may sign in, for administrators: add, change, close and reset accounts. Nothing that was shared is here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.review import once
from bot.review.asking import SURE, ask_first
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.pages import FormDep
from bot.review.versions import is_overtaken, version_of
from bot.store import audit
from bot.store import coordinators as store
from bot.store.areas import Area
from bot.store.coordinators import LastAdministrator, NameTaken, NameUnusable, Role
from bot.store.passwords import make_password
from bot.store.second_step import count_recovery_codes
from bot.store.sign_ins import list_sign_ins
from bot.store.tables import Coordinator
from bot.store.team_sessions import count_open

router = APIRouter()
DONE = ("saved", "disabled")


class _Amiss(Exception):
    """What was typed cannot be done; the template knows the words by this name."""


@router.get("/people")
def show_people(request: Request, door: DoorDep, person: PersonDep) -> Response:
    done = request.query_params.get("done", "")
    with door.database.session() as session:
        audit.record(session, "people_viewed", person.name)
        return _people_page(door, session, person, done=done if done in DONE else "")


@router.post("/people")
def add(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Add somebody, with a password for once that is shown to whoever adds them; the same form again shows it again."""
    password = make_password(once.seed_of(door.settings.secret, person.id, form))
    with door.database.session() as session:
        try:
            role, area = _read_role(form), _read_area(form, door)
            added = store.add_coordinator(session, form.get("name", ""), password, role, area, temporary=True)
        except (_Amiss, NameTaken, NameUnusable) as amiss:
            who = store.find_coordinator(session, form["name"]) if isinstance(amiss, NameTaken) else None
            if who and _waits_with(who, password):
                return _password_page(door, person, who, password)
            return _people_page(door, session, person, 400, amiss=_name(amiss), typed=form)
        audit.record(session, "coordinator_added", person.name, added.name, **store.describe(added))
        return _password_page(door, person, added, password)


@router.get("/people/{person_id}")
def show_person(person_id: str, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        who = _find(session, person_id)
        audit.record(session, "person_viewed", person.name, who.name)
        return _person_page(door, person, who)


@router.post("/people/{person_id}")
def act(person_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Save role and area, close the account, or reset it: the button that was pressed says which."""
    do = form.get("do", "")
    try:
        with door.database.session() as session:
            who = _find(session, person_id)
            once.take_turn(session, who.id)
            session.refresh(who)
            return _act(door, session, person, who, do, form)
    except (_Amiss, LastAdministrator) as amiss:
        with door.database.session() as session:
            who = _find(session, person_id)
            return _person_page(door, person, who, 409, amiss=_name(amiss), typed=form if do == "save" else None)


def _act(door: Door, session: Session, person: Person, who: Coordinator, do: str, form: Mapping[str, str]) -> Response:
    if do == "reset" and who.subject is None:
        return _reset(door, session, person, who, form)
    if do == "disable":
        if who.disabled_at is None:
            open_now, leads = len(list_sign_ins(session, who.id)), count_open(session, who.id)
            if question := _ask(door, person, who, form, "disable", open=open_now, sessions=leads):
                return question
            store.disable_coordinator(session, who.name)
            audit.record(session, "coordinator_disabled", person.name, who.name)
        return door.redirect("/people?done=disabled")
    if do == "enable" and who.disabled_at is not None:
        who.disabled_at = None
        audit.record(session, "coordinator_enabled", person.name, who.name)
    elif do == "save":
        return _save(door, session, person, who, form)
    return door.redirect("/people?done=saved")


def _reset(door: Door, session: Session, person: Person, who: Coordinator, form: Mapping[str, str]) -> Response:
    password = make_password(once.seed_of(door.settings.secret, person.id, {once.FIELD: form.get(once.FIELD, "")}))
    if not _waits_with(who, password):
        touched = {"open": len(list_sign_ins(session, who.id)), "codes": count_recovery_codes(session, who.id)}
        if question := _ask(door, person, who, form, "reset", carry=("do", once.FIELD), **touched):
            return question
        store.reset_password(session, who.name, password, temporary=True)
        audit.record(session, "coordinator_reset", person.name, who.name)
    return _password_page(door, person, who, password)


def _save(door: Door, session: Session, person: Person, who: Coordinator, form: Mapping[str, str]) -> Response:
    """Keep role and area."""
    role, area = _read_role(form), _read_area(form, door)
    if store.is_as(who, role, area):
        return door.redirect("/people?done=saved")
    if who.id == person.id and role != who.role:
        if question := _ask(
            door, person, who, form, "own_role", carry=[name for name in form if name != SURE], role=role
        ):
            return question
    elif is_overtaken(form, _version(who)):
        return _person_page(door, person, who, 409, typed=form, overtaken=True)
    store.change_coordinator(session, who.name, role, area)
    audit.record(session, "coordinator_changed", person.name, who.name, **store.describe(who))
    return door.redirect("/people?done=saved")


def _version(who: Coordinator) -> str:
    """Of what somebody may open, and of the state of their account."""
    return version_of(who.role, who.themes, who.teams, who.disabled_at)


def _ask(
    door: Door,
    person: Person,
    who: Coordinator,
    form: Mapping[str, str],
    act: str,
    carry: Collection[str] = ("do",),
    **on: Any,
) -> Response | None:
    page = f"/people/{who.id}"
    how = {"path": page, "back_to": page, "here": "people", "version": _version(who)}
    return ask_first(door, person, form, act, **how, carry=carry, who=who, **on)


def _waits_with(who: Coordinator, password: str) -> bool:
    """Whether they were given just this password for once, and have not used it."""
    return who.temporary and who.disabled_at is None and store.verify_password(who, password)


def _password_page(door: Door, person: Person, who: Coordinator, password: str) -> Response:
    return door.render("person_password.html", person=person, here="people", who=who, password=password)


def _find(session: Session, person_id: str) -> Coordinator:
    found = session.get(Coordinator, person_id) if person_id.isalnum() and len(person_id) == 32 else None
    if found is None:
        raise HTTPException(404)
    return found


def _read_role(form: Mapping[str, str]) -> Role:
    try:
        return Role(form.get("role", ""))
    except ValueError:
        raise _Amiss("role") from None


def _read_area(form: Mapping[str, str], door: Door) -> Area:
    """The area that was ticked: everything, or the fields `theme-<id>` and `team-<id>`."""

    def read(kind: str, ids: Mapping[str, str]) -> frozenset[str] | None:
        if form.get(f"every-{kind}") == "yes":
            return None
        return frozenset(one for one in ids if form.get(f"{kind}-{one}") == "yes")

    area = Area(read("theme", door.themes), read("team", door.teams))
    if form.get("role") == Role.COORDINATOR and area.themes == frozenset():
        raise _Amiss("area")
    return area


def _name(amiss: Exception) -> str:
    return str(amiss) if isinstance(amiss, _Amiss) else type(amiss).__name__


def _typed(typed: Mapping[str, str] | None, who: Coordinator | None) -> dict[str, Any]:
    """What stands in the form: what was typed, or what is kept."""
    if typed is not None:
        return {
            "name": typed.get("name", "")[:80],
            "role": typed.get("role", ""),
            "themes": None if typed.get("every-theme") else {key[6:] for key in typed if key.startswith("theme-")},
            "teams": None if typed.get("every-team") else {key[5:] for key in typed if key.startswith("team-")},
        }
    if who is not None:
        return {"name": who.name, "role": who.role, "themes": who.themes, "teams": who.teams}
    return {"name": "", "role": str(Role.COORDINATOR), "themes": None, "teams": None}


def _people_page(
    door: Door,
    session: Session,
    person: Person,
    status: int = 200,
    *,
    amiss: str = "",
    done: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:
    return door.render(
        "people.html",
        status,
        person=person,
        here="people",
        everybody=store.list_coordinators(session),
        amiss=amiss,
        done=done,
        typed=_typed(typed, None),
        needs_app=door.settings.totp_required,
    )


def _person_page(
    door: Door,
    person: Person,
    who: Coordinator,
    status: int = 200,
    *,
    amiss: str = "",
    typed: Mapping[str, str] | None = None,
    overtaken: bool = False,
) -> Response:
    return door.render(
        "person.html",
        status,
        person=person,
        here="people",
        who=who,
        amiss=amiss,
        typed=_typed(typed, who),
        overtaken=overtaken,
        version=_version(who),
    )
