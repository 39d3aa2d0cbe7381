"""A coordinator asks for more; the author meets it with the return code, says more or lets it be, and stays unknown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.channels.gate import Gate
from bot.store import invitations
from bot.store.coordinators import add_coordinator
from bot.store.tables import Coordinator, Reflection
from bot.waymark import Waymark
from tests.talk import Talk

WORDS = "our huddles are kept short and kind qhuddle"


@pytest.fixture
async def code(talk: Talk) -> str:
    """The return code of what somebody shared without a name."""
    await talk.press("start")
    await talk.say("culture")
    await talk.say(WORDS)
    for step in ("finish", "save", "share_anonymous"):
        await talk.press(step)
    assert talk.code
    return talk.code


def ask_for_more(waymark: Waymark, about: invitations.About) -> str:
    with waymark.database.session() as session:
        if session.scalar(select(Coordinator).where(Coordinator.name == "morag")) is None:
            add_coordinator(session, "morag", "three quiet herons")
        row = session.scalars(select(Reflection).where(Reflection.strengths.contains("qhuddle"))).one()
        who = session.scalars(select(Coordinator.id).where(Coordinator.name == "morag")).one()
        invitations.invite(session, row, about, who, datetime.now(UTC).date())
        return row.id


async def come_back(waymark: Waymark, gate: Gate, code: str) -> Talk:
    talk = await Talk(waymark, gate).open()
    await talk.press("start")
    await talk.press("return_code")
    await talk.say(code)
    return talk


async def forget(talk: Talk) -> None:
    await talk.press("withdraw")
    await talk.press("withdraw")


async def test_the_author_is_asked_and_says_more(waymark: Waymark, gate: Gate, code: str) -> None:
    one = ask_for_more(waymark, "strengths")
    talk = await come_back(waymark, gate, code)
    assert talk.heard == ["utter_invited", "utter_opened"]
    assert "What is going well" in talk.text
    await talk.press("Say more")
    await talk.say("and everyone gets a turn to speak")
    for step in ("finish", "save"):
        await talk.press(step)
    with waymark.database.session() as session:
        row = session.get(Reflection, one)
        assert row is not None
        assert WORDS in row.strengths and "everyone gets a turn" in row.strengths
        assert row.edits == 1
        assert invitations.asked_about(session, row) is None
    again = await come_back(waymark, gate, code)
    assert again.heard == ["utter_opened"]
    await forget(again)


async def test_the_author_may_let_it_be_and_nothing_is_kept_of_that(waymark: Waymark, gate: Gate, code: str) -> None:
    one = ask_for_more(waymark, "opportunities")
    talk = await come_back(waymark, gate, code)
    assert "utter_invited" in talk.heard
    with waymark.database.session() as session:
        row = session.get(Reflection, one)
        assert row is not None and row.edits == 0
        assert invitations.asked_about(session, row) == "opportunities"
    await forget(talk)
    with waymark.database.session() as session:
        assert session.get(Reflection, one) is None
        assert not session.scalars(
            select(invitations.Invitation).where(invitations.Invitation.reflection_id == one)
        ).all()


async def test_an_answer_that_was_skipped_can_be_written_now(waymark: Waymark, gate: Gate, code: str) -> None:
    ask_for_more(waymark, "next_step")
    talk = await come_back(waymark, gate, code)
    await talk.press("Say more")
    assert "utter_ask_next_step" in talk.heard
    await talk.say("i will ask the team for five minutes")
    for step in ("finish", "save"):
        await talk.press(step)
    await forget(await come_back(waymark, gate, code))
