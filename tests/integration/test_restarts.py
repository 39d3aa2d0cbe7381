"""The bot is killed in the middle of a turn, and of an answer. Nothing is lost and nothing is saved twice."""

from __future__ import annotations

import json
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.tables import ConversationTurn, Reflection
from tests.bot_process import BotProcess
from tests.doors import Chat

SAID = ["our managers never listen", "Our lead asks how we are", "Decisions come down without us"]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    with BotProcess(tmp_path_factory.mktemp("restarts")) as process:
        yield process


@pytest.fixture
def database(bot: BotProcess) -> Iterator[Database]:
    opened = Database(f"sqlite:///{bot.home / 'waymark.sqlite3'}")
    yield opened
    opened.close()


def count(database: Database, table: Any) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def reach_sharing(bot: BotProcess) -> tuple[Chat, dict[str, str]]:
    """A conversation in which the next message publishes; that message."""
    chat = Chat(bot.address).start()
    chat.say(SAID[0])
    for text in SAID[1:]:
        chat.say(text)
    for label in ("Finish", "Save it"):
        chat.press(label)
    value = next(one["value"] for one in chat.messages[-1]["choices"] if one["label"] == "Share without a name")
    return chat, {"id": str(uuid.uuid4()), "choice": value}


def raw(chat: Chat, body: dict[str, str]) -> bytes:
    content = json.dumps(body).encode()
    head = f"POST /chat/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {chat.token}\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


def said_in(chat: Chat) -> list[str]:
    return [message["text"] for message in chat.transcript() if message["from"] == "you"]


def restart(bot: BotProcess) -> None:
    bot.kill()
    bot.start()
    bot.wait()


def test_killed_in_the_middle_of_saving(bot: BotProcess, database: Database) -> None:
    """The moment is looked for: the reflection is saved, and the turn is not written yet, or nothing is."""
    chat, body = reach_sharing(bot)
    shared, turns = count(database, Reflection), count(database, ConversationTurn)

    def send() -> None:
        with suppress(httpx.HTTPError):
            chat.post(body)

    sender = threading.Thread(target=send)
    sender.start()
    end = time.monotonic() + 20
    while count(database, Reflection) == shared and time.monotonic() < end:
        time.sleep(0.001)
    bot.kill()
    sender.join()
    print("the turn was", "written" if count(database, ConversationTurn) > turns else "not written yet")
    bot.start()
    bot.wait()
    assert count(database, Reflection) == shared + 1, "it was killed after saving"
    again, once_more = chat.post(body), chat.post(body)
    assert again.status_code == 200
    assert again.json() == once_more.json()
    assert [one["kind"] for one in again.json()["messages"]].count("receipt") == 1
    assert count(database, Reflection) == shared + 1
    assert count(database, ConversationTurn) == turns + 1
    assert said_in(chat) == [*SAID, "Finish", "Save it", "Share without a name"]


def test_killed_in_the_middle_of_an_answer(bot: BotProcess, database: Database) -> None:
    chat, body = reach_sharing(bot)
    shared, turns = count(database, Reflection), count(database, ConversationTurn)
    with socket.create_connection(("127.0.0.1", bot.port)) as connection:
        connection.sendall(raw(chat, body))
        assert connection.recv(1) == b"H"
        restart(bot)
    answers = [chat.post(body).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert any(one["kind"] == "receipt" for one in answers[0]["messages"])
    assert count(database, Reflection) == shared + 1
    assert count(database, ConversationTurn) == turns + 1
    assert said_in(chat)[-1] == "Share without a name"
    chat.messages = answers[0]["messages"]
    chat.press("Another theme")  # and the conversation goes on
