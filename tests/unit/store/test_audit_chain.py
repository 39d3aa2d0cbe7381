"""Whoever changes the audit behind Waymark's back is found out: on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from bot.secret import Secret
from bot.store import audit
from bot.store.audit_chain import ChainBroken, End, link, read_end, sign, verify, write_end
from bot.store.database import Database
from bot.store.tables import AuditEvent, AuditHead, Coordinator

NOBODYS = b""
"""The secret of a database that was given none."""

EVENTS = AuditEvent.__table__
HEADS = AuditHead.__table__


@pytest.fixture
def filled(database: Database) -> Database:
    """Six events, in three commits."""
    for actor in ("ailsa", "morag", "ruaridh"):
        with database.session() as session:
            audit.record(session, "signed_in", actor, actor)
            audit.record(session, "reflections_listed", actor, theme="leadership", reviewed=True)
    return database


def check(database: Database, secret: bytes = NOBODYS, seen: End | None = None) -> End:
    with database.session() as session:
        return verify(session, secret, seen)


def do(database: Database, *statements) -> None:
    """Change the tables as somebody would who has the database alone."""
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_record_is_whole(filled):
    assert check(filled).number == 6


def test_an_empty_one_is_whole_too(database):
    assert check(database) == End(0, "")


@pytest.mark.parametrize("number", [1, 3, 6])
@pytest.mark.parametrize(
    "values",
    [
        {"actor": "somebody-else"},
        {"event": "signed_out"},
        {"subject": "other"},
        {"fields": {"theme": "budgets"}},
        {"at": datetime.now(UTC) - timedelta(days=1)},
        {"chain": "0" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_event_is_found(filled, number, values):
    do(filled, update(EVENTS).where(EVENTS.c.id == number).values(values))
    with pytest.raises(ChainBroken, match=f"event {number} "):
        check(filled)


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_removed_event_is_found(filled, number):
    do(filled, delete(EVENTS).where(EVENTS.c.id == number))
    with pytest.raises(ChainBroken):
        check(filled)


def test_two_events_in_each_others_place_are_found(filled):
    move = "UPDATE audit_events SET id = {} WHERE id = {}"
    do(filled, *(text(move.format(*pair)) for pair in ((99, 2), (2, 5), (5, 99))))
    with pytest.raises(ChainBroken, match="event 2 "):
        check(filled)


def test_an_event_that_was_put_in_is_found(filled):
    false = {
        "at": datetime.now(UTC),
        "actor": "a",
        "event": "signed_in",
        "subject": "",
        "fields": {},
        "chain": "0" * 64,
    }
    do(filled, insert(EVENTS).values(id=7, **false))
    with pytest.raises(ChainBroken, match="event 7 "):
        check(filled)


@pytest.mark.parametrize("chained", [True, False], ids=["with all hashes made anew", "with its own hash made anew"])
def test_a_change_with_new_hashes_is_found_by_the_signature(filled, chained):
    """The hashes are no secret, so somebody may make them anew. The end of them is signed."""
    do(filled, update(EVENTS).where(EVENTS.c.id == 2).values(actor="innocent"))
    with filled.engine.begin() as connection:
        before = ""
        for row in connection.execute(select(EVENTS).order_by(EVENTS.c.id)).mappings().all():
            before = link(before, row)
            if chained or row["id"] == 2:
                connection.execute(update(EVENTS).where(EVENTS.c.id == row["id"]).values(chain=before))
        connection.execute(update(HEADS).values(chain=before))
    with pytest.raises(ChainBroken):
        check(filled)


def test_a_cut_end_with_a_head_to_match_is_found(filled):
    last = check(filled)
    with filled.session() as session:
        fourth = session.get(AuditEvent, 4)
        old = End(4, fourth.chain)
    do(filled, delete(EVENTS).where(EVENTS.c.id > 4), update(HEADS).values(number=4, chain=old.chain))
    with pytest.raises(ChainBroken, match="not signed"):
        check(filled)
    # and even with the signature of that very moment, kept from then: by whoever saw a later one
    do(filled, update(HEADS).values(signature=sign(NOBODYS, old)))
    assert check(filled) == old
    with pytest.raises(ChainBroken, match="event 6"):
        check(filled, seen=last)


def test_a_record_that_was_emptied_is_found(filled):
    seen = check(filled)
    do(filled, delete(EVENTS))
    with pytest.raises(ChainBroken):
        check(filled)
    do(filled, delete(HEADS))
    with pytest.raises(ChainBroken):
        check(filled, seen=seen)


def test_a_removed_head_stays_found_when_the_record_goes_on(filled):
    do(filled, delete(HEADS))
    with filled.session() as session:
        audit.record(session, "signed_in", "morag", "morag")
    with pytest.raises(ChainBroken, match="event 7 "):
        check(filled)


def test_what_was_seen_before_may_have_grown_since(filled):
    seen = check(filled)
    with filled.session() as session:
        audit.record(session, "signed_out", "morag", "morag")
    assert check(filled, seen=seen).number == 7
    assert read_end(write_end(seen)) == seen
    assert read_end("what is this") is None


def test_a_rolled_back_event_leaves_no_gap(filled):
    with filled.session() as session:
        audit.record(session, "signed_in", "morag", "morag")
        session.rollback()
    with filled.session() as session, session.begin_nested():
        session.add(Coordinator(name="new", password_hash="", created_at=datetime.now(UTC)))
        audit.record(session, "coordinator_added", "morag", "new")
    assert check(filled).number == 7


def test_many_writers_at_once_make_one_chain(filled):
    failed = []

    def write(name: str) -> None:
        try:
            for _ in range(10):
                with filled.session() as session:
                    list(session.scalars(select(Coordinator)))  # read first, as pages do
                    audit.record(session, "home_viewed", name)
        except Exception as error:  # a thread's error would be lost
            failed.append(error)

    threads = [threading.Thread(target=write, args=(f"writer-{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert check(filled).number == 66


def test_a_new_secret_signs_on_and_older_ones_still_count(database):
    old, new = Secret(b"o" * 32), Secret(b"n" * 32, [b"o" * 32])
    first = Database(database.url.render_as_string(hide_password=False), secret=lambda: old)
    with first.session() as session:
        audit.record(session, "signed_in", "morag", "morag")
    first.close()
    assert check(database, old).number == check(database, new).number == 1
    with pytest.raises(ChainBroken, match="WAYMARK_SECRET_KEYS_BEFORE"):
        check(database, Secret(b"n" * 32))


def test_events_from_before_there_was_a_chain_are_chained_by_the_migration(filled):
    filled.migrate("0004")
    filled.migrate()
    assert check(filled).number == 6
    with filled.session() as session:
        audit.record(session, "signed_out", "morag", "morag")
    assert check(filled).number == 7
    do(filled, update(EVENTS).where(EVENTS.c.id == 2).values(actor="innocent"))
    with pytest.raises(ChainBroken, match="event 2 "):
        check(filled)
