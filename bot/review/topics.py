"""Topics: what several people write about, found by likeness and named by whoever reads (ADR 55).

Only what this person may read is looked at, the newest answers first. A topic of few reflections is not shown, and no
page says how many a topic has. The name that somebody gives it is a tag; new answers that are near to it are shown
beside it, to be tagged too.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.reflection.topics import Answer, Found, NoTopics, find_apart
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.filters import Asked
from bot.review.finding import read_asked
from bot.review.many import MOST
from bot.store import audit, shared, tags
from bot.store.shared import Filters
from bot.store.tables import Reflection

router = APIRouter()

SAMPLE = 500
"""The newest answers that are looked at."""

PATIENCE = 20
"""Seconds that somebody waits for those before them."""

_AT_ONCE = threading.BoundedSemaphore(1)
"""Topics in the making: a second of a processor for every hundred answers."""


@router.get("/topics")
def show_topics(request: Request, door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        asked = read_asked(door, session, person, request.query_params)
        ready = bool(asked.filters.theme and asked.filters.answer)
        rows = _read(session, person, asked) if ready else []
        carried = tags.tags_of(session, [row.id for row in rows])
        audit.record(session, "topics_viewed", person.name, **_on_record(asked))
    amiss, found = "", Found()
    if ready:
        texts = [
            Answer(row.id, getattr(row, str(asked.filters.answer)), tuple(tag.id for tag in carried.get(row.id, ())))
            for row in rows
        ]
        amiss, found = _find(door, texts)
    values = _show(door, person, asked, rows, found)
    done = door.undos.look(person.id, request.query_params.get("done", ""))
    return door.render(
        "topics.html",
        429 if amiss == "busy" else 200,
        person=person,
        here="topics",
        asked=asked,
        ready=ready,
        amiss=amiss,
        done=done,
        sample=SAMPLE,
        smallest=door.settings.smallest_group,
        longest_tag=tags.LONGEST,
        most=MOST,
        **values,
    )


def _read(session: Session, person: Person, asked: Asked) -> Sequence[Reflection]:
    wanted = Filters(theme=asked.filters.theme, answer=asked.filters.answer)
    return shared.list_shared(session, person.area, wanted, limit=SAMPLE).reflections


def _on_record(asked: Asked) -> dict[str, audit.Value]:
    return {name: value for name, value in asked.for_audit().items() if name in ("theme", "answer")}


def _find(door: Door, answers: Sequence[Answer]) -> tuple[str, Found]:
    """What is found, and why nothing could be: "busy" or "cannot"."""
    with _turn() as mine:
        if not mine:
            return "busy", Found()
        try:
            return "", find_apart(door.settings, answers)
        except NoTopics:
            return "cannot", Found()


@contextmanager
def _turn() -> Iterator[bool]:
    """Whether it is this person's turn within PATIENCE."""
    mine = _AT_ONCE.acquire(timeout=PATIENCE)
    try:
        yield mine
    finally:
        if mine:
            _AT_ONCE.release()


def _show(door: Door, person: Person, asked: Asked, rows: Sequence[Reflection], found: Found) -> dict[str, Any]:
    """What the page shows. Each reflection of which a sentence stands on it is on record as read."""
    shown = [*found.topics, *found.drawn.values()]
    with door.database.session() as session:
        for one in dict.fromkeys(one for topic in shown for one, _ in topic.typical):
            audit.record(session, "reflection_viewed", person.name, one)
        names = {tag.id: tag.name for tag in tags.list_tags(session, person.area)}
    return {
        "edits": {row.id: row.edits for row in rows},
        "topics": found.topics,
        "drawn": [(names[tag], topic) for tag, topic in found.drawn.items() if tag in names],
        "query": asked.address(),
        "few": len(rows) < 2 * door.settings.smallest_group,
    }
