"""The chat API, over HTTP, as the contract has it: the journey, and every kind of bad input. SQLite and PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.doors import Chat, Doors, open_doors


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def doors(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("fresh_postgres")
    with open_doors(tmp_path_factory.mktemp(request.param), url) as opened:
        yield opened


@pytest.fixture
def chat(doors: Doors) -> Chat:
    return Chat(doors.chat).start()


JOURNEY = [
    ("text", "our managers never listen"),
    ("text", "Our lead asks how we are on a Monday"),
    ("text", "Decisions come down without us"),
    ("choice", "Skip"),
    ("choice", "Most of the time"),
    ("choice", "Save it"),
    ("choice", "Share without a name"),
]


def test_the_whole_journey(chat: Chat, doors: Doors) -> None:
    for kind, value in JOURNEY:
        if kind == "text":
            chat.say(value)
        else:
            chat.press(value)
    receipt = next(message for message in chat.messages if message["kind"] == "receipt")
    assert len(receipt["code"].split("-")) == 4
    assert receipt["until"]
    assert receipt["how_to_delete"]
    transcript = chat.transcript()
    said = [message["text"] for message in transcript if message["from"] == "you"]
    assert said == [value for _, value in JOURNEY]
    kinds = [message["kind"] for message in transcript]
    assert kinds.count("guidance") == kinds.count("summary") == kinds.count("receipt") == 1
    assert "waymark_turns_total" in httpx.get(f"{doors.chat}/metrics").text


def test_guidance_has_title_source_date_and_reason(chat: Chat) -> None:
    for kind, value in JOURNEY:
        (chat.say if kind == "text" else chat.press)(value)
    items = next(message for message in chat.messages if message["kind"] == "guidance")["items"]
    assert 1 <= len(items) <= 3
    for item in items:
        assert item["title"] and item["source"] and item["checked"] and item["why"] and item["line"]
        assert item["url"].startswith("http")


def test_the_same_id_again_gives_the_same_answer_and_no_second_turn(chat: Chat) -> None:
    body = {"id": str(uuid.uuid4()), "text": "there is no time for supervision"}
    first, second = chat.post(body), chat.post(body)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert len([m for m in chat.transcript() if m["from"] == "you"]) == 1


def test_leaving_leaves_nothing(chat: Chat) -> None:
    chat.say("there is no time for supervision")
    assert chat.http.delete("/chat/sessions/current", headers=chat.headers).status_code == 204
    assert chat.http.get("/chat/messages", headers=chat.headers).status_code == 401
    assert chat.http.delete("/chat/sessions/current", headers=chat.headers).status_code == 204


BAD_BODIES: dict[str, tuple[Any, int]] = {
    "empty": ({"id": "ID", "text": ""}, 422),
    "only spaces": ({"id": "ID", "text": " \n\t "}, 422),
    "only control characters": ({"id": "ID", "text": "\x00\x01\x1b"}, 422),
    "only invisible characters": ({"id": "ID", "text": "\u200b\u2060"}, 422),
    "4,001 characters": ({"id": "ID", "text": "a" * 4001}, 413),
    "text is a number": ({"id": "ID", "text": 5}, 422),
    "text is a list": ({"id": "ID", "text": ["a"]}, 422),
    "text is null": ({"id": "ID", "text": None}, 422),
    "no id": ({"text": "hello"}, 422),
    "id is no uuid": ({"id": "1", "text": "hello"}, 422),
    "id is a number": ({"id": 7, "text": "hello"}, 422),
    "both text and choice": ({"id": "ID", "text": "a", "choice": "start"}, 422),
    "neither": ({"id": "ID"}, 422),
    "more than asked for": ({"id": "ID", "text": "a", "sender": "b"}, 422),
    "a list": ([1, 2], 422),
    "a string": ("hello", 422),
    "null": (None, 422),
    "a choice never offered": ({"id": "ID", "choice": "/share_anonymous"}, 422),
    "a choice that is a command": ({"id": "ID", "choice": "/restart"}, 422),
    "an empty choice": ({"id": "ID", "choice": ""}, 422),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_bad_input_gets_a_kind_answer_and_the_conversation_goes_on(chat: Chat, name: str) -> None:
    body, status = BAD_BODIES[name]
    if isinstance(body, dict) and body.get("id") == "ID":
        body = body | {"id": str(uuid.uuid4())}
    answer = chat.post(body)
    assert answer.status_code == status
    assert_kind(answer)
    chat.press("Choose a theme")
    assert chat.labels()


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"not json", 400), (b"", 400), (b"\xff\xfe", 400), (b"{" * 5000, 400), (b'{"id":"' + b"x" * 1_000_000, 413)],
    ids=["not json", "nothing", "not text", "deeply nested", "1 MB"],
)
def test_a_body_that_cannot_be_read(chat: Chat, body: bytes, status: int) -> None:
    answer = httpx.post(f"{chat.http.base_url}/chat/messages", content=body, headers=chat.headers)
    assert answer.status_code == status
    assert_kind(answer)
    chat.press("Choose a theme")


UNKNOWN = [None, "Bearer unknown-token-0123456789", "Basic abc", "Bearer x", "Bearer " + "x" * 5000]


@pytest.mark.parametrize("header", UNKNOWN)
def test_an_unknown_token(doors: Doors, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    for method, path in (("GET", "/chat/messages"), ("POST", "/chat/messages"), ("DELETE", "/chat/sessions/current")):
        answer = httpx.request(method, doors.chat + path, headers=headers, content=b'{"id":"x"}')
        if method == "DELETE" and answer.status_code == 204:
            continue  # leaving twice is fine
        assert answer.status_code == 401
        assert_kind(answer)


def test_a_token_that_is_no_ascii(doors: Doors) -> None:
    answer = httpx.get(f"{doors.chat}/chat/messages", headers={b"Authorization": b"Bearer " + b"\xe9" * 43})
    assert answer.status_code == 401
    assert_kind(answer)


ODD_TEXTS = [
    "/restart",
    '/intent{"a":1}',
    "/share_anonymous",
    "\u2060 /share_anonymous",
    " /session_start",
    "'; DROP TABLE reflections; --",
    "<script>alert(1)</script><b>bold</b>",
    "مرحبا، نحن نعمل معا كل يوم",
    "👩‍👩‍👧 😔😔😔",
    "\u202egnirts a si siht",
    "{strengths} {0} %s ${env}",
    "a" * 4000,
]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_text_is_kept_as_an_answer_and_executes_nothing(chat: Chat, text: str) -> None:
    chat.press("Choose a theme")
    chat.press("Leadership")
    chat.say(text)
    chat.press("Finish")
    summary = next(message for message in chat.messages if message["kind"] == "summary")
    kept = text.replace("\u202e", "").replace("\u2060", "").strip()
    assert [answer["text"] for answer in summary["answers"]] == [kept]
    assert kept in [message["text"] for message in chat.transcript()]


def test_unknown_addresses_and_methods_are_kind(doors: Doors) -> None:
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("GET", "/static/../channel.py", 404),
        ("PUT", "/chat/messages", 405),
        ("GET", "/conversations/x/tracker", 404),
        ("POST", "/webhooks/rest/webhook", 404),
        ("POST", "/model/parse", 404),
    ):
        answer = httpx.request(method, doors.chat + path)
        assert answer.status_code == status, path
        assert_kind(answer)


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
def test_metrics_are_for_loopback_alone(doors: Doors, header: str) -> None:
    assert httpx.get(f"{doors.chat}/metrics", headers={header: "203.0.113.7"}).status_code == 404


def test_pages_and_health(doors: Doors) -> None:
    for path, words in (("/", "Waymark"), ("/support", "999"), ("/health/live", "ok"), ("/health/ready", "ok")):
        answer = httpx.get(doors.chat + path)
        assert answer.status_code == 200
        assert words in answer.text
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
    widget = httpx.get(f"{doors.chat}/widget.js")
    assert widget.headers["content-type"].startswith("text/javascript")
    assert widget.headers.get("etag") or widget.headers.get("last-modified")
    assert "<script" not in httpx.get(f"{doors.chat}/support").text


def test_too_many_messages_wait(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYMARK_MESSAGES_PER_MINUTE="3", WAYMARK_SESSIONS_PER_MINUTE="2") as opened:
        chat = Chat(opened.chat).start()
        answers = [chat.post({"id": str(uuid.uuid4()), "text": "hello"}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[2].headers["retry-after"]) >= 1
        assert_kind(answers[2])
        Chat(opened.chat)
        refused = httpx.post(f"{opened.chat}/chat/sessions")
        assert refused.status_code == 429


def assert_kind(answer: httpx.Response) -> None:
    """An error in the contract's shape, in plain words, without a path, a trace or what was sent."""
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"].endswith((".", "?"))
    assert not any(sign in answer.text for sign in ("Traceback", ".py", "/work", "DROP", "Exception"))
