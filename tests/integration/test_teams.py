"""The Teams door with the real agent, before a Microsoft of our own: order, once only, patience, and nothing lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.counting import MessageCount
from bot.store import teams as store
from bot.waymark import Waymark
from tests.microsoft import PERSON, Microsoft
from tests.teams import CONTROLS, TeamsDoor, actions, labels, open_teams, sender_of


async def test_one_welcome_for_an_install(door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]) -> None:
    await door.post(microsoft.activity(type="installationUpdate", action="add", **someone))
    await door.post(microsoft.activity(type="conversationUpdate", membersAdded=[{"id": "28:bot"}], **someone))
    await door.done()
    assert len(microsoft.sent) == 1
    assert "automated guide" in microsoft.cards()[0]["fallbackText"]


async def test_a_whole_reflection(door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]) -> None:
    await door.say("our managers never listen", **someone)
    await door.say("Our lead asks how we are on a Monday", **someone)
    await door.say("Decisions come down without us", **someone)
    await door.press("Skip", execute=False, **someone)
    card = await door.press("Most of the time", **someone)
    assert "Our lead asks how we are on a Monday" in str(card)
    await door.press("Save it", **someone)
    card = await door.press("Keep it private", **someone)
    assert "Your return code" in str(card)
    assert "Why this is shown" in str(card)
    goodbye = await door.press("Finish", **someone)
    assert "You wrote that this is going well" in goodbye["fallbackText"]


async def test_a_pressed_card_settles(door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]) -> None:
    card = await door.say("our managers never listen", **someone)
    data = next(a["data"] for e in card["body"] for a in e.get("actions", ()) if a["title"] == "Help me choose")
    value = {"action": {"type": "Action.Execute", "verb": "choose", "data": data}}
    fields = {"type": "invoke", "name": "adaptiveCard/action", "value": value, **someone}
    answer = await door.post(microsoft.activity("", **fields))
    settled = answer.json()["value"]
    assert "Help me choose" in str(settled["body"])
    assert labels(settled) == []
    await door.done()
    sent = len(microsoft.cards())
    again = await door.post(microsoft.activity("", **fields))  # a second click, an activity of its own
    await door.done()
    assert labels(again.json()["value"]) == []
    assert len(microsoft.cards()) == sent


async def test_another_button_of_an_answered_card_does_nothing_and_says_so(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    first = await door.say("our managers never listen", **someone)
    await door.press("Another theme", **someone)
    sent = len(microsoft.cards())
    data = next(one["data"] for one in actions(first) if one["title"] not in ("Another theme", *CONTROLS))
    value = {"action": {"type": "Action.Execute", "verb": "choose", "data": data}}
    late = microsoft.activity("", type="invoke", name="adaptiveCard/action", value=value, **someone)
    settled = (await door.post(late)).json()["value"]
    await door.done()
    assert "not open any more" in str(settled["body"])
    assert "Another theme" in str(settled["body"]), "what was chosen stays in sight"
    assert len(microsoft.cards()) == sent


@pytest.mark.parametrize("pressed", [{"choice": "forged", "turn": "forged"}, {"choice": 7}, {}, {"turn": "x" * 5000}])
async def test_a_forged_click_is_harmless(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any], pressed: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    sent = len(microsoft.cards())
    value = {"action": {"data": {"waymark": pressed}}}
    answer = await door.post(microsoft.activity("", type="invoke", name="adaptiveCard/action", value=value, **someone))
    await door.done()
    assert answer.status_code == 200
    assert "not open any more" in str(answer.json()["value"])
    assert len(microsoft.cards()) == sent


async def test_ten_rapid_messages_stay_in_order(door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]) -> None:
    """While the first call out gets 502 and the second 429 with Retry-After. Each is answered once."""
    microsoft.answers += [(502, {}), (429, {"Retry-After": "1"})]
    said = [f"Going well: number {number} of our Monday meetings" for number in range(10)]
    for text in said:
        assert (await door.post(microsoft.activity(text, **someone))).status_code == 202
    await door.done()
    assert microsoft.refused == [502, 429]
    assert len(microsoft.cards()) == 10
    sender = sender_of(door.desk.waymark, someone["from"]["aadObjectId"])
    heard = [one["text"] for one in await door.desk.gate.transcript(sender) if one["from"] == "you"]
    assert heard == said


async def test_the_same_activity_five_times_is_one_turn(
    waymark: Waymark, agent: Any, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    activity = microsoft.activity("our managers never listen", **someone)
    async with open_teams(waymark, agent, microsoft) as door:
        for _ in range(4):
            assert (await door.post(activity)).status_code == 202
        await door.done()
    async with open_teams(waymark, agent, microsoft) as door:  # a restart
        assert (await door.post(activity)).status_code == 202
        await door.done()
    assert len(microsoft.cards()) == 1


async def test_what_was_not_answered_is_answered_after_a_restart(
    waymark: Waymark, agent: Any, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    stuck = asyncio.Event()

    async def never(_: Any) -> None:
        await stuck.wait()

    async with open_teams(waymark, agent, microsoft, never) as door:
        assert (await door.post(microsoft.activity("our managers never listen", **someone))).status_code == 202
    assert microsoft.cards() == []
    async with open_teams(waymark, agent, microsoft) as door:
        await door.done()
    assert len(microsoft.cards()) == 1


async def test_teams_is_answered_at_once_while_a_turn_goes_on(
    waymark: Waymark, agent: Any, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    go_on, begun = asyncio.Event(), asyncio.Event()

    async def slow(message: Any) -> None:
        begun.set()
        await go_on.wait()
        await agent.handle_message(message)

    async with open_teams(waymark, agent, microsoft, slow) as door:
        answer = await door.post(microsoft.activity("our managers never listen", **someone))
        assert answer.status_code == 202
        await begun.wait()
        assert microsoft.cards() == []
        await asyncio.sleep(1.2)
        assert [body["type"] for _, _, body in microsoft.sent] == ["typing"]
        go_on.set()
        await door.done()
        assert len(microsoft.cards()) == 1


async def test_a_slow_conversation_delays_no_other(
    waymark: Waymark, agent: Any, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    stuck = asyncio.Event()
    slow_sender = sender_of(waymark, PERSON)

    async def handle(message: Any) -> None:
        if message.sender_id == slow_sender:
            await stuck.wait()
        await agent.handle_message(message)

    async with open_teams(waymark, agent, microsoft, handle) as door:
        await door.post(microsoft.activity("this one takes long"))
        await door.post(microsoft.activity("our managers never listen", **someone))
        async with asyncio.timeout(20):
            while not microsoft.cards():
                await asyncio.sleep(0.05)
        stuck.set()
        await door.done()


async def test_a_key_server_that_hangs_delays_no_other_conversation(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    await door.say("our managers never listen", **someone)
    microsoft.keys_wait = 30
    unknown = asyncio.create_task(door.post(microsoft.activity("hello"), kid="k-unknown"))
    async with asyncio.timeout(10):
        assert (await door.post(microsoft.activity("Leadership", **someone))).status_code == 202
        await door.done()
    unknown.cancel()


async def test_uninstalling_forgets_where_somebody_is(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any]
) -> None:
    await door.say("hello", **someone)
    sender = sender_of(door.desk.waymark, someone["from"]["aadObjectId"])

    def known() -> bool:
        with waymark.database.session() as session:
            return store.find_reference(session, door.desk.waymark.settings.secret, sender) is not None

    assert known()
    await door.post(microsoft.activity(type="installationUpdate", action="remove", **someone))
    await door.done()
    assert not known()


async def test_a_card_that_is_too_large_for_teams_is_sent_shorter(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    microsoft.answers.append((413, {}))
    card = await door.say("our managers never listen", **someone)
    assert labels(card)
    assert (len(microsoft.cards()), microsoft.refused) == (1, [413])


async def test_where_no_card_is_small_enough_the_words_come(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    microsoft.answers += [(413, {}), (413, {})]
    assert (await door.post(microsoft.activity("our managers never listen", **someone))).status_code == 202
    await door.done()
    (sent,) = microsoft.sent
    assert "Leadership" in sent[2]["text"]
    assert "attachments" not in sent[2]
    assert "Question 2 of 4" in str(await door.say("skip", **someone))


async def test_too_many_messages_at_once_wait_and_none_is_lost(
    waymark: Waymark, agent: Any, microsoft: Microsoft, someone: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def soon(seconds: float, sleep: Any = asyncio.sleep) -> None:
        waits.append(seconds)
        await sleep(0)

    async with open_teams(waymark, agent, microsoft) as door:
        door.desk.gate.message_count = MessageCount(waymark, per_minute=1)
        await door.post(microsoft.activity("our managers never listen", **someone))
        await door.done()
        monkeypatch.setattr("bot.channels.teams.desk.asyncio.sleep", soon)
        count = door.desk.gate.message_count
        monkeypatch.setattr(count, "take", refuse_once(count.take))
        await door.post(microsoft.activity("Leadership", **someone))
        await door.done()
    assert len(microsoft.cards()) == 2
    assert max(waits) > 1


def refuse_once(take: Any) -> Any:
    """A rate that refuses the first message as one too many, and takes the second as if a minute had gone."""
    asked: list[str] = []

    def taking(session: Any, token: str) -> None:
        asked.append(token)
        if len(asked) == 1:
            take(session, token)

    return taking
