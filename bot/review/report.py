"""A report to pass on: about everything, one theme or one team. Figures, what was done, what is planned; no words.

Numbers come from released figures alone (ADR 21), so a report can show no more than the pages do. What people wrote is
left out: a report travels to people who were not asked to read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.days import as_day, today_in_scotland
from bot.disclosure import QUESTIONS, Figure, Figures, Period, Published, Table, period_of
from bot.documents import Block, Document, Facts, Heading, Line
from bot.documents import Picture as Shown
from bot.documents import Table as Rows
from bot.review import charts
from bot.review.door import Door
from bot.review.figures import name_period, read_figures
from bot.store import actions, changes
from bot.store.areas import Area
from bot.store.keeping_tables import Action
from bot.store.tables import Change


@dataclass(frozen=True)
class Wanted:
    """What a report is about. None: everything."""

    theme: str | None = None
    team: str | None = None


WIDTH = 460
"""Pixels across a chart."""


def write_report(door: Door, area: Area, wanted: Wanted) -> Document:
    """The report for somebody of an area. Release what has come due first (bot.review.figures.release_figures)."""
    today = today_in_scotland()
    to_do = actions.Wanted(theme=wanted.theme, open=True)
    with door.database.session() as session:
        published = read_figures(session, door.content, door.settings, area)
        done = changes.published(session, theme=wanted.theme, limit=changes.LISTED)
        planned = actions.list_actions(session, to_do, area, today)
    if wanted.team:
        done = [change for change in done if change.team in (None, wanted.team)]
        title = door.say("title_team", door.teams.get(wanted.team, wanted.team))
    elif wanted.theme:
        title = door.say("title_theme", door.themes[wanted.theme])
    else:
        title = door.say("title_whole", door.content.organisation.name)
    return Document(
        title,
        (
            Line(door.say("made_on", as_day(today))),
            Line(door.say("purpose")),
            Line(door.say("no_words")),
            *([Line(door.say("area_only", list(door.themes_in(area).values())))] if area.themes is not None else []),
            Heading(door.say("figures_heading"), 1),
            *_figures(door, wanted, published),
            Heading(door.say("changes_heading"), 1),
            *(_changes(door, done) if done else [Line(door.say("no_changes"))]),
            *_actions(door, planned),
        ),
        unprintable=door.say("unprintable"),
    )


def _figures(door: Door, wanted: Wanted, published: Published) -> Iterator[Block]:
    if wanted.team:
        yield Line(door.say("team_figures", door.content.organisation.name))
    if not published.periods:
        closes = period_of(today_in_scotland(), door.settings.figures_period).last
        yield Line(door.say("no_figures", as_day(closes)))
        return
    yield Line(door.say("numbers", door.settings.smallest_group))
    latest = published.periods[0]
    if wanted.theme:
        yield from _one_theme(door, published, latest, wanted.theme)
    else:
        yield Line(door.say("no_order"))
        shared = published.by_theme(latest)
        caption = door.say("figures_caption", name_period(latest))
        yield from _shown(door, caption, door.say("theme_column"), shared, door.themes)


def _one_theme(door: Door, published: Published, latest: Period, theme: str) -> Iterator[Block]:
    name = name_period(latest)
    shared = {one: {row.key: row.count for row in published.by_theme(one).rows}[theme] for one in published.periods}
    over_time = Figures(tuple(Figure(name_period(one), count) for one, count in reversed(shared.items())))
    yield from _shown(door, door.say("over_time_caption"), door.say("period_column"), over_time, {})
    questions = {question: door.say(f"column_{question}") for question in QUESTIONS}
    choices = {**dict(door.content.rating_scale), "": str(door.figure_words.no_rating()).strip()}
    guidance = {piece.id: piece.title for piece in door.content.guidance_for(theme)}
    for table, names in ((Table.ANSWERED, questions), (Table.RATING, choices), (Table.GUIDANCE, guidance)):
        figures = published.in_theme(latest, table, theme)
        if figures.rows:
            column = {Table.ANSWERED: "question_column", Table.RATING: "rating_column"}.get(table, "guidance_column")
            yield from _shown(door, door.say(f"{table}_caption", name), door.say(column), figures, names)
    if words := published.recurring(latest, theme):
        yield Line(door.say("recurring", name, list(words)))


def _shown(door: Door, caption: str, column: str, figures: Figures, names: dict[str, str]) -> Iterator[Block]:
    """A chart where there is something to draw, and the same figures as a table."""
    hidden = str(door.figure_words.hidden()).strip()
    yield Heading(caption, 2)
    if figures.largest:
        yield draw_picture(door, caption, figures, names)
    rows = tuple(
        (names.get(row.key, row.key), hidden if row.count is None else f"{row.count:,}") for row in figures.rows
    )
    yield Rows(caption, (column, door.say("count_column")), rows)


def draw_picture(door: Door, caption: str, figures: Figures, names: dict[str, str], width: int = WIDTH) -> Shown:
    """A chart of figures that are safe to show, with its meaning in words. `width` in pixels."""
    picture = charts.draw(figures, names, str(door.figure_words.hidden()).strip())
    import vl_convert

    png = vl_convert.svg_to_png(str(picture.wide), scale=2)
    sentence = door.figure_words.sentence(figures, caption, "rows", "").unescape().strip()
    return Shown(png, door.say("picture", caption, sentence), width)


def _changes(door: Door, written: Sequence[Change]) -> Iterator[Block]:
    for change in written:
        about = door.themes.get(change.theme or "", "") or door.say("all_themes")
        yield Heading(door.say("change_about", about, as_day(change.published_on or date.min)), 2)
        yield Facts(((door.say("said"), change.said), (door.say("did"), change.did)))


def _actions(door: Door, planned: Sequence[Action]) -> Iterator[Block]:
    """What is still to do."""
    yield Heading(door.say("actions_heading"), 1)
    if not planned:
        yield Line(door.say("no_actions"))
        return
    columns = tuple(door.say(f"action_{column}") for column in ("what", "theme", "owner", "due"))
    rows = tuple(
        (one.what, door.themes.get(one.theme or "", door.say("all_themes")), one.owner, as_day(one.due_on))
        for one in planned
    )
    yield Rows(door.say("action_caption"), columns, rows, in_words=True)
