"""One page for the board, or two: a picture, three topics, what was done and what is next. Nobody's words.

Numbers come from released figures alone (ADR 21), as in any report. Quotations need their author's leave, and nobody is
asked for it yet: the page says so where a reader would look for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.days import as_day, today_in_scotland
from bot.disclosure import period_of
from bot.documents import Block, Document, Facts, Heading, Line, Table
from bot.review.door import Door, excerpt
from bot.review.figures import name_period, read_figures
from bot.review.quoting import find_quoted
from bot.review.report import draw_picture
from bot.store import actions, good
from bot.store.areas import Area

LONGEST = 120
"""Letters of a line on a topic."""

SHOWN = 3
"""Of what was done and what was told: the latest."""

SHOWN_NEXT = 4
"""Of what is next: the soonest."""

CUT = 80
"""Letters of each: a board has a page or two."""

WIDTH = 300
"""Pixels across the picture: it is to leave room for the rest."""


@dataclass(frozen=True)
class Topic:
    """The name that coordinators gave to what several people wrote about, and a line of theirs on it."""

    name: str
    line: str = ""


def write_board(door: Door, session: Session, area: Area, topics: Sequence[Topic]) -> Document:
    """The page for somebody of an area. Release what has come due first (bot.review.figures.release_figures)."""
    limited = [Line(door.say("area_only", list(door.themes_in(area).values())))] if area.themes is not None else []
    return Document(
        door.say("board_title", door.content.organisation.name),
        (
            Line(door.say("made_on", as_day(today_in_scotland()))),
            *limited,
            Heading(door.say("board_picture"), 1),
            *_picture(door, session, area),
            Heading(door.say("board_topics"), 1),
            *_topics(door, topics),
            Heading(door.say("board_quotes"), 1),
            Line(door.say("board_no_quotes")),
            Heading(door.say("board_done"), 1),
            *_done(door, session, area),
            Heading(door.say("board_next"), 1),
            *_next(door, session, area),
        ),
        unprintable=door.say("unprintable"),
    )


def _picture(door: Door, session: Session, area: Area) -> Iterator[Block]:
    """How many were shared on each theme in the latest period."""
    published = read_figures(session, door.content, door.settings, area, words_of=())
    if not published.periods:
        closes = period_of(today_in_scotland(), door.settings.figures_period).last
        yield Line(door.say("no_figures", as_day(closes)))
        return
    caption = door.say("figures_caption", name_period(published.periods[0]))
    figures = published.by_theme(published.periods[0])
    yield Line(f"{caption}. {door.say('numbers', door.settings.smallest_group)}")
    if figures.largest:
        yield draw_picture(door, caption, figures, door.themes, WIDTH)
    else:
        yield Line(door.say("board_all_hidden"))


def _topics(door: Door, topics: Sequence[Topic]) -> Iterator[Block]:
    if not topics:
        yield Line(door.say("board_no_topics"))
        return
    yield Line(door.say("board_topics_by"))
    yield Facts(tuple((topic.name, topic.line or door.say("board_no_line")) for topic in topics))


def _done(door: Door, session: Session, area: Area) -> Iterator[Block]:
    told, done = good.list_told(session, area)[:SHOWN], good.list_done(session, area)[:SHOWN]
    if told:
        rows = ((excerpt(change.said, CUT), excerpt(change.did, CUT)) for change in told)
        yield Table(door.say("changes_heading"), (door.say("said"), door.say("did")), tuple(rows), in_words=True)
    if done:
        rows = ((excerpt(one.action.what, CUT), _note(door, session, area, one)) for one in done)
        yield Table(
            door.say("board_done_caption"), (door.say("action_what"), door.say("board_came")), tuple(rows), True
        )
    if not told and not done:
        yield Line(door.say("board_nothing_done"))


def _note(door: Door, session: Session, area: Area, done: good.DoneAction) -> str:
    """What came of an action, where that is nobody's words.

    A note of today is compared when it is written, those from before never were. One on an action about all themes may
    come from outside the area, where a limited person's reading finds nothing to compare it with.
    """
    unknown = area.limited and done.action.theme is None
    if not done.note or unknown or find_quoted(session, area, done.note):
        return door.say("board_no_note")
    return excerpt(done.note, CUT)


def _next(door: Door, session: Session, area: Area) -> Iterator[Block]:
    planned = actions.list_actions(session, actions.Wanted(open=True), area, today_in_scotland())[:SHOWN_NEXT]
    if not planned:
        yield Line(door.say("no_actions"))
        return
    columns = tuple(door.say(f"action_{column}") for column in ("what", "owner", "due"))
    rows = tuple((excerpt(one.what, CUT), excerpt(one.owner, 40), as_day(one.due_on)) for one in planned)
    yield Table(door.say("board_next_caption"), columns, rows, in_words=True)
