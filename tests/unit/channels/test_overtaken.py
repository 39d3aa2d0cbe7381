"""Two processes with one conversation: what would be lost is refused, kindly, and sent once more. Nothing is doubled.

Each gate orders the messages of its own process alone, so two gates are two processes. The lock at start keeps the
second one out (bot/store/bots.py); this holds where it could not.
"""

from __future__ import annotations

import asyncio
import copy
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from sqlalchemy import func, select

from bot.channels.gate import Gate
from bot.channels.refusals import Refused
from bot.store import conversations as store
from bot.store.database import Database
from bot.store.overtaking import Overtaken, stand_by, taking_turn
from bot.store.tables import PrivateReflection, Reflection
from bot.waymark import Waymark
from tests.talk import Talk

LATER = datetime.now(UTC) + timedelta(hours=1)


def new(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), **more}


@pytest.fixture
def second(waymark: Waymark, agent: Agent) -> Gate:
    """The gate of another process: nothing in memory is shared, Rasa's own locks neither."""
    other = copy.copy(agent)
    other.lock_store = InMemoryLockStore()
    return Gate(waymark, "web", other.handle_message, lambda: agent.domain.responses)


async def send(gate: Gate, token: str, body: dict[str, Any]) -> str:
    """As a client does: who is asked to wait sends the same again. What became of it."""
    for _ in range(20):
        try:
            await gate.receive(token, body)
            return "taken"
        except Refused as refused:
            if refused.retry_after is None:
                return refused.code
            if refused.code != "overtaken":
                raise
    raise AssertionError("it was refused for ever")


def count(waymark: Waymark, table: Any) -> int:
    with waymark.database.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_answers_that_meet_are_both_kept(talk: Talk, second: Gate) -> None:
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    texts = ["Our lead listens to us", "Meetings run over far too long"]
    gates = (talk.gate, second)
    outcomes = await asyncio.gather(
        *(send(gate, talk.token, new(text=text)) for gate, text in zip(gates, texts, strict=True))
    )
    assert outcomes == ["taken", "taken"]
    slots = talk.slots()
    assert sorted([slots["strengths"], slots["opportunities"]]) == sorted(texts)
    assert [m["text"] for m in await talk.gate.transcript(talk.token) if m.get("text") in texts]


@pytest.mark.parametrize(
    ("label", "table"), [("Share without a name", Reflection), ("Keep it private", PrivateReflection)]
)
async def test_what_is_saved_twice_at_once_is_saved_once(
    label: str, table: Any, talk: Talk, second: Gate, waymark: Waymark
) -> None:
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    await talk.say("Our lead listens to us")
    for step in ("finish", "Save it"):
        await talk.press(step)
    value = next(c["value"] for c in talk.messages[-1]["choices"] if c["label"] == label)
    before = count(waymark, table)
    outcomes = await asyncio.gather(*(send(gate, talk.token, new(choice=value)) for gate in (talk.gate, second)))
    assert sorted(outcomes) == ["choice_not_offered", "taken"]
    assert count(waymark, table) == before + 1
    receipts = [m for m in await talk.gate.transcript(talk.token) if m["kind"] == "receipt"]
    assert len(receipts) == 1, "and its author has the code"


async def test_the_same_message_through_two_processes_is_one_turn(talk: Talk, second: Gate) -> None:
    await talk.press("start")
    body = new(text="there is no time for supervision")
    outcomes = await asyncio.gather(*(send(gate, talk.token, body) for gate in (talk.gate, second)))
    assert outcomes == ["taken", "taken"]
    assert len([m for m in await talk.gate.transcript(talk.token) if m["from"] == "you"]) == 1


def test_a_write_in_a_turn_that_was_overtaken_is_undone(database: Database) -> None:
    with database.session() as session:
        store.open_conversation(session, "talk", LATER)
    with database.session() as session:
        version = store.version_of(session, "talk")
    with taking_turn("talk", version) as turn:
        with database.session() as session:
            stand_by(session)
        assert turn.version == version + 1, "the turn goes on from its own write"
        with taking_turn("talk", version), pytest.raises(Overtaken), database.session() as session:
            stand_by(session)
        with database.session() as session:
            stand_by(session)
    with database.session() as session:
        assert store.version_of(session, "talk") == version + 2
        stand_by(session)  # outside of any turn there is nothing to stand by
        store.erase_conversation(session, "talk")
    with taking_turn("talk", version + 2), pytest.raises(Overtaken), database.session() as session:
        stand_by(session)
