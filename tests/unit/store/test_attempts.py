from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.store import attempts
from bot.store.tables import Attempt

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def test_failures_within_a_window_are_counted_for_each_subject(database):
    one, other = (attempts.hash_subject(b"k", "sign-in", name) for name in ("morag", "ailsa"))
    with database.session() as session:
        for minutes in (20, 14, 3):
            attempts.record(session, one, NOW - timedelta(minutes=minutes))
        attempts.record(session, other, NOW)
        assert attempts.failures(session, one, QUARTER, NOW) == 2
        assert attempts.failures(session, other, QUARTER, NOW) == 1
        attempts.forget(session, one)
        assert attempts.failures(session, one, QUARTER, NOW) == 0
        assert attempts.failures(session, other, QUARTER, NOW) == 1


def test_a_try_is_taken_back(database):
    with database.session() as session:
        attempts.record(session, "a", NOW)
        attempts.take_back(session, attempts.record(session, "a", NOW))
        assert attempts.failures(session, "a", QUARTER, NOW) == 1


def test_old_tries_are_deleted(database):
    with database.session() as session:
        attempts.record(session, "a", NOW - timedelta(days=2))
        attempts.record(session, "a", NOW)
        attempts.record(session, "b", NOW - timedelta(days=2))
        assert session.scalar(select(func.count()).select_from(Attempt)) == 2
        attempts.purge(session, NOW)
        assert session.scalars(select(Attempt.subject)).all() == ["a"]


def test_what_was_tried_cannot_be_read_from_its_hash_without_the_key():
    subject = attempts.hash_subject(b"key", "sign-in", "morag")
    assert len(subject) == 64
    assert subject != attempts.hash_subject(b"another", "sign-in", "morag")
    assert subject != attempts.hash_subject(b"key", "return-code", "morag")
    assert attempts.hash_subject(b"key", "sign-in", "\ud800")
