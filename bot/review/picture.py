"""The picture: what many people shared, seen together. Only released figures, never a count of what is stored now.

Two pages: all themes in one period, and one theme over time. They take no filter but the period: an address that asks
for more is refused, because two numbers that differ by a filter could be taken from each other.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.disclosure import HELPFUL, QUESTIONS, Figures, Period, Published, Table, period_of
from bot.disclosure.publish import Figure
from bot.review import charts
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, Person
from bot.review.figures import name_period, read_figures, release_figures
from bot.review.good import read_strengths
from bot.store import audit

router = APIRouter()
FIRST = 3
"""Of what goes well, how much a theme's page begins with."""

COMPARED = 4
"""How many periods of ratings stand beside each other."""


def release_due(door: Door) -> None:
    """Release what has come due, before a page opens its session. Cheap when nothing has."""
    release_figures(door.database, door.content, door.settings, today_in_scotland())


def show_latest(session: Session, door: Door, person: Person) -> dict[str, Any]:
    """The values of templates/figures.html for the latest period: how many were shared on each theme."""
    published = read_figures(session, door.content, door.settings, person.area, words_of=())
    period = published.periods[0] if published.periods else None
    return _about(door, published, period) | {"shared": _shared(door, published, period) if period else None}


@router.get("/themes")
def show_themes(request: Request, door: DoorDep, person: PersonDep) -> Response:
    release_due(door)
    with door.database.session() as session:
        published = read_figures(session, door.content, door.settings, person.area, words_of=())
        audit.record(session, "themes_viewed", person.name)
    period, amiss = _asked(request, published)
    values = _about(door, published, period) | {"amiss": amiss}
    if period:
        values["shared"] = _shared(door, published, period)
        values |= _answered(door, published, period)
        values |= _helpful(door, published, period)
    return door.render("themes.html", 400 if amiss else 200, person=person, here="themes", **values)


@router.get("/themes/{theme_id}")
def show_theme(theme_id: str, request: Request, door: DoorDep, person: PersonDep) -> Response:
    if theme_id not in door.themes or not person.area.holds(theme_id, None):
        raise HTTPException(404)
    release_due(door)
    with door.database.session() as session:
        published = read_figures(session, door.content, door.settings, person.area, words_of=())
        audit.record(session, "theme_viewed", person.name, theme_id)
        strengths = read_strengths(session, person, theme_id, FIRST)
    period, amiss = _asked(request, published)
    values = _about(door, published, period) | {"amiss": amiss, "theme": door.content.theme(theme_id)}
    values["strengths"] = strengths
    values["benchmark"] = _benchmark(door, theme_id)
    if period:
        values |= _one_theme(door, published, period, theme_id)
    return door.render("theme.html", 400 if amiss else 200, person=person, here="themes", **values)


def _asked(request: Request, published: Published) -> tuple[Period | None, str]:
    """The period that an address asks for, or the latest; and what of it cannot be answered: "period" or "filter"."""
    latest = published.periods[0] if published.periods else None
    if set(request.query_params) - {"period"}:
        return latest, "filter"
    wanted = request.query_params.get("period", "")
    if not wanted:
        return latest, ""
    found = next((period for period in published.periods if period.first.isoformat() == wanted), None)
    return found or latest, "" if found else "period"


def _about(door: Door, published: Published, period: Period | None) -> dict[str, Any]:
    """What every page of figures says about them."""
    today = today_in_scotland()
    return {
        "periods": [(one.first.isoformat(), name_period(one)) for one in published.periods],
        "period": period.first.isoformat() if period else "",
        "period_name": name_period(period) if period else "",
        "closes": period_of(today, door.settings.figures_period).last,
        "floor": published.floor,
        "smallest": door.settings.smallest_group,
    }


def _shared(door: Door, published: Published, period: Period) -> dict[str, Any]:
    figures = published.by_theme(period)
    return {"figures": figures, "picture": _draw(door, figures, door.themes)}


def _answered(door: Door, published: Published, period: Period) -> dict[str, Any]:
    """For each question, on how many reflections of each theme there are words to it."""
    names = _questions(door)
    tables = {question: published.by_theme(period, Table.ANSWERED, question) for question in QUESTIONS}
    most = max((row.count for figures in tables.values() for row in figures.rows if row.count), default=0)
    return {
        "answered": [
            {"name": names[question], "figures": figures, "picture": _draw(door, figures, door.themes, most)}
            for question, figures in tables.items()
        ],
        "numeric": [(name, "number") for name in names.values()],
        "at": {theme: place for place, theme in enumerate(published.domain.themes)},
    }


def _helpful(door: Door, published: Published, period: Period) -> dict[str, Any]:
    """How many conversations ended with each answer to "Was this helpful?". The same for every area."""
    figures = published.helpful(period)
    names = {choice: str(door.figure_words.helpful(choice)).strip() for choice in HELPFUL}
    return {"helpful": {"figures": figures, "names": names, "picture": _draw(door, figures, names)}}


def _questions(door: Door) -> dict[str, str]:
    return {question: str(door.figure_words.question(question)).strip() for question in QUESTIONS}


def _one_theme(door: Door, published: Published, period: Period, theme: str) -> dict[str, Any]:
    earlier_first = tuple(reversed(published.periods))
    names = {one.first.isoformat(): name_period(one) for one in earlier_first} | _questions(door)
    whole, answered = _whole(published, period, theme), published.in_theme(period, Table.ANSWERED, theme)
    # what is left of a shown whole is large enough to be shown too: `hide` saw to it
    skipped = Figures(
        tuple(Figure(row.key, whole - row.count if whole and row.count else None) for row in answered.rows)
    )
    over_time = Figures(tuple(Figure(one.first.isoformat(), _whole(published, one, theme)) for one in earlier_first))
    choices = {**dict(door.content.rating_scale), "": str(door.figure_words.no_rating()).strip()}
    compared = tuple(one for one in earlier_first if one <= period)[-COMPARED:]
    ratings = {one: published.in_theme(one, Table.RATING, theme) for one in compared}
    most = max((row.count for figures in ratings.values() for row in figures.rows if row.count), default=0)
    guidance = published.in_theme(period, Table.GUIDANCE, theme)
    pieces = {piece.id: piece for piece in door.content.guidance_for(theme)}
    return {
        "over_time": over_time,
        "over_time_picture": _draw(door, over_time, names),
        "names": names,
        "questions": QUESTIONS,
        "answered": {row.key: row.count for row in answered.rows},
        "skipped": skipped,
        "skipped_picture": _draw(door, skipped, names),
        "choices": choices,
        "ratings": [(name_period(one), figures) for one, figures in ratings.items()],
        "rating_pictures": [
            (name_period(one), figures, _draw(door, figures, choices, most))
            for one, figures in ratings.items()
            if figures.largest
        ],
        "guidance": guidance,
        "guidance_picture": _draw(door, guidance, {key: piece.title for key, piece in pieces.items()}),
        "pieces": pieces,
    }


def _whole(published: Published, period: Period, theme: str) -> int | None:
    return next(row.count for row in published.by_theme(period).rows if row.key == theme)


def _draw(door: Door, figures: Figures, names: dict[str, str], most: int = 0) -> charts.Picture | None:
    """None where no figure is shown: an empty picture says less than the sentence beside it."""
    if not figures.largest:
        return None
    return charts.draw(figures, names, str(door.figure_words.hidden()).strip(), most)


def _benchmark(door: Door, theme: str) -> dict[str, Any] | None:
    """The national figures of a theme's statement with their source; None while nobody has copied them."""
    benchmark = door.content.benchmark
    row = next((row for row in benchmark.rows if row.theme == theme), None)
    if not benchmark.has_figures or row is None or row.agree is None:
        return None
    return {"survey": benchmark, "row": row, "source": door.content.source(benchmark.source)}
