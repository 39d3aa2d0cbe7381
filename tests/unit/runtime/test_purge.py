"""What is over goes away by itself, and leaves a receipt without a word in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.content import load_content
from bot.runtime.purge import Purged, purge
from bot.settings import ROOT, Settings
from bot.store import attempts
from bot.store import conversations as talks
from bot.store import reflections as store
from bot.store.coordinators import add_coordinator
from bot.store.database import Database
from bot.store.erasures import add_erasures, list_erasures
from bot.store.reflections import SavedReflection
from bot.store.sealing import ReturnKey, Seal
from bot.store.session_tables import TeamSession
from bot.store.tables import AuditEvent, Conversation, PrivateReflection, SignIn

SAVED = SavedReflection(theme="culture", day=date(2020, 1, 1), strengths="Our huddle", expires_on=date(2021, 1, 1))
ORGANISATION = load_content(ROOT / "data" / "content").organisation


def key(number: int) -> ReturnKey:
    return ReturnKey(bytes([number]) * 16, Seal(bytes([number]) * 32, b"place"))


def test_what_is_over_is_purged_and_the_rest_stays(database: Database, tmp_path: Path) -> None:
    now, settings = datetime.now(UTC), Settings(home=tmp_path)
    with database.session() as session:
        talks.open_conversation(session, "over", now - timedelta(seconds=1))
        talks.remember(session, "over", [{"a": 1}])
        talks.open_conversation(session, "open", now + timedelta(hours=1))
        store.keep_private(session, key(1), SAVED)
        store.share(session, key(2), replace(SAVED, sharing="anonymous"), now)
        store.keep_private(session, key(3), replace(SAVED, expires_on=now.date()))
        attempts.record(session, "s", now - timedelta(days=2))
        who = add_coordinator(session, "morag", "a calm and long password")
        session.flush()
        for token, used in (("a", now), ("b", now - timedelta(minutes=31)), ("c", now)):
            started = now - timedelta(hours=13) if token == "c" else now - timedelta(hours=1)
            session.add(SignIn(token=token, coordinator_id=who.id, started_at=started, last_used_at=used))
        for name, closed in (("old", date(2020, 1, 1)), ("new", now.date()), ("open", None)):
            values = {"team": "housing", "themes": ["culture"], "steps": [], "opened_at": now, "closes_at": now}
            state = "draft" if closed else "open"
            session.add(TeamSession(id=name, join_code=name, state=state, closed_on=closed, **values))
        add_erasures(session, {"1" * 32: date(2020, 1, 1), "2" * 32: now.date()})
    assert purge(database, settings, ORGANISATION) == Purged(conversations=1, reflections=2, sign_ins=2, attempts=1)
    with database.session() as session:
        assert len(session.scalars(select(Conversation)).all()) == 1
        assert len(session.scalars(select(PrivateReflection)).all()) == 1
        assert session.scalars(select(SignIn.token)).all() == ["a"]
        assert list(list_erasures(session)) == ["2" * 32]
        assert set(session.scalars(select(TeamSession.id))) == {"new", "open"}
        [event] = session.scalars(select(AuditEvent)).all()
        assert (event.event, event.actor, event.fields) == ("reflections_purged", "by itself", {})
    assert purge(database, settings, ORGANISATION) == Purged(0, 0, 0, 0)
    with database.session() as session:
        assert len(session.scalars(select(AuditEvent)).all()) == 1, "nothing to put on record"
