"""A team reflects together inside Teams: from opening to the summary, with the real door, database and screen."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from bot.sessions import leading
from bot.sessions.answers import Answers
from bot.sessions.leading import Who
from bot.sessions.summary import MINIMUM
from bot.store.session_tables import SessionAnswer, TeamSession
from bot.store.tables import Base, ConversationTurn
from bot.store.teams_session_tables import SessionInvitation
from bot.store.teams_tables import TeamsActivity, TeamsReference
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor
from tests.teams_people import (
    Somebody,
    fields,
    in_channel,
    offers,
    until,
)

DANGER = "I want to end my life tonight"


async def join(door: TeamsDoor) -> Somebody:
    """Somebody who takes part and has begun."""
    one = Somebody(door)
    sent, card = in_channel(door)[-1]
    assert "written to you one to one" in await one.take_part(card, sent)
    await one.press("Begin")
    return one


async def answer(door: TeamsDoor, words: str, **more: str) -> Somebody:
    """Somebody who takes part and answers all."""
    one = await join(door)
    await one.press("Keep and go on", **({"strengths": words, "quote__strengths": "true", "rating": "not-yet"} | more))
    await one.press("Keep and finish", pick="0")
    assert "Your answers are in" in str(one.card)
    return one


def kept(waymark: Waymark, found: TeamSession, one: Somebody) -> Answers:
    part = waymark.taking_part
    return part.read(found.id, f"teams\0{one.chat['tenantId']}|{one.id}")


def answers_of(waymark: Waymark, found: TeamSession) -> int:
    with waymark.database.session() as session:
        count = select(func.count()).select_from(SessionAnswer).where(SessionAnswer.session_id == found.id)
        return session.scalar(count) or 0


def everything(waymark: Waymark) -> str:
    """Every row of every table."""
    with waymark.database.engine.connect() as connection:
        return str([list(connection.execute(select(table))) for table in Base.metadata.sorted_tables])


async def test_from_opening_to_the_summary(
    waymark: Waymark, door: TeamsDoor, microsoft: Microsoft, leader: Somebody, who: Who, opened: TeamSession
) -> None:
    (first, card), *more = in_channel(door)
    assert more == []
    assert opened.join_code in str(card)
    for number in range(MINIMUM):
        await answer(door, f"Kindness number {number}")
    await leader.say("my team sessions")
    assert "You lead this session" in str(leader.card)
    await leader.press("Yes, close it now")
    assert "Read the summary in the review app" in str(leader.card)
    await until(lambda: "looks at it first" in str(in_channel(door)))
    assert answers_of(waymark, opened) == 0
    with waymark.database.session() as session:
        leading.publish(session, who, opened.id)
    await until(lambda: "Kindness number 3" in str(in_channel(door)))
    assert [sent for sent, _ in in_channel(door)] == [first], "the summary takes the place of the session's card"
    summary = str(in_channel(door)[0][1])
    assert "A quiet room" in summary and "3 to 5" in summary
    assert "Take part" not in offers(in_channel(door)[0][1])


async def test_below_the_minimum_it_says_so_and_nothing_is_left(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, who: Who, opened: TeamSession
) -> None:
    for number in range(MINIMUM - 1):
        await answer(door, f"Whisper number {number}")
    await leader.say("my team sessions")
    await leader.press("Yes, close it now")
    await until(lambda: "Fewer than five people took part" in str(in_channel(door)))
    assert "Whisper" not in everything(waymark) + str(in_channel(door))
    assert answers_of(waymark, opened) == 0
    with waymark.database.session() as session:
        assert session.get_one(TeamSession, opened.id).summary is None


async def test_the_answer_of_who_leads_does_not_count(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, opened: TeamSession
) -> None:
    for number in range(MINIMUM - 1):
        await answer(door, f"Kindness number {number}")
    sent, card = in_channel(door)[-1]
    await leader.take_part(card, sent)
    await leader.press("Begin")
    await leader.press("Keep and go on", strengths="Mine", quote__strengths="true")
    assert "leads" not in fields(leader.card), "they are not asked what is known"
    await leader.press("Keep and finish")
    assert kept(waymark, opened, leader).leads
    await leader.say("my team sessions")
    await leader.press("Yes, close it now")
    await until(lambda: "Fewer than five people" in str(in_channel(door)))


async def test_answers_are_changed_part_by_part_and_taken_out(
    waymark: Waymark, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await answer(door, "The kettle", opportunities="The rota")
    await one.press("Change my answers")
    assert fields(one.card)["strengths"] == "The kettle"
    await one.press("Keep and go on", strengths="The tea", opportunities="")
    await one.press("Back")
    theme = kept(waymark, opened, one).themes[opened.themes[0]]
    assert {name: text.words for name, text in theme.texts.items()} == {"strengths": "The tea"}
    assert theme.rating == "not-yet"
    await one.press("Keep and go on")
    await one.press("Keep and finish", pick="1")
    assert kept(waymark, opened, one).picks == (1,)
    await one.press("Take my answers out")
    assert answers_of(waymark, opened) == 0
    assert "deleted" in str(one.card)
    await one.press("Begin again")
    assert set(fields(one.card).values()) <= {"", "false"}


async def test_what_stays_in_the_chat_holds_no_word_of_theirs_and_nothing_is_noted(
    waymark: Waymark, door: TeamsDoor, microsoft: Microsoft, opened: TeamSession
) -> None:
    with waymark.database.session() as session:
        tables = (TeamsActivity, TeamsReference)
        rows = {table: session.scalar(select(func.count()).select_from(table)) for table in tables}
        turns = session.scalar(select(func.count()).select_from(ConversationTurn))
    one = await answer(door, "A whisper of mine")
    await one.press("Change my answers")
    assert "A whisper of mine" in str(one.card), "they see it"
    assert "A whisper of mine" not in str(microsoft.sent), "Teams is not given it to keep"
    with waymark.database.session() as session:
        for table, count in rows.items():
            assert session.scalar(select(func.count()).select_from(table)) == count
        assert session.scalar(select(func.count()).select_from(ConversationTurn)) == turns
        assert session.scalar(select(func.count()).select_from(SessionInvitation)) == 0
    lasting = one.shown()[-1][1]
    await one.press("Keep and go on", on=lasting)
    assert kept(waymark, opened, one).themes[opened.themes[0]].texts["strengths"].words == "A whisper of mine"


async def test_an_old_client_that_knows_no_execute(waymark: Waymark, door: TeamsDoor, opened: TeamSession) -> None:
    one = await join(door)
    await one.press("Keep and go on", execute=False, strengths="The kettle")
    assert kept(waymark, opened, one).themes[opened.themes[0]].texts["strengths"].words == "The kettle"
    assert "Next steps" in str(one.shown()[-1][1])


async def test_danger_names_and_identifiers_are_met_as_on_the_page(
    waymark: Waymark, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await join(door)
    await one.press("Keep and go on", strengths=DANGER, quote__strengths="true")
    assert "116 123" in json.dumps(one.card["body"][0]), "support stands first"
    assert "116 123" in str(one.shown()[-1][1])
    assert kept(waymark, opened, one).themes[opened.themes[0]].texts["strengths"].use == "held"
    two = await join(door)
    words = "Our manager Morag MacDonald asks how we are, ring 07700 900123"
    await two.press("Keep and go on", strengths=words, quote__strengths="true")
    assert "may be names" in str(two.card)
    text = kept(waymark, opened, two).themes[opened.themes[0]].texts["strengths"]
    assert "900123" not in text.words
    assert text.use == "topic", "nobody reads them until they say so"
    await two.press("Keep and go on", names="true")
    assert kept(waymark, opened, two).themes[opened.themes[0]].texts["strengths"].use == "quote"


async def test_support_stands_above_what_they_were_at(door: TeamsDoor, opened: TeamSession) -> None:
    one = await join(door)
    await one.press("Support", strengths="Half a thought")
    assert "116 123" in json.dumps(one.card["body"][0])
    assert fields(one.card)["strengths"] == "Half a thought"


async def test_support_on_the_card_without_words_leaves_what_was_kept(
    waymark: Waymark, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await answer(door, "The kettle", opportunities="The rota")
    await one.press("Change my answers")
    await one.press("Support", on=one.shown()[-1][1])
    await one.press("Keep and go on")
    theme = kept(waymark, opened, one).themes[opened.themes[0]]
    assert {name: text.words for name, text in theme.texts.items()} == {
        "strengths": "The kettle",
        "opportunities": "The rota",
    }
    assert theme.rating == "not-yet"


async def test_too_late_is_told_and_nothing_is_half(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, opened: TeamSession
) -> None:
    one = await join(door)
    waymark.closing.close(opened.id, "morag")
    await one.press("Keep and go on", strengths="Too late")
    assert "came too late" in str(one.card)
    sent, card = in_channel(door)[0]
    assert "closed" in await Somebody(door).take_part(card, sent) if "Take part" in offers(card) else True


@pytest.mark.parametrize("status", [403, 404])
async def test_where_teams_opens_no_chat_they_are_led_to_the_join_code(
    waymark: Waymark, door: TeamsDoor, microsoft: Microsoft, opened: TeamSession, status: int
) -> None:
    microsoft.one_to_one = status
    sent, card = in_channel(door)[-1]
    assert "join code" in await Somebody(door).take_part(card, sent)
    with waymark.database.session() as session:
        assert session.scalar(select(func.count()).select_from(SessionInvitation)) == 0


async def test_a_guest_of_a_meeting_is_led_to_the_join_code(door: TeamsDoor, opened: TeamSession) -> None:
    guest = Somebody(door)
    del guest.sender["aadObjectId"]
    sent, card = in_channel(door)[-1]
    assert "join code" in await guest.take_part(card, sent)
