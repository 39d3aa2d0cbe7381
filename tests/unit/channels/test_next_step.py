"""The next step as a day in one's own calendar: one's own words, by RFC 5545, and nothing that leads to anybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from sanic import Sanic

from bot.channels.web.takeaway import find_next_step, make_calendar
from bot.content import Content
from bot.dialogue.state import State, read_state
from bot.documents.calendar import to_calendar
from bot.reflection.answers import Answers
from bot.reflection.keeping import save_reflection
from bot.settings import Settings
from bot.store.database import Database
from bot.waymark import Waymark
from tests.unit.house.house import responses

STEP = "Ask Shona; then, maybe, put the kettle on \\o/ \r\nEND:VEVENT\nand Łukasz’s idea 🙂 " + "wee by wee " * 20
SAID = Answers(strengths="Kind", next_step="Ask who is new")
CODE, OTHER = "acorn-river-lamp-bread", "acorn-river-lamp-bread/1"


@pytest.fixture
def waymark(database: Database, content: Content, tmp_path: Path) -> Waymark:
    return Waymark(Settings(home=tmp_path, secret_key="only-for-tests-" * 3), database, content)


def save(waymark: Waymark, code: str, answers: Answers, screened: list[str] | None = None) -> None:
    save_reflection(
        waymark.database, waymark.settings.secret, waymark.content.organisation, code=code, theme="culture",
        answers=answers, guidance=(), sharing="private", screened=screened or [],
    )  # fmt: skip


def receipts(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "theme": "culture", "day": "2026-11-29", "sharing": "private"} for code in codes]


def test_what_was_typed_comes_back_as_it_was_and_never_as_markup() -> None:
    now = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    made = to_calendar("A small next step at work", STEP, date(2026, 12, 13), now)
    lines = made.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines), "folded by octets"
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert lines.count(b"END:VEVENT") == 1
    read = Calendar.from_ical(made)
    (event,) = read.walk("VEVENT")
    assert str(event["description"]).split() == STEP.split()
    assert str(event["summary"]) == "A small next step at work"
    assert (event.start, event.end) == (date(2026, 12, 13), date(2026, 12, 14)), "all day"
    assert (str(event["class"]), str(event["transp"]), str(read["version"])) == ("PRIVATE", "TRANSPARENT", "2.0")
    assert read["prodid"] and event["dtstamp"].dt == now
    other = Calendar.from_ical(to_calendar("A small next step at work", STEP, date(2026, 12, 13), now))
    assert other.walk("VEVENT")[0]["uid"] != event["uid"]


def test_the_step_in_hand_comes_first_then_the_picked_one_then_the_newest(waymark: Waymark) -> None:
    save(waymark, CODE, SAID)
    save(waymark, OTHER, Answers(next_step="Move the rota"))
    save(waymark, "no-next-step-here", Answers(strengths="Kind"))
    both: dict[str, Any] = {"receipts": receipts(CODE, OTHER, "no-next-step-here"), "theme": "culture"}
    assert find_next_step(waymark, read_state(both | {"next_step": "Write it down"})) == "Write it down"
    assert find_next_step(waymark, read_state(both)) == "Move the rota"
    assert find_next_step(waymark, read_state(both | {"picked": CODE})) == "Ask who is new"
    assert find_next_step(waymark, read_state(both | {"next_step": "", "picked": CODE})) == "Ask who is new"
    assert find_next_step(waymark, State()) is None


def test_words_that_may_tell_of_danger_are_no_step(waymark: Waymark) -> None:
    save(waymark, CODE, Answers(strengths="Kind", next_step="heavy words"), ["next_step"])
    slots = {"theme": "culture", "next_step": "heavy words", "screened": ["next_step"], "receipts": receipts(CODE)}
    assert make_calendar(waymark, responses(), read_state(slots)) is None


async def test_it_is_given_for_the_token_alone(open_door: Callable[..., Awaitable[httpx.AsyncClient]]) -> None:
    client = await open_door()
    slots: dict[str, Any] = {}

    async def retrieve(_: str) -> SimpleNamespace:
        return SimpleNamespace(current_slot_values=lambda: slots)

    Sanic.get_app("waymark").ctx.agent.tracker_store = SimpleNamespace(retrieve=retrieve)
    assert (await client.get("/chat/next-step.ics")).status_code == 401
    token = (await client.post("/chat/sessions")).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    nothing = await client.get("/chat/next-step.ics", headers=headers)
    assert (nothing.status_code, nothing.json()["error"]["code"]) == (404, "nothing_to_take")
    slots |= {"theme": "culture", "next_step": "Ask who is new"}
    answer = await client.get("/chat/next-step.ics", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="next-step.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.start == datetime.now(UTC).date() + timedelta(days=14)
    assert "Ask who is new" in str(event["description"])
    assert token.encode() not in answer.content
