"""The page on which a team reflects together: real routes, database and screen; forms as a browser sends them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.sessions import leading
from bot.sessions.leading import Plan, Who
from bot.settings import ROOT
from bot.store.changes import publish, write_change
from bot.store.session_tables import SessionAnswer, TeamSession
from bot.store.tables import Base, Conversation, Coordinator
from bot.waymark import Waymark
from tests.unit.channels.conftest import OWN, Open

SESSION = "5e" * 16
DANGER = "I am going to kill myself tonight"
Send = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def door(open_door: Open) -> httpx.AsyncClient:
    return await open_door(sessions_per_minute=1000, sessions_per_address=1000)


@pytest.fixture
def parts(door: httpx.AsyncClient) -> Waymark:
    return door.waymark  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def who(parts: Waymark) -> Who:
    with parts.database.session() as session:
        one = Coordinator(name="morag", password_hash="", created_at=datetime.now(UTC), role="facilitator")
        session.add(one)
        session.flush()
        return Who(one.id, one.name)


@pytest.fixture
def code(parts: Waymark, who: Who) -> str:
    plan = Plan("housing", ("culture",), ("A quiet room", "A walk"), datetime.now(UTC) + timedelta(days=1))
    part = parts.taking_part
    with parts.database.session() as session:
        now = datetime.now(UTC)
        return leading.open_session(session, part.keys, who, plan, part.words, now, SESSION).join_code


@pytest.fixture
def send(door: httpx.AsyncClient, code: str) -> Send:
    """Sends a form of the page as a browser does."""

    async def post(do: str = "", **fields: Any) -> httpx.Response:
        names = {name.replace("__", "-"): value for name, value in fields.items()}
        return await door.post("/session", data={"join": code, "do": do, **names}, headers={"Origin": OWN})

    return post


def key_of(page: httpx.Response) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{32})"', page.text)
    assert found
    return found[1]


def own_code(page: httpx.Response) -> str:
    found = re.search(r'id="own-code">([a-z-]+)<', page.text)
    assert found, page.text
    return found[1]


def kept(parts: Waymark) -> int:
    with parts.database.session() as session:
        return session.scalar(select(func.count()).select_from(SessionAnswer)) or 0


def shut(parts: Waymark, who: Who, *, published: bool = True) -> TeamSession:
    parts.closing.close(SESSION, "morag")
    with parts.database.session() as session:
        if published:
            leading.publish(session, who, SESSION)
        found = session.get(TeamSession, SESSION)
        assert found is not None
        return found


async def test_from_the_join_code_to_the_summary(
    door: httpx.AsyncClient, code: str, send: Send, parts: Waymark, who: Who, log: io.StringIO
) -> None:
    first = await door.get("/session")
    assert "Join code" in first.text
    assert "form-action 'self'" in first.headers["content-security-policy"]
    assert first.headers["cache-control"] == "no-store"
    opened = await send(join=code.replace("-", " ").upper())
    assert "A quiet room" in opened.text
    assert "Housing and homelessness" in opened.text
    for number in range(5):  # several people in turns on one device
        page = await send()
        assert f"Kindness {number - 1}" not in page.text
        quoted = {"quote-strengths-culture": "yes"} if number else {}
        sent = await send("send", once=key_of(page), strengths__culture=f"Kindness {number}", pick=["0", "1"], **quoted)
        assert (sent.status_code, own_code(sent).count("-")) == (200, 3)
    assert kept(parts) == 5
    assert code in (await send()).text  # only in a field of the form
    shut(parts, who)
    summary = await send()
    assert "Kindness 4" in summary.text
    assert "Kindness 0" not in summary.text
    assert "3 to 5" in summary.text
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = await send(kind)
        assert file.content.startswith(begins)
        assert code not in file.headers["content-disposition"]
    assert "Kindness" not in log.getvalue()
    assert code not in log.getvalue()
    with parts.database.session() as session:
        for name in ("conversations", "conversation_events", "conversation_turns"):
            assert session.scalar(select(func.count()).select_from(Base.metadata.tables[name])) == 0
        assert session.scalar(select(func.count()).select_from(Conversation)) == 0


async def test_what_was_typed_stays_when_something_is_amiss(send: Send, parts: Waymark) -> None:
    key = key_of(await send())
    ticks = {"quote-strengths-culture": "yes", "rating-culture": "not-yet", "pick": "1", "leads": "yes"}
    words = {"strengths__culture": "x" * 1001, "opportunities__culture": "The <b>boiler</b>"}
    sent = await send("send", once=key, **words, **ticks)
    assert sent.status_code == 400
    assert key_of(sent) == key
    assert "x" * 1001 in sent.text
    assert "The &lt;b&gt;boiler&lt;/b&gt;" in sent.text
    assert "<b>boiler" not in sent.text
    assert re.search(r'id="rating-culture-not-yet"[^>]* checked', sent.text)
    assert re.search(r'id="pick-1"[^>]* checked', sent.text)
    assert re.search(r'id="leads"[^>]* checked', sent.text)
    assert re.search(r'id="quote-strengths-culture"[^>]* checked', sent.text)
    assert '<a href="#strengths-culture">' in sent.text
    assert re.search(r'<textarea id="strengths-culture"[^>]*aria-describedby="strengths-culture-amiss"', sent.text)
    assert kept(parts) == 0


async def test_an_empty_form_is_told(send: Send, parts: Waymark) -> None:
    sent = await send("send", once=key_of(await send()))
    assert (sent.status_code, kept(parts)) == (400, 0)
    assert "Nothing is answered yet" in sent.text


async def test_a_form_sent_twice_is_one_answer(send: Send, parts: Waymark) -> None:
    key = key_of(await send())
    codes = {own_code(await send("send", once=key, strengths__culture="Tea")) for _ in range(2)}
    assert (len(codes), kept(parts)) == (1, 1)


async def test_a_form_that_is_not_ours_keeps_nothing(send: Send, parts: Waymark) -> None:
    for once in ("", "short", "g" * 32):
        assert (await send("send", once=once, strengths__culture="Tea")).status_code == 400
    assert kept(parts) == 0


async def test_names_are_pointed_out_once_where_the_team_would_read_them(send: Send, parts: Waymark) -> None:
    fields = {"once": key_of(await send()), "strengths-culture": "Morag MacLeod is kind"}
    asked = await send("send", **fields, **{"quote-strengths-culture": "yes"})
    assert (asked.status_code, kept(parts)) == (400, 0)
    assert "may be names: Morag MacLeod" in asked.text
    assert (await send("send", **fields)).status_code == 200  # nobody reads it
    assert (await send("send", **fields, **{"quote-strengths-culture": "yes", "names": "yes"})).status_code == 200


async def test_danger_is_met_with_support_and_quoted_to_nobody(send: Send, parts: Waymark, who: Who) -> None:
    sent = await send("send", once=key_of(await send()), strengths__culture=DANGER,
                      **{"quote-strengths-culture": "yes"})  # fmt: skip
    assert "call 999" in sent.text
    assert "116 123" in sent.text
    for number in range(5):
        await send("send", once=key_of(await send()), strengths__culture=f"Tea {number}",
                   **{"quote-strengths-culture": "yes"})  # fmt: skip
    summary = shut(parts, who).summary
    assert summary is not None
    assert sorted(summary["themes"][0]["strengths"]) == [f"Tea {number}" for number in range(5)]
    assert "call 999" not in (await send()).text


async def test_identifiers_are_masked_before_they_are_kept(send: Send) -> None:
    sent = await send("send", once=key_of(await send()), strengths__culture="Ring me on 07700 900123")
    mine = await send("change", own=own_code(sent))
    assert "07700" not in mine.text
    assert "Ring me on [" in html.unescape(mine.text)


async def test_change_and_withdraw_with_ones_own_code(send: Send, parts: Waymark) -> None:
    own = own_code(await send("send", once=key_of(await send()), strengths__culture="Tea", pick="0"))
    mine = await send("change", own=own.replace("-", ", "))
    assert ">\nTea</textarea>" in mine.text
    assert re.search(r'id="pick-0"[^>]* checked', mine.text)
    changed = await send("send", once=key_of(mine), own=own, strengths__culture="Coffee")
    assert (own_code(changed), kept(parts)) == (own, 1)
    assert ">\nCoffee</textarea>" in (await send("change", own=own)).text
    for wrong in ("no such code here", "", "apple apple apple apple"):
        page = await send("withdraw", own=wrong)
        assert page.status_code == 404
        assert f'name="own" value="{wrong}"' in page.text
        assert 'type="hidden" name="own"' not in page.text
    assert "Your answers are out" in (await send("withdraw", own=own)).text
    assert kept(parts) == 0


@pytest.mark.parametrize("do", ["send", "change", "withdraw"])
async def test_what_comes_too_late_is_told(send: Send, parts: Waymark, who: Who, do: str) -> None:
    page = await send()
    own = own_code(await send("send", once=key_of(page), strengths__culture="Tea"))
    parts.closing.close(SESSION, "morag")
    late = await send(do, once="a" * 32, own=own, strengths__culture="Late words")
    assert late.status_code == 409
    assert "too late" in late.text
    assert "Fewer than five" in late.text
    assert kept(parts) == 0


async def test_a_session_whose_time_is_over_closes_when_somebody_comes(
    send: Send, parts: Waymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = datetime.now(UTC) + timedelta(days=2)
    monkeypatch.setattr("bot.days.read_clock", lambda: after)
    assert "Fewer than five" in (await send()).text
    with parts.database.session() as session:
        assert session.get(TeamSession, SESSION).state == "too_few"  # type: ignore[union-attr]


async def test_a_draft_is_shown_to_nobody(send: Send, parts: Waymark, who: Who) -> None:
    for number in range(5):
        await send("send", once=key_of(await send()), strengths__culture=f"Tea {number}",
                   **{"quote-strengths-culture": "yes"})  # fmt: skip
    assert shut(parts, who, published=False).state == "draft"
    for do in ("", "docx", "pdf"):
        page = await send(do)
        assert "not ready yet" in page.text
        assert "Tea" not in page.text


async def test_a_join_code_that_opens_nothing(send: Send) -> None:
    for join in ("nothing like this here", "", "<script>"):
        page = await send(join=join)
        assert page.status_code == 404
        assert "No session has this code" in page.text
        assert "<script>" not in page.text


async def test_many_at_once_keep_their_words(open_door: Open) -> None:
    door = await open_door(sessions_per_minute=1, sessions_per_address=1)
    parts: Waymark = door.waymark  # type: ignore[attr-defined]
    pages = [await door.post("/session", data={"join": "no such code here"}) for _ in range(5)]
    assert [page.status_code for page in pages] == [404] * 4 + [429]
    assert "no such code here" in pages[-1].text
    assert parts.taking_part.find("no such code here") is None


async def test_what_came_of_earlier_talks_is_shown_first(send: Send, parts: Waymark) -> None:
    with parts.database.session() as session:
        for team, did in (("housing", "A heater came"), ("schools", "A bell came")):
            change = write_change(session, None, theme="culture", team=team, said="It is cold", did=did)
            publish(change, datetime.now(UTC).date())
    page = await send()
    assert "A heater came" in page.text
    assert "A bell came" not in page.text


async def test_other_pages_cannot_send_the_form(door: httpx.AsyncClient, code: str) -> None:
    assert (await door.post("/session", data={"join": code}, headers={"Origin": "https://x.test"})).status_code == 403
    assert (await door.post("/session", json={"join": code})).status_code == 422


def test_every_phrase_is_used_and_no_other(parts: Waymark) -> None:
    files = [
        ROOT / "bot" / "channels" / "web" / "templates" / "session.html",
        *(ROOT / "bot" / "channels" / "web").glob("session*.py"),
        *(ROOT / "bot" / "sessions").glob("*.py"),
    ]
    text = "\n".join(Path(path).read_text(encoding="utf-8") for path in files)
    used = set(re.findall(r'"([a-z_]+)"', text))
    ends = {f"{state}_{part}" for state in ("waiting", "too_few", "lost") for part in ("title", "lead")}
    phrases = set(parts.content.sessions.phrases)
    assert phrases - used - ends == set()
    assert set(re.findall(r'say\("([a-z_]+)"', text)) <= phrases
