"""What Teams brings is seen to once and in order, whichever of two processes it is brought to. Real PostgreSQL."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa.core.lock_store import InMemoryLockStore
from sqlalchemy import select

from bot.channels.gate import Gate
from bot.channels.teams.activities import read_activity
from bot.channels.teams.channel import _note
from bot.channels.teams.desk import Desk
from bot.channels.teams.reminding import send_due
from bot.store import teams as store
from bot.store.database import Database
from bot.store.reminders import set_reminder
from bot.store.teams_tables import TeamsActivity
from bot.waymark import Waymark
from tests.conftest import empty_used
from tests.integration.test_teams_reminders import on_a_working_day
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor, sender_of

SAID = [f"Going well: number {number} of our Monday meetings" for number in range(8)]


@pytest.fixture
def shared(waymark: Waymark, agent: Any, migrated_postgres: Database, monkeypatch: pytest.MonkeyPatch) -> Waymark:
    """The parts of this process, on PostgreSQL."""
    empty_used(migrated_postgres)
    monkeypatch.setitem(waymark.__dict__, "database", migrated_postgres)
    monkeypatch.setattr(agent.tracker_store, "database", migrated_postgres)
    return waymark


@pytest.fixture
def desks(shared: Waymark, agent: Any, door: TeamsDoor) -> list[Desk]:
    """Two that share the database alone: the door's, and that of another process."""
    return [door.desk, another(shared, agent, door.desk)]


def another(waymark: Waymark, agent: Any, like: Desk) -> Desk:
    own = copy.copy(agent)
    own.lock_store = InMemoryLockStore()
    parts = dataclasses.replace(waymark, settings=like.waymark.settings)
    gate = Gate(parts, "teams", own.handle_message, lambda: agent.domain.responses)
    return Desk(parts, gate, like.delivery.connector, gate.responses, like.understand)


async def done(*desks: Desk) -> None:
    while working := [worker for desk in desks for worker in desk._workers.values()]:
        await asyncio.wait(working)


def heard(desk: Desk, sender: str) -> Any:
    return desk.gate.transcript(sender)


async def test_what_comes_to_either_is_answered_once_and_in_order(
    desks: list[Desk], microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    sender = sender_of(desks[0].waymark, someone["from"]["aadObjectId"])
    for number, text in enumerate(SAID):
        desk = desks[number % 2]
        activity = read_activity(microsoft.activity(text, **someone))
        for _ in range(2):  # Teams sends again what it thinks was lost
            noted, taken = await asyncio.to_thread(_note, desk.waymark, activity)
            assert noted == sender
            if taken is not None:
                desk.put(sender)
    await done(*desks)
    assert [one["text"] for one in await heard(desks[1], sender) if one["from"] == "you"] == SAID
    assert len(microsoft.cards()) == len(SAID)


async def test_what_a_killed_process_left_another_takes_up(
    desks: list[Desk], microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    sender = sender_of(desks[0].waymark, someone["from"]["aadObjectId"])
    for text in SAID[:3]:  # noted by a process that was gone before it did any of it
        await asyncio.to_thread(_note, desks[0].waymark, read_activity(microsoft.activity(text, **someone)))
    await asyncio.gather(*(desk.take_up_what_was_left() for desk in desks))  # both look at the same moment
    await done(*desks)
    assert [one["text"] for one in await heard(desks[1], sender) if one["from"] == "you"] == SAID[:3]
    assert len(microsoft.cards()) == 3
    with desks[0].waymark.database.session() as session:
        left = session.scalars(select(TeamsActivity)).all()
        assert {(row.sealed, row.person) for row in left} == {(None, None)}, "nothing says any more whose they were"


async def test_what_an_earlier_release_noted_without_saying_whose_it_is_is_taken_up(
    desks: list[Desk], microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    activity = read_activity(microsoft.activity(SAID[0], **someone))
    secret = desks[0].waymark.settings.secret
    with desks[0].waymark.database.session() as session:
        work = dataclasses.asdict(activity)
        store.take_in(session, secret, activity.conversation, activity.id, work, datetime.now(UTC))
    await desks[1].take_up_what_was_left()
    await done(*desks)
    assert len(microsoft.cards()) == 1


async def test_a_reminder_that_two_look_for_comes_once(
    desks: list[Desk], microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    activity = read_activity(microsoft.activity(SAID[0], **someone))
    sender, _ = await asyncio.to_thread(_note, desks[0].waymark, activity)
    desks[0].put(sender)
    await done(*desks)
    due = on_a_working_day(2)
    with desks[0].waymark.database.session() as session:
        set_reminder(session, desks[0].waymark.settings.secret, sender, "leadership", due.date())
    sent = await asyncio.gather(*(send_due(desk.waymark, desk, due) for desk in desks))
    assert sorted(sent) == [0, 1]
    assert len(microsoft.cards()) == 2
