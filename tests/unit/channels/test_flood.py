"""One tab, or one address, does not stop the chat for everybody else, and whoever has to wait is told so kindly."""

from __future__ import annotations

import asyncio
import threading
import time
import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from actions.turns import Turn
from bot.channels import gate as gates
from bot.channels.gate import Gate
from bot.channels.refusals import Openings, Refused
from bot.channels.web.addresses import address_of
from bot.channels.web.entry import WRONG_CODES_FROM_ONE_ADDRESS
from bot.lanes import Full, Lanes
from bot.reflection.codes import read_words
from bot.waymark import Waymark
from tests.talk import Talk
from tests.unit.channels.conftest import Open

LONG = "We look out for each other on nights, and I am glad of it. " * 20


@pytest.fixture
def lanes(waymark: Waymark, monkeypatch: pytest.MonkeyPatch) -> Lanes:
    """Lanes of this test's own."""
    own = Lanes()
    monkeypatch.setitem(waymark.__dict__, "lanes", own)
    return own


async def test_a_message_is_read_off_the_loop(
    gate: Gate, talk: Talk, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a message takes to read, the loop answers others meanwhile."""
    reading, go_on, waited = threading.Event(), threading.Event(), []

    def mask(text: str) -> str:
        reading.set()
        waited.append(go_on.wait(5))
        return text

    monkeypatch.setattr(gates, "mask", mask)
    turn = asyncio.ensure_future(talk.say(LONG))
    while not reading.is_set():
        await asyncio.sleep(0.01)
    assert (await gate.open())[0], "somebody else may begin meanwhile"
    go_on.set()
    assert await turn
    assert waited == [True], "on the loop nobody could have told it to go on"


async def test_understanding_is_off_the_loop_too(agent: Any, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []
    parse = agent.processor._parse_message_with_graph

    def note(*args: Any) -> Any:
        threads.append(threading.current_thread().name)
        return parse(*args)

    monkeypatch.setattr(agent.processor, "_parse_message_with_graph", note)
    await talk.press("start")
    await talk.say("the heating is off again")
    assert [name.partition("_")[0] for name in threads if name != "MainThread"] == ["short"]


async def test_what_is_near_in_meaning_is_read_off_the_loop(
    waymark: Waymark, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Actions run on the loop; themes, places and ideas take the encoder, some twenty texts at a time."""
    guidance, threads = waymark.guidance, set()

    def noting(name: str) -> Any:
        read = getattr(guidance, name)

        def note(*args: Any, **named: Any) -> Any:
            threads.add((name, threading.current_thread().name.partition("_")[0]))
            return read(*args, **named)

        return note

    for name in ("read_opening", "find_guidance"):
        monkeypatch.setattr(guidance, name, noting(name))
    await talk.press("start")
    await talk.say("our managers never listen to us")
    while "finish" in [one["name"] for one in talk.messages[-1]["choices"]] and "utter_receipt" not in talk.heard:
        names = [one["name"] for one in talk.messages[-1]["choices"]]
        await talk.press(next(one for one in ("share_private", "save", "choose_theme", "skip") if one in names))
    assert threads == {("read_opening", "short"), ("find_guidance", "short")}


async def test_words_are_saved_without_an_idea_where_too_many_ask(
    talk: Talk, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: Any) -> Any:
        raise Full

    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press("Leadership")
    await talk.say("our lead asks how we are after a hard call")
    monkeypatch.setattr(lanes.short, "run", full)  # from here on nothing is typed
    while "utter_receipt" not in talk.heard:
        names = [one["name"] for one in talk.messages[-1]["choices"]]
        await talk.press(next(one for one in ("share_private", "save", "skip") if one in names))
    assert talk.code
    assert "utter_idea" not in talk.heard


async def test_an_opening_is_kept_where_too_many_ask(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its theme is not heard then, and none of its words is lost."""

    async def full(*_: Any) -> None:
        return None

    monkeypatch.setattr(Turn, "reading", full)
    await talk.press("start")
    await talk.say("our managers never listen to us")
    assert "utter_many_at_once" not in talk.heard
    await talk.press("Show all the themes")
    await talk.press("Leadership")
    await talk.say("finish")
    assert [(one["question"], one["text"]) for one in talk.messages[-1]["answers"]] == [
        ("What could be better", "our managers never listen to us")
    ]


async def test_what_is_not_understood_in_time_is_refused_kindly_and_may_be_sent_again(
    gate: Gate, talk: Talk, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.press("start")
    before = await gate.transcript(talk.token)
    go_on, mask = threading.Event(), gates.mask
    monkeypatch.setattr(gates, "mask", lambda text: go_on.wait(10) and mask(text))
    lanes.short.patience = 0.2
    body = {"id": str(uuid.uuid4()), "text": "the heating is off again"}
    with pytest.raises(Refused) as refused:
        await gate.receive(talk.token, body)
    assert (refused.value.status, refused.value.code) == (429, "many_at_once")
    assert refused.value.retry_after
    assert await gate.transcript(talk.token) == before, "nothing of the turn was kept"
    go_on.set()
    lanes.short.patience = 10
    assert await gate.receive(talk.token, body), "the same message again is answered"


async def test_a_code_waits_in_a_queue_of_its_own_and_is_told_when_it_is_full(talk: Talk, lanes: Lanes) -> None:
    over = threading.Event()
    lanes.codes.places = 0
    taken = [asyncio.ensure_future(lanes.codes.run("flood", over.wait, 10)) for _ in range(lanes.codes.workers)]
    await talk.press("start")
    await talk.say("I have a return code")
    await talk.say(" ".join(read_words(talk.waymark.settings.content_dir)[:4]))
    assert "utter_many_at_once" in talk.heard
    over.set()
    await asyncio.gather(*taken)
    await talk.say(" ".join(read_words(talk.waymark.settings.content_dir)[:4]))
    assert "utter_code_unknown" in talk.heard


def test_one_address_does_not_shut_others_out() -> None:
    openings = Openings(per_minute=120, per_address=40)
    for _ in range(40):
        openings.take("203.0.113.7")
    for _ in range(500):
        with pytest.raises(Refused) as refused:
            openings.take("203.0.113.7")
        assert (refused.value.status, refused.value.code) == (429, "openings_too_many")
        assert 1 <= (refused.value.retry_after or 0) <= 10
    openings.take("198.51.100.1")


def test_all_places_taken_come_back_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """120 openings in two seconds, from as many addresses: nobody waits for a minute."""
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    openings = Openings(per_minute=120, per_address=40)
    for number in range(120):
        openings.take(f"203.0.113.{number}")
    with pytest.raises(Refused) as refused:
        openings.take("198.51.100.1")
    assert refused.value.retry_after == 1
    now += 0.6
    openings.take("198.51.100.1")


async def test_a_flood_of_openings_is_told_of_openings(open_door: Open) -> None:
    door = await open_door(sessions_per_address=3)
    answers = [await door.post("/chat/sessions") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert answers[-1].json()["error"]["code"] == "openings_too_many"
    assert int(answers[-1].headers["retry-after"]) <= 21


async def test_guesses_from_one_address_shut_out_nobody_elsewhere(open_door: Open) -> None:
    door = await open_door(entry="code", access_code="Quiet Harbour 42", proxies=0)
    for number in range(WRONG_CODES_FROM_ONE_ADDRESS + 5):
        await door.post("/chat/sessions", json={"access_code": f"guess {number}"})
    elsewhere = {"x-forwarded-for": "198.51.100.1"}  # behind a proxy that the settings do not know
    answer = await door.post("/chat/sessions", json={"access_code": "quietharbour42"}, headers=elsewhere)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("ip", "remote", "headers", "found"),
    [
        ("192.0.2.7", "", {}, "192.0.2.7"),
        ("9.9.9.9", "", {"x-forwarded-for": "198.51.100.1"}, "9.9.9.9"),  # anybody may write that
        ("127.0.0.1", "", {"x-forwarded-for": "198.51.100.1"}, ""),  # a proxy that the settings do not know
        ("127.0.0.1", "198.51.100.1", {"x-forwarded-for": "198.51.100.1"}, "198.51.100.1"),
        ("2001:db8:1:2:3::4", "", {}, "2001:db8:1:2::/64"),
        ("somewhere", "", {}, ""),
    ],
)
def test_where_a_request_comes_from(ip: str, remote: str, headers: dict[str, str], found: str) -> None:
    request: Any = SimpleNamespace(ip=ip, remote_addr=remote, headers=headers)
    assert address_of(request) == found
