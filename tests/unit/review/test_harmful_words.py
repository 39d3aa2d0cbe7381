"""Words and addresses that mean harm, at the review door: never markup, a header, another site or another file.

tests/guards.yml says which guard each test stands for, and `make guards` takes each out.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.review.rights import RIGHTS
from bot.store.coordinators import Role
from bot.store.keeping_tables import Action, ActionStep, Hold, RightsRequest
from bot.store.reading_tables import Tag, Tagging, View
from bot.store.tables import AuditEvent, Change, Coordinator, Review
from tests.unit.review.conftest import ADDRESS

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NOW = datetime.now(UTC)
TODAY = NOW.date()
HARM = "\"'><img src=x onerror=alert(1)>{{ 7*7 }}"
BARE = "<img src=x"


def test_no_text_of_anybody_is_markup_on_any_page(signed_in, become, share, database):
    """Harm in every field that holds text and is shown; then each page of each role."""
    one = share(theme="leadership", team=HARM[:40], shared_at=datetime.now(UTC), strengths=HARM, opportunities=HARM,
                next_step=HARM, rating=HARM[:40])  # fmt: skip
    with database.session() as session:
        me = session.scalars(select(Coordinator)).one()
        change = Change(theme=HARM[:40], team=None, said=HARM, did=HARM, written_at=datetime.now(UTC))
        action = Action(theme=HARM[:40], what=HARM, owner=HARM, due_on=TODAY, status="planned", written_at=NOW)
        asked = RightsRequest(kind="access", reference=HARM[:40], received_on=TODAY, due_on=TODAY, taken_by=HARM)
        tag = Tag(name=HARM[:40])
        other = Coordinator(name=HARM, password_hash="", created_at=datetime.now(UTC), role="coordinator")
        session.add_all([change, action, asked, tag, other, View(coordinator_id=me.id, name=HARM, query=f"?{HARM}")])
        session.add(Hold(theme=HARM[:40], until=TODAY, reason=HARM, placed_by=HARM, placed_at=NOW))
        session.add(Review(reflection_id=one, note=HARM, reviewed_by=other.id))
        session.flush()
        session.add(ActionStep(action_id=action.id, at=datetime.now(UTC), by=HARM, status="planned", due_on=TODAY,
                               note=HARM))  # fmt: skip
        session.add(Tagging(tag_id=tag.id, reflection_id=one, day=TODAY))
        session.add(AuditEvent(at=datetime.now(UTC), actor=HARM, event="page_refused", subject=HARM,
                               fields={"route": HARM}))  # fmt: skip
        ids = {"reflection_id": one, "change_id": change.id, "action_id": action.id, "request_id": asked.id,
               "person_id": other.id, "theme_id": "leadership", "session_id": "0" * 32}  # fmt: skip
    met = set()
    for role in Role:
        become(role)
        for route in (one for one, roles in RIGHTS.items() if one.startswith("GET") and role in roles):
            path = re.sub(r"\{(\w+)\}", lambda name: ids[name[1]], route.partition(" ")[2])
            page = signed_in.get(path).text
            assert BARE not in page, f"{route} shows it as markup"
            if "&lt;img src=x" in page:
                met.add(route)
    pages = ("reflections", "reflections/{reflection_id}", "changes", "changes/{change_id}", "actions", "plan",
             "actions/{action_id}", "requests", "requests/{request_id}", "holds", "people", "people/{person_id}",
             "audit")  # fmt: skip
    assert {f"GET /{one}" for one in pages} <= met, "or this test would prove nothing"


@pytest.mark.parametrize("path", ["/login?next=", "/reflections?theme=", "/themes?period=", "/audit?who="])
def test_nothing_of_an_address_is_markup(signed_in, become, path):
    become(Role.ADMINISTRATOR if path.startswith("/audit") else Role.COORDINATOR)
    for answer in (signed_in.get(path + HARM), TestClient(signed_in.app, base_url=ADDRESS).get(path + HARM)):
        assert BARE not in answer.text


def test_what_was_typed_and_refused_comes_back_as_text(signed_in, client):
    for path, form in (
        ("/changes", {"said": HARM, "did": ""}),
        ("/actions", {"what": HARM, "owner": HARM, "due": HARM}),
        ("/reflections", {"words": "!" * 3 + HARM * 20}),
    ):
        page = signed_in.post(path, data=form)
        assert page.status_code == 400
        assert BARE not in page.text
    client.cookies.clear()
    for path, form in (("/login", {"name": HARM, "password": "x", "next": HARM}), ("/changes", {"said": HARM})):
        assert BARE not in client.post(path, data=form).text


INJECTED = "/%0d%0aX-Evil:%201%0d%0a"


def test_nothing_that_is_sent_becomes_a_header(signed_in):
    stranger = TestClient(signed_in.app, base_url=ADDRESS, headers={"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"},
                          follow_redirects=False)  # fmt: skip
    line = "/\r\nX-Evil: 1\r\n"
    answers = [
        *(one.get(f"{path}{INJECTED}") for one in (signed_in, stranger)
          for path in ("", "/reflections", "/static", "/themes", "/login?next=", "/reflections?theme=")),
        stranger.post("/login", data={"name": line, "password": "x", "next": line}),
        stranger.post("/login", data={"name": "morag", "password": "three quiet herons", "next": line}),
        stranger.post(f"/reflections{INJECTED}/review", data={"note": "x"}),
        signed_in.post("/reports", data={"about": line, "kind": line}),
        signed_in.post("/views", data={"name": line}),
    ]  # fmt: skip
    for answer in answers:
        assert "x-evil" not in answer.headers, answer.url
        assert not [value for value in answer.headers.values() if "\r" in value or "\n" in value], answer.url
    assert any("login" in answer.headers.get("location", "") for answer in answers)


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/%2e%2e", "/%5cevil.example", "/%2F%2Fevil.example/..",
     "/login?next=//evil.example", "/login/organisation?next=https://evil.example",
     "/reflections/?next=//evil.example", "/static?x=//evil.example",
     "/static//evil.example/.."],
)  # fmt: skip
def test_no_address_leads_away(signed_in, path):
    for browser in (signed_in, TestClient(signed_in.app, base_url=ADDRESS, follow_redirects=False)):
        answer = browser.send(browser.build_request("GET", ADDRESS + path))
        where = urljoin(ADDRESS, answer.headers.get("location", "/"))
        assert urlsplit(where).netloc == urlsplit(ADDRESS).netloc, where
        assert "//evil" not in answer.headers.get("location", "")


@pytest.mark.parametrize(
    "name",
    ["../app.py", "%2e%2e/app.py", "..%2fapp.py", "%2e%2e%2fapp.py", "..%5capp.py", "%2fetc%2fpasswd", "//etc/passwd",
     "x/../../app.py", "review.css%00.py", "..%252fapp.py", "."],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(client, name):
    answer = client.send(client.build_request("GET", f"{ADDRESS}/static/{name}"))
    assert answer.status_code in (404, 405), name
    assert "import" not in answer.text and "root:" not in answer.text
    assert client.get("/static/review.css").status_code == 200
