"""The keys: fetched when first needed, shared while they are fetched, kept when the key server is not well."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.channels.teams import keys as module
from bot.channels.teams.keys import KeysUnavailable, SigningKeys
from tests.microsoft import Microsoft

NOWHERE = "http://127.0.0.1:9/v1/.well-known/openidconfiguration"


async def test_one_fetch_for_all_who_ask_at_once(keys: SigningKeys, microsoft: Microsoft) -> None:
    before = microsoft.key_requests
    found = await asyncio.gather(*(keys.find("k1") for _ in range(20)))
    assert all(one is not None and "msteams" in one.channels for one in found)
    assert microsoft.key_requests == before + 1


async def test_unknown_ids_do_not_hammer_the_key_server(keys: SigningKeys, microsoft: Microsoft) -> None:
    await keys.find("k1")
    before = microsoft.key_requests
    assert [await keys.find(f"unknown-{number}") for number in range(20)] == [None] * 20
    assert microsoft.key_requests == before


async def test_no_keys_at_all_says_so_and_recovers(
    http: aiohttp.ClientSession, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = SigningKeys(NOWHERE, lambda: http)
    with pytest.raises(KeysUnavailable):
        await keys.find("k1")
    keys.metadata_url = microsoft.settings["WAYMARK_TEAMS_KEYS_URL"]
    monkeypatch.setattr(module, "PAUSE", 0)
    assert await keys.find("k1") is not None


async def test_a_known_key_is_not_waited_for(
    keys: SigningKeys, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when a refresh is due and the key server hangs."""
    await keys.find("k1")
    monkeypatch.setattr(module, "FRESH", 0)
    monkeypatch.setattr(module, "PAUSE", 0)
    monkeypatch.setattr(microsoft, "keys_wait", 30)
    waiting = asyncio.create_task(keys.find("k-unknown"))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(1):
        assert await keys.find("k1") is not None
    assert not waiting.done()
    waiting.cancel()


async def test_keys_are_not_fetched_over_http_when_the_metadata_came_over_https(http: aiohttp.ClientSession) -> None:
    keys = SigningKeys("https://login.botframework.com/x", lambda: http)
    with pytest.raises(ValueError):
        await keys._get("http://login.botframework.com/keys")
