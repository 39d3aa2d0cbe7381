"""The list of shared reflections to take away: what the pages show of each, and nothing that they do not show.

One row a reflection, one row an answer, or a project for programs of analysis.

The same rule as on the pages (ADR 21): of an anonymous reflection there is no rating, no team and no time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.documents import Project, Sheet, Source
from bot.documents.sheet import Cell
from bot.review.door import Door
from bot.review.filters import QUESTIONS
from bot.store.areas import Area
from bot.store.reading_tables import Tag
from bot.store.saved import SAMPLE
from bot.store.shared import Filters
from bot.store.tables import Reflection
from bot.store.tags import list_tags, tags_of
from bot.store.walking import walk_shared

WIDTHS = {
    "day": 18, "theme": 28, "sharing": 18, "team": 28, "strengths": 50, "opportunities": 50, "next_step": 50,
    "rating": 20, "guidance": 40, "changed": 16, "reviewed": 14, "note": 40, "tags": 24, "id": 36,
}  # fmt: skip
"""Columns by the names of their headings (templates/report_words.html), with their widths in characters."""


ANSWER_WIDTHS = {
    "day": 18, "theme": 28, "sharing": 18, "team": 28, "question": 28, "answer": 80, "tags": 24,
    "reviewed": 14, "id": 36,
}  # fmt: skip
"""The same of the sheet with one row an answer."""

VALUES = ("day", "theme", "sharing", "team", "rating", "reviewed", "changed")
"""What a project says of each text, by the names of the headings."""


def describe_sheet(door: Door, widths: Mapping[str, int] = WIDTHS) -> Sheet:
    """The sheet without its rows."""
    return Sheet(door.say("list_title"), [(door.say(f"column_{name}"), width) for name, width in widths.items()])


def describe_project(door: Door, area: Area) -> Project:
    """The project without its texts. Its codes are the tags of the area, topics that were named among them."""
    with door.database.session() as session:
        codes = {tag.id: tag.name for tag in list_tags(session, area)}
    return Project(door.say("list_title"), door.say("origin"), codes, [door.say(f"column_{name}") for name in VALUES])


def read_rows(door: Door, area: Area, filters: Filters) -> Iterator[Sequence[Cell]]:
    """The rows, one reflection each, as they may be read at the moment they are asked for."""
    words = _Words(door)
    for reflection, tags in _walk(door, area, filters):
        yield words.row(reflection, tags)


def read_answers(door: Door, area: Area, filters: Filters) -> Iterator[Sequence[Cell]]:
    """The rows, one answer each: of the question that the list shows, or of all three."""
    words = _Words(door)
    for reflection, tags in _walk(door, area, filters):
        cells = dict(zip(WIDTHS, words.row(reflection, tags), strict=True))
        for question in (filters.answer,) if filters.answer else QUESTIONS:
            if answer := getattr(reflection, question):
                cells |= {"question": door.say(f"column_{question}"), "answer": answer}
                yield [cells[name] for name in ANSWER_WIDTHS]


def read_sources(door: Door, area: Area, filters: Filters) -> Iterator[Source]:
    """The texts of a project, one reflection each: the questions, and what was written to them."""
    words = _Words(door)
    for reflection, tags in _walk(door, area, filters):
        cells = dict(zip(WIDTHS, words.row(reflection, tags), strict=True))
        told = ((door.say(f"column_{question}"), getattr(reflection, question)) for question in QUESTIONS)
        text = "\n\n".join(f"{question}\n{answer}" for question, answer in told if answer)
        values = {door.say(f"column_{name}"): str(cells[name]) for name in VALUES}
        name = f"{cells['theme']}, {reflection.day.isoformat()}, {reflection.id[:8]}"
        yield Source(reflection.id, name, text, [tag.id for tag in tags], values)


def _walk(door: Door, area: Area, filters: Filters) -> Iterator[tuple[Reflection, Sequence[Tag]]]:
    for some in walk_shared(door.database, area, filters):
        with door.database.session() as session:
            carried = tags_of(session, [reflection.id for reflection in some])
        for reflection in some:
            yield reflection, carried.get(reflection.id, ())


class _Words:
    """What never changes from row to row."""

    def __init__(self, door: Door) -> None:
        self._themes, self._teams = door.themes, door.teams
        self._ratings = dict(door.content.rating_scale)
        self._guidance = {piece.id: piece.title for piece in door.content.guidance}
        self._sharing = {way: door.say(f"shared_{way}") for way in ("anonymous", "team")}
        self._sample = f" ({door.say('sample')})"
        self._yes, self._no = door.say("yes"), door.say("no")

    def row(self, reflection: Reflection, tags: Sequence[Tag]) -> Sequence[Cell]:
        """The cells of one reflection, in the order of WIDTHS."""
        review = reflection.review
        named = reflection.sharing == "team"
        return (
            reflection.day,
            self._themes.get(reflection.theme, reflection.theme),
            self._sharing[reflection.sharing] + (self._sample if reflection.secret_id == SAMPLE else ""),
            self._teams.get(reflection.team or "", reflection.team or ""),
            reflection.strengths,
            reflection.opportunities,
            reflection.next_step,
            self._ratings.get(reflection.rating, "") if named else "",
            "; ".join(self._guidance[piece] for piece in reflection.guidance if piece in self._guidance),
            self._yes if reflection.edits else self._no,
            self._yes if review and review.reviewed_at else self._no,
            review.note if review else "",
            ", ".join(tag.name for tag in tags),
            reflection.id,
        )
