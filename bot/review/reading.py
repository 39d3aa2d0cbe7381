"""Reading one reflection after another, with what coordinators put on each: mark, note and tags, and "ask for more".

A page that shows what people shared records that it was looked at, in the same transaction as the reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.review import once
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.filters import ID
from bot.review.going_on import find_way, read_list
from bot.review.pages import FormDep
from bot.review.undoing import Done
from bot.review.versions import is_overtaken, put_together, version_of
from bot.store import assignments, audit, invitations, shared, tags
from bot.store.progress import shown_progress
from bot.store.tables import Reflection

router = APIRouter()
DONE = ("saved", "invited", "taken-back", "given")
QUICK = 9
"""Tags that have a button and a key of their own: the first in alphabetical order."""

_COUNT = re.compile("[0-9]{1,6}")


@router.get("/reflections/{reflection_id}")
def show_reflection(reflection_id: str, request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        reflection = _find(session, person, reflection_id)
        audit.record(session, "reflection_viewed", person.name, reflection.id)
        query = request.query_params
        done = next((word for word in DONE if word in query), "")
        before = door.undos.look(person.id, query.get("done", ""))
        return _reflection_page(door, session, reflection, query, person=person, done=done, before=before)


@router.post("/reflections/{reflection_id}/review")
def review(reflection_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Keep the mark, the note and the tags. Of what the form showed, only what somebody changed in it counts."""
    note, typed_tags = form.get("note", "").strip(), form.get("tags", "").strip()
    with door.database.session() as session:
        reflection = _look_up(session, person, reflection_id, to_act=True)
        if reflection is None and note:
            return door.render("gone.html", 404, person=person, here="reflections", note=note)
        reflection = _there(reflection)
        carried, was = tags.names_of(session, reflection), reflection.reviewed
        going_on, tag = _going_on(session, person, form)
        names = [*dict.fromkeys([*_tags_to_be(session, reflection, form), *tag])]
        ticked = form.get("reviewed") == "yes" or (going_on and form.get("do") != "next")
        reviewed = was if form.get("reviewed-seen") == ("yes" if ticked else "no") else ticked
        query = read_list(form)
        way = find_way(door, session, person, query, reflection)  # before the mark may take it out of the list
        amiss = "long" if len(note) > shared.LONGEST_NOTE else ""
        if len(names) > tags.MOST or any(len(name) > tags.LONGEST for name in names):
            amiss = "tags"
        if not amiss:
            try:
                change = shared.review_shared(
                    session,
                    reflection,
                    person.id,
                    reviewed=reviewed,
                    note=note,
                    note_seen=form.get("seen", "").strip(),
                    edits_seen=int(edits) if _COUNT.fullmatch(edits := form.get("edits", "0")) else 0,
                )
            except shared.NoteChanged:
                amiss = "changed"
            except shared.WordsChanged:
                amiss = "words"
        if amiss:
            audit.record(session, "reflection_viewed", person.name, reflection.id)
            return _reflection_page(
                door,
                session,
                reflection,
                query,
                400 if amiss in ("long", "tags") else 409,
                person=person,
                amiss=amiss,
                typed=note,
                ticked=reviewed,
                typed_tags=typed_tags if amiss == "tags" else ", ".join(names),
            )
        tagged = "tags" in form and tags.set_tags(session, reflection, names)
        audit.record(
            session,
            "reflection_reviewed",
            person.name,
            reflection.id,
            reviewed=change.reviewed,
            note=change.note,
            tags="changed" if tagged else "same",
        )
        name = next(iter(tag), "")
        done = Done(
            name,
            tagged=(reflection.id,) if tagged and set(tag) - set(carried) else (),
            puttings={reflection.id: tags.find_putting(session, reflection, name)},
            reviewed=(reflection.id,) if change.reviewed and not was else (),
            back=way.back,
        )
    if not going_on:
        return door.redirect(_with(f"/reflections/{reflection_id}{way.back}", "saved=1"))
    return door.redirect(_with(way.next or f"/reflections{way.back}", f"done={door.undos.keep(person.id, done)}"))


def _going_on(session: Session, person: Person, form: Mapping[str, str]) -> tuple[bool, list[str]]:
    """Whether the next reflection is to come, and the tag of the button that was pressed."""
    do, _, tag_id = form.get("do", "").partition(":")
    tag = [tag.name for tag in tags.list_tags(session, person.area) if do == "tag" and tag.id == tag_id]
    return do in ("next", "reviewed", "tag"), tag


def _with(path: str, more: str) -> str:
    """A path with a further value in its query."""
    return f"{path}{'&' if '?' in path else '?'}{more}"


def _tags_to_be(session: Session, reflection: Reflection, form: Mapping[str, str]) -> list[str]:
    """The tags that are wished: those it carries now, with what somebody added and without what they took away."""
    typed, kept = tags.split_tags(form.get("tags", "")), tags.names_of(session, reflection)
    seen = tags.split_tags(form["tags-seen"]) if "tags-seen" in form else kept
    return put_together(seen, typed, kept)


@router.post("/reflections/{reflection_id}/invitation")
def invite(reflection_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Ask the author to say more, or take that back."""
    about = next((about for about in invitations.ABOUT if about == form.get("about")), None)
    with door.database.session() as session:
        reflection = _find(session, person, reflection_id, to_act=True)
        asked, query = invitations.asked_about(session, reflection), read_list(form)
        back = find_way(door, session, person, query, reflection).back
        wished = None if form.get("do") == "take-back" else about
        if wished != asked and is_overtaken(form, version_of(asked)):
            audit.record(session, "reflection_viewed", person.name, reflection.id)
            return _reflection_page(door, session, reflection, query, 409, person=person, amiss="asked", about=about)
        if form.get("do") == "take-back":
            if invitations.take_back(session, reflection):
                audit.record(session, "invitation_taken_back", person.name, reflection.id)
            return door.redirect(_with(f"/reflections/{reflection.id}{back}", "taken-back=1"))
        if about is None:
            audit.record(session, "reflection_viewed", person.name, reflection.id)
            return _reflection_page(door, session, reflection, query, 400, person=person, amiss="about")
        if invitations.invite(session, reflection, about, person.id, _today()):
            audit.record(session, "author_invited", person.name, reflection.id, about=about)
    return door.redirect(_with(f"/reflections/{reflection.id}{back}", "invited=1"))


@router.post("/reflections/{reflection_id}/reader")
def give(reflection_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Give it to somebody to read, or to nobody."""
    with door.database.session() as session:
        reflection = _find(session, person, reflection_id, to_act=True)
        given, query = assignments.readers_of(session, [reflection.id]).get(reflection.id), read_list(form)
        readers = {one.id: one.name for one in assignments.list_readers(session, reflection)}
        back = find_way(door, session, person, query, reflection).back
        wished, was = form.get("reader") or None, given.id if given else None
        overtaken = wished != was and is_overtaken(form, version_of(was))
        if overtaken or (wished not in (None, was, *readers)):
            audit.record(session, "reflection_viewed", person.name, reflection.id)
            amiss, status = ("given", 409) if overtaken else ("reader", 400)
            return _reflection_page(door, session, reflection, query, status, person=person, amiss=amiss)
        if assignments.give(session, reflection, wished, _today()):
            to = {"to": readers[wished]} if wished else {}
            audit.record(session, "reflection_given", person.name, reflection.id, **to)
    return door.redirect(_with(f"/reflections/{reflection.id}{back}", "given=1"))


def _look_up(session: Session, person: Person, reflection_id: str, *, to_act: bool = False) -> Reflection | None:
    """A shared reflection that this person may read; None when there is none (any more)."""
    if not ID.fullmatch(reflection_id):
        return None
    if to_act:
        once.take_turn(session, reflection_id)
    return shared.find_shared(session, person.area, reflection_id)


def _there(reflection: Reflection | None) -> Reflection:
    if reflection is None:
        raise HTTPException(404)
    return reflection


def _find(session: Session, person: Person, reflection_id: str, *, to_act: bool = False) -> Reflection:
    return _there(_look_up(session, person, reflection_id, to_act=to_act))


def _reflection_page(
    door: Door, session: Session, reflection: Reflection, query: Mapping[str, str], status: int = 200, **said: Any
) -> Response:
    """One reflection, in the list of the query. `said` is who reads it, and what is to be said or shown again."""
    mark, person = reflection.review, said["person"]
    in_use = tags.list_tags(session, person.area)
    carried, asked = ", ".join(tags.names_of(session, reflection)), invitations.asked_about(session, reflection)
    given = assignments.readers_of(session, [reflection.id]).get(reflection.id)
    values: dict[str, Any] = {
        "done": "",
        "amiss": "",
        "typed": mark.note if mark else "",
        "ticked": bool(mark and mark.reviewed_at),
        "typed_tags": carried,
        "about": None,
        "before": None,
    }
    return door.render(
        "reflection.html",
        status,
        here="reflections",
        reflection=reflection,
        note=mark.note if mark else "",
        longest=shared.LONGEST_NOTE,
        longest_tag=tags.LONGEST,
        most_tags=tags.MOST,
        way=find_way(door, session, person, query, reflection),
        tags_in_use=in_use,
        quick_tags=in_use[:QUICK],
        reviewer=shared.name_reviewer(session, reflection),
        mark=mark,
        carried=carried,
        asked=asked,
        asked_version=version_of(asked),
        given=given,
        given_version=version_of(given.id if given else None),
        readers=[(one.id, one.name) for one in assignments.list_readers(session, reflection)],
        invitation=invitations.find_invitation(session, reflection),
        progress=shown_progress(session, reflection.id),
        rating=dict(door.content.rating_scale).get(reflection.rating, reflection.rating),
        guidance=[piece for piece in door.content.guidance if piece.id in reflection.guidance],
        sources={source.id: source for source in door.content.sources},
        masked=any(
            mask in (text or "")
            for text in (reflection.strengths, reflection.opportunities, reflection.next_step)
            for mask in door.masks
        ),
        **(values | said),
    )


def _today() -> date:
    return today_in_scotland()
