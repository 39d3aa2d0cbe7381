"""Reading what people shared: the list with its search and views, and one reflection with what coordinators put on it.

A page that shows what people shared records that it was looked at, in the same transaction as the reading. No page says
how many reflections match.
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
from bot.review.filters import ID, NAMES, Asked, read_address
from bot.review.pages import FormDep
from bot.review.versions import is_overtaken, put_together, version_of
from bot.store import audit, invitations, search, shared, tags, views
from bot.store.progress import shown_progress
from bot.store.tables import Reflection

router = APIRouter()
DONE = ("saved", "invited", "taken-back")
_COUNT = re.compile("[0-9]{1,6}")


@router.get("/reflections")
def show_list(request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        return _list_page(door, session, person, request.query_params)


@router.post("/reflections")
def find(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Takes what was typed into the form of the list, and leads to the address that stands for it."""
    typed = {name: form.get(name, "") for name in NAMES if name != "search"}
    words = " ".join(form.get("words", "").split())
    with door.database.session() as session:
        if words and (len(words) > search.LONGEST or not search.stems(words)):
            return _list_page(door, session, person, typed, "words", words)
        if words:
            typed["search"] = views.keep_search(session, person.id, words, _today())
        asked = read_asked(door, session, person, typed)
        if asked.amiss:
            return _list_page(door, session, person, typed)
    return door.redirect(f"/reflections{asked.address()}")


@router.post("/views")
def keep_view(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    name = " ".join(form.get("name", "").split())
    with door.database.session() as session:
        asked = read_asked(door, session, person, form)
        amiss = "name" if not name or len(name) > views.LONGEST_NAME else ""
        if not amiss and not views.keep_view(session, person.id, name, asked.address(), asked.search_id):
            amiss = "many"
        if amiss:
            return _list_page(door, session, person, form, amiss, name=name)
        audit.record(session, "view_kept", person.name, search=asked.filters.words is not None)
    return door.redirect(f"/reflections{asked.address()}#views")


@router.post("/views/{view_id}")
def delete_view(view_id: str, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        if ID.fullmatch(view_id) and views.delete_view(session, person.id, view_id):
            audit.record(session, "view_deleted", person.name)
    return door.redirect("/reflections#views")


@router.get("/reflections/{reflection_id}")
def show_reflection(reflection_id: str, request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        reflection = _find(session, person, reflection_id)
        audit.record(session, "reflection_viewed", person.name, reflection.id)
        done = next((word for word in DONE if word in request.query_params), "")
        return _reflection_page(door, session, reflection, person=person, done=done)


@router.post("/reflections/{reflection_id}/review")
def review(reflection_id: str, door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Keep the mark, the note and the tags. Of what the form showed, only what somebody changed in it counts."""
    note, typed_tags = form.get("note", "").strip(), form.get("tags", "").strip()
    with door.database.session() as session:
        reflection = _look_up(session, person, reflection_id, to_act=True)
        if reflection is None and note:
            return door.render("gone.html", 404, person=person, here="reflections", note=note)
        reflection = _there(reflection)
        names = _tags_to_be(session, reflection, form)
        ticked = form.get("reviewed") == "yes"
        reviewed = reflection.reviewed if form.get("reviewed-seen") == ("yes" if ticked else "no") else ticked
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
    return door.redirect(f"/reflections/{reflection_id}?saved=1")


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
        asked = invitations.asked_about(session, reflection)
        wished = None if form.get("do") == "take-back" else about
        if wished != asked and is_overtaken(form, version_of(asked)):
            audit.record(session, "reflection_viewed", person.name, reflection.id)
            return _reflection_page(door, session, reflection, 409, person=person, amiss="asked", about=about)
        if form.get("do") == "take-back":
            if invitations.take_back(session, reflection):
                audit.record(session, "invitation_taken_back", person.name, reflection.id)
            return door.redirect(f"/reflections/{reflection.id}?taken-back=1")
        if about is None:
            audit.record(session, "reflection_viewed", person.name, reflection.id)
            return _reflection_page(door, session, reflection, 400, person=person, amiss="about")
        if invitations.invite(session, reflection, about, person.id, _today()):
            audit.record(session, "author_invited", person.name, reflection.id, about=about)
    return door.redirect(f"/reflections/{reflection.id}?invited=1")


def read_asked(door: Door, session: Session, person: Person, query: Mapping[str, str]) -> Asked:
    """What the address of a list asks for, or the fields of a form that stand for it."""
    typed = query.get("search", "")
    words = views.read_search(session, person.id, typed) if ID.fullmatch(typed) else None
    known = {
        "theme": door.themes_in(person.area),
        "team": _teams(door, session, person),
        "rating": dict(door.content.rating_scale),
        "tag": {tag.id for tag in tags.list_tags(session, person.area)},
    }
    return read_address(query, known, words)


def _teams(door: Door, session: Session, person: Person) -> dict[str, str]:
    """The teams of somebody's area, and those that are only in what was shared."""
    found = {team: team for team in shared.list_teams(session, person.area) if team not in door.teams}
    return door.teams_in(person.area) | found


def _list_page(
    door: Door,
    session: Session,
    person: Person,
    query: Mapping[str, str],
    amiss: str = "",
    words: str | None = None,
    name: str = "",
) -> Response:
    """The list. `amiss` is what could not be done with what was sent; `words` and `name` are shown again."""
    asked = read_asked(door, session, person, query)
    since = views.note_visit(session, person.id, _today())
    page = shared.list_shared(session, person.area, asked.with_days_from(since).filters, asked.place)
    audit.record(session, "reflections_listed", person.name, **asked.for_audit())
    return door.render(
        "reflections.html",
        400 if amiss else 200,
        person=person,
        here="reflections",
        asked=asked,
        amiss=amiss,
        words_typed=asked.words if words is None else words,
        name=name,
        page=page,
        since=since,
        teams=_teams(door, session, person),
        ratings=door.content.rating_scale,
        tags=tags.list_tags(session, person.area),
        tags_of=tags.tags_of(session, (reflection.id for reflection in page.reflections)),
        views=views.list_views(session, person.id),
        longest_search=search.LONGEST,
        longest_name=views.LONGEST_NAME,
    )


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


def _reflection_page(door: Door, session: Session, reflection: Reflection, status: int = 200, **said: Any) -> Response:
    """One reflection. `said` is who reads it, and what is to be said or shown again."""
    mark = reflection.review
    carried, asked = ", ".join(tags.names_of(session, reflection)), invitations.asked_about(session, reflection)
    values: dict[str, Any] = {
        "done": "",
        "amiss": "",
        "typed": mark.note if mark else "",
        "ticked": bool(mark and mark.reviewed_at),
        "typed_tags": carried,
        "about": None,
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
        tags_in_use=tags.list_tags(session, said["person"].area),
        reviewer=shared.name_reviewer(session, reflection),
        mark=mark,
        carried=carried,
        asked=asked,
        asked_version=version_of(asked),
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
