"""What changed ("you said, we did"): coordinators write what people said and what was done, and publish it.

What is published is shown in the chat to whoever comes back. The audit says who did what, and never the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.review import once
from bot.review.asking import ask_first
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.pages import FormDep, typed_words
from bot.review.quoting import Quoted, find_quoted
from bot.review.versions import is_overtaken, version_of
from bot.store import actions, audit
from bot.store import changes as store
from bot.store.areas import Area
from bot.store.keeping_tables import Action
from bot.store.tables import Change

router = APIRouter()
DONE = ("saved", "published", "withdrawn", "deleted", "gone")
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Typed:
    """What stands in the form: texts, the ids of theme and team (empty for all), and of the action it comes from."""

    said: str = ""
    did: str = ""
    theme: str = ""
    team: str = ""
    action: str = ""

    @classmethod
    def of(cls, change: Change) -> Typed:
        """What a change says."""
        return cls(change.said, change.did, change.theme or "", change.team or "")

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Typed:
        """What was sent."""
        return cls(**{name: form.get(name, "").strip() for name in ("said", "did", "theme", "team", "action")})

    @property
    def words(self) -> Typed:
        """The same without the action it comes from, to compare with what is kept."""
        return replace(self, action="")

    def amiss(self, door: Door, area: Area, quoted: Quoted | None) -> tuple[str, ...]:
        """What cannot be saved as it is, by the names the template knows."""
        found = []
        for name, text in (("said", self.said), ("did", self.did)):
            if not text:
                found.append(f"{name}-empty")
            elif len(text) > store.LONGEST:
                found.append(f"{name}-long")
        if self.theme and self.theme not in door.themes:
            found.append("theme")
        if self.team and self.team not in door.teams:
            found.append("team")
        if not found and not area.holds(self.theme or None, self.team or None):
            found.append("area")
        if quoted is not None:
            found.append("quoted")
        return tuple(found)


@router.get("/changes")
def show_changes(request: Request, door: DoorDep, person: PersonDep) -> Response:
    done = request.query_params.get("done", "")
    with door.database.session() as session:
        audit.record(session, "changes_viewed", person.name)
        action = _action(session, person, request.query_params.get("action", ""))
        typed = Typed(did=action.what, theme=action.theme or "", action=action.id) if action else Typed()
        return _list_page(door, session, person, typed, done=done if done in DONE else "")


@router.post("/changes")
def write(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    typed, made = Typed.read(form), once.made_by(person.id, form)
    with door.database.session() as session:
        once.take_turn(session, made)
        action = _action(session, person, typed.action)
        quoted = _quoted(session, person, typed)
        if amiss := typed.amiss(door, person.area, quoted):
            return _list_page(door, session, person, typed, 400, amiss=amiss, quoted=quoted)
        change = store.find_change(session, made)
        if change is not None and Typed.of(change) != typed.words:  # sent again, and in other words since
            return door.redirect("/changes?done=saved")
        done, change = _save(session, person, change, typed, form.get("do") == "publish", made)
        if action:
            action.change_id = change.id
    return door.redirect(f"/changes?done={done}")


@router.get("/changes/{change_id}")
def show_change(change_id: str, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        change = _there(_look_up(session, person, change_id))
        audit.record(session, "change_viewed", person.name, change.id)
        return _change_page(door, person, change, Typed.of(change))


@router.post("/changes/{change_id}")
def act(change_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Save, publish, withdraw or delete it: the button that was pressed says which."""
    do = form.get("do", "")
    with door.database.session() as session:
        change = _look_up(session, person, change_id, to_act=True)
        if change is None and do == "delete":  # a second press: what was wished is so
            return door.redirect("/changes?done=gone")
        if change is None and (note := typed_words(form)):
            return door.render("gone.html", 404, person=person, here="changes", note=note)
        change = _there(change)
        typed = Typed.read(form) if "said" in form else Typed.of(change)
        try:
            if do == "delete":
                return _delete(door, session, person, change, form)
            if do == "withdraw":
                if store.is_published(change) and is_overtaken(form, _version(change)):
                    return _change_page(door, person, change, typed, 409, amiss=("changed",))
                done = _withdraw(session, person, change)
            else:
                quoted = _quoted(session, person, typed)
                if amiss := typed.amiss(door, person.area, quoted):
                    return _change_page(door, person, change, typed, 400, amiss=amiss, quoted=quoted)
                anew = typed.words != Typed.of(change) and not store.is_published(change)
                if anew and is_overtaken(form, _version(change)):
                    return _change_page(door, person, change, typed, 409, overtaken=True)
                done, _ = _save(session, person, change, typed, do == "publish")
        except store.StillPublished:
            return _change_page(door, person, change, typed, 409, amiss=("published",))
    return door.redirect(f"/changes?done={done}")


def _quoted(session: Session, person: Person, typed: Typed) -> Quoted | None:
    """Somebody's sentence that is in what was written, put on record as read: the page is going to show it."""
    found = find_quoted(session, person.area, f"{typed.said}\n{typed.did}")
    if found:
        audit.record(session, "reflection_viewed", person.name, found.reflection_id)
    return found


def _version(change: Change) -> str:
    """Of what a change says, and of whether people are shown it."""
    return version_of(Typed.of(change), change.published_on, change.withdrawn)


def _delete(door: Door, session: Session, person: Person, change: Change, form: Mapping[str, str]) -> Response:
    """Ask, and delete it. Raises StillPublished."""
    if store.is_published(change):
        raise store.StillPublished
    page, action = f"/changes/{change.id}", actions.find_told(session, change)
    how = {"path": page, "back_to": page, "here": "changes", "version": _version(change)}
    if question := ask_first(door, person, form, "delete_change", **how, change=change, action=action):
        return question
    store.delete_change(session, change)
    audit.record(session, "change_deleted", person.name, change.id)
    return door.redirect("/changes?done=deleted")


def _save(
    session: Session, person: Person, change: Change | None, typed: Typed, publish: bool, made: str | None = None
) -> tuple[str, Change]:
    """Write it (a new one under the id `made`) and publish it. What is done already is not done again."""
    theme, team = typed.theme or None, typed.team or None
    fields: dict[str, audit.Value] = {}
    if theme:
        fields["theme"] = theme
    if team:
        fields["team"] = team
    if change is None or Typed.of(change) != typed.words or not (publish or store.is_draft(change)):
        change = store.write_change(
            session, change, theme=theme, team=team, said=typed.said, did=typed.did, row_id=made
        )
        audit.record(session, "change_written", person.name, change.id, **fields)
    if not publish:
        return "saved", change
    if store.publish(change, today_in_scotland()):
        audit.record(session, "change_published", person.name, change.id, **fields)
    return "published", change


def _withdraw(session: Session, person: Person, change: Change) -> str:
    if store.withdraw(change):
        audit.record(session, "change_withdrawn", person.name, change.id)
    return "withdrawn"


def _look_up(session: Session, person: Person, change_id: str, *, to_act: bool = False) -> Change | None:
    """A change that this person may read; None when there is none (any more)."""
    if not _ID.fullmatch(change_id):
        return None
    if to_act:
        once.take_turn(session, change_id)
    found = store.find_change(session, change_id)
    return found if found and person.area.holds(found.theme, found.team) else None


def _there(change: Change | None) -> Change:
    if change is None:
        raise HTTPException(404)
    return change


def _action(session: Session, person: Person, action_id: str) -> Action | None:
    """The action that a change comes from, where there is one."""
    return actions.find_action(session, action_id, person.area) if _ID.fullmatch(action_id) else None


def _list_page(
    door: Door,
    session: Session,
    person: Person,
    typed: Typed,
    status: int = 200,
    *,
    amiss: tuple[str, ...] = (),
    done: str = "",
    quoted: Quoted | None = None,
) -> Response:
    return door.render(
        "changes.html",
        status,
        person=person,
        here="changes",
        changes=store.list_changes(session, person.area),
        typed=typed,
        amiss=amiss,
        done=done,
        quoted=quoted,
        longest=store.LONGEST,
    )


def _change_page(
    door: Door,
    person: Person,
    change: Change,
    typed: Typed,
    status: int = 200,
    *,
    amiss: tuple[str, ...] = (),
    overtaken: bool = False,
    quoted: Quoted | None = None,
) -> Response:
    return door.render(
        "change.html",
        status,
        person=person,
        here="changes",
        change=change,
        typed=typed,
        amiss=amiss,
        overtaken=overtaken,
        quoted=quoted,
        version=_version(change),
        shown=store.is_published(change),
        longest=store.LONGEST,
    )
