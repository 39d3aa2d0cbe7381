from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.store import audit
from bot.store.tables import AuditEvent


def test_an_event_is_kept_with_its_declared_fields(database):
    with database.session() as session:
        audit.record(session, "reflections_listed", "morag", theme="leadership", reviewed=True, first_day="2026-11-22")
    with database.session() as session:
        event = session.scalars(select(AuditEvent)).one()
    assert (event.actor, event.event) == ("morag", "reflections_listed")
    assert event.fields == {"theme": "leadership", "reviewed": True, "first_day": "2026-11-22"}


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("unheard_of", {}),
        ("home_viewed", {"text": "words"}),
        ("reflection_reviewed", {"note": "what the coordinator wrote"}),
        ("reflections_listed", {"theme": "Some free text"}),
        ("reflections_listed", {"theme": "x" * 41}),
        ("reflections_listed", {"first_day": "yesterday"}),
        ("reflections_listed", {"reviewed": "yes"}),
        ("sign_in_failed", {"reason": "their password"}),
    ],
)
def test_what_is_not_declared_is_refused_and_not_repeated(database, event, fields):
    with pytest.raises(audit.AuditRefused) as caught, database.session() as session:
        audit.record(session, event, "morag", **fields)
    assert not any(str(value) in str(caught.value) for value in fields.values())
    with database.session() as session:
        assert session.scalars(select(AuditEvent)).all() == []


def test_events_are_listed_the_latest_first(database):
    with database.session() as session:
        for name in ("first", "second", "third"):
            audit.record(session, "signed_in", name, name)
    with database.session() as session:
        events = audit.list_events(session, 2)
        assert [event.actor for event in events] == ["third", "second"]
        assert [event.actor for event in audit.list_events(session, 2, before=events[-1].id)] == ["first"]
