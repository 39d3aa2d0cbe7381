"""Killed at any step on the way to a channel, or two at once: a card comes once, and so does a summary."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import pytest

from bot import days
from bot.channels.teams.session_posting import Noticeboard
from bot.sessions import leading
from bot.sessions.answers import Answers, Text, ThemeAnswers, Use
from bot.sessions.leading import Plan, Who
from bot.store import teams_sessions
from bot.store.session_tables import TeamSession
from bot.waymark import Waymark
from tests.microsoft import TENANT, Microsoft
from tests.teams import TeamsDoor
from tests.teams_people import CHANNEL, in_channel

POINTS = [
    ("claim_shows", False),
    ("send", False),
    ("send", True),
    ("note_card", False),
    ("replace", False),
    ("replace", True),
]
"""Where it ends, and whether Teams had taken the call."""


class Killed(Exception):
    """The process ends here."""


@pytest.fixture
def quiet(door: TeamsDoor) -> TeamsDoor:
    """A door that brings nothing by itself: the test does."""
    for task in door.desk._beside:
        task.cancel()
    return door


@pytest.fixture
def found(waymark: Waymark, quiet: TeamsDoor, microsoft: Microsoft, who: Who) -> TeamSession:
    part, now = waymark.taking_part, days.read_clock()
    plan = Plan("housing", (waymark.content.themes[0].id,), (), now + timedelta(days=7))
    where = {"service_url": microsoft.service_url, "bot": "28:bot", "tenant": TENANT, "conversation": CHANNEL["id"]}
    with waymark.database.session() as session:
        opened = leading.open_session(session, part.keys, who, plan, part.words, now, uuid.uuid4().hex)
        teams_sessions.put_place(session, waymark.settings.secret, opened.id, where)
    return opened


def board(waymark: Waymark, door: TeamsDoor) -> Noticeboard:
    """What a new process looks with."""
    return Noticeboard(waymark, door.desk.delivery, door.desk.sessions.leading)


def kill_once(monkeypatch: pytest.MonkeyPatch, door: TeamsDoor, point: str, after: bool) -> None:
    """Let the process end before or after a step, the next time it comes there."""
    holder = door.desk.delivery.connector if point in ("send", "replace") else teams_sessions
    real, killed = getattr(holder, point), False

    async def call(*args: Any, **named: Any) -> Any:
        nonlocal killed
        if killed:
            return await real(*args, **named)
        killed = True
        if after:
            await real(*args, **named)
        raise Killed

    def do(*args: Any, **named: Any) -> Any:
        nonlocal killed
        if killed:
            return real(*args, **named)
        killed = True
        raise Killed

    monkeypatch.setattr(holder, point, call if point in ("send", "replace") else do)


async def answer(waymark: Waymark, found: TeamSession) -> None:
    part = waymark.taking_part
    for number in range(5):
        theme = ThemeAnswers("", {"strengths": Text(f"Kindness {number}", Use.QUOTE)})
        await asyncio.to_thread(part.answer, found.id, f"teams\0t|{number}", Answers({found.themes[0]: theme}))


@pytest.mark.parametrize(("point", "after"), POINTS)
async def test_killed_at_each_step(
    waymark: Waymark,
    quiet: TeamsDoor,
    microsoft: Microsoft,
    who: Who,
    found: TeamSession,
    monkeypatch: pytest.MonkeyPatch,
    point: str,
    after: bool,
) -> None:
    await answer(waymark, found)
    kill_once(monkeypatch, quiet, point, after)
    for _ in range(3):
        await board(waymark, quiet).bring_all()
    assert len(in_channel(quiet)) <= 1
    waymark.closing.close(found.id, "morag")
    with waymark.database.session() as session:
        leading.publish(session, who, found.id)
    for _ in range(3):
        await board(waymark, quiet).bring_all()
    cards = in_channel(quiet)
    assert [str(card).count("Kindness 3") for _, card in cards].count(1) == 1, "the summary is there, once"
    assert len(cards) <= 2, "a first card that Teams took without our hearing of it may still stand above it"
    assert len(cards) == 1 or (point, after) in (("send", True), ("note_card", False))


async def test_two_at_once_send_one_card(
    waymark: Waymark, quiet: TeamsDoor, microsoft: Microsoft, found: TeamSession
) -> None:
    await asyncio.gather(*(board(waymark, quiet).bring_all() for _ in range(4)))
    assert len(in_channel(quiet)) == 1


async def test_two_that_find_the_card_gone_send_one_message(
    waymark: Waymark, quiet: TeamsDoor, microsoft: Microsoft, found: TeamSession
) -> None:
    await board(waymark, quiet).bring_all()
    microsoft.missing.add(in_channel(quiet)[0][0])
    waymark.closing.close(found.id, "morag")
    await asyncio.gather(*(board(waymark, quiet).bring_all() for _ in range(4)))
    assert len(in_channel(quiet)) == 2, "the one that is gone to Teams, and one"
