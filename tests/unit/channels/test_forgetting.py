"""Deleting all of it, and what was said in the chat: rows and bytes are gone, and the conversation goes on."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.conversations import read_turns
from bot.store.sealing import conversation_key
from bot.store.tables import ConversationEvents, ConversationTurn
from bot.waymark import Waymark
from tests.talk import Talk

WORDS = "our marbled teapot is always on the go"
"""Of this file alone: other tests leave theirs in the same database."""


def sealed(waymark: Waymark, token: str) -> list[bytes]:
    """What the database holds of a conversation, as it stands on disk."""
    with waymark.database.session() as session:
        return [
            bytes(row)
            for table in (ConversationEvents, ConversationTurn)
            for row in session.scalars(select(table.sealed).where(table.conversation == conversation_key(token)))
        ]


def on_disk(waymark: Waymark) -> bytes:
    file = waymark.settings.home / "waymark.sqlite3"
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


async def save_and_read(talk: Talk) -> None:
    await talk.press("start")
    for text in ("culture", WORDS, "finish", "save"):
        await talk.say(text)
    await talk.press("Share without a name")
    await talk.say("show me my words")
    await talk.say("delete all my reflections")


async def test_what_was_said_is_gone_from_rows_and_bytes(talk: Talk, waymark: Waymark) -> None:
    await save_and_read(talk)
    before = [row[:40] for row in sealed(waymark, talk.token)]  # a long row is split over pages
    assert all(row in on_disk(waymark) for row in before)
    await talk.press("Yes, and what was said in this chat")
    left = on_disk(waymark)
    assert [row for row in before if row in left] == []
    assert WORDS.encode() not in left
    with waymark.database.session() as session:
        (turn,) = read_turns(session, talk.token)
    assert [message["forgets"] for message in turn["messages"]] == [True]
    assert [message["from"] for message in await talk.gate.transcript(talk.token)] == ["you", "waymark"]


async def test_the_conversation_goes_on_and_remembers_nothing(talk: Talk) -> None:
    await save_and_read(talk)
    await talk.press("Yes, and what was said in this chat")
    assert WORDS not in str(talk.slots())
    assert talk.code not in str(talk.slots())
    await talk.press("Another theme")
    await talk.press("Leadership")
    await talk.say("our lead listens")
    assert talk.slots()["strengths"] == "our lead listens"


async def test_the_chat_stays_unless_it_is_wished(talk: Talk) -> None:
    await save_and_read(talk)
    await talk.press("Yes, delete all of it")
    assert len(await talk.gate.transcript(talk.token)) > 10
