"""The attack through the real pages: random people, random questions to every page, people who come and go meanwhile.

tests/unit/disclosure attacks the rules themselves, 1,000 rounds; this holds the pages and the database to them.
"""

from __future__ import annotations

import math
import random
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from markupsafe import Markup
from sqlalchemy import delete, insert, select, update

from bot.content import Content
from bot.disclosure import QUESTIONS, Cell, Period, Table, chance, period_of, tables
from bot.disclosure.noise import RATIO
from bot.reflection import releasing
from bot.review import charts
from bot.review.figures import read_figures, release_figures
from bot.review.rights import RIGHTS
from bot.settings import Settings
from bot.store.areas import EVERYWHERE
from bot.store.coordinators import Role
from bot.store.counts import count_cells
from bot.store.database import Database
from bot.store.figure_tables import Release, ReleasedFigure
from bot.store.tables import Reflection, random_id

ROUNDS = 12
WORLDS = 40
TODAY = datetime.now(UTC).date()
LAST = period_of(period_of(TODAY, "quarter").first - timedelta(days=1), "quarter")
WORDS = ("A quiet room helps.", "More time for supervision.", "We stop after a hard call.", "")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures as bare numbers, and no words that recur: both have tests of their own, and take most of the time."""
    monkeypatch.setattr(releasing, "READ", 0)
    monkeypatch.setattr(charts, "_draw", _draw_quickly)


def _draw_quickly(rows: charts.Rows, hidden_label: str, most: int) -> charts.Picture:
    drawn = Markup("").join(Markup("<b>{}</b>").format(count) for _, count in rows if count is not None)
    return charts.Picture(drawn, drawn)


def random_row(rng: random.Random, content: Content, theme: str) -> dict[str, object]:
    named = rng.random() < 0.2
    pieces = [piece.id for piece in content.guidance_for(theme)]
    return {
        "id": random_id(),
        "version": random_id(),
        "lookup": secrets.token_bytes(16),
        "secret_id": "",
        "sharing": "team" if named else "anonymous",
        "team": "housing" if named else None,
        "shared_at": datetime.now(UTC) if named else None,
        "theme": theme,
        "day": LAST.first - timedelta(days=90) + timedelta(days=rng.randrange(180)),
        "expires_on": TODAY + timedelta(days=300),
        "rating": rng.choices([choice.id for choice in content.rating_scale], (1, 4, 9, 2, 1, 1, 1))[0],
        "guidance": sorted(rng.sample(pieces, min(len(pieces), rng.randrange(4)))),
        **{question: rng.choice(WORDS) for question in QUESTIONS},
    }


def fill(database: Database, content: Content, rng: random.Random) -> None:
    rows = []
    for theme in content.themes:
        rows += [random_row(rng, content, theme.id) for _ in range(rng.choice((0, 1, 9, 12, 60, 150, 300)))]
    with database.session() as session:
        session.execute(delete(Release))
        session.execute(delete(Reflection))
        if rows:
            session.execute(insert(Reflection), rows)


def pages(rng: random.Random, content: Content) -> Iterator[str]:
    """Every page of a coordinator that takes no id, and the themes, each with questions that somebody may try."""
    plain = [route[4:] for route, roles in RIGHTS.items() if route.startswith("GET ") and Role.COORDINATOR in roles]
    paths = [path for path in plain if "{" not in path]
    paths += [f"/themes/{theme.id}" for theme in content.themes]
    rng.shuffle(paths)
    tries = {
        "period": LAST.first.isoformat(),
        "from": (LAST.first + timedelta(days=rng.randrange(80))).isoformat(),
        "theme": rng.choice(content.themes).id,
        "team": "housing",
        "sharing": "anonymous",
        "rating": "not-yet",
        "search": "supervision",
        "reviewed": "no",
    }
    for path in paths:
        yield path
        yield f"{path}?{urlencode(dict(rng.sample(list(tries.items()), 2)))}"


def numbers(page: str) -> set[int]:
    return {int(found.replace(",", "")) for found in re.findall(r">\s*(\d[\d,]*)\s*<", page)}


def published_numbers(database: Database, content: Content, settings: Settings) -> set[int]:
    """Every number that may be anywhere: those of the published tables, and what is left of a shown whole."""
    with database.session() as session:
        published = read_figures(session, content, settings, EVERYWHERE)
    allowed: set[int] = set()
    for period in published.periods:
        wholes = published.by_theme(period)
        allowed |= {row.count for row in wholes.rows if row.count} | ({wholes.total} if wholes.total else set())
        for whole in wholes.rows:
            for table in (Table.RATING, Table.ANSWERED, Table.GUIDANCE):
                shown = [row.count for row in published.in_theme(period, table, whole.key).rows if row.count]
                allowed |= set(shown)
                allowed |= {whole.count - count for count in shown if table is Table.ANSWERED and whole.count}
    assert all(number >= published.floor for number in allowed)
    return allowed


def come_and_go(database: Database, content: Content, rng: random.Random) -> None:
    """Somebody takes words back, somebody changes them, somebody shares."""
    with database.session() as session:
        ids = session.scalars(select(Reflection.id)).all()
        for one in rng.sample(ids, min(len(ids), 3)):
            session.execute(delete(Reflection).where(Reflection.id == one))
        for one in rng.sample(ids, min(len(ids), 3)):
            session.execute(update(Reflection).where(Reflection.id == one).values(rating="not-yet", strengths=""))
        session.execute(insert(Reflection), [random_row(rng, content, rng.choice(content.themes).id)])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_page_has_a_number_that_was_not_released(
    signed_in: TestClient, database: Database, content: Content, tmp_path: Path
) -> None:
    in_titles = {int(found) for piece in content.guidance for found in re.findall(r"\b\d+\b", piece.title)}
    for n in range(ROUNDS):
        rng = random.Random(n)
        fill(database, content, rng)
        settings = Settings(home=tmp_path, secret_key="k" * 40)
        release_figures(database, content, settings, TODAY)
        allowed = published_numbers(database, content, settings)
        for address in pages(rng, content):
            seen = numbers(signed_in.get(address).text) - in_titles
            assert seen <= allowed, f"{address} in round {n}"
            if rng.random() < 0.2:
                come_and_go(database, content, rng)
        assert published_numbers(database, content, settings) == allowed


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_attack_sees_a_page_that_counts_for_itself(
    signed_in: TestClient, database: Database, content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the attack above can fail: without noise and threshold the pages do show small groups."""
    settings = Settings(home=tmp_path, secret_key="k" * 40)
    fill(database, content, random.Random(4))
    release_figures(database, content, settings, TODAY)
    allowed = published_numbers(database, content, settings)
    with database.session() as session:
        session.execute(delete(Release))
    monkeypatch.setattr(tables, "blur", lambda number, cell, key: number)
    monkeypatch.setattr("bot.disclosure.publish.REACH", -9)
    monkeypatch.setattr("bot.disclosure.publish.STEP", 1)
    found = [numbers(signed_in.get(f"/themes/{theme.id}").text) - allowed for theme in content.themes]
    assert any(0 < number < 10 for seen in found for number in seen)


def test_who_stole_the_released_figures_and_knows_all_but_one_learns_no_more_than_the_bound(
    database: Database, content: Content, tmp_path: Path
) -> None:
    """Two worlds that differ in one person's answers, counted by the database itself, with another key each round."""
    right, beyond = 0, 0
    fill(database, content, random.Random(7))
    with database.session() as session:
        one = session.scalars(select(Reflection).where(Reflection.day.between(LAST.first, LAST.last)).limit(1)).one()
        theme, answers = one.theme, (one.rating, one.strengths)
        rating = "most-of-the-time" if one.rating != "most-of-the-time" else "not-yet"
        others = (rating, "" if one.strengths else "Yes.")
    worlds: list[dict[Cell, int]] = []
    for world in (answers, others):
        become(database, one.id, world)
        with database.session() as session:
            worlds.append(count_cells(session, LAST, TODAY))
    assert {cell.table for cell in worlds[0] if worlds[0][cell] != worlds[1].get(cell, 0)} == {
        Table.RATING,
        Table.ANSWERED,
    }
    for n in range(WORLDS):
        real = random.Random(n).randrange(2)
        become(database, one.id, (answers, others)[real])
        with database.session() as session:
            session.execute(delete(Release))
        release_figures(database, content, Settings(home=tmp_path, secret_key=f"{n:040}"), TODAY)
        weight = weigh(stolen(database, LAST, theme), *worlds)
        right += weight > 0 if real == 0 else weight < 0
        beyond += abs(weight) > -3 * math.log(RATIO) + 1e-9
    assert beyond <= 3
    assert right / WORLDS <= 1 / (1 + RATIO**3) + 3 * math.sqrt(0.25 / WORLDS)


def become(database: Database, reflection: str, answers: tuple[str, str]) -> None:
    with database.session() as session:
        values = {"rating": answers[0], "strengths": answers[1]}
        session.execute(update(Reflection).where(Reflection.id == reflection).values(**values))


def stolen(database: Database, period: Period, theme: str) -> dict[Cell, int]:
    with database.session() as session:
        rows = session.scalars(select(ReleasedFigure).where(ReleasedFigure.first_day == period.first))
        return {Cell(Table(row.kind), row.theme, row.part): row.value for row in rows if row.theme == theme}


def weigh(found: dict[Cell, int], one: dict[Cell, int], other: dict[Cell, int]) -> float:
    weight = 0.0
    for cell, value in found.items():
        here, there = chance(value - one.get(cell, 0)), chance(value - other.get(cell, 0))
        if here != there:
            weight += math.inf if there == 0 else -math.inf if here == 0 else math.log(here / there)
    return weight


def test_reading_one_by_one_tells_no_rating_and_no_skipped_question(
    signed_in: TestClient, database: Database, share
) -> None:
    """Or figures could be counted by reading. The words themselves are readable: their author chose so."""
    pages = []
    for rating in ("not-yet", "most-of-the-time", ""):
        reflection = share(rating=rating, id="a" * 32, opportunities="")
        found = ("/", "/reflections", "/reflections?rating=not-yet", f"/reflections/{reflection}")
        pages.append([signed_in.get(path).text for path in found])
        with database.session() as session:
            session.execute(delete(Reflection))
    assert pages[0] == pages[1] == pages[2]
    assert "Not answered" not in pages[0][-1]
