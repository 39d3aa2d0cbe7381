"""Whoever leads a session, or did for a while, may answer too: it counts for nothing, and they learn no more for it."""

from __future__ import annotations

import pytest

from bot.sessions import leading
from bot.sessions.leading import Who
from bot.sessions.summary import MINIMUM
from bot.store.session_tables import TeamSession
from bot.waymark import Waymark
from tests.teams import TeamsDoor
from tests.teams_people import Somebody, add_facilitator, fields, give_code, in_channel, until
from tests.unit.channels.teams.in_sessions.test_teams_sessions import answer, join, kept


async def linked(waymark: Waymark, door: TeamsDoor, who: Who) -> Somebody:
    """Another facilitator, who said in Teams who they are."""
    one = Somebody(door)
    await one.mention("open a session")
    await one.press("That is me", code=give_code(waymark, who))
    return one


async def take_part(one: Somebody, words: str) -> None:
    sent, card = in_channel(one.door)[-1]
    await one.take_part(card, sent)
    await one.press("Begin")
    await one.press("Keep and go on", strengths=words, quote__strengths="true", rating="not-yet")
    await one.press("Keep and finish", pick="0")


async def hand_over(one: Somebody, to: Who) -> None:
    await one.say("my team sessions")
    await one.press("Hand it over", to=to.id)
    assert "It is handed over" in str(one.card)


def summary_of(waymark: Waymark, opened: TeamSession) -> dict | None:
    with waymark.database.session() as session:
        return session.get_one(TeamSession, opened.id).summary


@pytest.mark.parametrize("others", [MINIMUM - 1, MINIMUM])
async def test_an_heir_who_answered_before_does_not_count(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, opened: TeamSession, others: int
) -> None:
    other = add_facilitator(waymark)
    heir = await linked(waymark, door, other)
    for number in range(others):
        await answer(door, f"Kindness number {number}")
    await take_part(heir, "Of the heir")
    await hand_over(leader, other)
    await heir.say("my team sessions")
    await heir.press("Yes, close it now")
    made = summary_of(waymark, opened)
    if others < MINIMUM:
        assert made is None, "five members besides whoever leads it"
        await until(lambda: "Fewer than five people" in str(in_channel(door)))
    else:
        assert made and made["steps"][0][1] == "3-5", "six chose it, and the heir's own choice is not counted"
        assert "Of the heir" in made["themes"][0]["strengths"], "what they let the team read stands there"


async def test_nor_does_who_handed_it_over_and_got_it_back(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, who: Who, opened: TeamSession
) -> None:
    other = add_facilitator(waymark)
    heir = await linked(waymark, door, other)
    for number in range(MINIMUM - 1):
        await answer(door, f"Kindness number {number}")
    await hand_over(leader, other)
    await take_part(leader, "Not leading just now")
    await hand_over(heir, who)
    await leader.say("my team sessions")
    await leader.press("Yes, close it now")
    assert summary_of(waymark, opened) is None


async def test_nor_where_it_closes_by_itself(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, who: Who, opened: TeamSession
) -> None:
    other = add_facilitator(waymark)
    heir = await linked(waymark, door, other)
    for number in range(MINIMUM - 1):
        await answer(door, f"Kindness number {number}")
    await take_part(heir, "Of the heir")
    with waymark.database.session() as session:
        leading.hand_over(session, who, opened.id, other.id)
        session.get_one(TeamSession, opened.id).closes_at = opened.opened_at
    waymark.closing.close_due()
    assert summary_of(waymark, opened) is None


@pytest.mark.parametrize("steps", ["A quiet room\nA walk", ""])
async def test_the_tick_of_who_leads_can_be_taken_back(
    waymark: Waymark, door: TeamsDoor, opened: TeamSession, steps: str
) -> None:
    if not steps:
        with waymark.database.session() as session:
            opened = session.get_one(TeamSession, opened.id)
            opened.steps = []
    one = await join(door)
    if steps:
        await one.press("Keep and go on", strengths="The kettle", leads="true")
        await one.press("Keep and finish", leads="true")
    else:
        await one.press("Keep and finish", strengths="The kettle", leads="true")
    assert kept(waymark, opened, one).leads
    await one.press("Change my answers")
    if steps:
        await one.press("Keep and go on")
    assert fields(one.card)["leads"] == "true", "they see that it is ticked"
    lasting = one.shown()[-1][1]
    assert fields(lasting)["leads"] == "false"
    await one.press("Keep and finish", on=lasting)
    assert kept(waymark, opened, one).leads, "on the card that shows nothing of theirs, no tick takes nothing back"
    await one.press("Change my answers")
    if steps:
        await one.press("Keep and go on")
    await one.press("Keep and finish", leads="false")
    assert not kept(waymark, opened, one).leads
