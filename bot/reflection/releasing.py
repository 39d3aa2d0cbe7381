"""Releases the figures of a period that is over: counts once, blurs, and keeps only what was blurred (ADR 21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.content import Content
from bot.disclosure import REACH, Cell, Domain, Period, Table, blur, blur_all
from bot.disclosure.tables import name_cell
from bot.settings import Settings
from bot.store import counts
from bot.store.clock import is_sound
from bot.store.database import Database
from bot.store.sealing import derive

READ = 500
"""From how many reflections of a theme and period the recurring words are taken, at most: their cost has an end."""

LEAST = 5 + REACH
"""A word or phrase is kept from this blurred number on: the least that any setting can show."""


def describe_domain(content: Content) -> Domain:
    """Everything that figures can be about."""
    return Domain(
        themes=tuple(theme.id for theme in content.themes),
        ratings=tuple(choice.id for choice in content.rating_scale),
        guidance={theme.id: tuple(piece.id for piece in content.guidance_for(theme.id)) for theme in content.themes},
    )


def release_figures(database: Database, content: Content, settings: Settings, today: date) -> int:
    """Release every closed period that is not released yet. Out: how many. Cheap when there is none.

    Counting comes before writing, and nobody waits for it. Another process may be faster: then its release stays.
    A clock that cannot be believed releases nothing: a period that is not over would be closed for good.
    """
    with database.session() as session:
        if not is_sound(session):
            return 0
        due = counts.list_due(session, settings.figures_period, today)
    return release_periods(database, content, settings, today, due)


def release_periods(
    database: Database, content: Content, settings: Settings, today: date, due: Sequence[Period]
) -> int:
    """Release these periods, and leave those alone that are released. Out: how many were not."""
    domain, key = describe_domain(content), derive(settings.secret, "figures")
    done = 0
    for one in due:
        with database.session() as session:
            period = counts.mark_samples(session, one)
            blurred = blur_all(counts.count_cells(session, period, today), domain, period, key)
            blurred |= _recurring(session, domain, period, today, key)
        try:
            with database.session() as session:
                counts.keep_release(session, period, blurred)
        except IntegrityError:
            continue
        done += 1
    return done


def _recurring(session: Session, domain: Domain, period: Period, today: date, key: bytes) -> dict[Cell, int]:
    """The words that recur, without any that few people used."""
    from bot.guidance.recurring import count_phrases  # brings spaCy, which most of a day does without

    kept: dict[Cell, int] = {}
    for theme in domain.themes:
        texts = counts.read_words(session, period, theme, today, READ)
        for phrase, count in count_phrases(texts, _places).items():
            cell = Cell(Table.RECURRING, theme, phrase)
            blurred = blur(count, name_cell(cell, period), key)
            if blurred >= LEAST:
                kept[cell] = blurred
    return kept


def _places(text: str) -> list[tuple[int, int]]:
    from bot.safety import find_identifiers

    return [(one.start, one.end) for one in find_identifiers(text)]
