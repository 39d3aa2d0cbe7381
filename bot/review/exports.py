"""Taking away: the list as Excel or CSV, and a report as Word or PDF.

A file is made while it is fetched, of what may be read then, and lies nowhere: what an author takes back, and what
leaves somebody's area, is in no file that is still to come. Lists go out row by row; reports are small.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from bot.days import today_in_scotland
from bot.documents import FORMATS, write_csv, write_excel, write_qdpx
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.figures import release_figures
from bot.review.finding import read_asked
from bot.review.listing import (
    ANSWER_WIDTHS,
    describe_project,
    describe_sheet,
    read_answers,
    read_rows,
    read_sources,
)
from bot.review.pages import FormDep
from bot.review.report import Wanted, write_report
from bot.store import audit, shared
from bot.store.shared import Filters
from bot.store.views import note_visit

router = APIRouter()

PATIENCE = 20
"""Seconds that somebody waits for those before them, before they are asked to come again."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Reports in the making: charts and PDF take a second of a processor each."""

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "xlsx-answers": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv-answers": "text/csv; charset=utf-8",
    "qdpx": "application/zip",
    **{kind: FORMATS[kind][1] for kind in ("docx", "pdf")},
}
"""What can be taken away, with its media type."""

_SHEETS = {"xlsx": write_excel, "csv": write_csv}
_LISTS = (*_SHEETS, "xlsx-answers", "csv-answers", "qdpx")
"""What is written part by part. The other kinds are reports."""


@dataclass(frozen=True)
class Asked:
    """What the form asks for, as it was sent, and what of it cannot be."""

    about: str
    kind: str
    wanted: Wanted
    filters: Filters
    on_record: Mapping[str, audit.Value]
    problems: tuple[tuple[str, str], ...] = ()


@router.get("/reports")
def show_reports(door: DoorDep, person: PersonDep) -> Response:
    return _page(door, person)


@router.post("/reports")
def take_away(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    asked = _read(door, person, form)
    if asked.problems:
        return _page(door, person, asked, 400)
    ending, _, of_answers = asked.kind.partition("-")
    name = f"waymark-{of_answers or ('list' if asked.kind in _LISTS else 'report')}.{ending}"
    headers = {"Content-Type": KINDS[asked.kind], "Content-Disposition": f'attachment; filename="{name}"'}
    with door.database.session() as session:
        audit.record(session, "taken_away", person.name, format=asked.kind, **asked.on_record)
    if asked.kind in _LISTS:
        return StreamingResponse(_write_list(door, person, asked), headers=headers)
    with report_turn() as mine:
        if not mine:
            return _page(door, person, asked, 429, busy=True)
        release_figures(door.database, door.content, door.settings, today_in_scotland())
        document = write_report(door, person.area, asked.wanted)
        return Response(FORMATS[asked.kind][0](document), headers=headers)


def _write_list(door: Door, person: Person, asked: Asked) -> Iterator[bytes]:
    """A list, part by part: one row a reflection, one row an answer, or a project for programs of analysis."""
    ending, _, of_answers = asked.kind.partition("-")
    if ending == "qdpx":
        return write_qdpx(describe_project(door, person.area), read_sources(door, person.area, asked.filters))
    if of_answers:
        return _SHEETS[ending](describe_sheet(door, ANSWER_WIDTHS), read_answers(door, person.area, asked.filters))
    return _SHEETS[ending](describe_sheet(door), read_rows(door, person.area, asked.filters))


@contextmanager
def report_turn() -> Iterator[bool]:
    """Whether it is this report's turn within PATIENCE."""
    mine = _AT_ONCE.acquire(timeout=PATIENCE)
    try:
        yield mine
    finally:
        if mine:
            _AT_ONCE.release()


def _read(door: Door, person: Person, form: dict[str, str]) -> Asked:
    """Check what was asked for against what this person may read.

    `about` is "all", "theme:<id>", "team:<id>", or "list": then the other fields are those of the list's address.
    """
    about, kind = form.get("about", "")[:60], form.get("kind", "")[:20]
    if kind not in KINDS:
        return _refuse(about, "", "kind", "Choose what to take away.")
    if about == "list" and kind in _LISTS:
        return _read_list(door, person, form, kind)
    if about not in dict(_subjects(door, person)):
        return _refuse("", kind, "about", "Choose what it is about.")
    which, _, name = about.partition(":")
    theme, team = (name if which == one else None for one in ("theme", "team"))
    return Asked(about, kind, Wanted(theme, team), Filters(theme=theme, team=team), {which: name} if name else {})


def _read_list(door: Door, person: Person, form: Mapping[str, str], kind: str) -> Asked:
    """Just what the list shows that somebody is looking at."""
    with door.database.session() as session:
        list_of = read_asked(door, session, person, form)
        since = note_visit(session, person.id, today_in_scotland())
    if list_of.amiss:
        return _refuse("", kind, "about", "That list is over. Go back to it, and search again.")
    fields = {name: value for name, value in list_of.for_audit().items() if name != "further_page"}
    return Asked("list", kind, Wanted(), list_of.with_days_from(since).filters, fields)


def _refuse(about: str, kind: str, field: str, why: str) -> Asked:
    return Asked(about, kind, Wanted(), Filters(), {}, ((field, why),))


def _subjects(door: Door, person: Person) -> list[tuple[str, str]]:
    """What a file may be about: values and names, of this person's area."""
    themes = [(f"theme:{key}", name) for key, name in door.themes_in(person.area).items()]
    with door.database.session() as session:
        shared_with = {team: door.teams.get(team, team) for team in shared.list_teams(session, person.area)}
    named = (door.teams | shared_with).items()
    teams = [(f"team:{key}", name) for key, name in named if person.area.has_team(key)]
    return [("all", ""), *themes, *teams]


def _page(door: Door, person: Person, asked: Asked | None = None, status: int = 200, *, busy: bool = False) -> Response:
    asked = asked or Asked("all", "", Wanted(), Filters(), {})
    return door.render(
        "reports.html",
        status,
        person=person,
        here="reports",
        subjects=_subjects(door, person),
        about=asked.about,
        kind=asked.kind,
        problems=asked.problems,
        busy=busy,
    )
