"""The files of the chat door over HTTP: who may have them, their headers, and no word of anybody in an address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors import Chat, Doors, open_doors

KINDS = ("docx", "pdf", "md")


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    home: Path = tmp_path_factory.mktemp("taking-away")
    with open_doors(home) as opened:
        yield opened


@pytest.fixture
def chat(doors: Doors) -> Iterator[Chat]:
    chat = Chat(doors.chat).start()
    yield chat
    chat.http.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_written_is_nothing_to_take(chat: Chat, kind: str) -> None:
    answer = chat.http.get(f"/chat/reflections.{kind}", headers=chat.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "nothing_to_take")
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_token_or_a_wrong_one_is_refused(chat: Chat, kind: str) -> None:
    for headers in ({}, {"Authorization": "Bearer " + "x" * 43}):
        answer = chat.http.get(f"/chat/reflections.{kind}", headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "session_unknown")


def test_the_words_on_the_summary_can_be_taken_in_each_format(chat: Chat, doors: Doors) -> None:
    chat.press("Choose a theme")
    chat.press("Leadership")
    chat.say("our manager asks how we are")
    chat.say("finish")
    offered = next(message["downloads"] for message in chat.messages if "downloads" in message)
    assert [one["format"] for one in offered] == list(KINDS)
    signs = {"docx": b"PK", "pdf": b"%PDF-1.7", "md": b"# My reflections"}
    for one in offered:
        answer = chat.http.get(one["href"], headers=chat.headers)
        assert answer.status_code == 200
        assert answer.content.startswith(signs[one["format"]])
        name = f'attachment; filename="my-reflections.{one["format"]}"'
        assert answer.headers["content-disposition"] == name
        assert answer.headers["cache-control"] == "no-store"
    assert b"our manager asks" in answer.content
    chat.http.delete("/chat/sessions/current", headers=chat.headers)
    assert chat.http.get(offered[0]["href"], headers=chat.headers).status_code == 401
    assert "our manager asks" not in doors.log.read_text(errors="replace")
