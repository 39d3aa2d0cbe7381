"""What turns of the chat cost. It talks to the real agent through the real gate, in this process."""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.runtime.compat import install

install()

from rasa.core.channels.channel import UserMessage  # noqa: E402

from bot.channels.bodies import LONGEST_TEXT  # noqa: E402
from bot.channels.gate import Gate  # noqa: E402
from bot.runtime.bench.compared import Compared  # noqa: E402
from bot.runtime.logs import set_up_logs  # noqa: E402
from bot.runtime.serve import load_model  # noqa: E402
from bot.runtime.training import train_if_needed  # noqa: E402
from bot.settings import get_settings  # noqa: E402
from bot.waymark import Waymark, get_waymark  # noqa: E402

EARLY, LATE, AROUND = 5, 200, 10
"""Turn numbers, and over how many turns from there the median is taken."""

AT_ONCE = 4
"""Conversations."""

ROUNDS = 7
"""How often a pair of turns is taken."""

TIMES = 40
"""How often something within a turn is done."""

QUESTION = "who sees this?"
SENTENCE = "Supervision keeps being cancelled when we are short of people. "
SHORT = SENTENCE.strip()
LONG = (SENTENCE * (LONGEST_TEXT // len(SENTENCE))).strip()


@contextmanager
def own_home() -> Iterator[Waymark]:
    """The parts of this process over a home of its own, so that no real database is touched."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as home:
        for name in [name for name in os.environ if name.startswith("WAYMARK_") and name != "WAYMARK_CONTENT_DIR"]:
            del os.environ[name]
        os.environ |= {
            "WAYMARK_HOME": home,
            "WAYMARK_MESSAGES_PER_MINUTE": "1000000",
            "WAYMARK_SESSIONS_PER_MINUTE": "1000000",
            "WAYMARK_SESSIONS_PER_ADDRESS": "1000000",
        }
        get_settings.cache_clear()
        get_waymark.cache_clear()
        waymark = get_waymark()
        waymark.database.migrate()
        yield waymark
        waymark.database.close()


class Guest:
    """Somebody who talks, and how long each turn took, in seconds."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.seconds: list[float] = []
        self.token = ""
        self.messages: list[dict[str, Any]] = []

    async def begin(self) -> Guest:
        """Open a conversation and come to the first question."""
        self.token, _ = await self.gate.open()
        for choice in ("start", "start", "choose_theme"):
            await self.press(choice)
        return self

    async def say(self, text: str) -> float:
        """Type. Out: seconds."""
        return await self._send({"text": text})

    async def press(self, name: str) -> float:
        """Press the first choice of this name. Out: seconds."""
        offered = self.messages[-1]["choices"] if self.messages else []
        value = next((choice["value"] for choice in offered if choice["name"] == name), name)
        return await self._send({"choice": value})

    async def _send(self, body: dict[str, str]) -> float:
        began = time.perf_counter()
        self.messages = await self.gate.receive(self.token, {"id": str(uuid.uuid4()), **body})
        self.seconds.append(time.perf_counter() - began)
        return self.seconds[-1]


async def measure(waymark: Waymark, tell: Callable[[str], None]) -> list[Compared]:
    """Run all comparisons, telling what is being done. Out: the ratios."""
    set_up_logs()
    agent = await load_model(train_if_needed(waymark))
    set_up_logs()
    gate = Gate(waymark, "web", agent.handle_message, lambda: agent.domain.responses)
    await _talk(gate, 4)  # whatever is made at first use is made
    found = []
    for compare in COMPARISONS:
        tell(f"{compare.__doc__} …")
        found.append(await compare(waymark, agent, gate))
    return found


async def _talk(gate: Gate, rounds: int) -> Guest:
    guest = await Guest(gate).begin()
    for _ in range(rounds):
        await guest.say(QUESTION)
        await guest.press("go_on")
    return guest


async def _late_to_early(_: Waymark, __: Any, gate: Gate) -> Compared:
    """Turn 200 to turn 5"""
    guest = await _talk(gate, (LATE + AROUND) // 2)
    late, early = (statistics.median(guest.seconds[turn - 1 :][:AROUND]) for turn in (LATE, EARLY))
    return Compared(f"turn {LATE} to turn {EARLY} of one conversation", late, early)


async def _together_to_alone(_: Waymark, __: Any, gate: Gate) -> Compared:
    """4 conversations at once to one"""

    async def a_turn(guests: int, rounds: int = 15) -> float:
        began = time.perf_counter()
        talks = await asyncio.gather(*(_talk(gate, rounds) for _ in range(guests)))
        return (time.perf_counter() - began) / sum(len(guest.seconds) for guest in talks)

    alone = await a_turn(1)
    return Compared(f"each turn, {AT_ONCE} conversations at once to one alone", await a_turn(AT_ONCE), alone)


async def _guidance_to_parse(waymark: Waymark, agent: Any, _: Gate) -> Compared:
    """Looking for guidance to understanding a message"""

    async def find() -> None:
        waymark.guidance.find_guidance(SHORT, theme="leadership", limit=3)

    async def parse() -> None:
        await agent.processor.parse_message(UserMessage(SHORT))

    return Compared("looking for guidance to understanding a message", await _median(find), await _median(parse))


async def _code_to_turn(_: Waymark, __: Any, gate: Gate) -> Compared:
    """Opening a return code to another turn"""
    guest = await Guest(gate).begin()
    await guest.say(SHORT)
    for choice in ("finish", "save", "share_private"):
        await guest.press(choice)
    code = next(message["code"] for message in guest.messages if message["kind"] == "receipt")
    opening, other = [], []
    for _round in range(ROUNDS):
        again = await Guest(gate).begin()
        other.append(await again.say(QUESTION))
        await again.say("I have a return code")
        opening.append(await again.say(code))
    return Compared("opening a return code to another turn", statistics.median(opening), statistics.median(other))


async def _long_to_short(_: Waymark, __: Any, gate: Gate) -> Compared:
    """The longest message to a short one"""
    long, short = [], []
    for _round in range(ROUNDS):
        guest = await Guest(gate).begin()
        long.append(await guest.say(LONG))
        short.append(await guest.say(SHORT))
    words = len(LONG.split())
    return Compared(
        f"a message of {words} words to one of {len(SHORT.split())}", *map(statistics.median, (long, short))
    )


COMPARISONS = (_late_to_early, _together_to_alone, _guidance_to_parse, _code_to_turn, _long_to_short)


async def _median(work: Callable[[], Awaitable[None]]) -> float:
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def memory() -> int:
    """The most memory that this process took so far, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)
