"""Damaged rows of a conversation do not stop it for ever: they are set aside, and the person is told kindly."""

from __future__ import annotations

import io
import uuid

import httpx
import pytest
from sqlalchemy import select, update

from bot.store.conversations import look_up
from bot.store.sealing import conversation_key
from bot.store.tables import ConversationEvents, ConversationTurn
from bot.waymark import Waymark
from tests.talk import Talk
from tests.unit.channels.conftest import Open

SORRY = "cannot read all of this chat any more"


def damage(waymark: Waymark, token: str, table: type[ConversationEvents | ConversationTurn], last: int = 1) -> None:
    """Cut the newest rows of a conversation, all but the `last` of them left alone."""
    with waymark.database.session() as session:
        here = table.conversation == conversation_key(token)
        numbers = session.scalars(select(table.id).where(here).order_by(table.id.desc()).limit(last)).all()
        session.execute(update(table).where(table.id.in_(numbers)).values(sealed=b"cut"))


async def begin(talk: Talk) -> None:
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    await talk.say("Our lead listens to us")


async def test_where_we_were_is_lost_and_the_words_that_come_are_not(talk: Talk, log: io.StringIO) -> None:
    await begin(talk)
    damage(talk.waymark, talk.token, ConversationEvents)
    await talk.say("Meetings run over far too long")
    assert SORRY in talk.messages[0]["text"]
    texts = [one["text"] for one in await talk.gate.transcript(talk.token)]
    assert "Our lead listens to us" in texts and "Meetings run over far too long" in texts
    assert "set aside: 1" in log.getvalue()
    assert "lead listens" not in log.getvalue() and "Meetings" not in log.getvalue()
    await talk.press("Support")
    assert SORRY not in talk.everything, "it is said once"


async def test_a_choice_whose_offer_is_lost_is_a_new_beginning(talk: Talk) -> None:
    await begin(talk)
    damage(talk.waymark, talk.token, ConversationTurn)
    await talk.press("skip")
    assert SORRY in talk.messages[0]["text"]
    assert talk.messages[-1]["choices"], "and there is a way on"
    await talk.say("Meetings run over far too long")
    assert SORRY not in talk.everything


async def test_all_of_it_is_lost_and_the_chat_goes_on(talk: Talk) -> None:
    await begin(talk)
    damage(talk.waymark, talk.token, ConversationTurn, last=9)
    damage(talk.waymark, talk.token, ConversationEvents)
    assert await talk.gate.transcript(talk.token) == [], "and the page can be opened again"
    await talk.say("Meetings run over far too long")
    assert SORRY in talk.messages[0]["text"]
    assert len(await talk.gate.transcript(talk.token)) > 1


async def test_a_message_that_was_answered_is_not_answered_anew_beside_damage(talk: Talk) -> None:
    await begin(talk)
    body = {"id": str(uuid.uuid4()), "text": "Meetings run over far too long"}
    answer = await talk.gate.receive(talk.token, body)
    damage(talk.waymark, talk.token, ConversationEvents)
    assert await talk.gate.receive(talk.token, body) == answer
    with talk.waymark.database.session() as session:
        assert look_up(session, talk.token, body["id"]).broken


@pytest.mark.parametrize("how", ["full", "locked", "read-only"])
async def test_health_says_when_nothing_can_be_written(
    how: str, open_door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await open_door()
    waymark: Waymark = client.waymark  # type: ignore[attr-defined]

    async def ready() -> httpx.Response:
        return await client.get("/health/ready")

    assert "database" not in (await ready()).text
    if how == "full":
        with monkeypatch.context() as patch:
            patch.setattr("bot.store.database.ROOM", 1 << 60)
            answer = await ready()
    else:
        with waymark.database.engine.connect() as other:
            if how == "locked":
                other.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                waymark.database.engine.dispose()
                file = waymark.database.url.database
                monkeypatch.setattr(
                    waymark.database, "engine", type(waymark.database)(f"sqlite:///file:{file}?mode=ro&uri=true").engine
                )
            answer = await ready()
            if how == "read-only":
                monkeypatch.undo()
    assert answer.status_code == 503
    assert "database" in answer.json()["status"]
    assert "database" not in (await ready()).text
