"""A real database, a folder of secrets, a facilitator and a session that is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.reflection.codes import read_words
from bot.sessions.answers import Answers, Text, ThemeAnswers, Use
from bot.sessions.closing import Closing
from bot.sessions.keys import Keys
from bot.sessions.leading import Plan, Who, open_session
from bot.sessions.taking_part import TakingPart
from bot.settings import ROOT
from bot.store import team_sessions as store
from bot.store.database import Database
from bot.store.session_tables import SessionAnswer, TeamSession
from bot.store.tables import AuditEvent, Coordinator

WORDS = read_words(ROOT / "data" / "content")
SCALE = ("not-yet", "getting-started", "most-of-the-time")
STEPS = ("A quiet room", "A shared rota", "A walk on Fridays")
SESSION = "5e" * 16
Team = Callable[..., list[str]]


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "sessions")


@pytest.fixture
def morag(database: Database) -> Who:
    return add_facilitator(database, "morag")


def add_facilitator(database: Database, name: str, role: str = "facilitator") -> Who:
    with database.session() as session:
        one = Coordinator(name=name, password_hash="", created_at=datetime.now(UTC), role=role)
        session.add(one)
        session.flush()
        return Who(one.id, one.name)


def plan(**changes: object) -> Plan:
    values: dict[str, object] = {
        "team": "housing",
        "themes": ("culture",),
        "steps": STEPS,
        "closes_at": datetime.now(UTC) + timedelta(days=7),
    }
    return Plan(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def opened(database: Database, keys: Keys, morag: Who) -> TeamSession:
    with database.session() as session:
        return open_session(session, keys, morag, plan(), WORDS, datetime.now(UTC), SESSION)


@pytest.fixture
def part(database: Database, keys: Keys) -> TakingPart:
    return TakingPart(database, keys, WORDS)


@pytest.fixture
def closing(database: Database, keys: Keys) -> Closing:
    return Closing(database, keys, SCALE)


def given(
    strengths: str = "",
    *,
    rating: str = "not-yet",
    picks: tuple[int, ...] = (0,),
    use: Use = Use.QUOTE,
    leads: bool = False,
    **texts: str,
) -> Answers:
    """One person's answers about culture."""
    words = {"strengths": strengths, **texts}
    theme = ThemeAnswers(rating, {name: Text(text, use) for name, text in words.items() if text})
    return Answers({"culture": theme}, picks, leads)


@pytest.fixture
def team(part: TakingPart, opened: TeamSession) -> Team:
    """So many people answer, each with words of their own. Their own codes."""

    def answer(number: int, **more: object) -> list[str]:
        codes = [part.own_code(opened.id, f"{place:032x}") for place in range(number)]
        for place, code in enumerate(codes):
            person = part.person(code)
            assert person is not None
            part.answer(opened.id, person, given(f"Kindness number {place}", **more))  # type: ignore[arg-type]
        return codes

    return answer


def now_is(database: Database) -> TeamSession:
    with database.session() as session:
        found = store.find_session(session, SESSION)
        assert found is not None
        return found


def answers_left(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(SessionAnswer)) or 0


def events(database: Database) -> list[tuple[str, str]]:
    with database.session() as session:
        return [(one.event, one.actor) for one in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
