"""Whoever writes heavy words is told where support is, in the same answer: wherever they are, and through both doors.

make fuzz                                     400 conversations
uv run pytest tests/integration/test_heavy_words.py     20 of them
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.gate import Gate
from bot.nlu.safety import load_screen
from bot.safety import SafetyScreen
from bot.settings import get_settings
from bot.waymark import Waymark
from tests.fuzz.words import LINES, says_support
from tests.microsoft import Microsoft
from tests.talk import Talk
from tests.teams import TeamsDoor, labels
from tools.screen.exam import DRAWN, read_exam

TURNS = 9
WISHES = ("skip", "can we stop there", "what happens to this?", "read it back", "no", "that's my answer", "3", "finish")
"""What is typed after heavy words in one message, so that the words are held, asked about or acted on."""
TYPED = [line for line in LINES if line.strip() and "{" not in line]

Say = Callable[[str], Awaitable[list[str]]]
"""Types something and gives the texts that answer."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "conversation" in metafunc.fixturenames:
        metafunc.parametrize("conversation", range(metafunc.config.getoption("--walks") // 10))


@pytest.fixture(scope="module")
def screen(model: Path) -> SafetyScreen:
    """The screen as the agent has it."""
    return load_screen(model.parent, get_settings().content_dir)


@pytest.fixture(scope="module")
def heavy(screen: SafetyScreen) -> list[str]:
    """Messages of danger and of distress, alone and in company, that get the soft line or the stop."""
    told = [one.text for one in read_exam(DRAWN) if one.kind in ("crisis", "distress")]
    return [text for text in random.Random(7).sample(told, 200) if screen.screen(text).tier != "none"]


async def walk(conversation: int, heavy: list[str], screen: SafetyScreen, say: Say, press: Callable[..., Any]) -> None:
    """Talk at random, with heavy words now and then, and look whether each is met."""
    chance = random.Random(conversation)
    for _ in range(TURNS):
        kind = chance.choices(["heavy", "heavy and a wish", "line", "press"], [3, 2, 3, 4])[0]
        if kind == "press":
            await press(chance)
            continue
        text = chance.choice(TYPED if kind == "line" else heavy)
        text = f"{text} {chance.choice(WISHES)}" if kind == "heavy and a wish" else text
        answers = await say(text)
        if screen.screen(text).tier != "none":
            assert says_support(answers), (text, answers)


async def test_in_the_chat(
    conversation: int, heavy: list[str], screen: SafetyScreen, waymark: Waymark, gate: Gate
) -> None:
    talk = await Talk(waymark, gate).open()
    await talk.press("start")

    async def say(text: str) -> list[str]:
        return [message["text"] for message in await talk.say(text)]

    async def press(chance: random.Random) -> None:
        await talk.press(chance.choice(talk.messages[-1]["choices"])["name"])

    await walk(conversation, heavy, screen, say, press)


async def test_in_teams(
    conversation: int,
    heavy: list[str],
    screen: SafetyScreen,
    door: TeamsDoor,
    microsoft: Microsoft,
    someone: dict[str, Any],
) -> None:
    await door.say("hello", **someone)

    async def say(text: str) -> list[str]:
        before = len(microsoft.cards())
        await door.say(text, **someone)
        return [text for card in microsoft.cards()[before:] for text in texts_of(card)]

    async def press(chance: random.Random) -> None:
        await door.press(chance.choice(labels(microsoft.cards()[-1])), **someone)

    await walk(conversation, heavy, screen, say, press)


def texts_of(card: Any) -> Iterator[str]:
    """Every text that a card shows, without the labels of its buttons."""
    if isinstance(card, dict) and card.get("type") in ("TextBlock", "TextRun"):
        yield card["text"]
    for part in card.values() if isinstance(card, dict) else card if isinstance(card, list) else ():
        yield from texts_of(part)
