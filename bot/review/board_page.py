"""The form for the page for the board: up to three topics, each with a line in the writer's own words, as Word or PDF.

A topic is a tag that enough reflections carry. Its name and what is typed are compared with everything that the
writer may read (ADR 49). What is typed is kept nowhere: it goes into the file alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.documents import FORMATS
from bot.review.auth import PersonDep
from bot.review.board import LONGEST, Topic, write_board
from bot.review.door import Door, DoorDep, Person, as_file
from bot.review.exports import report_turn
from bot.review.figures import release_figures
from bot.review.pages import FormDep
from bot.review.quoting import Quoted, find_quoted
from bot.store import audit, tags

router = APIRouter()

TOPICS = (1, 2, 3)


@dataclass(frozen=True)
class Typed:
    """What stands in the form: for each of TOPICS a tag's id and a line."""

    topics: tuple[tuple[str, str], ...] = (("", ""),) * len(TOPICS)

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Typed:
        return cls(tuple((form.get(f"topic-{n}", ""), form.get(f"line-{n}", "").strip()) for n in TOPICS))


@router.get("/board")
def show_board(door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        audit.record(session, "board_viewed", person.name)
        return _page(door, session, person, Typed())


@router.post("/board")
def take_board(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    typed, kind = Typed.read(form), form.get("kind", "")
    with door.database.session() as session:
        known = _known(door, session, person)
        amiss, quoted = _amiss(session, person, typed, known)
        if amiss or kind not in FORMATS:
            return _page(door, session, person, typed, 400, amiss=amiss or (("kind", ""),), quoted=quoted)
    topics = [Topic(known[tag], line) for tag, line in typed.topics if tag]
    with report_turn() as mine:
        if not mine:
            with door.database.session() as session:
                return _page(door, session, person, typed, 429, busy=True)
        release_figures(door.database, door.content, door.settings, today_in_scotland())
        with door.database.session() as session:
            audit.record(session, "board_taken_away", person.name, format=kind)
            document = write_board(door, session, person.area, topics)
        return as_file(document, "waymark-board", kind)


def _known(door: Door, session: Session, person: Person) -> dict[str, str]:
    """The topics that may be chosen: names by the ids of their tags."""
    return {tag.id: tag.name for tag in tags.list_common(session, person.area, door.settings.smallest_group)}


def _amiss(
    session: Session, person: Person, typed: Typed, known: Mapping[str, str]
) -> tuple[tuple[tuple[str, str], ...], Quoted | None]:
    """What is amiss, as pairs of a field and a reason; and somebody's sentence that a line or a name is too like."""
    found: list[tuple[str, str]] = []
    quoted = None
    for n, (tag, line) in zip(TOPICS, typed.topics, strict=True):
        if tag and tag not in known:
            found.append((f"topic-{n}", "unknown"))
        elif tag and (said := find_quoted(session, person.area, known[tag])):
            found.append((f"topic-{n}", "name"))
            quoted = quoted or said
        if line and not tag:
            found.append((f"topic-{n}", "which"))
        if len(line) > LONGEST:
            found.append((f"line-{n}", "long"))
        elif line and (said := find_quoted(session, person.area, line)):
            found.append((f"line-{n}", "quoted"))
            quoted = quoted or said
    if quoted is not None:
        audit.record(session, "reflection_viewed", person.name, quoted.reflection_id)
    return tuple(found), quoted


def _page(
    door: Door,
    session: Session,
    person: Person,
    typed: Typed,
    status: int = 200,
    *,
    amiss: tuple[tuple[str, str], ...] = (),
    quoted: Quoted | None = None,
    busy: bool = False,
) -> Response:
    return door.render(
        "board.html",
        status,
        person=person,
        here="reports",
        known=list(_known(door, session, person).items()),
        typed=list(zip(TOPICS, typed.topics, strict=True)),
        smallest=door.settings.smallest_group,
        longest=LONGEST,
        amiss=amiss,
        quoted=quoted,
        busy=busy,
    )
