"""Actions: coordinators plan what to do about what people shared, and say how far it is. The plan: plan.py.

An action, and a note on how far it is, never quote what people wrote. The link to the
reflection that an action was made from shows to those alone who may read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import read_day, today_in_scotland
from bot.review import once
from bot.review.asking import ask_first
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.pages import FormDep, typed_words
from bot.review.quoting import Quoted, find_quoted
from bot.review.versions import is_overtaken, version_of
from bot.store import actions as store
from bot.store import audit
from bot.store.actions import Plan, Status, Wanted
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

    def amiss(self, themes: Mapping[str, str], quoted: Quoted | None) -> tuple[str, ...]:
        """What cannot be saved as it is, by the names the template knows."""
        found = []
        for name, text, longest in (("what", self.what, store.LONGEST), ("owner", self.owner, store.LONGEST_OWNER)):
            if not text:
                found.append(f"{name}-empty")
            elif len(text) > longest:
                found.append(f"{name}-long")
        if quoted is not None:
            found.append("quoted")
        if read_day(self.due) is None:
            found.append("due")
        if self.theme and self.theme not in themes:
            found.append("theme")
        return tuple(found)

    def plan(self) -> Plan:
        """What is planned, once nothing is amiss."""
        return Plan(self.what, self.owner, read_day(self.due) or date.max, self.theme or None)


@router.get("/actions")
def show_actions(request: Request, door: DoorDep, person: PersonDep) -> Response:
    query, today = request.query_params, _today()
    status = query.get("status", "")
    wanted = Wanted(
        theme=theme if (theme := query.get("theme", "")) in door.themes_in(person.area) else None,
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
        quoted = _quoted(session, person, typed.what)
        if amiss := typed.amiss(door.themes_in(person.area), quoted):
            return _form_page(door, person, typed, source, 400, amiss, quoted)
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
        if action is None and (note := typed_words(form)):
            return door.render("gone.html", 404, person=person, here="actions", note=note)
        action = _there(action)
        if do == "delete":
            if question := _ask(door, session, person, action, form):
                return question
            store.delete_action(session, action)
            audit.record(session, "action_deleted", person.name, action.id)
            return door.redirect("/actions?done=deleted")
        if do == "mark":
            return _mark(door, session, person, action, form)
        typed = Typed.read(form)
        if typed != Typed.of(action):
            quoted = _quoted(session, person, typed.what)
            if amiss := typed.amiss(door.themes_in(person.area), quoted):
                return _page(door, session, person, action, typed, 400, amiss=amiss, quoted=quoted)
            if is_overtaken(form, version_of(Typed.of(action))):
                return _page(door, session, person, action, typed, 409, overtaken="rewrite")
            store.rewrite_action(session, action, typed.plan(), person.name)
            audit.record(session, "action_written", person.name, action.id, **_theme(action))
    return door.redirect(f"/actions/{action_id}?saved=1")


def _mark(door: Door, session: Session, person: Person, action: Action, form: Mapping[str, str]) -> Response:
    """Say how far it is."""
    status, note = form.get("status", ""), form.get("note", "").strip()
    typed = Typed.of(action)
    if len(note) > store.LONGEST or status not in _STATUSES:
        amiss = "note-long" if len(note) > store.LONGEST else "status"
        return _page(door, session, person, action, typed, 400, amiss=(amiss,), note=note, marked=status)
    if store.is_marked(session, action, Status(status), note, person.name):
        return door.redirect(f"/actions/{action.id}?saved=1")
    if quoted := _quoted(session, person, note):
        amiss = "note-quoted"
        return _page(door, session, person, action, typed, 400, amiss=(amiss,), note=note, marked=status, quoted=quoted)
    if is_overtaken(form, version_of(action.status)):
        return _page(door, session, person, action, typed, 409, overtaken="mark", note=note, marked=status)
    store.set_status(session, action, Status(status), note, person.name)
    audit.record(session, "action_marked", person.name, action.id, status=status)
    return door.redirect(f"/actions/{action.id}?saved=1")


def _ask(door: Door, session: Session, person: Person, action: Action, form: Mapping[str, str]) -> Response | None:
    steps = len(store.list_steps(session, action))
    return ask_first(
        door,
        person,
        form,
        "delete_action",
        path=f"/actions/{action.id}",
        back_to=f"/actions/{action.id}",
        here="actions",
        version=version_of(Typed.of(action), action.status, steps),
        action=action,
        steps=steps,
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


def _quoted(session: Session, person: Person, written: str) -> Quoted | None:
    """Somebody's sentence that is in what was written, put on record as read: the page is going to show it."""
    found = find_quoted(session, person.area, written)
    if found:
        audit.record(session, "reflection_viewed", person.name, found.reflection_id)
    return found


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
    quoted: Quoted | None = None,
) -> Response:
    return door.render(
        "action_new.html",
        status,
        person=person,
        here="actions",
        typed=typed,
        source=source,
        amiss=amiss,
        quoted=quoted,
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
    marked: str = "",
    overtaken: str = "",
    quoted: Quoted | None = None,
    saved: bool = False,
) -> Response:
    """One action. `overtaken`: the form that somebody else was faster than; `note` and `marked` were typed into one."""
    return door.render(
        "action.html",
        status,
        person=person,
        here="actions",
        action=action,
        typed=typed,
        amiss=amiss,
        note=note,
        marked=marked if marked in _STATUSES else action.status,
        overtaken=overtaken,
        quoted=quoted,
        versions={"mark": version_of(action.status), "rewrite": version_of(Typed.of(action))},
        saved=saved,
        steps=store.list_steps(session, action),
        source=store.find_source(session, action, person.area),
        late=store.is_overdue(action, _today()),
        longest=store.LONGEST,
    )
