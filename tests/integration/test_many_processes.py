"""Several chat processes on one PostgreSQL, and whoever is asked answers: once, in order, and nothing is lost."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.tables import ConversationTurn
from tests.bot_process import BotProcess
from tests.doors import free_port

PATIENCE = 120
"""Seconds within which a message must have been taken."""


@pytest.fixture(scope="module")
def bots(fresh_postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[BotProcess]]:
    """Two processes that know nothing of each other but the database, the home folder and the secret."""
    home = tmp_path_factory.mktemp("many")
    settings = {"DATABASE_URL": fresh_postgres, "SECRET_KEY": "only-for-tests-of-many-processes-01234"}
    with BotProcess(home, **settings) as first, BotProcess(home, **settings) as second:
        yield [first, second]


@pytest.fixture
def database(fresh_postgres: str) -> Iterator[Database]:
    opened = Database(fresh_postgres)
    yield opened
    opened.close()


def turns(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(ConversationTurn)) or 0


def begin(address: str) -> dict[str, str]:
    """A conversation, as the header that opens it."""
    answer = httpx.post(f"{address}/chat/sessions", timeout=30)
    assert answer.status_code == 201
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def said(address: str, headers: dict[str, str]) -> list[str]:
    messages = httpx.get(f"{address}/chat/messages", headers=headers, timeout=30).json()["messages"]
    return [one["text"] for one in messages if one["from"] == "you"]


async def send_all(bodies: list[tuple[dict[str, str], dict[str, str]]], addresses: list[str]) -> list[tuple[int, str]]:
    """Send everything at once, to one address after the other; what got no answer is sent again, as clients do."""
    end = time.monotonic() + PATIENCE
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=400)) as client:

        async def send(address: str, headers: dict[str, str], body: dict[str, str]) -> tuple[int, str]:
            while True:
                assert time.monotonic() < end, "it was not answered in time"
                with suppress(aiohttp.ClientError):
                    async with client.post(f"{address}/chat/messages", json=body, headers=headers) as answer:
                        if answer.status not in (429, 503):
                            return answer.status, await answer.text()
                await asyncio.sleep(0.5)

        pairs = zip(bodies, itertools.cycle(addresses), strict=False)
        return await asyncio.gather(*(send(address, headers, body) for (headers, body), address in pairs))


async def test_a_thousand_duplicates_to_two_processes_are_one_turn_each(
    bots: list[BotProcess], database: Database
) -> None:
    before = turns(database)
    talks = [
        (begin(bots[0].address), {"id": str(uuid.uuid4()), "text": "our managers never listen"}) for _ in range(10)
    ]
    bodies = [talk for talk in talks for _ in range(100)]
    random.Random(15).shuffle(bodies)
    answers = await send_all(bodies, [bot.address for bot in bots])
    assert {status for status, _ in answers} == {200}
    assert turns(database) == before + len(talks)
    given: dict[str, set[str]] = {}
    for (_, body), (_, answer) in zip(bodies, answers, strict=True):
        given.setdefault(body["id"], set()).add(answer)
    assert all(len(texts) == 1 for texts in given.values()), "the same message has one answer, wherever it is asked for"


async def test_fifty_messages_of_one_conversation_at_once_are_all_taken(bots: list[BotProcess]) -> None:
    headers = begin(bots[0].address)
    texts = [f"Number {number} of our meetings" for number in range(50)]
    bodies = [(headers, {"id": str(uuid.uuid4()), "text": text}) for text in texts]
    answers = await send_all(bodies, [bot.address for bot in bots])
    assert {status for status, _ in answers} == {200}, "none is overtaken: they wait for each other"
    assert sorted(said(bots[1].address, headers)) == sorted(texts)


def test_one_of_two_is_killed_while_messages_flow(bots: list[BotProcess], database: Database) -> None:
    """Nothing that was acknowledged is lost, nothing is answered twice, and the same id sent again mends the rest."""
    before, over, chance = turns(database), threading.Event(), random.Random(9)
    talks = [Talker(begin(bots[0].address), bots) for _ in range(8)]
    threads = [threading.Thread(target=talk.go_on, args=(over,)) for talk in talks]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(chance.uniform(2, 4))
        killed = chance.choice(bots)
        killed.kill()
        time.sleep(1)
        killed.start()
        killed.wait()
    over.set()
    for thread in threads:
        thread.join()
    assert any(talk.mended for talk in talks), "somebody was in the middle of a turn"
    for talk in talks:
        assert talk.failed == ""
        assert said(bots[0].address, talk.headers) == talk.acknowledged
    assert turns(database) == before + sum(len(talk.acknowledged) for talk in talks)


class Talker:
    """Sends one message after the other, each to either process, and again until it is answered."""

    def __init__(self, headers: dict[str, str], bots: list[BotProcess]) -> None:
        self.headers, self._bots = headers, bots
        self.acknowledged: list[str] = []
        self.mended, self.failed = 0, ""

    def go_on(self, over: threading.Event) -> None:
        chance = random.Random(self.headers["Authorization"])
        for number in itertools.count():
            if over.is_set() or self.failed:
                return
            text = f"Number {number} of our meetings"
            self._send({"id": str(uuid.uuid4()), "text": text}, chance)
            self.acknowledged.append(text)

    def _send(self, body: dict[str, Any], chance: random.Random) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            address = chance.choice(self._bots).address
            try:
                answer = httpx.post(f"{address}/chat/messages", json=body, headers=self.headers, timeout=30)
            except httpx.HTTPError:
                self.mended += 1
                time.sleep(0.1)
                continue
            if answer.status_code == 200:
                return
            if answer.status_code not in (409, 429, 503):
                self.failed = answer.text
                return
            time.sleep(0.2)
        self.failed = "it was not answered in time"


def test_workers_share_one_port_and_memory_and_one_that_is_killed_is_replaced(
    fresh_postgres: str, tmp_path: Path
) -> None:
    settings = {"DATABASE_URL": fresh_postgres, "SECRET_KEY": "only-for-tests-of-many-processes-01234"}
    bot = BotProcess(tmp_path / "workers", **settings)
    bot.arguments = ["--workers", "2"]
    with bot:
        headers = begin(bot.address)
        workers = children(bot.pid)
        assert len(workers) == 2
        own = [memory(worker, "Private_Dirty") for worker in workers]
        assert max(own) < memory(bot.pid, "Rss") / 3, "a worker's own memory is a small part"
        answers = asyncio.run(
            send_all([(headers, {"id": str(uuid.uuid4()), "text": f"Number {n}"}) for n in range(20)], [bot.address])
        )
        assert {status for status, _ in answers} == {200}
        os.kill(workers[0], signal.SIGKILL)
        end = time.monotonic() + 20
        while len(set(children(bot.pid)) - {workers[0]}) < 2:
            assert time.monotonic() < end, "nobody took its place"
            time.sleep(0.1)
        assert len(said(bot.address, headers)) == 20
        counted = httpx.get(f"{bot.address}/metrics").text
        assert "waymark_turns_total 20.0" in counted, "counts are those of all workers, also of one that is gone"
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid: int, kind: str) -> int:
    """In kB, as Linux counts it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))


def test_sqlite_takes_one_process_and_says_so(tmp_path: Path) -> None:
    bot = BotProcess(tmp_path / "one", port=free_port())
    bot.arguments = ["--workers", "2"]
    bot.start()
    assert bot.end() == 1
    said_last = bot.log.read_text(encoding="utf-8").strip().splitlines()[-1]
    assert "SQLite takes one chat process" in said_last and "--workers" in said_last
