"""Cards that were shown before: each choice belongs to its turn, an old one does nothing, and Support always works."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.store.conversations import erase_conversation
from bot.store.tables import Reflection
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor, labels, sender_of

OVER = "not open any more"


async def up_to_sharing(door: TeamsDoor, strength: str, someone: dict[str, Any]) -> str:
    """Write a reflection up to "who may see it?". Out: the id of that card."""
    await door.say(strength, **someone)
    for label in ("Skip", "Skip", "Skip", "Save it"):
        await door.press(label, **someone)
    return door.newest


def shared(waymark: Waymark) -> int:
    with waymark.database.session() as session:
        return session.scalar(select(func.count()).select_from(Reflection)) or 0


@pytest.mark.parametrize("execute", [True, False])
async def test_a_press_on_the_card_of_one_reflection_never_shares_the_next(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any], execute: bool
) -> None:
    await door.say("our managers never listen", **someone)
    first = await up_to_sharing(door, "Our lead asks how we are on a Monday", someone)
    old = microsoft.shown[first]
    await door.press("Keep it private", **someone)
    await door.press("Another theme", **someone)
    await door.press(waymark.content.themes[0].name, **someone)
    await up_to_sharing(door, "We hand over well at the end of a shift", someone)
    before, sent = shared(waymark), len(microsoft.cards())
    assert "Share without a name" in labels(old) and "Share without a name" in labels(microsoft.cards()[-1])
    await door.press_on(first, old, "Share without a name", execute=execute, **someone)
    assert shared(waymark) == before
    assert len(microsoft.cards()) == sent, "it does nothing"
    assert "You chose: Keep it private" in words_of(microsoft.shown[first])
    assert OVER in words_of(microsoft.shown[first])
    await door.press("Share without a name", **someone)
    assert shared(waymark) == before + 1, "and the one that is open still works"


@pytest.mark.parametrize("execute", [True, False])
async def test_skip_pressed_twice_skips_once(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any], execute: bool
) -> None:
    card, sent = await door.say("our managers never listen", **someone), door.newest
    after = await door.press("Skip", execute=execute, **someone)
    assert "Question 2 of 4" in words_of(after)
    count = len(microsoft.cards())
    await door.press_on(sent, card, "Skip", execute=execute, **someone)
    assert len(microsoft.cards()) == count
    assert "You chose: Skip" in words_of(microsoft.shown[sent])
    assert OVER not in words_of(microsoft.shown[sent]), "to who pressed twice it was one press"


@pytest.mark.parametrize("since", ["another turn", "a day", "forgotten", "removed and added"])
async def test_support_works_on_every_card_for_ever(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any], since: str
) -> None:
    card, sent = await door.say("our managers never listen", **someone), door.newest
    if since == "another turn":
        await door.press("Skip", **someone)
    elif since == "a day":
        with waymark.database.session() as session:  # as the purge does
            erase_conversation(session, sender_of(waymark, someone["from"]["aadObjectId"]))
    elif since == "forgotten":
        await door.say("forget this chat", **someone)
        await door.press("Yes, forget it", **someone)
    else:
        for action in ("remove", "add"):
            await door.post(microsoft.activity(type="installationUpdate", action=action, **someone))
            await door.done()
    count = len(microsoft.cards())
    answer = await door.press_on(sent, card, "Support", **someone)
    assert OVER not in words_of(answer)
    assert len(microsoft.cards()) == count + 1
    assert "116 123" in words_of(microsoft.cards()[-1])


async def test_a_typed_answer_settles_the_card_it_answers(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    asked = door.newest
    await door.say("Our lead asks how we are on a Monday", **someone)
    assert labels(microsoft.shown[asked]) == []
    assert "Question 1 of 4" in words_of(microsoft.shown[asked])
    assert OVER not in words_of(microsoft.shown[asked])
    assert labels(microsoft.shown[door.newest]) != []


async def test_a_pressed_card_is_replaced_in_the_chat_too(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    """Teams shows the old card again where only the press was answered, and other clients never see the answer."""
    await door.say("our managers never listen", **someone)
    asked, count = door.newest, len(microsoft.sent)
    await door.press("Skip", **someone)
    assert [method for method, _, _ in microsoft.sent[count:]] == ["POST", "PUT"]
    assert labels(microsoft.shown[asked]) == []
    assert "You chose: Skip" in words_of(microsoft.shown[asked])


def words_of(element: Any) -> str:
    """All the words of a card as they are read, without its buttons."""
    if isinstance(element, list):
        return " ".join(words_of(one) for one in element)
    if not isinstance(element, dict):
        return ""
    own = "".join(one["text"] for one in element.get("inlines", ()))
    facts = " ".join(f"{fact['title']} {fact['value']}" for fact in element.get("facts", ()))
    return " ".join(
        part for part in (own, facts, words_of(element.get("body")), words_of(element.get("items"))) if part
    )
