"""Signing in against a real OpenID provider on loopback: a pass for the chat, and not a trace of who it was."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import oidc_provider_mock
import pytest
from oidc_provider_mock import User
from sqlalchemy import select, update

from bot.runtime.logs import WordlessFormatter
from bot.store.tables import Base, Conversation, Pass
from tests.unit.channels.conftest import OWN, Open

MORAG = "morag.macleod@strathbrae.example"
ROLES = {"groups": ["staff", "waymark"], "name": "Morag MacLeod", "employee": "E-40417"}
TRACES = (MORAG, "morag", "MacLeod", "E-40417")


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    people = [User(sub=MORAG, claims=ROLES), User(sub="visitor@elsewhere.example", claims={"groups": ["visitors"]})]
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
async def door(open_door: Open, provider: str) -> httpx.AsyncClient:
    return await open_door(
        entry="sign-in",
        oidc_issuer=provider,
        oidc_client_id="waymark",
        oidc_client_secret="the provider gave it",
        oidc_claim="groups=waymark",
        chat_origin=OWN,
        embed_origins="https://intranet.example.scot",
    )


def new_secret() -> tuple[str, str]:
    """A secret as the widget makes one, and its challenge."""
    secret = secrets.token_urlsafe(32)
    return secret, base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()).rstrip(b"=").decode()


async def sign_in(door: httpx.AsyncClient, challenge: str, **form: str) -> httpx.Response:
    """Go to the provider, answer its form, and come back; the page at the end."""
    leaving = await door.get("/sign-in", params={"challenge": challenge})
    assert leaving.status_code == 303
    async with httpx.AsyncClient() as browser:
        sent_back = await browser.post(leaving.headers["location"], data=form or {"sub": MORAG})
    assert sent_back.headers["location"].startswith(f"{OWN}/signed-in?")
    return await door.get(sent_back.headers["location"])


def read_pass(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    found = re.search(r'id="pass"[^>]*>([^<]+)<', page.text)
    assert found
    return found[1]


async def begin(door: httpx.AsyncClient, given: str, secret: str) -> httpx.Response:
    return await door.post("/chat/sessions", json={"pass": given, "secret": secret})


async def test_a_member_gets_a_pass_that_begins_one_conversation(door: httpx.AsyncClient) -> None:
    assert (await door.get("/chat/rules")).json()["entry"] == "sign-in"
    refused = await door.post("/chat/sessions")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "sign_in_needed")
    secret, challenge = new_secret()
    given = read_pass(await sign_in(door, challenge))
    opened = await begin(door, given, secret)
    assert opened.status_code == 201
    copied = await begin(door, f" {given.lower().replace('-', ' ')} ", secret)
    assert copied.json()["token"] == opened.json()["token"], "an answer that was lost can be asked for again"
    token = {"Authorization": f"Bearer {opened.json()['token']}"}
    assert (await door.get("/chat/messages", headers=token)).json() == {"messages": []}
    await door.delete("/chat/sessions/current", headers=token)
    assert (await begin(door, given, secret)).status_code == 403, "it works once"


async def test_a_pass_is_worth_nothing_without_the_secret_or_after_its_time(door: httpx.AsyncClient) -> None:
    secret, challenge = new_secret()
    given = read_pass(await sign_in(door, challenge))
    for pair in (
        (given, new_secret()[0]),
        ("ABCD-EFGH-JKMN", secret),
        (given, secret[:20]),
        (given, challenge),
        ("", ""),
    ):
        assert (await begin(door, *pair)).json()["error"]["code"] == "sign_in_needed"
    database = door.waymark.database  # type: ignore[attr-defined]
    with database.session() as session:
        assert session.scalars(select(Pass.expires_at)).one() <= datetime.now(UTC) + timedelta(minutes=5)
        session.execute(update(Pass).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert (await begin(door, given, secret)).status_code == 403


async def test_nothing_tells_who_signed_in(
    door: httpx.AsyncClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Every byte of the database, every log line as it would be written, at every level, the page, and the figures."""
    caplog.set_level(logging.DEBUG)
    secret, challenge = new_secret()
    page = await sign_in(door, challenge)
    opened = await begin(door, read_pass(page), secret)
    token = opened.json()["token"]
    metrics = await door.get("/metrics")
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    logs = "".join(map(WordlessFormatter().format, caplog.records))
    assert "httpx" in logs, "logs were looked at"
    held = f"{page.text}{page.headers}{logs}{metrics.text}".lower()
    for trace in TRACES:
        for form in (trace, base64.b64encode(trace.encode()).decode(), hashlib.sha256(trace.encode()).hexdigest()):
            assert form.lower() not in held, form
            assert form.encode() not in files, form
    assert not any("set-cookie" in answer.headers for answer in (page, opened))
    for kept in (token, secret, challenge, read_pass(page)):
        assert kept.encode() not in files
        assert kept not in logs
    with door.waymark.database.session() as session:  # type: ignore[attr-defined]
        passes, talks = list(session.scalars(select(Pass))), list(session.scalars(select(Conversation)))
    assert {column.name for column in Base.metadata.tables["passes"].columns} == {"key", "expires_at", "used"}
    assert passes[0].key not in (talks[0].key, hashlib.sha256(token.encode()).hexdigest())


async def test_who_belongs_elsewhere_is_told_kindly(door: httpx.AsyncClient) -> None:
    page = await sign_in(door, new_secret()[1], sub="visitor@elsewhere.example")
    assert page.status_code == 403
    assert "not in the group" in page.text
    assert 'id="pass"' not in page.text


async def test_who_stops_at_the_provider_can_try_again(door: httpx.AsyncClient) -> None:
    page = await sign_in(door, new_secret()[1], action="deny")
    assert page.status_code == 403
    assert "stopped" in page.text


async def test_a_way_back_that_is_not_ours_or_too_late_opens_nothing(
    door: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import oidc

    for path in ("/signed-in", "/signed-in?code=x", "/signed-in?code=x&state=AAAA", "/signed-in?state=%C3%A9&code=x"):
        page = await door.get(path)
        assert page.status_code == 403
        assert "ten minutes" in page.text
    monkeypatch.setattr(oidc, "TIME_TO_SIGN_IN", -1)
    page = await sign_in(door, new_secret()[1])
    assert "ten minutes" in page.text


async def test_a_way_back_works_once(door: httpx.AsyncClient) -> None:
    leaving = await door.get("/sign-in", params={"challenge": new_secret()[1]})
    async with httpx.AsyncClient() as browser:
        back = (await browser.post(leaving.headers["location"], data={"sub": MORAG})).headers["location"]
    assert (await door.get(back)).status_code == 200
    again = await door.get(back)
    assert again.status_code == 503
    assert 'id="pass"' not in again.text


@pytest.mark.parametrize("challenge", ["", "x", "x" * 44, "é" * 43, "<script>"])
async def test_a_challenge_has_one_shape(door: httpx.AsyncClient, challenge: str) -> None:
    assert (await door.get("/sign-in", params={"challenge": challenge})).status_code == 422


async def test_the_last_page_hands_the_pass_on_and_is_nobody_elses(door: httpx.AsyncClient) -> None:
    page = await sign_in(door, new_secret()[1])
    assert 'data-origins="https://intranet.example.scot"' in page.text
    assert page.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert page.headers["referrer-policy"] == "no-referrer"
    assert read_pass(page) not in str(page.url)


async def test_a_provider_that_is_down_is_said_kindly(open_door: Open) -> None:
    away: dict[str, Any] = {"oidc_issuer": "http://localhost:9", "oidc_client_id": "x", "oidc_client_secret": "y"}
    door = await open_door(entry="sign-in", **away)
    page = await door.get("/sign-in", params={"challenge": new_secret()[1]})
    assert page.status_code == 503
    assert "did not work just now" in page.text


@pytest.mark.parametrize("broken", ["pass", "secret"])
async def test_half_a_sign_is_no_secret_and_no_trouble(door: httpx.AsyncClient, broken: str) -> None:
    body = {"pass": "ABCD-EFGH-JKMN", "secret": "s" * 43} | {broken: "\ud800" * 43}
    answer = await door.post("/chat/sessions", content=json.dumps(body))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_shape")
