"""The one way in: shape, order, once only, whole or not at all."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from sqlalchemy import func, select

from bot.channels.bodies import read_body
from bot.channels.gate import Gate
from bot.channels.messages import SUPPORT
from bot.channels.refusals import Refused
from bot.store.tables import ConversationEvents, ConversationTurn, Reflection
from bot.waymark import Waymark
from tests.talk import Talk


def new(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), **more}


def test_text_is_cleaned_and_not_changed_otherwise() -> None:
    _, text, choice = read_body(new(text="  one\r\ntwo\x00\x07 مرحبا 👩‍👩‍👧 \u202ethree\t"))
    assert text == "one\ntwo مرحبا 👩‍👩‍👧 three"
    assert choice is None


def test_exactly_4000_characters_are_taken() -> None:
    assert len(read_body(new(text="é" * 4000))[1]) == 4000
    with pytest.raises(Refused) as refused:
        read_body(new(text="é" * 4001))
    assert refused.value.status == 413


async def test_typed_commands_reach_rasa_as_plain_text(gate: Gate) -> None:
    sent: list[str] = []

    async def listen(message: UserMessage) -> None:
        sent.append(message.text)

    gate.handle = listen
    token, _ = await gate.open()
    for text in ("/restart", '/share_anonymous{"a":1}', "  /back"):
        with pytest.raises(Refused):  # nothing is said back: the turn is refused, and nothing is kept
            await gate.receive(token, new(text=text))
    assert sent and not any(text.strip().startswith("/") for text in sent)


@pytest.mark.parametrize(
    "text", ["\u2060 /restart", "\u2060/restart", " \u2060\u2060 \n/share_anonymous", "\ufeff/back"]
)
def test_a_hidden_sign_does_not_hide_a_command(text: str) -> None:
    assert read_body(new(text=text))[1].startswith("/"), "cleaned first, so that the mark is put before it"


async def test_a_turn_is_finished_when_the_connection_drops(talk: Talk, waymark: Waymark) -> None:
    """Sanic cancels the handler then. What was saved must not be lost to its author."""
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    await talk.say("Our lead listens to us")
    for step in ("finish", "Save it"):
        await talk.press(step)
    value = next(c["value"] for c in talk.messages[-1]["choices"] if c["label"] == "Share without a name")
    body = new(choice=value)
    before, begun, handle = count(waymark, Reflection), asyncio.Event(), talk.gate.handle

    async def slowly(message: Any) -> Any:
        begun.set()
        await asyncio.sleep(0.2)
        return await handle(message)

    talk.gate.handle = slowly
    dropped = asyncio.create_task(talk.gate.receive(talk.token, body))
    await begun.wait()
    dropped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dropped
    for _ in range(100):
        transcript = await talk.gate.transcript(talk.token)
        if "receipt" in [one["kind"] for one in transcript[-2:]]:  # what there is to try comes after it
            break
        await asyncio.sleep(0.1)
    assert "receipt" in [one["kind"] for one in transcript[-2:]], "the author finds the code"
    messages = await talk.gate.receive(talk.token, body)
    assert any(message["kind"] == "receipt" for message in messages)
    assert count(waymark, Reflection) == before + 1


async def test_identifiers_are_masked_before_anything_sees_them(talk: Talk) -> None:
    await talk.press("start")
    await talk.say("call me on 07700 900123 about supervision")
    assert "utter_masked" not in talk.heard  # it is the gate that says so
    assert "900123" not in talk.everything
    assert "900123" not in str(talk._events())
    transcript = await talk.gate.transcript(talk.token)
    assert "900123" not in str(transcript)
    assert "supervision" in str(transcript)


@pytest.mark.parametrize(
    ("typed", "told", "stays"),
    [
        ("I closed case number 204518 in tears", "I took out a case number. The rest stays.", "[case number removed]"),
        (
            "reg SK19 OXT, sort code 83-22-17",
            "I took out some numbers or details. The rest stays.",
            "[car number removed]",
        ),
    ],
)
async def test_it_is_said_what_was_taken_out(talk: Talk, typed: str, told: str, stays: str) -> None:
    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press("Leadership")
    await talk.say(typed)
    assert talk.messages[0]["text"] == told
    assert stays in str(await talk.gate.transcript(talk.token))


async def test_messages_of_one_conversation_are_taken_in_order(talk: Talk) -> None:
    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press("Leadership")
    texts = ["Our lead listens to us", "Meetings run over far too long", "I will ask for an agenda first"]
    await asyncio.gather(*(talk.gate.receive(talk.token, new(text=text)) for text in texts))
    slots = talk.slots()
    assert [slots["strengths"], slots["opportunities"], slots["next_step"]] == texts


async def test_the_same_message_sent_five_times_at_once_is_one_turn(talk: Talk) -> None:
    await talk.press("start")
    body = new(text="there is no time for supervision")
    answers = await asyncio.gather(*(talk.gate.receive(talk.token, body) for _ in range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert len([m for m in await talk.gate.transcript(talk.token) if m["from"] == "you"]) == 1


async def test_a_turn_that_cannot_be_written_leaves_nothing_and_can_be_sent_again(
    talk: Talk, waymark: Waymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.store import conversations

    await talk.press("start")
    before = rows(waymark)

    def fail(*_: Any) -> None:
        raise OSError("the disk is full")

    body = new(text="there is no time for supervision")
    monkeypatch.setattr(conversations, "append_turn", fail)
    with pytest.raises(OSError, match="disk"):
        await talk.gate.receive(talk.token, body)
    assert rows(waymark) == before
    monkeypatch.undo()
    assert await talk.gate.receive(talk.token, body)


async def test_a_choice_counts_only_while_it_is_offered(talk: Talk) -> None:
    await talk.press("start")
    await talk.press("Choose a theme")
    value = next(c["value"] for c in talk.messages[-1]["choices"] if c["label"] == "Budgets and finance")
    await talk.press("Leadership")
    with pytest.raises(Refused) as refused:
        await talk.gate.receive(talk.token, new(choice=value))
    assert refused.value.code == "choice_not_offered"
    await talk.press("skip")
    assert talk.heard == ["utter_skipped", "utter_ask_opportunities"]


async def test_values_tell_nothing_and_differ_between_conversations(talk: Talk, gate: Gate) -> None:
    other = await Talk(talk.waymark, gate).open()
    values = []
    for one in (talk, other):
        await one.press("start")
        values.append({c["label"]: c["value"] for c in one.messages[-1]["choices"]})
    assert values[0].keys() == values[1].keys()
    assert set(values[0].values()) & set(values[1].values()) == {SUPPORT}
    assert not any("skip" in value or "/" in value for value in values[0].values())


async def test_a_choice_belongs_to_its_turn(talk: Talk) -> None:
    """A tab or a card that stayed open shows "Skip" too: it skips the question it stands under, or nothing."""
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    old = {c["name"]: c["value"] for c in talk.messages[-1]["choices"]}
    await talk.press("skip")
    assert talk.heard == ["utter_skipped", "utter_ask_opportunities"]
    for name in ("skip", "finish"):
        with pytest.raises(Refused) as refused:
            await talk.gate.receive(talk.token, new(choice=old[name]))
        assert refused.value.code == "choice_not_offered"
    shown = await talk.gate.receive(talk.token, new(choice=old["support"]))
    assert shown[-1]["kind"] == "support", "but support is there whenever it is pressed"


async def test_saving_the_same_message_twice_saves_once(talk: Talk, waymark: Waymark) -> None:
    """A crash after saving and before the turn is written makes the turn run again."""
    from bot.store import conversations
    from bot.store.tables import PrivateReflection

    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    await talk.say("Our lead listens to us")
    for step in ("finish", "Save it"):
        await talk.press(step)
    value = next(c["value"] for c in talk.messages[-1]["choices"] if c["label"] == "Keep it private")
    body, before = new(choice=value), count(waymark, PrivateReflection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversations, "append_turn", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await talk.gate.receive(talk.token, body)
    await talk.gate.receive(talk.token, body)
    assert count(waymark, PrivateReflection) == before + 1


def count(waymark: Waymark, table: Any) -> int:
    with waymark.database.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def rows(waymark: Waymark) -> tuple[int, int]:
    return count(waymark, ConversationEvents), count(waymark, ConversationTurn)


async def test_messages_that_arrive_late_and_out_of_order_change_nothing(talk: Talk) -> None:
    """A copy that a slow network held back comes after what was said later."""
    await talk.press("start")
    bodies = [new(text=text) for text in ("there is no time for supervision", "Leadership", "Our lead listens to us")]
    answers = [await talk.gate.receive(talk.token, body) for body in bodies]
    before, slots = await talk.gate.transcript(talk.token), talk.slots()
    late = (2, 0, 1, 0, 2, 1)
    again = await asyncio.gather(*(talk.gate.receive(talk.token, bodies[place]) for place in late))
    assert again == [answers[place] for place in late]
    assert await talk.gate.transcript(talk.token) == before
    assert talk.slots() == slots
