"""Whoever presses "Take part" is written to once, whatever Teams answers and whatever stops in between."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.channels.teams import session_looking
from bot.channels.teams.activities import read_activity
from bot.channels.teams.connector import NotSent
from bot.channels.teams.session_inviting import Invitations
from bot.channels.teams.session_presses import Press
from bot.store.session_tables import TeamSession
from bot.store.teams_session_tables import SessionInvitation
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor
from tests.teams_people import Somebody, until


@pytest.fixture
def invitations(waymark: Waymark, door: TeamsDoor, opened: TeamSession) -> Invitations:
    """What a process writes to people with. The door's own does nothing here: the test says when."""
    for task in door.desk._beside:
        task.cancel()
    return another(waymark, door)


def another(waymark: Waymark, door: TeamsDoor) -> Invitations:
    return Invitations(waymark, door.desk.delivery, door.desk.sessions.members)


async def press(invitations: Invitations, microsoft: Microsoft, one: Somebody, opened: TeamSession) -> Any:
    pressed = read_activity(microsoft.activity("", **{"from": one.sender}))
    return await invitations.put(Press(pressed, "take_part", opened.id))


async def written(*all_of_them: Invitations) -> None:
    """Let each write to everybody who is noted, and wait until it is done."""
    await asyncio.gather(*(one.write_all() for one in all_of_them))
    while tasks := [task for one in all_of_them for task in one._at_work.values()]:
        await asyncio.wait(tasks)


def noted(waymark: Waymark, opened: TeamSession) -> int:
    with waymark.database.session() as session:
        query = select(func.count()).select_from(SessionInvitation).where(SessionInvitation.session_id == opened.id)
        return session.scalar(query) or 0


def came(one: Somebody) -> int:
    return len(one.shown())


async def test_an_answer_that_is_lost_brings_no_second_card(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, opened: TeamSession
) -> None:
    """Teams took it, and answers with an error: as when a line breaks."""
    one = Somebody(door)
    told = await press(invitations, microsoft, one, opened)
    microsoft.lost.add(one.chat["id"])
    for _ in range(2):
        await written(invitations)
    assert came(one) == 1
    assert noted(waymark, opened) == 0
    assert told.result() is None, "nobody knows whether it came"
    microsoft.lost.clear()
    await press(invitations, microsoft, one, opened)
    await written(invitations)
    assert came(one) == 2, "who presses again asks for it again"


@pytest.mark.parametrize("status", [429, 412, 503])
async def test_what_teams_certainly_did_not_take_is_sent_later(
    waymark: Waymark,
    microsoft: Microsoft,
    door: TeamsDoor,
    invitations: Invitations,
    opened: TeamSession,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    one = Somebody(door)
    await press(invitations, microsoft, one, opened)
    with monkeypatch.context() as patched:

        async def refuse(*_: Any, **__: Any) -> str:
            raise NotSent(status)  # as after all tries, which take minutes

        patched.setattr(invitations.connector, "send", refuse)
        await written(invitations)
    assert noted(waymark, opened) == 1
    await written(invitations)
    assert (came(one), noted(waymark, opened)) == (1, 0)


async def test_killed_while_it_is_sent_and_started_again(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, opened: TeamSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    one, real = Somebody(door), invitations.connector.send
    await press(invitations, microsoft, one, opened)

    async def killed(*given: Any, **how: Any) -> str:
        await real(*given, **how)
        raise SystemError("the process ends here")

    with monkeypatch.context() as patched:
        patched.setattr(invitations.connector, "send", killed)
        await written(invitations)
    await written(another(waymark, door))
    assert (came(one), noted(waymark, opened)) == (1, 0)


async def test_two_processes_write_once(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, opened: TeamSession
) -> None:
    people = [Somebody(door) for _ in range(6)]
    for one in people:
        await press(invitations, microsoft, one, opened)
    await written(invitations, another(waymark, door), another(waymark, door))
    assert [came(one) for one in people] == [1] * 6


async def test_a_stop_lets_what_was_claimed_go_out(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, opened: TeamSession
) -> None:
    one = Somebody(door)
    await press(invitations, microsoft, one, opened)
    microsoft.slow[one.chat["id"]] = 1
    running = asyncio.create_task(invitations.run())
    while noted(waymark, opened):  # until it is claimed
        await asyncio.sleep(0.02)
    running.cancel()
    await invitations.close()
    assert (came(one), noted(waymark, opened)) == (1, 0)


@pytest.fixture
def quick_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A door that waits a moment for what is under way, in place of seconds."""
    monkeypatch.setattr(session_looking, "FINISH_WITHIN", 0.3)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_stop_loses_nobody_whom_teams_did_not_take_yet(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, opened: TeamSession,
    quick_stop: None, status: int,
) -> None:  # fmt: skip
    """It is claimed, and waits to be tried again; the pause may be a minute, and no stop waits so long."""
    one = Somebody(door)
    await press(invitations, microsoft, one, opened)
    microsoft.closed[one.chat["id"]] = status
    running = asyncio.create_task(invitations.run())
    await until(lambda: status in microsoft.refused)
    assert noted(waymark, opened) == 0, "it is claimed"
    running.cancel()
    await invitations.close()
    assert noted(waymark, opened) == 1
    microsoft.closed.clear()
    await written(another(waymark, door))
    assert (came(one), noted(waymark, opened)) == (1, 0)


async def test_a_stop_brings_no_second_card_of_what_is_on_its_way(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, opened: TeamSession,
    quick_stop: None,
) -> None:  # fmt: skip
    one = Somebody(door)
    await press(invitations, microsoft, one, opened)
    microsoft.slow[one.chat["id"]] = 2
    running = asyncio.create_task(invitations.run())
    await until(lambda: one.chat["id"] in dict(microsoft.times))
    running.cancel()
    await invitations.close()
    assert noted(waymark, opened) == 0, "Teams may take it"


async def test_a_stop_waits_for_nothing_that_takes_long(
    microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, quick_stop: None
) -> None:
    one, sessions = Somebody(door), door.desk.sessions
    microsoft.closed[one.chat["id"]] = 503
    sessions._let(sessions._say(read_activity(microsoft.activity("", conversation=one.chat)), "words"))
    await until(lambda: 503 in microsoft.refused)
    began = time.monotonic()
    await sessions.close()
    assert time.monotonic() - began < 2
    assert sessions._beside == set()


async def test_who_presses_again_while_it_is_sent_is_written_to_once(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, invitations: Invitations, opened: TeamSession
) -> None:
    one = Somebody(door)
    first = await press(invitations, microsoft, one, opened)
    microsoft.slow[one.chat["id"]] = 1
    writing = asyncio.create_task(written(invitations))
    await until(lambda: one.chat["id"] in dict(microsoft.times))
    again = await press(invitations, microsoft, one, opened)
    assert noted(waymark, opened) == 1
    await writing
    await written(invitations)
    assert (came(one), noted(waymark, opened)) == (1, 0)
    assert first.result() is again.result() is True
