"""Many at once: mark the reflections of a list as reviewed, put a tag on them, and undo it.

Each is on record by itself, as if it had been opened. What its author changed since it was read is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.review import once
from bot.review.auth import PersonDep
from bot.review.door import DoorDep, Person
from bot.review.filters import ID
from bot.review.finding import list_page, read_asked
from bot.review.going_on import read_list
from bot.review.pages import FormDep
from bot.review.undoing import Done
from bot.store import audit, shared, tags
from bot.store.tables import Reflection

router = APIRouter()
_COUNT = re.compile("[0-9]{1,6}")
MOST = 150
"""Reflections in one form: more than a page has, and no more than fit into one."""


@router.post("/reflections/marks")
def mark(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Mark and tag what was ticked, or all that the page showed."""
    picks, names = _picked(form), tags.split_tags(form.get("tag", ""))
    amiss = "" if picks else "picks"
    if len(names) > 1 or any(len(name) > tags.LONGEST for name in names):
        amiss = "one-tag"
    elif not names and form.get("reviewed") != "yes":
        amiss = "nothing"
    with door.database.session() as session:
        list_of = read_list(form)
        if amiss:
            return list_page(door, session, person, list_of, amiss, marks=form)
        asked = read_asked(door, session, person, list_of)
        back = asked.address(asked.place)
        done = mark_many(session, person, picks, names[0] if names else "", back, reviewed="reviewed" in form)
    key = door.undos.keep(person.id, done)
    if form.get("to") == "topics":
        return door.redirect(f"/topics{back}{'&' if back else '?'}done={key}")
    return door.redirect(f"/reflections{back}{'&' if back else '?'}done={key}#results")


@router.post("/reflections/undo")
def undo(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Take back what was just done. What somebody did since stays."""
    done = door.undos.look(person.id, form.get("done", ""))
    if done is None:
        with door.database.session() as session:
            return list_page(door, session, person, read_list(form), "undo")
    with door.database.session() as session:
        _take_turns(session, {*done.tagged, *done.reviewed})
        for one in sorted({*done.tagged, *done.reviewed}):
            _undo_one(session, person, done, one)
    door.undos.forget(done.key)
    only = done.reviewed or done.tagged
    path = f"/reflections/{only[0]}" if form.get("to") == "one" and only else "/reflections"
    path = "/topics" if form.get("to") == "topics" else path
    return door.redirect(f"{path}{done.back}")


def mark_many(
    session: Session, person: Person, picks: Mapping[str, int], tag: str, back: str, *, reviewed: bool
) -> Done:
    """Mark and tag the reflections of this person's area. `picks` says how often each was changed when it was read."""
    marked: dict[str, list[str]] = {"tagged": [], "reviewed": [], "changed": [], "full": []}
    puttings: dict[str, str | None] = {}
    _take_turns(session, picks)
    for one in sorted(picks):
        reflection = _take(session, person, one)
        if reflection is None:
            continue
        if reflection.edits != picks[one]:
            marked["changed"].append(one)
            continue
        names = tags.names_of(session, reflection)
        full = bool(tag) and tag not in names and len(names) >= tags.MOST
        tagged = bool(tag) and not full and tags.set_tags(session, reflection, [*dict.fromkeys([*names, tag])])
        if tagged:
            puttings[one] = tags.find_putting(session, reflection, tag)
        was = reflection.reviewed
        if reviewed and not was:
            _mark(session, person, reflection, reviewed=True)
        _record(session, person, reflection, tagged=tagged)
        for what, true in (("tagged", tagged), ("reviewed", reviewed and not was), ("full", full)):
            if true:
                marked[what].append(one)
    done = {what: tuple(ids) for what, ids in marked.items()}
    return Done(tag, done["tagged"], puttings, done["reviewed"], done["changed"], done["full"], back)


def _undo_one(session: Session, person: Person, done: Done, one: str) -> None:
    reflection = _take(session, person, one)
    if reflection is None:
        return
    names, tagged = tags.names_of(session, reflection), False
    if one in done.tagged and done.tag in names and _is_as_put(session, done, reflection):
        tagged = tags.set_tags(session, reflection, [name for name in names if name != done.tag])
    mark = reflection.review
    if one in done.reviewed and mark and mark.reviewed_by == person.id:
        _mark(session, person, reflection, reviewed=False)
    _record(session, person, reflection, tagged=tagged)


def _is_as_put(session: Session, done: Done, reflection: Reflection) -> bool:
    """Whether the tag is there because of what was done, and not because somebody put it back since."""
    return tags.find_putting(session, reflection, done.tag) == done.puttings.get(reflection.id)


def _take_turns(session: Session, picks: Iterable[str]) -> None:
    """Take the turn of each, in one order and before any tag is set: so nobody waits for another in a ring."""
    for one in sorted(picks):
        once.take_turn(session, one)


def _take(session: Session, person: Person, one: str) -> Reflection | None:
    return shared.find_shared(session, person.area, one)


def _mark(session: Session, person: Person, reflection: Reflection, *, reviewed: bool) -> None:
    note = reflection.review.note if reflection.review else ""
    edits = reflection.edits
    shared.review_shared(session, reflection, person.id, reviewed=reviewed, note=note, note_seen=note, edits_seen=edits)


def _record(session: Session, person: Person, reflection: Reflection, *, tagged: bool) -> None:
    tags_now, reviewed = "changed" if tagged else "same", reflection.reviewed
    audit.record(
        session, "reflection_reviewed", person.name, reflection.id, reviewed=reviewed, note="same", tags=tags_now
    )


def _picked(form: Mapping[str, str]) -> dict[str, int]:
    """The reflections that were ticked, or all of the page; with how often each had been changed when it was read."""
    prefix = "on-" if form.get("all") == "yes" else "pick-"
    picked: dict[str, int] = {}
    for name, value in form.items():
        one = name.removeprefix(prefix)
        if name.startswith(prefix) and ID.fullmatch(one) and len(picked) < MOST:
            edits = form.get(f"on-{one}", value)
            picked[one] = int(edits) if _COUNT.fullmatch(edits) else 0
    return picked
