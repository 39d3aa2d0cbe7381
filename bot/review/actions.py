"""Actions: coordinators plan what to do about what people shared, say how far it is, and print the plan on one page.

An action made from a reflection never quotes it. Its link to the reflection shows to those alone who may read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.review import once
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.filters import read_day
from bot.review.pages import FormDep
from bot.review.quoting import quotes
from bot.store import actions as store
from bot.store import audit
from bot.store.actions import Plan, Status, Wanted
from bot.store.areas import Area
from bot.store.keeping_tables import Action
from bot.store.tables import Reflection

router = APIRouter()
DONE = ("planned", "saved", "deleted", "gone")
_ID = re.compile(r"[0-9a-f]{32}")
_STATUSES = tuple(Status)


@dataclass(frozen=True)
class Typed:
    """What stands in the form: texts, the theme's id (empty for all), the day as it was typed."""

    what: str = ""
    owner: str = ""
    due: str = ""
    theme: str = ""

    @classmethod
    def of(cls, action: Action) -> Typed:
        """What an action says."""
        return cls(action.what, action.owner, action.due_on.isoformat(), action.theme or "")

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Typed:
        """What was sent."""
        return cls(**{name: form.get(name, "").strip() for name in ("what", "owner", "due", "theme")})

    def amiss(self, themes: Mapping[str, str], source: Reflection | None) -> tuple[str, ...]:
        """What cannot be saved as it is, by the names the template knows."""
        found = []
        for name, text, longest in (("what", self.what, store.LONGEST), ("owner", self.owner, store.LONGEST_OWNER)):
            if not text:
                found.append(f"{name}-empty")
            elif len(text) > longest:
                found.append(f"{name}-long")
        if source is not None and quotes(self.what, (source.strengths, source.opportunities, source.next_step)):
            found.append("quoted")
        if read_day(self.due) is None:
            found.append("due")
        if self.theme and self.theme not in themes:
            found.append("theme")
        return tuple(found)

    def plan(self) -> Plan:
        """What is planned, once nothing is amiss."""
        return Plan(self.what, self.owner, read_day(self.due) or date.max, self.theme or None)


def themes_of(door: Door, area: Area) -> dict[str, str]:
    """The names of the themes that somebody may act on, by id."""
    return {one: name for one, name in door.themes.items() if area.themes is None or one in area.themes}


@router.get("/actions")
def show_actions(request: Request, door: DoorDep, person: PersonDep) -> Response:
    query, today = request.query_params, _today()
    status = query.get("status", "")
    wanted = Wanted(
        theme=theme if (theme := query.get("theme", "")) in door.themes else None,
        status=Status(status) if status in _STATUSES else None,
        open=status == "open",
        overdue=status == "overdue",
    )
    fields: dict[str, audit.Value] = {"theme": wanted.theme} if wanted.theme else {}
    if wanted.status:
        fields["status"] = wanted.status.value
    if wanted.overdue:
        fields["overdue"] = True
    with door.database.session() as session:
        audit.record(session, "actions_viewed", person.name, **fields)
        return door.render(
            "actions.html",
            person=person,
            here="actions",
            actions=store.list_actions(session, wanted, person.area, today),
            late={one.id for one in store.list_overdue(session, person.area)},
            themes=themes_of(door, person.area),
            theme=wanted.theme or "",
            shown=status if status in (*_STATUSES, "open", "overdue") else "",
            done=done if (done := query.get("done", "")) in DONE else "",
        )


@router.get("/actions/new")
def begin(request: Request, door: DoorDep, person: PersonDep) -> Response:
    theme = request.query_params.get("theme", "")
    with door.database.session() as session:
        source = _source(session, person, request.query_params.get("from", ""))
        return _form_page(door, person, Typed(theme=source.theme if source else theme), source)


@router.post("/actions")
def write(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    typed, made = Typed.read(form), once.made_by(person.id, form)
    with door.database.session() as session:
        once.take_turn(session, made)
        if store.find_action(session, made, person.area):
            return door.redirect("/actions?done=planned")
        source = _source(session, person, form.get("from", ""))
        if amiss := typed.amiss(themes_of(door, person.area), source):
            return _form_page(door, person, typed, source, 400, amiss)
        action = store.plan_action(session, typed.plan(), person.name, source, made)
        audit.record(
            session, "action_written", person.name, action.id, from_reflection=source is not None, **_theme(action)
        )
    return door.redirect("/actions?done=planned")


@router.get("/actions/{action_id}")
def show_action(action_id: str, request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        action = _there(_look_up(session, person, action_id))
        audit.record(session, "action_viewed", person.name, action.id)
        return _page(door, session, person, action, Typed.of(action), saved="saved" in request.query_params)


@router.post("/actions/{action_id}")
def act(action_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Say how far it is, say it in other words, or delete it: the button that was pressed says which."""
    do = form.get("do", "")
    with door.database.session() as session:
        action = _look_up(session, person, action_id, to_act=True)
        if action is None and do == "delete":  # a second press: what was wished is so
            return door.redirect("/actions?done=gone")
        action = _there(action)
        if do == "delete":
            store.delete_action(session, action)
            audit.record(session, "action_deleted", person.name, action.id)
            return door.redirect("/actions?done=deleted")
        if do == "mark":
            note = form.get("note", "").strip()
            if len(note) > store.LONGEST or form.get("status", "") not in _STATUSES:
                amiss = "note-long" if len(note) > store.LONGEST else "status"
                return _page(door, session, person, action, Typed.of(action), 400, amiss=(amiss,), note=note)
            if store.set_status(session, action, Status(form["status"]), note, person.name):
                audit.record(session, "action_marked", person.name, action.id, status=form["status"])
        else:
            typed = Typed.read(form)
            if typed == Typed.of(action):
                return door.redirect(f"/actions/{action_id}?saved=1")
            source = store.find_source(session, action, person.area)
            if amiss_in := typed.amiss(themes_of(door, person.area), source):
                return _page(door, session, person, action, typed, 400, amiss=amiss_in)
            store.rewrite_action(session, action, typed.plan(), person.name)
            audit.record(session, "action_written", person.name, action.id, **_theme(action))
    return door.redirect(f"/actions/{action_id}?saved=1")


@router.get("/plan")
def show_plan(door: DoorDep, person: PersonDep) -> Response:
    today = _today()
    with door.database.session() as session:
        actions = [
            one for one in store.list_actions(session, Wanted(), person.area, today) if one.status != Status.STOPPED
        ]
        audit.record(session, "plan_viewed", person.name)
    names = [("", ""), *themes_of(door, person.area).items()]
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


def _today() -> date:
    return today_in_scotland()


def _theme(action: Action) -> dict[str, audit.Value]:
    return {"theme": action.theme} if action.theme else {}


def _look_up(session: Session, person: Person, action_id: str, *, to_act: bool = False) -> Action | None:
    """An action that this person may read; None when there is none (any more)."""
    if not _ID.fullmatch(action_id):
        return None
    if to_act:
        once.take_turn(session, action_id)
    return store.find_action(session, action_id, person.area)


def _there(action: Action | None) -> Action:
    if action is None:
        raise HTTPException(404)
    return action


def _source(session: Session, person: Person, reflection_id: str) -> Reflection | None:
    """The reflection that an action is made from; None when it is none that the person may read, or gone."""
    return store.find_to_act_on(session, reflection_id, person.area) if _ID.fullmatch(reflection_id) else None


def _form_page(
    door: Door,
    person: Person,
    typed: Typed,
    source: Reflection | None,
    status: int = 200,
    amiss: tuple[str, ...] = (),
) -> Response:
    return door.render(
        "action_new.html",
        status,
        person=person,
        here="actions",
        typed=typed,
        source=source,
        amiss=amiss,
        themes=themes_of(door, person.area),
        longest=store.LONGEST,
    )


def _page(
    door: Door,
    session: Session,
    person: Person,
    action: Action,
    typed: Typed,
    status: int = 200,
    *,
    amiss: tuple[str, ...] = (),
    note: str = "",
    saved: bool = False,
) -> Response:
    return door.render(
        "action.html",
        status,
        person=person,
        here="actions",
        action=action,
        typed=typed,
        amiss=amiss,
        note=note,
        saved=saved,
        steps=store.list_steps(session, action),
        source=store.find_source(session, action, person.area),
        late=store.is_overdue(action, _today()),
        themes=themes_of(door, person.area),
        longest=store.LONGEST,
    )
