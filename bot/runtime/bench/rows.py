"""Makes as many shared reflections as `waymark bench` wants, such as a large organisation would have after a year.

What they say is put together by chance (the same each time) from lines that people wrote for samples and guidance, and
of single words, each rarer than the one before, as in any language. So a search meets common words, rare ones and all
between. A database of these is made to be measured and thrown away.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Index, insert, text
from sqlalchemy.orm import Session

from bot.content import Content
from bot.disclosure import QUESTIONS
from bot.reflection.samples import read_samples
from bot.store.database import Database
from bot.store.reading_tables import Tag, Tagging
from bot.store.search import join, stems
from bot.store.tables import Reflection, Review

COMMON: Final = "supervision"
BETWEEN: Final = "marmalade"
"""In one reflection of 200."""
RARE: Final = "kittiwake"
"""In RARELY reflections, however many there are."""
NOWHERE: Final = "xylophone"
RARELY: Final = 12

DAYS: Final = 365
TAGS: Final = {"rotas": 0.02, "buildings": 0.002, "good news": 0.0002}
"""How often each is used. One more, SELDOM, is on RARELY reflections."""
SELDOM: Final = "seldom"

_REFLECTIONS: Any = Reflection.__table__
AT_ONCE: Final = 5000
_THEMES: Final = (18, 16, 16, 12, 10, 9, 8, 6, 5)
_TEAMS: Final = (40, 25, 15, 10, 8, 2)
_UNREAD: Final = 14
"""Days that coordinators are behind."""


class Made(NamedTuple):
    """A reflection with what coordinators put on it, as rows."""

    reflection: dict[str, Any]
    review: dict[str, Any] | None
    tags: list[str]


def add_many(database: Database, content: Content, folder: Path, how_many: int, today: date) -> None:
    """Fill a migrated, empty database with `how_many` reflections. `folder` holds the content, with its samples."""
    made = _make(content, _Words(content, folder), how_many, today)
    indexes: set[Index] = {one for one in _REFLECTIONS.indexes if _is_made_on(database, one)}
    for index in indexes:  # made again below: one by one they would take most of the time
        index.drop(database.engine)
    with database.session() as session:
        tags = {name: Tag(name=name) for name in (*TAGS, SELDOM)}
        session.add_all(tags.values())
        session.flush()
        while some := list(itertools.islice(made, AT_ONCE)):
            _write(session, _REFLECTIONS, [one.reflection for one in some])
            _write(session, Review.__table__, [one.review for one in some if one.review])
            _write(session, Tagging.__table__, [_tagging(one, tags[name]) for one in some for name in one.tags])
    for index in indexes:
        index.create(database.engine)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # as PostgreSQL does by itself, some time after
        connection.execute(text("VACUUM ANALYZE" if database.engine.dialect.name == "postgresql" else "ANALYZE"))


def _tagging(made: Made, tag: Tag) -> dict[str, Any]:
    return {"tag_id": tag.id, "reflection_id": made.reflection["id"], "day": made.reflection["day"]}


def _write(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    connection = session.connection()
    if not rows or connection.dialect.name != "postgresql":
        session.execute(insert(table), rows) if rows else None
        return
    columns = ", ".join(rows[0])
    with connection.connection.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([json.dumps(value) if isinstance(value, list) else value for value in row.values()])


def _is_made_on(database: Database, index: Index) -> bool:
    only = getattr(index, "_ddl_if", None)
    return only is None or only.dialect == database.engine.dialect.name


def _make(content: Content, words: _Words, how_many: int, today: date) -> Iterator[Made]:
    """The earliest first, as they would have come."""
    chance = random.Random(how_many)  # noqa: S311 - nothing secret is made of it
    themes, teams = [theme.id for theme in content.themes], [team.id for team in content.organisation.teams]
    *ratings, _never = [choice for choice, _ in content.rating_scale]
    pieces = {theme: [piece.id for piece in content.guidance_for(theme)] for theme in themes}
    seldom = {how_many * place // RARELY for place in range(RARELY)}
    for number in range(how_many):
        day = today - timedelta(days=DAYS - 1 - number * DAYS // how_many)
        theme = chance.choices(themes, _THEMES[: len(themes)])[0]
        team = chance.choices(teams, _TEAMS[: len(teams)])[0] if chance.random() < 0.12 else None
        marks = [RARE] * (number in seldom) + [BETWEEN] * (number % 200 == 0)
        reviewed = (today - day).days > _UNREAD or chance.random() < 0.2
        said, found = words.reflection(chance, theme, marks, day)
        identity = f"{chance.getrandbits(128):032x}"
        row = {
            "id": identity,
            "version": f"{chance.getrandbits(128):032x}",
            "lookup": chance.randbytes(16),
            "sharing": "team" if team else "anonymous",
            "theme": theme,
            "team": team,
            "day": day,
            "shared_at": datetime.combine(day, time(12), UTC) if team else None,
            "expires_on": day + timedelta(days=content.organisation.retention_days),
            "rating": chance.choice(ratings) if chance.random() < 0.85 else "",
            "guidance": sorted(chance.sample(pieces[theme], min(3, len(pieces[theme])))),
            "reviewed": reviewed,
            "words": found,
            **said,
        }
        review = {
            "reflection_id": identity,
            "reviewed_at": datetime.combine(day, time(12), UTC),
            "note": "To talk about in our next meeting." if chance.random() < 0.1 else "",
        }
        tags = [name for name, often in TAGS.items() if chance.random() < often] + [SELDOM] * (number in seldom)
        yield Made(row, review if reviewed else None, tags)


class _Words:
    """What people might write, with the stems of each part."""

    def __init__(self, content: Content, folder: Path) -> None:
        examples = {
            theme.id: [line for piece in content.guidance_for(theme.id) for line in piece.examples]
            for theme in content.themes
        }
        self._lines = {
            theme: {question: lines[question] + examples[theme] for question in QUESTIONS}
            for theme, lines in read_samples(folder).items()
        }
        written = " ".join(" ".join((piece.line, *piece.keywords, *piece.examples)) for piece in content.guidance)
        words = sorted({word for word in written.lower().split() if word.isalpha()})
        random.Random(0).shuffle(words)  # noqa: S311
        self._words = [word for word in words if not word.startswith(COMMON)]
        self._often = list(itertools.accumulate(1 / (place + 10) for place in range(len(self._words))))
        self._stems: dict[str, frozenset[str]] = {}

    def reflection(self, chance: random.Random, theme: str, marks: list[str], day: date) -> tuple[dict[str, str], str]:
        """The answers, and what stands in `Reflection.words` for them."""
        found: set[str] = set()
        said = {}
        for question in QUESTIONS:
            parts = []
            if chance.random() < 0.8 or marks:
                parts = chance.choices(self._lines[theme][question], k=2)
                parts += chance.choices(self._words, cum_weights=self._often, k=chance.randint(2, 12)) + marks
            marks = []
            said[question] = " ".join(parts)
            found.update(*(self._of(part) for part in parts))
        return said, join(found, day)

    def _of(self, part: str) -> frozenset[str]:
        if part not in self._stems:
            self._stems[part] = frozenset(stems(part))
        return self._stems[part]
