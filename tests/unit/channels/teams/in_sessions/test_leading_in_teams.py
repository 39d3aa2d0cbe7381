"""Who leads a session from Teams, and how its card fares there: once, in its place, with a kind end each."""

from __future__ import annotations

import json
import uuid

import pytest
from sqlalchemy import func, select

from bot import days
from bot.channels.teams import session_leading
from bot.channels.teams.cards import LARGEST
from bot.sessions import leading
from bot.sessions.leading import Plan, Who
from bot.store.session_tables import TeamSession
from bot.store.tables import AuditEvent
from bot.store.teams_session_tables import SessionPlace
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor, sender_of
from tests.teams_people import (
    CHANNEL,
    Somebody,
    add_facilitator,
    give_code,
    in_channel,
    offers,
    session_of,
    until,
)

DANGER = "I want to end my life tonight"


async def test_a_card_that_is_gone_is_sent_anew_once(
    waymark: Waymark, door: TeamsDoor, microsoft: Microsoft, leader: Somebody, who: Who, opened: TeamSession
) -> None:
    (sent, _), *_ = in_channel(door)
    microsoft.missing.add(sent)
    waymark.closing.close(opened.id, "morag")
    door.desk.sessions.noticeboard.look_now()
    await until(lambda: len(in_channel(door)) == 2)
    again = in_channel(door)[-1][0]
    microsoft.missing.add(again)
    with waymark.database.session() as session:
        session.get_one(TeamSession, opened.id).state = "lost"
    door.desk.sessions.noticeboard.look_now()
    await until(lambda: place(waymark, opened).gone)
    assert len(in_channel(door)) == 2


@pytest.mark.parametrize("status", [403, 410])
async def test_where_the_app_was_removed_the_facilitator_is_told_and_the_session_goes_on(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, leader: Somebody, opened: TeamSession, status: int
) -> None:
    microsoft.closed[CHANNEL["id"]] = status
    await leader.say("my team sessions")
    await leader.press("Remind them once")
    await until(lambda: "does not let me write there" in str(leader.shown()))
    found = waymark.taking_part.find(opened.join_code)
    assert found and found.state == "open"


async def test_a_reminder_comes_once(
    waymark: Waymark, door: TeamsDoor, microsoft: Microsoft, leader: Somebody, opened: TeamSession
) -> None:
    await leader.say("my team sessions")
    await leader.press("Remind them once")
    await until(lambda: reminders(microsoft))
    assert "Remind them once" not in offers(leader.card)
    await door.desk.sessions.noticeboard.bring_all()
    assert len(reminders(microsoft)) == 1


async def test_only_who_leads_it_can_act_and_every_other_try_is_on_record(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, who: Who, opened: TeamSession
) -> None:
    await leader.say("my team sessions")
    controls = leader.card
    other, stranger = add_facilitator(waymark), Somebody(door)
    thief = Somebody(door)
    await thief.mention("open a session")
    await thief.press("That is me", code=give_code(waymark, other))
    before = refusals(waymark)
    for count, (one, title) in enumerate(
        [(one, title) for one in (stranger, thief) for title in ("Keep it open for longer", "Yes, close it now")], 1
    ):
        await one.press(title, on=controls)
        assert "Only the person who leads this session" in one.line
        assert refusals(waymark) == before + count
    assert session_of(waymark, who).state == "open"


async def test_a_code_links_once_and_soon(waymark: Waymark, door: TeamsDoor, who: Who) -> None:
    one, two = Somebody(door), Somebody(door)
    await one.mention("open a session")
    await one.press("That is me", code=give_code(waymark, who, minutes=-1))
    assert "not right" in str(one.card)
    code = give_code(waymark, who)
    await one.press("That is me", code=code)
    assert "That worked" in str(one.card)
    await two.mention("open a session")
    await two.press("That is me", code=code)
    assert "not right" in str(two.card)
    for _ in range(6):
        await two.press("That is me", on=two.shown()[0][1], code="apple-bread-cloud-daisy")
    assert "often enough" in two.line


async def test_a_plan_that_cannot_be_opened_says_what_is_amiss(waymark: Waymark, door: TeamsDoor, who: Who) -> None:
    one = Somebody(door)
    await one.mention("open a session")
    await one.press("That is me", code=give_code(waymark, who))
    await one.press("See what your team will see", themes="", day="2020-01-01")
    assert "one to three themes" in str(one.card) and "still to come" in str(one.card)
    await one.press("See what your team will see", themes=waymark.content.themes[0].id, day="")
    assert "still to come" in str(one.card)


def place(waymark: Waymark, found: TeamSession) -> SessionPlace:
    with waymark.database.session() as session:
        return session.get_one(SessionPlace, found.id)


def reminders(microsoft: Microsoft) -> list[str]:
    return [str(body["text"]) for _, _, body in microsoft.sent if "Our session is open" in str(body.get("text"))]


def refusals(waymark: Waymark) -> int:
    with waymark.database.session() as session:
        count = select(func.count()).select_from(AuditEvent).where(AuditEvent.event == "session_refused")
        return session.scalar(count) or 0


async def test_a_card_that_is_shown_again_brings_no_second_reminder(
    waymark: Waymark, door: TeamsDoor, microsoft: Microsoft, leader: Somebody, opened: TeamSession
) -> None:
    await leader.say("my team sessions")
    await leader.press("Remind them once")
    await until(lambda: reminders(microsoft))
    await until(lambda: place(waymark, opened).reminded)
    with waymark.database.session() as session:
        session.get_one(SessionPlace, opened.id).gone = True
    await leader.say("my team sessions")
    await leader.press("Show the card again")
    await until(lambda: len(in_channel(door)) == 2)
    await door.desk.sessions.noticeboard.bring_all()
    assert len(reminders(microsoft)) == 1


async def test_the_list_of_many_sessions_is_within_what_teams_takes(
    waymark: Waymark, door: TeamsDoor, leader: Somebody, who: Who, opened: TeamSession
) -> None:
    part, content = waymark.taking_part, waymark.content
    longest = sorted(content.themes, key=lambda one: len(one.name))[-leading.MOST_THEMES :]
    team = max(content.organisation.teams, key=lambda one: len(one.name)).id
    plan = Plan(team, tuple(one.id for one in longest), (), opened.closes_at)
    with waymark.database.session() as session:
        for _ in range(50):
            leading.open_session(session, part.keys, who, plan, part.words, days.read_clock(), uuid.uuid4().hex)
    card = door.desk.sessions.leading.mine_card(sender_of(waymark, leader.id))
    assert str(card).count("Action.Execute") == session_leading.LISTED
    assert len(json.dumps(card, ensure_ascii=False)) <= LARGEST
