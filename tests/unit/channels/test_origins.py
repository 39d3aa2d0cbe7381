"""Which pages may show the widget: the listed ones and our own, and every other is refused plainly."""

from __future__ import annotations

import httpx
import pytest

from tests.unit.channels.conftest import OWN, Open

INTRANET = "https://intranet.example.scot"
STRANGER = "https://stranger.example"
OURS_TO_SHARE = ["/widget.js", "/static/strings/en.json", "/static/mark.svg", "/chat/rules"]
OURS_ALONE = ["/", "/support", "/service-worker.js", "/health/live"]


@pytest.fixture
async def door(open_door: Open) -> httpx.AsyncClient:
    return await open_door(embed_origins=f"{INTRANET}, http://localhost:8080")


@pytest.mark.parametrize("path", OURS_TO_SHARE)
async def test_a_listed_origin_may_read_what_the_widget_needs(door: httpx.AsyncClient, path: str) -> None:
    answer = await door.get(path, headers={"Origin": INTRANET})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == INTRANET
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", [STRANGER, "null", f"{INTRANET}.evil.example", INTRANET.replace("https", "http")])
@pytest.mark.parametrize("path", [*OURS_TO_SHARE, *OURS_ALONE])
async def test_another_origin_is_refused_plainly(door: httpx.AsyncClient, path: str, origin: str) -> None:
    answer = await door.get(path, headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "origin_refused"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", OURS_ALONE)
async def test_even_a_listed_origin_gets_no_more_than_the_widget(door: httpx.AsyncClient, path: str) -> None:
    assert (await door.get(path, headers={"Origin": INTRANET})).status_code == 403


@pytest.mark.parametrize(
    "path", ["/chat/sessions", "/chat/messages", "/chat/sessions/current", "/chat/reflections.pdf"]
)
async def test_a_preflight_is_answered_once_for_two_hours(door: httpx.AsyncClient, path: str) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    answer = await door.options(path, headers={"Origin": INTRANET} | asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == INTRANET
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()
    assert answer.headers["access-control-allow-methods"] == "GET, POST, DELETE"
    assert answer.headers["access-control-max-age"] == "7200"
    refused = await door.options(path, headers={"Origin": STRANGER} | asked)
    assert refused.status_code == 403
    assert not any(name.startswith("access-control") for name in refused.headers)


async def test_a_refused_page_begins_nothing(door: httpx.AsyncClient) -> None:
    """A request that browsers send without asking first is refused before anything happens."""
    from sqlalchemy import func, select

    from bot.store.tables import Conversation

    answer = await door.post("/chat/sessions", headers={"Origin": STRANGER, "Content-Type": "text/plain"})
    assert answer.status_code == 403
    with door.waymark.database.session() as session:  # type: ignore[attr-defined]
        assert session.scalar(select(func.count()).select_from(Conversation)) == 0
    assert (await door.post("/chat/sessions", headers={"Origin": INTRANET})).status_code == 201


async def test_an_error_can_be_read_by_a_listed_page(door: httpx.AsyncClient) -> None:
    answer = await door.get("/chat/messages", headers={"Origin": INTRANET})
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == INTRANET
    assert "Retry-After" in answer.headers["access-control-expose-headers"]


async def test_our_own_pages_need_no_list(open_door: Open) -> None:
    door = await open_door()
    answer = await door.post("/chat/sessions", headers={"Origin": OWN})
    assert answer.status_code == 201
    assert "access-control-allow-origin" not in answer.headers
    assert (await door.post("/chat/sessions", headers={"Origin": INTRANET})).status_code == 403


async def test_behind_a_proxy_the_setting_says_which_pages_are_ours(open_door: Open) -> None:
    door = await open_door(chat_origin="https://waymark.example.scot/chat/")
    assert (await door.post("/chat/sessions", headers={"Origin": "https://waymark.example.scot"})).status_code == 201
    assert (await door.post("/chat/sessions", headers={"Origin": OWN})).status_code == 403


@pytest.mark.parametrize("path", ["/", "/support", "/chat/rules", "/nothing-here"])
async def test_every_answer_has_the_policy_and_no_cookie(door: httpx.AsyncClient, path: str) -> None:
    answer = await door.get(path)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "*" not in policy
    assert "default-src 'none'" in policy and "require-trusted-types-for 'script'" in policy
    assert policy.endswith(f"frame-ancestors 'self' {INTRANET} http://localhost:8080")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin-allow-popups"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


async def test_without_a_list_only_our_own_pages_may_frame(open_door: Open) -> None:
    answer = await (await open_door()).get("/")
    assert answer.headers["content-security-policy"].endswith("frame-ancestors 'self'")
