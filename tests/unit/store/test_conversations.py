"""Conversations are kept sealed, in order, once, and go away whole. On SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.store import conversations as store
from bot.store.database import Database
from bot.store.sealing import conversation_key, conversation_seal
from bot.store.tables import Conversation, ConversationEvents, ConversationTurn

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=24)


@pytest.fixture
def opened(database: Database) -> Database:
    with database.session() as session:
        store.open_conversation(session, "token", LATER)
    return database


def test_what_is_remembered_last_is_all_that_is_remembered(opened: Database) -> None:
    for number in range(5):
        with opened.session() as session:
            store.remember(session, "token", [{"n": number}, {"n": number, "second": True}])
    with opened.session() as session:
        assert store.read_events(session, "token") == [{"n": 4}, {"n": 4, "second": True}]
        assert len(session.scalars(select(ConversationEvents)).all()) == 1


def test_a_conversation_from_before_snapshots_goes_on(opened: Database) -> None:
    """It has a row for each turn."""
    with opened.session() as session:
        for number in range(3):
            sealed = conversation_seal("token").close([{"n": number}])
            session.add(ConversationEvents(conversation=conversation_key("token"), sealed=sealed))
            session.flush()
    with opened.session() as session:
        events = store.read_events(session, "token")
        assert events == [{"n": 0}, {"n": 1}, {"n": 2}]
        store.remember(session, "token", events)
    with opened.session() as session:
        assert store.read_events(session, "token") == events
        assert len(session.scalars(select(ConversationEvents)).all()) == 1


def test_turns_are_found_by_the_client_id(opened: Database) -> None:
    with opened.session() as session:
        store.append_turn(session, "token", "id-1", {"messages": ["one"]})
        store.append_turn(session, "token", "id-2", {"messages": ["two"]})
    with opened.session() as session:
        assert store.find_turn(session, "token", "id-1") == {"messages": ["one"]}
        assert store.find_turn(session, "token", "id-3") is None
        assert store.last_turn(session, "token") == {"messages": ["two"]}
        assert len(list(store.read_turns(session, "token"))) == 2


def test_one_message_cannot_be_kept_twice(opened: Database) -> None:
    with opened.session() as session:
        store.append_turn(session, "token", "id-1", {})
    with pytest.raises(IntegrityError), opened.session() as session:
        store.append_turn(session, "token", "id-1", {})


def test_a_conversation_ends_with_its_time(opened: Database) -> None:
    with opened.session() as session:
        assert store.is_open(session, "token", NOW)
        assert not store.is_open(session, "token", LATER)
        assert not store.is_open(session, "unknown", NOW)
        store.prolong(session, "token", LATER + timedelta(hours=1))
    with opened.session() as session:
        assert store.is_open(session, "token", LATER)


def test_erasing_leaves_no_row(opened: Database) -> None:
    with opened.session() as session:
        store.remember(session, "token", [{"n": 1}])
        store.append_turn(session, "token", "id-1", {})
        store.open_conversation(session, "other", LATER + timedelta(days=1))
    with opened.session() as session:
        assert store.erase_expired(session, LATER) == 1
    with opened.session() as session:
        assert not session.scalars(select(ConversationEvents)).all()
        assert not session.scalars(select(ConversationTurn)).all()
        assert len(session.scalars(select(Conversation)).all()) == 1


def test_nothing_readable_is_in_a_row(opened: Database) -> None:
    with opened.session() as session:
        store.remember(session, "token", [{"text": "our rota changes every week"}])
        store.append_turn(session, "token", "id-1", {"you": "our rota changes every week"})
    with opened.session() as session:
        rows = [bytes(row) for row in session.scalars(select(ConversationEvents.sealed))]
        rows += [bytes(row) for row in session.scalars(select(ConversationTurn.sealed))]
    assert not any(b"rota" in row for row in rows)
