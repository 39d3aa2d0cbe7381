"""What the tests of the Teams door share: a Microsoft of our own, a person nobody has met, and an open door."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.waymark import Waymark
from tests.microsoft import TENANT, Microsoft
from tests.teams import TeamsDoor, open_teams


@pytest.fixture
def microsoft() -> Iterator[Microsoft]:
    world = Microsoft()
    yield world
    world.close()


@pytest.fixture
def someone() -> dict[str, Any]:
    """A person nobody has met, in a conversation of their own."""
    person = str(uuid.uuid4())
    return {
        "from": {"id": f"29:{person}", "name": "Ailsa Testperson", "aadObjectId": person},
        "conversation": {"id": f"a:{person}", "conversationType": "personal", "tenantId": TENANT},
    }


@pytest.fixture
async def door(waymark: Waymark, agent: Any, microsoft: Microsoft) -> AsyncIterator[TeamsDoor]:
    async with open_teams(waymark, agent, microsoft) as opened:
        yield opened
