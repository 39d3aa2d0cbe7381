"""Reminders in Teams, by invitation: asked for, sent once at work time, taken back. And settings, and forgetting."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.channels.teams.reminding import in_working_hours, send_due
from bot.days import SCOTLAND
from bot.settings import Settings
from bot.store.conversations import erase_conversation
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.talk import Talk
from tests.teams import TeamsDoor, labels, open_teams, sender_of


def on_a_working_day(weeks: int) -> datetime:
    """A Wednesday morning, at least that many weeks from now."""
    day = datetime.now(SCOTLAND) + timedelta(weeks=weeks)
    return (day + timedelta(days=(2 - day.weekday()) % 7)).replace(hour=11)


async def save(door: TeamsDoor, someone: dict[str, Any]) -> dict[str, Any]:
    """Save a reflection with a next step. Out: the receipt's card."""
    await door.say("our managers never listen", **someone)
    await door.press("Skip", **someone)
    await door.press("Skip", **someone)
    await door.say("Ask the night shift on Friday", **someone)
    await door.press("Skip", **someone)
    await door.press("Save it", **someone)
    return await door.press("Keep it private", **someone)


async def test_a_reminder_comes_once_in_two_weeks_and_shows_no_words(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    receipt = await save(door, someone)
    assert "Remind me in two weeks" in labels(receipt)
    noted = await door.press("Remind me in two weeks", **someone)
    assert "Leadership" in noted["fallbackText"]
    sent = len(microsoft.cards())
    assert await send_due(waymark, door.desk, on_a_working_day(1)) == 0
    assert await send_due(waymark, door.desk, on_a_working_day(2)) == 1
    reminder = microsoft.cards()[-1]
    assert "remind you of your next step about Leadership" in reminder["fallbackText"]
    assert "night shift" not in str(reminder)
    assert await send_due(waymark, door.desk, on_a_working_day(3)) == 0
    assert len(microsoft.cards()) == sent + 1


async def test_a_reminder_survives_a_restart_and_the_end_of_the_chat(
    waymark: Waymark, agent: Any, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    async with open_teams(waymark, agent, microsoft) as door:
        await save(door, someone)
        await door.press("Remind me in two weeks", **someone)
    sender = sender_of(waymark, someone["from"]["aadObjectId"])
    with waymark.database.session() as session:  # as the purge does, a day after the last message
        erase_conversation(session, sender)
    async with open_teams(waymark, agent, microsoft) as door:
        assert await send_due(waymark, door.desk, on_a_working_day(2)) == 1
        reminder = microsoft.cards()[-1]
        assert "Hello, this is Waymark" in reminder["fallbackText"]
        assert "Please do not name people" not in reminder["fallbackText"]  # no welcome: nobody came
        opened = await door.press("I have a return code", **someone)
        assert "four words" in opened["fallbackText"]


async def test_a_reminder_can_be_taken_back(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await save(door, someone)
    await door.press("Remind me in two weeks", **someone)
    card = await door.say("settings", **someone)
    assert "Once, on" in str(card)
    card = await door.press("Cancel the reminder", **someone)
    assert "I will not remind you" in card["fallbackText"]
    sent = len(microsoft.cards())
    assert await send_due(waymark, door.desk, on_a_working_day(2)) == 0
    assert len(microsoft.cards()) == sent


async def test_a_reminder_that_teams_would_not_take_comes_later_and_is_one_turn(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(door, someone)
    await door.press("Remind me in two weeks", **someone)
    monkeypatch.setattr("bot.channels.teams.connector.TRIES", 1)
    microsoft.answers.append((503, {}))
    assert await send_due(waymark, door.desk, on_a_working_day(2)) == 0
    assert await send_due(waymark, door.desk, on_a_working_day(2)) == 1
    sender = sender_of(waymark, someone["from"]["aadObjectId"])
    said = [one["text"] for one in await door.desk.gate.transcript(sender)]
    assert len([text for text in said if "remind you of your next step" in text]) == 1


async def test_a_reminder_never_comes_twice(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes look at once, and what is done after it was sent does not work."""
    await save(door, someone)
    await door.press("Remind me in two weeks", **someone)
    sent = len(microsoft.cards())
    monkeypatch.setattr(door.desk, "_remember", lambda *_: 1 / 0)
    at = on_a_working_day(2)
    await asyncio.gather(*(send_due(waymark, door.desk, at) for _ in range(3)))
    await send_due(waymark, door.desk, at)
    assert len(microsoft.cards()) == sent + 1


async def test_who_took_the_app_away_is_not_reminded(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await save(door, someone)
    await door.press("Remind me in two weeks", **someone)
    await door.post(microsoft.activity(type="installationUpdate", action="remove", **someone))
    await door.done()
    assert await send_due(waymark, door.desk, on_a_working_day(2)) == 0


async def test_in_the_middle_of_a_reflection_a_reminder_leads_back_to_it(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await save(door, someone)
    await door.press("Remind me in two weeks", **someone)
    await door.press("Another theme", **someone)
    await door.press(waymark.content.themes[0].name, **someone)
    assert await send_due(waymark, door.desk, on_a_working_day(2)) == 1
    assert "We can go on where we were" in microsoft.cards()[-1]["fallbackText"]
    assert "Question 1 of 4" in str(await door.press("Go on", **someone))


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-23T09:59", False),
        ("2026-11-23T10:00", True),
        ("2026-11-27T15:59", True),
        ("2026-11-27T16:00", False),
        ("2026-11-28T12:00", False),
        ("2026-11-29T12:00", False),
    ],
)
def test_reminders_come_in_working_hours_alone(moment: str, allowed: bool) -> None:
    assert in_working_hours(Settings(), datetime.fromisoformat(moment).replace(tzinfo=SCOTLAND)) is allowed


async def test_forgetting_a_chat_asks_once_and_leaves_nothing_but_what_is_saved(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await save(door, someone)
    await door.press("Remind me in two weeks", **someone)
    card = await door.say("forget this chat", **someone)
    assert "Shall I forget" in card["fallbackText"]
    kept = await door.press("No, go on", **someone)
    assert kept["fallbackText"]
    await door.say("forget this chat", **someone)
    await door.press("Yes, forget it", **someone)
    heard = [one["text"] for one in await door.desk.gate.transcript(sender_of(waymark, someone["from"]["aadObjectId"]))]
    assert len(heard) <= 2
    assert "night shift" not in str(heard)
    assert await send_due(waymark, door.desk, on_a_working_day(2)) == 0


async def test_forgetting_a_chat_in_the_middle_of_a_question_loses_nothing_before_the_yes(
    door: TeamsDoor, someone: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    await door.say("Our lead asks how we are", **someone)
    await door.say("forget this chat", **someone)
    card = await door.press("No, go on", **someone)
    assert "2 of 4" in str(card)


async def test_the_web_chat_offers_no_reminder(talk: Talk) -> None:
    await talk.press("start")
    await talk.say("remind me in two weeks")
    assert talk.heard == ["utter_no_reminders"]
    await talk.press("Go on")
    (message,) = await talk.say("settings")
    assert "Leave now" in message["text"]
    assert message["kind"] == "message"
