"""Finding what people shared: the list with its search, its filters and its views.

A page that shows what people shared records that it was looked at, in the same transaction as the reading: the list,
and each reflection whose words stand on it. No page says how many reflections match.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.filters import ID, NAMES, Asked, read_address
from bot.review.pages import FormDep
from bot.store import assignments, audit, search, shared, tags, views
from bot.store.terms import read_terms

router = APIRouter()


@router.get("/reflections")
def show_list(request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        return list_page(door, session, person, request.query_params)


@router.post("/reflections")
def find(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """Takes what was typed into the form of the list, and leads to the address that stands for it."""
    typed = {name: form.get(name, "") for name in NAMES if name != "search"}
    words = " ".join(form.get("words", "").split())
    with door.database.session() as session:
        if words and (len(words) > search.LONGEST or not read_terms(words)):
            return list_page(door, session, person, typed, "words", words)
        if words:
            typed["search"] = views.keep_search(session, person.id, words, today_in_scotland())
        asked = read_asked(door, session, person, typed)
        if asked.amiss:
            return list_page(door, session, person, typed)
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
            return list_page(door, session, person, form, amiss, name=name)
        audit.record(session, "view_kept", person.name, search=asked.filters.words is not None)
    return door.redirect(f"/reflections{asked.address()}#views")


@router.post("/views/{view_id}")
def delete_view(view_id: str, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        if ID.fullmatch(view_id) and views.delete_view(session, person.id, view_id):
            audit.record(session, "view_deleted", person.name)
    return door.redirect("/reflections#views")


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


def list_page(
    door: Door,
    session: Session,
    person: Person,
    query: Mapping[str, str],
    amiss: str = "",
    words: str | None = None,
    name: str = "",
    marks: Mapping[str, str] | None = None,
) -> Response:
    """The list. `amiss` is what could not be done with what was sent; `words`, `name` and `marks` are shown again."""
    asked = read_asked(door, session, person, query)
    since = views.note_visit(session, person.id, today_in_scotland())
    page = shared.list_shared(session, person.area, asked.with_days_from(since).filters, asked.place)
    audit.record(session, "reflections_listed", person.name, **asked.for_audit())
    if asked.shows_all:
        for reflection in page.reflections:
            audit.record(session, "reflection_viewed", person.name, reflection.id)
    return door.render(
        "reflections.html",
        400 if amiss else 200,
        person=person,
        here="reflections",
        asked=asked,
        amiss=amiss,
        words_typed=asked.words if words is None else words,
        name=name,
        marks=marks or {},
        done=door.undos.look(person.id, query.get("done", "")),
        page=page,
        since=since,
        teams=_teams(door, session, person),
        ratings=door.content.rating_scale,
        tags=tags.list_tags(session, person.area),
        tags_of=tags.tags_of(session, (reflection.id for reflection in page.reflections)),
        readers=assignments.readers_of(session, (reflection.id for reflection in page.reflections)),
        views=views.list_views(session, person.id),
        longest_search=search.LONGEST,
        longest_name=views.LONGEST_NAME,
        longest_tag=tags.LONGEST,
    )
