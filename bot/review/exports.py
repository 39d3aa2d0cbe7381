"""Taking away: the list as Excel or CSV, and a report as Word or PDF.

CSV goes out row by row as it is read. The others are made in a thread (making.py), and a page tells how far they are,
so that no browser has to wait for one long answer. The page does not reload by itself: that takes people who listen to
it, or read slowly, back to its beginning (WCAG 2.2, 2.2.1 and 3.2.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response, StreamingResponse

from bot.documents import to_pdf, to_word, write_csv, write_excel
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.figures import release_figures
from bot.review.listing import describe_sheet, read_rows
from bot.review.making import Make, Making, Progress, TooMany
from bot.review.pages import FormDep
from bot.review.report import write_report
from bot.store import audit, shared
from bot.store.walking import Wanted

router = APIRouter()
_ID = re.compile(r"[0-9a-f]{32}")

PATIENCE = 4
"""Seconds that a page waits for a file before it tells how far it is."""

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""What can be taken away, with its media type. The first two are lists, the others reports."""


@dataclass(frozen=True)
class Asked:
    """What the form asks for, as it was sent, and what of it cannot be."""

    about: str
    kind: str
    wanted: Wanted
    problems: tuple[tuple[str, str], ...] = ()


@router.get("/reports")
def show_reports(door: DoorDep, person: PersonDep) -> Response:
    return _page(door, person)


@router.post("/reports")
def take_away(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    asked = _read(door, person, form)
    if asked.problems:
        return _page(door, person, asked, 400)
    facts = {name: value for name, value in (("theme", asked.wanted.theme), ("team", asked.wanted.team)) if value}
    name = f"waymark-{'list' if asked.kind in ('xlsx', 'csv') else 'report'}.{asked.kind}"
    with door.database.session() as session:
        audit.record(session, "taken_away", person.name, format=asked.kind, **facts)
    if asked.kind == "csv":
        rows = read_rows(door, person.area, asked.wanted, lambda _: None)
        return StreamingResponse(write_csv(describe_sheet(door), rows), headers=_headers(name, KINDS["csv"]))
    try:
        key = door.makings.begin(Making(person.id, name, KINDS[asked.kind]), _maker(door, person, asked))
    except TooMany:
        return _page(door, person, asked, 429, busy=True)
    return door.redirect(f"/reports/{key}")


@router.get("/reports/{key}")
def wait_for_file(key: str, door: DoorDep, person: PersonDep) -> Response:
    """Answers as soon as the file is ready, and after PATIENCE in any case."""
    making = _find(door, person, key)
    making.over.wait(PATIENCE)
    return door.render("report_waiting.html", person=person, here="reports", making=making, key=key)


@router.get("/reports/{key}/file")
def fetch_file(key: str, door: DoorDep, person: PersonDep) -> Response:
    making = door.makings.take(key, person.id) if _ID.fullmatch(key) else None
    if making is None:
        raise HTTPException(404)
    return StreamingResponse(_in_parts(making.file), headers=_headers(making.name, making.media_type))


def _read(door: Door, person: Person, form: dict[str, str]) -> Asked:
    """Check what was asked for against what this person may read. `about` is "all", "theme:<id>" or "team:<id>"."""
    about, kind = form.get("about", "")[:60], form.get("kind", "")[:10]
    if kind not in KINDS:
        return Asked(about, "", Wanted(), (("kind", "Choose what to take away."),))
    if about not in dict(_subjects(door, person)):
        return Asked("", kind, Wanted(), (("about", "Choose what it is about."),))
    which, _, name = about.partition(":")
    return Asked(about, kind, Wanted(**{which: name} if name else {}))


def _subjects(door: Door, person: Person) -> list[tuple[str, str]]:
    """What a file may be about: values and names, of this person's area."""
    themes = [(f"theme:{key}", name) for key, name in door.themes.items() if person.area.holds(key, None)]
    with door.database.session() as session:
        shared_with = {team: door.teams.get(team, team) for team in shared.list_teams(session, person.area)}
    mine = person.area.teams
    named = (door.teams | shared_with).items()
    teams = [(f"team:{key}", name) for key, name in named if mine is None or key in mine]
    return [("all", ""), *themes, *teams]


def _maker(door: Door, person: Person, asked: Asked) -> Make:
    if asked.kind == "xlsx":
        return lambda file, go_on: write_excel(
            describe_sheet(door), read_rows(door, person.area, asked.wanted, go_on), file
        )

    def make(file: IO[bytes], go_on: Progress) -> None:
        release_figures(door.database, door.content, door.settings, datetime.now(UTC).date())
        document = write_report(door, person.area, asked.wanted)
        go_on(0.5)
        file.write(to_word(document) if asked.kind == "docx" else to_pdf(document))

    return make


def _page(door: Door, person: Person, asked: Asked | None = None, status: int = 200, *, busy: bool = False) -> Response:
    asked = asked or Asked("all", "", Wanted())
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


def _find(door: Door, person: Person, key: str) -> Making:
    making = door.makings.find(key, person.id) if _ID.fullmatch(key) else None
    if making is None:
        raise HTTPException(404)
    return making


def _headers(name: str, media_type: str) -> dict[str, str]:
    return {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}


def _in_parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(64 * 1024):
            yield part
