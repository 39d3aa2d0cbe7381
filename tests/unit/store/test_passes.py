"""A pass begins one conversation, with its secret and in its time; on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.store.conversations import erase_conversation
from bot.store.database import Database
from bot.store.passes import LASTS, begin_with_pass, challenge_of, give_pass, purge_passes
from bot.store.tables import Conversation, Pass

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=1)
SECRET, SERVER = "s" * 43, b"server" * 8


def give(database: Database) -> str:
    with database.session() as session:
        return give_pass(session, challenge_of(SECRET), NOW)


def begin(database: Database, given: str, secret: str = SECRET, at: datetime = NOW) -> str | None:
    with database.session() as session:
        return begin_with_pass(session, given, secret, SERVER, at, UNTIL)


def test_it_begins_one_conversation_and_gives_it_again(database: Database) -> None:
    given = give(database)
    token = begin(database, given)
    assert token and len(token) == 43
    assert begin(database, given.lower()) == token
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 1
        erase_conversation(session, token)
    assert begin(database, given) is None


def test_ten_at_one_moment_are_one(database: Database) -> None:
    given = give(database)
    with ThreadPoolExecutor(10) as pool:
        tokens = set(pool.map(lambda _: begin(database, given), range(10)))
    assert len(tokens) == 1
    assert None not in tokens


def test_not_with_another_secret_and_not_too_late(database: Database) -> None:
    given = give(database)
    assert begin(database, given, "t" * 43) is None
    assert begin(database, "AAAA-BBBB-CCCC") is None
    assert begin(database, given, at=NOW + LASTS) is None
    assert begin(database, given, at=NOW + LASTS - timedelta(seconds=1))


def test_what_is_over_is_forgotten(database: Database) -> None:
    give(database)
    with database.session() as session:
        purge_passes(session, NOW + LASTS - timedelta(seconds=1))
        assert session.scalar(select(func.count()).select_from(Pass)) == 1
        purge_passes(session, NOW + LASTS)
        assert session.scalar(select(func.count()).select_from(Pass)) == 0


def test_two_passes_are_two_conversations(database: Database) -> None:
    first, second = give(database), give(database)
    assert first != second
    assert begin(database, first) != begin(database, second)
