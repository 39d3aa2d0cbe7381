from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from bot.channels.teams.keys import SigningKeys
from bot.channels.teams.tokens import TokenCheck, Trust
from tests.microsoft import APP, TENANT, Microsoft


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    world = Microsoft()
    yield world
    world.close()


@pytest.fixture
def trust() -> Trust:
    return Trust(APP, frozenset({TENANT}), frozenset({"127.0.0.1", "smba.trafficmanager.net"}))


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def keys(microsoft: Microsoft, http: aiohttp.ClientSession) -> SigningKeys:
    return SigningKeys(microsoft.settings["WAYMARK_TEAMS_KEYS_URL"], lambda: http)


@pytest.fixture
def check(trust: Trust, keys: SigningKeys) -> TokenCheck:
    return TokenCheck(trust, keys)
