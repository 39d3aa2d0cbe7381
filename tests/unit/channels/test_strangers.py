"""What a stranger might try at the chat door: keys, ids, addresses, names of files; and what browsers are told.

tests/guards.yml says which guard each test stands for, and `make guards` takes each out.
"""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from sanic import Sanic

from bot.channels.web.origins import HEADERS
from bot.review.guard import HEADERS as REVIEW_HEADERS
from bot.store import conversations as store
from bot.store.database import Database
from tests.unit.channels.conftest import OWN, Open

OPEN_TO_ALL = {"GET /chat/rules", "POST /chat/sessions", "POST /chat/move/here"}
WRONG = ["", "Bearer", "Bearer " + "x" * 43, "Basic " + "x" * 43, "Bearer " + "A" * 300]


async def test_a_key_has_256_bits_and_nobody_chooses_it(open_door: Open) -> None:
    door = await open_door()
    keys = set()
    for body in (None, {}, {"access_code": "x"}):
        keys.add((await door.post("/chat/sessions", json=body)).json()["token"])
    assert len(keys) == 3
    assert {len(base64.urlsafe_b64decode(key + "=")) for key in keys} == {32}
    chosen = await door.post(
        "/chat/sessions", json={"token": "x" * 43}, headers={"Authorization": "Bearer " + "x" * 43}
    )
    assert chosen.status_code == 422


async def test_every_route_of_a_conversation_asks_for_its_key(open_door: Open) -> None:
    """Each route below /chat, so that a new one is not forgotten."""
    door = await open_door()
    routes = {
        (method, f"/{route.path}")
        for route in Sanic.get_app("waymark").router.routes
        if route.path.startswith("chat/")
        for method in route.methods - {"OPTIONS", "HEAD"}
    }
    closed = {one for one in routes if " ".join(one) not in OPEN_TO_ALL}
    assert len(closed) >= 7 and len(routes) == len(closed) + len(OPEN_TO_ALL)
    for method, path in closed:
        for header in WRONG:
            answer = await door.request(method, path.replace("<kind:str>", "pdf"), headers={"Authorization": header})
            if method == "DELETE" and header == "Bearer " + "x" * 43:
                assert answer.status_code == 204, "leaving twice is fine, and tells nothing"
                continue
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "session_unknown"), (path, header)


def test_an_id_of_a_message_opens_nothing_of_another_conversation(database: Database) -> None:
    mine, theirs, message = "a" * 43, "b" * 43, "0b0e0000-0000-4000-8000-000000000000"
    until = datetime.now(UTC) + timedelta(hours=1)
    with database.session() as session:
        for token in (mine, theirs):
            store.open_conversation(session, token, until)
        session.flush()
        store.append_turn(session, theirs, message, {"you": None, "messages": [{"text": "theirs"}], "offers": {}})
    with database.session() as session:
        assert store.look_up(session, theirs, message).answered is not None
        assert store.look_up(session, mine, message).answered is None
        assert list(store.read_turns(session, mine)) == []


@pytest.mark.parametrize(
    "name",
    ["../channel.py", "%2e%2e/channel.py", "..%2fchannel.py", "..%5cchannel.py", "%2fetc%2fpasswd", "//etc/passwd",
     "strings/../../pages.py", "strings/%2e%2e%2f%2e%2e%2fpages.py", "page.js%00.py", "..%252fchannel.py", "."],
)  # fmt: skip
async def test_no_name_leads_out_of_the_folder(open_door: Open, name: str) -> None:
    door = await open_door()
    answer = await door.send(door.build_request("GET", f"{OWN}/static/{name}"))
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text and "root:" not in answer.text
    assert (await door.get("/static/page.js")).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/%2e%2e", "/%5cevil.example", "/static//evil.example/..",
     "/chat//evil.example/", "/support/", "/?next=//evil.example", "/%0d%0aX-Evil:%201",
     "/static/%0d%0aX-Evil:%201", "/chat/%0d%0aX-Evil:%201"],
)  # fmt: skip
async def test_no_address_leads_away_or_becomes_a_header(open_door: Open, path: str) -> None:
    door = await open_door()
    answer = await door.send(door.build_request("GET", OWN + path, headers={"X-Forwarded-Host": "evil.example"}))
    assert urlsplit(urljoin(OWN, answer.headers.get("location", "/"))).netloc == urlsplit(OWN).netloc
    assert "x-evil" not in answer.headers
    assert "evil" not in answer.text


async def test_what_is_sent_is_never_said_back_in_an_error(open_door: Open) -> None:
    door = await open_door()
    harm = "<img src=x onerror=alert(1)>"
    token = (await door.post("/chat/sessions")).json()["token"]
    for body in ({"id": harm, "text": "x"}, {"id": harm}, {harm: harm}, [harm], {"id": "0" * 36, "choice": harm}):
        answer = await door.post("/chat/messages", json=body, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/json"
        assert harm not in answer.text
    assert harm not in (await door.get(f"/{harm}")).text


@pytest.mark.parametrize(
    "path", ["/", "/support", "/widget.js", "/chat/rules", "/chat/messages", "/nothing", "/health/live"]
)
async def test_browsers_are_told_all_of_it_on_every_answer(open_door: Open, path: str) -> None:
    headers = (await (await open_door()).get(path)).headers
    policy = headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'self'", "base-uri 'none'", "form-action 'none'",
                 "require-trusted-types-for 'script'", "trusted-types waymark"):  # fmt: skip
        assert part in policy
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers, "over http it would mean nothing"


async def test_in_production_browsers_keep_to_https(open_door: Open) -> None:
    door = await open_door(environment="production", chat_origin="https://waymark.example.scot")
    for path in ("/", "/chat/rules", "/nothing"):
        assert (await door.get(path)).headers["strict-transport-security"] == "max-age=31536000"


def test_both_doors_refuse_the_same_features() -> None:
    """One list, written twice: the doors do not import one another."""
    name = "Permissions-Policy"
    assert HEADERS[name] == REVIEW_HEADERS[name]
    assert all(re.fullmatch(r"[a-z-]+=\(\)", one) for one in HEADERS[name].split(", "))


async def test_only_the_machine_itself_reads_the_metrics(open_door: Open) -> None:
    door = await open_door()
    for transport in (httpx.ASGITransport(app=Sanic.get_app("waymark"), client=("203.0.113.9", 1)),):  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=OWN) as stranger:
            assert (await stranger.get("/metrics")).status_code == 404
    assert (await door.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})).status_code == 404
