"""The summary of a session as a document: what the page shows, for Word and a tagged PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.content import Content
from bot.days import as_day
from bot.documents import FORMATS, Block, Document, Heading, Line, Said, Table
from bot.sessions.answers import QUESTIONS
from bot.store.session_tables import TeamSession

KINDS = ("docx", "pdf")
"""The kinds of file that a summary can be taken away as."""


class File(NamedTuple):
    """A file for a browser to keep."""

    body: bytes
    media_type: str
    headers: dict[str, str]


def make_file(content: Content, found: TeamSession, kind: str) -> File:
    """The summary of a session as a file of one of `KINDS`."""
    make, media_type = FORMATS[kind]
    named = {"Content-Disposition": f'attachment; filename="team-summary.{kind}"'}
    return File(make(write_summary(content, found)), media_type, named)


def write_summary(content: Content, found: TeamSession) -> Document:
    """The document of a session that has a summary. Strengths come first, and nobody is named."""
    say = content.sessions.say
    summary = found.summary or {"themes": [], "steps": []}
    blocks: list[Block] = [
        Line(say("session_of", team=team_name(content, found.team))),
        Line(say("closed_on", when=as_day(found.closed_on) if found.closed_on else "")),
        Line(say("summary_lead")),
    ]
    for part in summary["themes"]:
        blocks += _theme(content, part)
    blocks.append(Heading(say("steps"), 1))
    if summary["steps"]:
        rows = tuple((text, content.sessions.bands[band]) for text, band in summary["steps"])
        blocks.append(Line(say("steps_note")))
        blocks.append(Table(say("steps"), (say("step_column"), say("people_column")), rows, in_words=True))
    else:
        blocks.append(Line(say("none_shared")))
    blocks.append(Line(say("hidden_note")))
    return Document(say("summary_title"), tuple(blocks), unprintable=say("unprintable"))


def _theme(content: Content, part: dict[str, Any]) -> Iterator[Block]:
    say, theme = content.sessions.say, content.theme(part["theme"])
    yield Heading(say("theme_heading", theme=theme.name), 1)
    for question in QUESTIONS:
        yield Heading(say(question), 2)
        if part[question]:
            yield from (Said(text) for text in part[question])
        else:
            yield Line(say("none_shared"))
    if part["topics"]:
        yield Heading(say("topics"), 2)
        yield from (Line(topic) for topic in part["topics"])
    if part["ratings"]:
        labels = {choice.id: choice.label for choice in content.rating_scale}
        rows = tuple((labels.get(rating, rating), content.sessions.bands[band]) for rating, band in part["ratings"])
        yield Heading(say("ratings"), 2)
        yield Table(theme.rating, (say("rating_column"), say("people_column")), rows, in_words=True)


def team_name(content: Content, team: str) -> str:
    """A team's name, or its id when it is not in the content any more."""
    return next((one.name for one in content.organisation.teams if one.id == team), team)
