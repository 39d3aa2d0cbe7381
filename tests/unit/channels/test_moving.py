"""A conversation moves to another device by a code: once, within ten minutes, and no guesser gets anywhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot import days
from bot.channels.web import moving
from bot.channels.web.moving import MANY, WRONG_FROM_ONE_ADDRESS
from bot.runtime.purge import purge
from bot.store import conversations as store
from bot.store import handovers
from bot.store.conversations import append_turn, read_events, read_turns, remember
from tests.unit.channels.conftest import Open

SECRET = "of-the-new-device-" * 3
TURN: dict[str, Any] = {"you": {"id": "one", "from": "you", "text": "quiet words"}, "messages": [], "offers": {}}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The derivation is slow on purpose; what it derives is not the matter here."""

    def derive(words: str, salt: bytes, length: int) -> bytes:
        return handovers.derive(salt + words.encode(), "quick", length)

    monkeypatch.setattr(handovers, "stretch", derive)


@pytest.fixture
async def door(open_door: Open) -> httpx.AsyncClient:
    return await open_door()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def begin(door: httpx.AsyncClient) -> str:
    token = str((await door.post("/chat/sessions")).json()["token"])
    with door.waymark.database.session() as session:  # type: ignore[attr-defined]
        append_turn(session, token, "one", TURN)
        remember(session, token, [{"event": "user", "text": "quiet words"}])
    return token


async def code_for(door: httpx.AsyncClient, token: str) -> str:
    answer = await door.post("/chat/move", headers=bearer(token))
    assert answer.status_code == 201
    assert answer.json()["minutes"] == 10
    return str(answer.json()["code"])


async def take(door: httpx.AsyncClient, code: str, secret: str = SECRET) -> httpx.Response:
    return await door.post("/chat/move/here", json={"code": code, "secret": secret})


async def test_the_conversation_goes_on_there_and_is_over_here(door: httpx.AsyncClient) -> None:
    old = await begin(door)
    code = await code_for(door, old)
    assert (await door.get("/chat/messages", headers=bearer(old))).status_code == 200, "as long as nobody came"
    new = (await take(door, code.replace("-", " ").upper())).json()["token"]
    assert new != old
    with door.waymark.database.session() as session:  # type: ignore[attr-defined]
        assert list(read_turns(session, new)) == [TURN]
        assert read_events(session, new) == [{"event": "user", "text": "quiet words"}]
        assert list(read_turns(session, old)) == []
    assert (await door.get("/chat/messages", headers=bearer(new))).json()["messages"] == [TURN["you"]]
    assert (await door.get("/chat/messages", headers=bearer(old))).status_code == 401
    assert (await door.post("/chat/move", headers=bearer(old))).status_code == 401


async def test_a_code_works_once_and_again_only_for_the_device_that_had_it(door: httpx.AsyncClient) -> None:
    code = await code_for(door, await begin(door))
    first = await take(door, code)
    assert (await take(door, code)).json()["token"] == first.json()["token"], "its answer may have been lost"
    assert (await take(door, code, "of-another-device-" * 3)).status_code == 404


async def test_of_two_devices_at_once_one_gets_it(door: httpx.AsyncClient) -> None:
    code = await code_for(door, await begin(door))
    both = await asyncio.gather(*(take(door, code, f"of-device-number-{number}-" * 3) for number in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 404]


async def test_of_two_codes_the_first_that_is_used_counts(door: httpx.AsyncClient) -> None:
    token = await begin(door)
    codes = [await code_for(door, token), await code_for(door, token)]
    assert (await take(door, codes[1])).status_code == 200
    assert (await take(door, codes[0])).status_code == 404


async def test_after_ten_minutes_it_opens_nothing_and_is_purged(
    door: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await begin(door)
    code = await code_for(door, token)
    waymark = door.waymark  # type: ignore[attr-defined]
    later = datetime.now(UTC) + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(days, "read_clock", lambda: later)
    assert (await take(door, code)).status_code == 404
    purge(waymark.database, waymark.settings, waymark.content.organisation)
    with waymark.database.session() as session:
        assert not store.is_open(session, handovers.place_of(code, waymark.settings.secret), datetime.now(UTC))
        assert store.is_open(session, token, later)


async def test_leaving_takes_the_code_with_it(door: httpx.AsyncClient) -> None:
    token = await begin(door)
    code = await code_for(door, token)
    await door.delete("/chat/sessions/current", headers=bearer(token))
    assert (await take(door, code)).status_code == 404


async def test_guessing_is_stopped_over_all_addresses_and_processes(
    open_door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "WRONG_FROM_ONE_ADDRESS", 1_000)
    door = await open_door()
    code = await code_for(door, await begin(door))
    other = await open_door()  # another process: it counts in the same database
    wrong = [
        (await take(one, "acorn acorn acorn acorn")).status_code for _ in range(MANY // 2) for one in (door, other)
    ]
    assert set(wrong) == {404}
    refused = await take(other, code)
    assert refused.status_code == 429, "even the right one waits"
    assert int(refused.headers["Retry-After"]) > 0


async def test_one_address_is_slowed_and_others_are_not(open_door: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "address_of", lambda request: request.headers["x-from"])
    door = await open_door()
    code = await code_for(door, await begin(door))

    async def guess(address: str, typed: str) -> int:
        sent = {"code": typed, "secret": SECRET}
        return (await door.post("/chat/move/here", json=sent, headers={"X-From": address})).status_code

    tried = [await guess("192.0.2.1", "not four words") for _ in range(WRONG_FROM_ONE_ADDRESS + 1)]
    assert tried == [404] * WRONG_FROM_ONE_ADDRESS + [429]
    assert await guess("192.0.2.2", code) == 200


async def test_nothing_that_is_stored_tells_a_code_or_a_token(door: httpx.AsyncClient) -> None:
    token = await begin(door)
    code = await code_for(door, token)
    waymark = door.waymark  # type: ignore[attr-defined]
    raw = b"".join(path.read_bytes() for path in waymark.settings.home.glob("*.sqlite3*"))
    assert raw
    assert not [one for one in (code, *code.split("-"), token) if len(one) > 5 and one.encode() in raw]


@pytest.mark.parametrize(
    "body",
    [{}, {"code": "a"}, {"code": 1, "secret": SECRET}, {"code": "a", "secret": "short"}, [],
     {"code": "x" * 201, "secret": SECRET}, {"code": "a", "secret": "é" * 40},
     {"code": "a", "secret": SECRET, "more": 1}],
    ids=str,
)  # fmt: skip
async def test_another_shape_is_refused(door: httpx.AsyncClient, body: object) -> None:
    assert (await door.post("/chat/move/here", json=body)).status_code == 422
