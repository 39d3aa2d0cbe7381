"""A facilitator's pages: open, keep open, hand over, remind, close, publish; and what they never see."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from fastapi.testclient import TestClient

from bot.days import SCOTLAND
from bot.reflection.codes import read_words
from bot.sessions.answers import Answers, Text, ThemeAnswers, Use
from bot.sessions.keys import Keys
from bot.sessions.taking_part import TakingPart
from bot.settings import ROOT, Settings
from bot.store.coordinators import Role
from bot.store.database import Database
from bot.store.session_tables import TeamSession
from bot.store.tables import AuditEvent, Coordinator
from bot.store.teams_sessions import make_link, take_link
from tests.pdf_ua import check_pdf_ua

Audited = Callable[[], list[AuditEvent]]
SOON = datetime.now(SCOTLAND) + timedelta(days=7)
PLAN = {
    "team": "housing",
    "theme1": "culture",
    "steps": "A quiet room\n\nA walk",
    "day": f"{SOON:%Y-%m-%d}",
    "time": "17:00",
}


@pytest.fixture
def led(signed_in: TestClient, become: Callable[..., None]) -> TestClient:
    become(Role.FACILITATOR)
    return signed_in


def open_one(led: TestClient, **more: str) -> str:
    page = led.get("/sessions/new")
    once = re.search(r'name="once" value="(\w+)"', page.text)
    assert once
    answer = led.post("/sessions", data={**PLAN, "once": once[1], "do": "open", **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def find(database: Database, path: str) -> TeamSession:
    with database.session() as session:
        found = session.get(TeamSession, path.rpartition("/")[2])
        assert found is not None
        return found


def answer(settings: Settings, database: Database, path: str, number: int) -> None:
    """So many members answer, each with a line of their own."""
    part = TakingPart(database, Keys(settings.home / "sessions"), read_words(ROOT / "data" / "content"))
    session_id = path.rpartition("/")[2]
    for place in range(number):
        texts = {"strengths": Text(f"Kindness <{place}>", Use.QUOTE), "opportunities": Text("Hidden", Use.TOPIC)}
        part.answer(session_id, f"web\0{place}", Answers({"culture": ThemeAnswers("not-yet", texts)}, (1,)))


def act(led: TestClient, path: str, do: str, **more: str) -> int:
    return led.post(path, data={"do": do, "sure": "yes", **more}).status_code


def other_facilitator(database: Database, name: str, teams: list[str] | None = None) -> str:
    with database.session() as session:
        one = Coordinator(name=name, password_hash="", created_at=datetime.now(UTC), role="facilitator", teams=teams)
        session.add(one)
        session.flush()
        return one.id


def test_from_opening_to_a_file(
    led: TestClient, settings: Settings, database: Database, audited: Audited, tmp_path: Path
) -> None:
    assert led.get("/").headers["location"] == "/sessions"
    path = open_one(led)
    assert find(database, path).join_code in led.get(path).text
    assert f"Open until {SOON.day} {SOON:%B %Y}, 17:00" in led.get(path).text
    answer(settings, database, path, 5)
    assert act(led, path, "close") == 303
    page = led.get(path).text
    assert "Kindness &lt;3&gt;" in page
    assert "Hidden" not in page
    line = re.search(r'<input[^>]*name="(line-\w+)"[^>]*>\s*<label[^>]*>Kindness &lt;3&gt;', page)
    assert line
    assert act(led, path, "remove", **{line[1]: "yes"}) == 303
    assert "Kindness &lt;3&gt;" not in led.get(path).text
    assert act(led, path, "publish") == 303
    assert find(database, path).state == "published"
    word = led.post(path, data={"do": "docx"}).content
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        text = archive.read("word/document.xml").decode()
    pdf = led.post(path, data={"do": "pdf"}).content
    (tmp_path / "summary.pdf").write_bytes(pdf)
    checked = check_pdf_ua(tmp_path / "summary.pdf")
    assert checked.returncode == 0, checked.stdout
    for said in (text, "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)):
        assert "Kindness" in said
        assert said.index("What goes well") < said.index("What could be better") < said.index("A walk")
    done = [(event.event, event.fields) for event in audited() if event.event.startswith("session_")]
    assert ("session_opened", {"team": "housing"}) in done
    assert ("session_taken_away", {"format": "pdf"}) in done
    assert "Kindness" not in str(done)


def test_a_preview_opens_nothing(led: TestClient, database: Database) -> None:
    page = led.post("/sessions", data={**PLAN, "once": "a", "do": "preview"})
    assert "What members see" in page.text
    assert "A quiet room" in page.text
    with database.session() as session:
        assert session.query(TeamSession).count() == 0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"team": "elsewhere"}, "Choose a team"),
        ({"theme1": ""}, "at least one theme"),
        ({"theme2": "nonsense"}, "at least one theme"),
        ({"steps": "\n".join(f"step {n}" for n in range(9))}, "too many steps"),
        ({"steps": "x" * 201}, "One step is too long"),
        ({"day": "2020-01-01"}, "still to come"),
        ({"day": "nonsense"}, "still to come"),
        ({"time": "25:00"}, "still to come"),
        ({"day": f"{SOON + timedelta(days=99):%Y-%m-%d}"}, "still to come"),
    ],
    ids=lambda one: str(one)[:20],
)
def test_what_is_amiss_is_told_and_nothing_is_lost(led: TestClient, wrong: dict[str, str], told: str) -> None:
    page = led.post("/sessions", data={**PLAN, "do": "open", **wrong})
    assert page.status_code == 400
    assert told in page.text
    assert "steps" in wrong or "A quiet room" in page.text


def test_a_form_sent_twice_opens_one_session(led: TestClient, database: Database) -> None:
    places = {led.post("/sessions", data={**PLAN, "once": "ab", "do": "open"}).headers["location"] for _ in range(2)}
    assert len(places) == 1
    with database.session() as session:
        assert session.query(TeamSession).count() == 1


def test_only_ones_own_teams(led: TestClient, become: Callable[..., None]) -> None:
    become(Role.FACILITATOR, teams=["schools"])
    assert "Housing" not in led.get("/sessions/new").text
    assert led.post("/sessions", data={**PLAN, "do": "open"}).status_code == 400


def test_nobody_is_told_how_many_or_who(led: TestClient, settings: Settings, database: Database) -> None:
    """The pages are the same, sign for sign, with nobody and with seven people."""
    path = open_one(led)
    before = (led.get(path).text, led.get("/sessions").text)
    answer(settings, database, path, 7)
    assert (led.get(path).text, led.get("/sessions").text) == before


def test_too_few_is_said_kindly_and_tells_nothing(led: TestClient, settings: Settings, database: Database) -> None:
    path = open_one(led)
    pages = []
    for number in (0, 4):
        path = open_one(led)
        answer(settings, database, path, number)
        act(led, path, "close")
        pages.append(led.get(path).text.replace(path, "").replace(find(database, path).join_code, ""))
        assert act(led, path, "docx") == 404
    assert "Fewer than 5" in pages[0]
    assert pages[0] == pages[1]


def test_longer_once_reminded_and_handed_over(led: TestClient, database: Database) -> None:
    path = open_one(led)
    later = SOON + timedelta(days=3)
    assert act(led, path, "extend", day=f"{later:%Y-%m-%d}", time="09:30") == 303
    assert f"{later.day} {later:%B %Y}, 09:30" in led.get(path).text
    for wrong in ({"day": f"{SOON:%Y-%m-%d}", "time": "09:30"}, {"day": "x", "time": "09:30"}, {}):
        assert act(led, path, "extend", **wrong) == 409
    code = find(database, path).join_code
    assert act(led, path, "remind") == 303
    assert f"Join code: {code}" in led.get(path).text
    assert act(led, path, "remind") == 409
    eilidh, iain = other_facilitator(database, "eilidh"), other_facilitator(database, "iain", ["schools"])
    assert "eilidh" in led.get(path).text
    assert "iain" not in led.get(path).text
    assert act(led, path, "hand_over", to=iain) == 409
    assert act(led, path, "hand_over", to=eilidh) == 303
    assert led.get(path).status_code == 404
    assert "Housing" not in led.get("/sessions").text


@pytest.mark.parametrize("do", ["extend", "remind", "hand_over", "close", "remove", "publish", "docx", "pdf", "look"])
def test_somebody_elses_session_is_not_there_and_the_try_is_on_record(
    led: TestClient, settings: Settings, database: Database, audited: Audited, do: str
) -> None:
    path = open_one(led)
    with database.session() as session:
        found = session.get(TeamSession, path.rpartition("/")[2])
        assert found is not None
        found.facilitator_id = None
    was = find(database, path)
    shown = led.get(path) if do == "look" else led.post(path, data={"do": do, "day": "2027-01-01", "time": "09:00"})
    gone = led.get("/sessions/" + "0" * 32)
    assert (shown.status_code, shown.text) == (404, gone.text)
    now = find(database, path)
    assert (now.state, now.closes_at, now.reminded) == ("open", was.closes_at, False)
    refused = [event.fields["route"] for event in audited() if event.event == "session_refused"]
    method = "GET" if do == "look" else "POST"
    assert refused == [f"{method} /sessions/{{session_id}}", "GET /sessions/{session_id}"]


def test_what_is_closed_is_not_changed(led: TestClient, settings: Settings, database: Database) -> None:
    path = open_one(led)
    answer(settings, database, path, 5)
    assert act(led, path, "publish") == 409
    act(led, path, "close")
    assert act(led, path, "close") == 303
    for do in ("remind", "extend"):
        assert act(led, path, do, day=f"{SOON + timedelta(days=2):%Y-%m-%d}", time="10:00") == 409
    act(led, path, "publish")
    assert act(led, path, "remove") == 409
    assert act(led, path, "nonsense") == 400


def test_nothing_can_be_added_to_a_summary(led: TestClient, settings: Settings, database: Database) -> None:
    path = open_one(led)
    answer(settings, database, path, 5)
    act(led, path, "close")
    was = find(database, path).summary
    assert act(led, path, "remove", strengths="Our boss is great", **{"line-" + "0" * 32: "Our boss is great"}) == 303
    assert find(database, path).summary == was


def test_the_secret_is_gone_when_a_facilitator_closes(led: TestClient, settings: Settings) -> None:
    path = open_one(led)
    secret = Path(settings.home / "sessions" / path.rpartition("/")[2])
    assert secret.exists()
    act(led, path, "close")
    assert not secret.exists()


def test_who_leads_it_does_not_count_where_teams_says_who_they_are(
    led: TestClient, settings: Settings, database: Database, audited: Audited
) -> None:
    path = open_one(led)
    answer(settings, database, path, 4)
    part = TakingPart(database, Keys(settings.home / "sessions"), read_words(ROOT / "data" / "content"))
    theme = ThemeAnswers("not-yet", {"strengths": Text("Mine", Use.QUOTE)})
    part.answer(path.rpartition("/")[2], "teams\0t|me", Answers({"culture": theme}, (1,)))
    leader, now = find(database, path).facilitator_id or "", datetime.now(UTC)
    with database.session() as session:
        make_link(session, settings.secret, leader, "apple-bread-cloud-daisy", now + timedelta(minutes=5))
        account = {"service_url": "https://teams", "bot": "28:bot", "tenant": "t", "account": "29:me"}
        account["person"] = "teams\0t|me"
        assert take_link(session, settings.secret, "apple-bread-cloud-daisy", "teams-me", account, now)
    assert act(led, path, "close") == 303
    assert find(database, path).state == "too_few"
