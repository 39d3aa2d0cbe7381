"""Sample reflections for an empty local store (`waymark demo`), so that a newcomer sees the review app at work.

Each begins with the word "Sample" and no return code opens it. What they say is put together by chance from lines that
people wrote for this (data/content/samples.yml); the same chance every time.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml import YAML
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.content import Content
from bot.disclosure import QUESTIONS, Period
from bot.store.counts import is_empty, take_out_samples
from bot.store.saved import SAMPLE
from bot.store.search import fill
from bot.store.tables import PrivateReflection, Reflection, random_id
from bot.store.tags import drop_unused

BEGINS = "Sample. "
DAYS = 400
"""How far back they go."""

SHARED = range(110, 260)
"""How many of a theme in a quarter of a year: enough for most figures, and not for all."""


class NotEmpty(Exception):
    """There are reflections already. Samples never stand among what people shared."""


def add_samples(session: Session, content: Content, folder: Path, today: date) -> int:
    """Fill an empty store; give how many there are now. Raises NotEmpty."""
    if any(session.scalar(select(table.version).limit(1)) for table in (Reflection, PrivateReflection)):
        raise NotEmpty
    rows = list(_make(content, read_samples(folder), today))
    session.execute(insert(Reflection), rows)
    fill(session)
    return len(rows)


def remove_samples(session: Session) -> tuple[bool, list[Period]]:
    """Take all samples out again, with the figures that were made of them, and the tags that only they carried.

    Out: whether there were any; the periods in which something else was shared, to be released without them.
    """
    periods = take_out_samples(session)
    gone = session.execute(delete(Reflection).where(Reflection.secret_id == SAMPLE))
    drop_unused(session)
    there = bool(getattr(gone, "rowcount", 0)) or bool(periods)
    return there, [period for period in periods if not is_empty(session, period)]


def read_samples(folder: Path) -> dict[str, dict[str, list[str]]]:
    """The lines of data/content/samples.yml: by theme and question."""
    samples: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(folder / "samples.yml")["samples"]
    return samples


def _make(content: Content, lines: dict[str, dict[str, list[str]]], today: date) -> Iterator[dict[str, object]]:
    chance = random.Random(SAMPLE)  # noqa: S311 - nothing secret is made of it
    ratings = [choice for choice, _ in content.rating_scale]
    teams = [team.id for team in content.organisation.teams]
    keep = timedelta(days=max(content.organisation.retention_days, DAYS + 30))
    for theme in (theme.id for theme in content.themes if theme.id in lines):
        pieces = [piece.id for piece in content.guidance_for(theme)]
        for _ in range(chance.choice(SHARED) * DAYS // 91):
            team = chance.choice(teams) if teams and chance.random() < 0.12 else None
            day = today - timedelta(days=chance.randrange(DAYS))
            given = {name: chance.choice(lines[theme][name]) for name in QUESTIONS if chance.random() < 0.8}
            yield {
                "id": random_id(),
                "version": random_id(),
                "lookup": secrets.token_bytes(16),
                "secret_id": SAMPLE,
                "sharing": "team" if team else "anonymous",
                "theme": theme,
                "team": team,
                "day": day,
                "expires_on": day + keep,
                "rating": chance.choice(ratings) if chance.random() < 0.85 else "",
                "guidance": sorted(chance.sample(pieces, min(3, len(pieces)))) if given else [],
                **{name: f"{BEGINS}{given[name]}" if name in given else "" for name in QUESTIONS},
            }
