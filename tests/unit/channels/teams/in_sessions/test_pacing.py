"""Calls to Teams keep within its limits, whatever is to be said: in one conversation, and in all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from bot.channels.teams.activities import read_activity
from bot.channels.teams.pacing import TENANT, THREAD, Windows
from bot.channels.teams.session_presses import Press
from bot.store.teams_session_tables import SessionInvitation
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import open_teams
from tests.teams_people import NoDialogue, Somebody, add_facilitator, open_in_channel, until

MEMBERS = 200
MICROSOFT_SAYS = ((50, 1.0),)
"""What Microsoft documents for an app in a tenant; we keep below it."""


def most_within(moments: Sequence[float], seconds: float) -> int:
    """How many of these came within so many seconds, where most did."""
    ordered = sorted(moments)
    return max(sum(1 for one in ordered[start:] if one - at < seconds) for start, at in enumerate(ordered))


@pytest.mark.parametrize("limits", [THREAD, TENANT])
def test_windows_let_as_much_through_as_the_limits_and_no_more(limits: Sequence[tuple[int, float]]) -> None:
    windows, now, moments = Windows(limits), 0.0, []
    for _ in range(400):
        now += windows.wait(now)
        windows.note(now)
        moments.append(now)
    for most, seconds in limits:
        assert most_within(moments, seconds) <= most
    first, seconds = limits[0]
    assert most_within(moments, seconds) == first, "what is allowed at once is not held up"


def test_an_hour_has_its_own_limit() -> None:
    windows, now = Windows(THREAD), 0.0
    for _ in range(1801):
        now += windows.wait(now)
        windows.note(now)
    assert now >= 3600


async def test_a_conversation_that_waits_holds_up_no_other(microsoft: Microsoft, waymark: Waymark) -> None:
    async with open_teams(waymark, NoDialogue(waymark), microsoft) as door:
        connector, url = door.desk.delivery.connector, microsoft.service_url
        busy = [asyncio.create_task(connector.send(url, "19:busy", {"type": "message"})) for _ in range(20)]
        await asyncio.sleep(0.2)
        began = time.monotonic()
        await connector.send(url, "a:quiet", {"type": "message"})
        assert time.monotonic() - began < 1.5
        await asyncio.gather(*busy)
    moments = [at for where, at in microsoft.times if where == "19:busy"]
    assert most_within(moments, 1.0) <= 7


@pytest.mark.slow
async def test_200_people_take_part_within_the_limits_and_a_restart_loses_none(
    microsoft: Microsoft, waymark: Waymark
) -> None:
    async with open_teams(waymark, NoDialogue(waymark), microsoft) as door:
        who = add_facilitator(waymark)
        opened = await open_in_channel(waymark, door, Somebody(door), who)
        people = [Somebody(door) for _ in range(MEMBERS)]
        microsoft.times.clear()
        for one in people:
            pressed = read_activity(microsoft.activity("", **{"from": one.sender}))
            assert await door.desk.sessions.invitations.put(Press(pressed, "take_part", opened.id)) is not None
        await until(lambda: len(written(microsoft, people)) > 40, 60)
    assert len(written(microsoft, people)) < MEMBERS, "it was stopped in the middle"
    async with open_teams(waymark, NoDialogue(waymark), microsoft) as door:
        await until(lambda: len(written(microsoft, people)) == MEMBERS, 120)
        await until(lambda: left(waymark, opened.id) == 0)
    moments = [at for _, at in microsoft.times]
    for most, seconds in MICROSOFT_SAYS:
        assert most_within(moments, seconds) <= most
    for one in people:
        own = [at for where, at in microsoft.times if where == one.chat["id"]]
        assert len(own) == 1, "written to once, also where it was stopped in the middle"
        for most, seconds in THREAD:
            assert most_within(own, seconds) <= most


def written(microsoft: Microsoft, people: Sequence[Somebody]) -> set[str]:
    chats = {one.chat["id"] for one in people}
    return {where for _, where, _ in microsoft.placed() if where in chats}


def left(waymark: Waymark, session_id: str) -> int:
    with waymark.database.session() as session:
        query = select(func.count()).select_from(SessionInvitation)
        return session.scalar(query.where(SessionInvitation.session_id == session_id)) or 0
