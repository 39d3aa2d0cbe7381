"""What the tests of sessions in Teams share: a door without a dialogue, a facilitator, and a session that is open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import delete

from bot.sessions.leading import Who
from bot.store.session_tables import TeamSession
from bot.store.teams_session_tables import SessionInvitation, SessionPlace
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor, open_teams
from tests.teams_people import NoDialogue, Somebody, add_facilitator, open_in_channel


@pytest.fixture
def microsoft(waymark: Waymark) -> Iterator[Microsoft]:
    with waymark.database.session() as session:  # what other tests left belongs to a Microsoft that is no more
        for table in (SessionPlace, SessionInvitation):
            session.execute(delete(table))
    world = Microsoft()
    yield world
    world.close()


@pytest.fixture
async def door(waymark: Waymark, microsoft: Microsoft) -> AsyncIterator[TeamsDoor]:
    async with open_teams(waymark, NoDialogue(waymark), microsoft) as opened:
        yield opened


@pytest.fixture
def who(waymark: Waymark) -> Who:
    return add_facilitator(waymark)


@pytest.fixture
def leader(door: TeamsDoor) -> Somebody:
    return Somebody(door)


@pytest.fixture
async def opened(waymark: Waymark, door: TeamsDoor, leader: Somebody, who: Who) -> TeamSession:
    return await open_in_channel(waymark, door, leader, who)
