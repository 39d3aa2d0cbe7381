"""Twenty conversations send the worst there is, and somebody else just talks: how long does that person wait?

`make flood` starts a bot as people do, behind a proxy that says where each request comes from. All of the flood comes
from one address, with as many messages as one conversation may send: texts that are hard to read, return codes that
open nothing, files full of signs that no font has, and openings as fast as they are answered. A witness sends ordinary
answers before and during it; somebody asks whether the bot is well; and a newcomer opens conversations.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx

from bot.channels.bodies import LONGEST_TEXT
from bot.reflection.codes import read_words
from bot.settings import get_settings
from tests.bot_process import BotProcess

FLOOD, ELSEWHERE = "203.0.113.7", "198.51.100.1"
TEXTS, CODES, FILES = 12, 4, 4
"""Conversations of each kind."""
PACE = 2.0
"""Seconds between the messages of one conversation: 30 a minute."""
ANSWERS = ("We look out for each other on nights.", "The rota comes too late.", "A cuppa after a hard call helps us.")


def _fill(unit: str) -> str:
    return (unit * (LONGEST_TEXT // len(unit) + 1))[:LONGEST_TEXT]


WORST = (
    *map(_fill, ("a/", "--a", "a-", "'s", "_", "I. ", "\ufdfa", "\ufb03", "a?", ",:", "…", "07700 900456 ")),
    "a".join("_" * count for count in range(1, 90))[:LONGEST_TEXT],
    " ".join(f"I want to die {chr(97 + number % 26)}{number} tonight." for number in range(200))[:LONGEST_TEXT],
)
UNSEEN = "".join(chr(0x4E00 + number) for number in range(3_900))


class Talker:
    """One conversation over HTTP."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.messages: list[dict[str, Any]] = []
        self.refused: list[str] = []

    async def begin(self) -> Talker:
        """Open a conversation and come to the first question."""
        while (answer := await self.http.post("/chat/sessions")).status_code != httpx.codes.CREATED:
            await asyncio.sleep(1)
        self.own = {"Authorization": f"Bearer {answer.json()['token']}"}
        for choice in ("start", "start", "choose_theme"):
            await self.press(choice)
        return self

    async def press(self, name: str) -> float:
        """Press the first choice of this name. Out: seconds."""
        offered = self.messages[-1]["choices"] if self.messages else []
        return await self._send(choice=next((one["value"] for one in offered if one["name"] == name), name))

    async def say(self, text: str) -> float:
        """Type. Out: seconds."""
        return await self._send(text=text)

    async def _send(self, **body: str) -> float:
        began = time.perf_counter()
        answer = await self.http.post("/chat/messages", json={"id": str(uuid.uuid4()), **body}, headers=self.own)
        if answer.status_code == httpx.codes.OK:
            self.messages = answer.json()["messages"]
        else:
            self.refused.append(answer.json()["error"]["code"])
        return time.perf_counter() - began


async def _flood(talkers: list[Talker], http: httpx.AsyncClient, end: float) -> None:
    words = read_words(get_settings().content_dir)

    async def text(talker: Talker, turn: int) -> None:
        await talker.say(WORST[turn % len(WORST)])

    async def code(talker: Talker, _: int) -> None:
        await talker.say("I have a return code")
        await talker.say(" ".join(random.sample(words, 4)))

    async def file(talker: Talker, turn: int) -> None:
        await talker.say(UNSEEN)
        await talker.http.get(f"/chat/reflections.{('pdf', 'docx')[turn % 2]}", headers=talker.own)

    async def keep_on(what: Callable[[Talker, int], Awaitable[None]], talker: Talker, first: int) -> None:
        turn = first
        while time.perf_counter() < end:
            began = time.perf_counter()
            await what(talker, turn)
            turn += 1
            await asyncio.sleep(max(0.0, PACE - (time.perf_counter() - began)))

    async def open_many() -> None:
        while time.perf_counter() < end:
            await asyncio.gather(*(http.post("/chat/sessions") for _ in range(20)))
            await asyncio.sleep(0.3)

    kinds = [text] * TEXTS + [code] * CODES + [file] * FILES
    await asyncio.gather(
        open_many(),
        *(keep_on(what, talker, place) for place, (what, talker) in enumerate(zip(kinds, talkers, strict=True))),
    )


async def _watch(witnesses: list[Talker], http: httpx.AsyncClient, end: float) -> tuple[list[float], ...]:
    turns: list[float] = []
    health: list[float] = []
    openings: list[float] = []

    async def talk() -> None:
        while time.perf_counter() < end:
            for witness in witnesses:
                turns.append(await witness.say(random.choice(ANSWERS)))
                await asyncio.sleep(PACE / len(witnesses))

    async def ask() -> None:
        while time.perf_counter() < end:
            began = time.perf_counter()
            (await http.get("/health/ready")).raise_for_status()
            health.append(time.perf_counter() - began)
            await asyncio.sleep(0.25)

    async def come() -> None:
        while time.perf_counter() < end:
            began = time.perf_counter()
            while (await http.post("/chat/sessions")).status_code != httpx.codes.CREATED:
                await asyncio.sleep(0.5)
            openings.append(time.perf_counter() - began)
            await asyncio.sleep(2)

    await asyncio.gather(talk(), ask(), come())
    return turns, health, openings


async def measure(address: str, seconds: float) -> bool:
    """Say how a witness fares without and with the flood. Out: whether that is as it should be."""
    options = {"base_url": address, "timeout": 60.0, "limits": httpx.Limits(max_connections=None), "trust_env": False}
    async with (
        httpx.AsyncClient(headers={"x-forwarded-for": FLOOD}, **options) as bad,  # type: ignore[arg-type]
        httpx.AsyncClient(headers={"x-forwarded-for": ELSEWHERE}, **options) as good,  # type: ignore[arg-type]
    ):
        witnesses = [await Talker(good).begin() for _ in range(4)]
        talkers = [await Talker(bad).begin() for _ in range(TEXTS + CODES + FILES)]
        alone, _, _ = await _watch(witnesses, good, time.perf_counter() + min(seconds, 20))
        end = time.perf_counter() + seconds
        _, (turns, health, openings) = await asyncio.gather(_flood(talkers, bad, end), _watch(witnesses, good, end))
    before, after = statistics.median(alone), statistics.median(turns)
    refused = [code for witness in witnesses for code in witness.refused]
    print(f"A witness's turn, median:  {before:.3f} s alone, {after:.3f} s in the flood ({after / before:.1f} times)")
    print(f"The longest:               {max(alone):.3f} s alone, {max(turns):.3f} s in the flood")
    print(f"Is it well? At most        {max(health):.3f} s, median {statistics.median(health):.3f} s")
    print(f"A newcomer waited at most  {max(openings):.3f} s")
    print(f"The witness was refused    {len(refused)} of {len(alone) + len(turns)} times {sorted(set(refused))}")
    codes = sorted({code for talker in talkers for code in talker.refused})
    print(f"The flood was refused      {sum(len(talker.refused) for talker in talkers)} times {codes}")
    return after <= 2 * before and max(health) < 1 and max(openings) < 10 and not refused


def main(seconds: float) -> int:
    """Run it. Out: 0 when all is as it should be."""
    with (
        tempfile.TemporaryDirectory(prefix="waymark-flood-") as home,
        BotProcess(Path(home), PROXIES="1", MESSAGES_PER_MINUTE="40") as bot,
    ):
        well = asyncio.run(measure(bot.address, seconds))
    print("As it should be." if well else "Too slow: the medians may double, health answers within a second.")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 120))
