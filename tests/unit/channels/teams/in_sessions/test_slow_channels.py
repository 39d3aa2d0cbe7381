"""A channel that Teams is slow with holds up no other, whichever process is at it. Real PostgreSQL."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from datetime import timedelta

import pytest

from bot import days
from bot.channels.teams.session_posting import Noticeboard
from bot.sessions import leading
from bot.sessions.leading import Plan
from bot.store import teams_sessions
from bot.store.database import Database
from bot.store.session_tables import TeamSession
from bot.waymark import Waymark
from tests.conftest import empty_used
from tests.microsoft import TENANT, Microsoft
from tests.teams import TeamsDoor, open_teams
from tests.teams_people import NoDialogue, add_facilitator, until

SLOW, QUICK = "19:slow@thread.tacv2", "19:quick@thread.tacv2"


@pytest.fixture
def shared(waymark: Waymark, migrated_postgres: Database) -> Waymark:
    """The parts of this process, on PostgreSQL."""
    empty_used(migrated_postgres)
    return dataclasses.replace(waymark, database=migrated_postgres)


def open_in(waymark: Waymark, microsoft: Microsoft, channel: str) -> TeamSession:
    """A session that is to have its card in a channel."""
    part, now, who = waymark.taking_part, days.read_clock(), add_facilitator(waymark)
    plan = Plan("housing", (waymark.content.themes[0].id,), (), now + timedelta(days=7))
    where = {"service_url": microsoft.service_url, "bot": "28:bot", "tenant": TENANT, "conversation": channel}
    with waymark.database.session() as session:
        opened = leading.open_session(session, part.keys, who, plan, part.words, now, uuid.uuid4().hex)
        teams_sessions.put_place(session, waymark.settings.secret, opened.id, where)
    return opened


def boards(door: TeamsDoor, number: int) -> list[Noticeboard]:
    """What so many processes look with. The door's own does nothing here."""
    for task in door.desk._beside:
        task.cancel()
    return [Noticeboard(door.desk.waymark, door.desk.delivery, door.desk.sessions.leading) for _ in range(number)]


def cards(microsoft: Microsoft, channel: str) -> list[str]:
    return [str(card) for _, where, card in microsoft.placed() if where == channel]


async def test_another_process_brings_what_one_that_waits_does_not(shared: Waymark, microsoft: Microsoft) -> None:
    async with open_teams(shared, NoDialogue(shared), microsoft) as door:
        first, second = boards(door, 2)
        microsoft.slow[SLOW] = 8
        open_in(shared, microsoft, SLOW)
        waiting = asyncio.create_task(first.bring_all())
        await until(lambda: any(where == SLOW for where, _ in microsoft.times))
        open_in(shared, microsoft, QUICK)
        await asyncio.wait_for(second.bring_all(), 4)
        assert len(cards(microsoft, QUICK)) == 1
        assert cards(microsoft, SLOW) == [], "the first is at it still"
        await waiting
        await until(lambda: cards(microsoft, SLOW))
        await asyncio.gather(first.bring_all(), second.bring_all())
        assert len(cards(microsoft, SLOW)) == len(cards(microsoft, QUICK)) == 1


async def test_what_another_process_brought_meanwhile_is_not_brought_back(
    shared: Waymark, microsoft: Microsoft
) -> None:
    """Both list the card as open; one closes it and brings that. The other must not show it as open again."""
    async with open_teams(shared, NoDialogue(shared), microsoft) as door:
        first, second = boards(door, 2)
        opened = open_in(shared, microsoft, QUICK)
        await first.bring_all()
        shared.closing.close(opened.id, "morag")
        await asyncio.gather(first._see_to(opened.id), second.bring_all())
        calls = len(microsoft.sent)
        await second._see_to(opened.id)
        assert len(microsoft.sent) == calls, "it is read again under the lock, and nothing waits"
