"""A message that is edited or deleted in Teams changes or takes out what it said, until that is saved."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from bot.store.conversations import read_events, read_turns
from bot.store.tables import ConversationTurn, Reflection
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor, sender_of

FIRST, OTHER = "Our lead asks how we are on a Monday", "Our lead asks how we are each morning"


async def say(door: TeamsDoor, microsoft: Microsoft, text: str, someone: dict[str, Any]) -> str:
    """Say something. Out: the message's id."""
    message = str(uuid.uuid4())
    await door.say(text, id=message, **someone)
    return message


async def change(
    door: TeamsDoor, microsoft: Microsoft, message: str, text: str | None, someone: dict[str, Any], when: str = "1"
) -> str:
    """Edit a message, or delete it (None). Out: all that is said to that."""
    before = len(microsoft.cards())
    event = "softDeleteMessage" if text is None else "editMessage"
    kind = "messageDelete" if text is None else "messageUpdate"
    fields = {"type": kind, "id": message, "timestamp": f"2026-12-01T10:00:0{when}Z", **someone}
    fields["channelData"] = microsoft.activity()["channelData"] | {"eventType": event}
    await door.post(microsoft.activity(text or "", **fields))
    await door.done()
    return str(microsoft.cards()[before:])


def kept(waymark: Waymark, someone: dict[str, Any]) -> str:
    """All that is kept of a conversation. Where things stood before a turn is kept until the next one (ADR 13)."""
    sender = sender_of(waymark, someone["from"]["aadObjectId"])
    with waymark.database.session() as session:
        return str([*read_events(session, sender), *read_turns(session, sender)])


async def test_an_edit_changes_the_answer(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    message = await say(door, microsoft, FIRST, someone)
    assert "I have changed your words here too" in await change(door, microsoft, message, OTHER, someone)
    for _ in range(3):
        card = await door.press("Skip", **someone)
    assert OTHER in str(card)
    assert FIRST not in str(card)
    assert FIRST not in kept(waymark, someone)
    assert "changed" in await change(door, microsoft, message, FIRST, someone, "2"), "and once more"
    assert FIRST in str(microsoft.cards()[-1])


async def test_a_deletion_takes_the_answer_out_for_good(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    message = await say(door, microsoft, FIRST, someone)
    assert "Question 2 of 4" in str(microsoft.cards()[-1])
    assert "taken your words out" in await change(door, microsoft, message, None, someone)
    await door.say("bring it back", **someone)
    assert FIRST not in str(microsoft.cards()[-1])
    assert FIRST not in kept(waymark, someone)


async def test_an_edit_that_comes_twice_or_changes_no_word_is_met_once(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    message = await say(door, microsoft, FIRST, someone)
    assert await change(door, microsoft, message, FIRST, someone) == "[]"
    assert "changed" in await change(door, microsoft, message, OTHER, someone, "2")
    assert await change(door, microsoft, message, OTHER, someone, "2") == "[]"
    assert await change(door, microsoft, message, OTHER, someone, "3") == "[]"


async def test_words_of_danger_that_an_edit_brings_are_met_with_support(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    message = await say(door, microsoft, FIRST, someone)
    said = await change(door, microsoft, message, "I want to end my life tonight", someone)
    assert "116 123" in said
    await door.press("Support", **someone)
    assert FIRST not in kept(waymark, someone)


async def test_identifiers_in_an_edit_are_masked(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    message = await say(door, microsoft, "our managers never listen", someone)
    await change(door, microsoft, message, "our managers never listen, ring me on 07700 900123", someone)
    assert "900123" not in kept(waymark, someone) + str(microsoft.cards())


@pytest.mark.parametrize("text", [OTHER, None])
async def test_what_is_saved_stays_as_it_is_and_they_are_told(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any], text: str | None
) -> None:
    await door.say("our managers never listen", **someone)
    message = await say(door, microsoft, FIRST, someone)
    for label in ("Skip", "Skip", "Skip", "Save it", "Share without a name"):
        await door.press(label, **someone)
    assert "That changes nothing here" in await change(door, microsoft, message, text, someone)
    with waymark.database.session() as session:
        assert FIRST in str([vars(one) for one in session.scalars(select(Reflection))])


async def test_a_command_or_an_unknown_message_is_passed_over(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    message = await say(door, microsoft, "Help me choose", someone)
    assert await change(door, microsoft, message, "something else", someone) == "[]"
    assert await change(door, microsoft, "never-heard-of", "something else", someone) == "[]"
    with waymark.database.session() as session:
        assert session.scalar(select(ConversationTurn.id).limit(1))
