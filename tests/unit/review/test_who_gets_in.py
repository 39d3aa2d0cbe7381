"""Ids, forms, keys and headers of the review door: what a stranger or a colleague might try.

tests/guards.yml says which guard each test stands for, and `make guards` takes each out.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.review.app import create_app
from bot.review.rights import OPEN, RIGHTS
from bot.settings import Settings
from bot.store.coordinators import Role
from bot.store.keeping_tables import Action
from bot.store.reading_tables import View
from bot.store.tables import Base, Change, Coordinator, SignIn

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NOW = datetime.now(UTC)
TODAY = NOW.date()
LATER = (TODAY + timedelta(days=30)).isoformat()


def somebody_else(database, *, role: Role = Role.COORDINATOR) -> str:
    with database.session() as session:
        other = Coordinator(name="other", password_hash="", created_at=datetime.now(UTC), role=role)
        session.add(other)
        session.flush()
        return other.id


def kept(database) -> dict[str, list[tuple[object, ...]]]:
    """All rows, but those that tell who looked at what."""
    telling = ("audit_events", "audit_heads", "sign_ins", "visits")
    with database.session() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in telling
        }


BY_ROLE_ALONE = {"person_id", "request_id", "hold_id", "session_id"}
"""Ids of what every administrator, or every records officer, looks after: the table of rights is the guard. Whose a
session is, tests/unit/sessions holds."""


def test_every_id_that_is_not_ones_own_is_as_if_it_were_not_there(signed_in, become, share, database):
    """Each route with an id in its address, so that a new one is not forgotten."""
    other = somebody_else(database)
    with database.session() as session:
        change = Change(theme="budgets", said="Not yours", did="Not yours", written_at=datetime.now(UTC))
        action = Action(
            theme="budgets", what="Not yours", owner="Estates", due_on=TODAY, status="planned", written_at=NOW
        )
        view = View(coordinator_id=other, name="Not yours", query="?theme=budgets")
        session.add_all([change, action, view])
        session.flush()
        ids = {"change_id": change.id, "action_id": action.id, "view_id": view.id, "theme_id": "budgets"}
    ids["reflection_id"] = share(theme="budgets", strengths="Not yours")
    become(themes=["leadership"])
    named = {route: re.findall(r"\{(\w+)\}", route) for route in RIGHTS}
    assert {name for names in named.values() for name in names} == set(ids) | BY_ROLE_ALONE
    before = kept(database)
    typed = {"reviewed": "yes", "note": "n", "about": "strengths", "said": "x", "did": "y", "do": "delete"}
    for route, (name,) in ((route, names) for route, names in named.items() if names and names[0] in ids):
        method, _, path = route.partition(" ")
        theirs, nobodys = (
            signed_in.request(method, path.replace(f"{{{name}}}", one), data=typed if method == "POST" else None)
            for one in (ids[name], "0" * 32)
        )
        assert theirs.status_code == nobodys.status_code, route
        assert theirs.text.replace(ids[name], "") == nobodys.text.replace("0" * 32, ""), route
        assert theirs.headers.get("location") == nobodys.headers.get("location"), route
        assert "Not yours" not in theirs.text, route
    assert kept(database) == before


def test_ids_inside_forms_and_queries_open_nothing_either(signed_in, become, share, database):
    reflection = share(theme="budgets", strengths="Not yours to read at all, not one word of it")
    with database.session() as session:
        action = Action(theme="budgets", what="Not yours", owner="Estates", due_on=TODAY, status="done", written_at=NOW)
        session.add(action)
        session.flush()
        of = action.id
    become(themes=["leadership"])
    assert "Planned from" not in signed_in.get(f"/actions/new?from={reflection}").text
    assert "Not yours" not in signed_in.get(f"/changes?action={of}").text
    plan = {"what": "A heater", "owner": "Estates", "due": LATER, "from": reflection}
    assert signed_in.post("/actions", data=plan).status_code == 303
    signed_in.post("/changes", data={"said": "Cold", "did": "Warm", "do": "publish", "action": of})
    with database.session() as session:
        assert session.get_one(Action, of).change_id is None
    assert not kept(database)["action_sources"], "no link to what one may not read"
    assert signed_in.post("/reports", data={"about": "theme:budgets", "kind": "csv"}).status_code == 400


def test_a_form_sets_only_what_it_shows(signed_in, become, share, database):
    """Each form with a field named as each column there is: nothing but what the page shows is taken from it."""
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    extra = dict.fromkeys(columns, "assigned en masse")
    who = somebody_else(database)
    one = share()
    forms = [
        (Role.COORDINATOR, "/changes", {"said": "Cold", "did": "Warm", "theme": "", "team": "", "do": "save"}),
        (Role.COORDINATOR, "/actions", {"what": "A heater", "owner": "Estates", "due": LATER, "theme": ""}),
        (Role.COORDINATOR, f"/reflections/{one}/review", {"note": "n", "reviewed": "yes", "edits": "0"}),
        (Role.COORDINATOR, f"/reflections/{one}/invitation", {"about": "strengths"}),
        (Role.COORDINATOR, "/views", {"name": "Cold rooms", "theme": "", "team": "", "rating": "", "reviewed": ""}),
        (Role.RECORDS, "/holds", {"until": LATER, "reason": "A tribunal", "theme": "", "sure": "yes"}),
        (Role.RECORDS, "/requests", {"kind": "access", "received": TODAY.isoformat(), "reference": ""}),
        (Role.ADMINISTRATOR, "/people", {"name": "ailsa", "role": "records"}),
        (Role.ADMINISTRATOR, f"/people/{who}", {"do": "save", "role": "records", "every-theme": "yes"}),
    ]  # fmt: skip
    for role, path, form in forms:
        become(role)
        answer = signed_in.post(path, data=extra | form)
        assert answer.status_code in (200, 303), path
        assert "assigned en masse" not in answer.text, path
        assert "assigned en masse" not in str(kept(database)), path
    with database.session() as session:
        change, ailsa = session.scalars(select(Change)).one(), session.scalars(
            select(Coordinator).where(Coordinator.name == "ailsa")
        ).one()  # fmt: skip
        assert (change.published_on, change.withdrawn) == (None, False)
        assert (ailsa.temporary, ailsa.subject, ailsa.totp) == (True, None, None)


def test_nobody_gives_themselves_a_role(signed_in, database):
    new = "four calm grey seals"
    wish = {"role": "administrator", "every-theme": "yes", "password": "three quiet herons", "new": new, "again": new}
    for route in (route for route in RIGHTS if route.startswith("POST /account")):
        signed_in.post(route.partition(" ")[2], data=wish)
    with database.session() as session:
        me = session.scalars(select(Coordinator).where(Coordinator.name == "morag")).one()
    assert (me.role, me.themes) == ("coordinator", None)


def test_a_key_cannot_be_guessed_and_is_nowhere_but_in_the_cookie(client, database):
    tokens = set()
    for _ in range(3):
        client.cookies.clear()
        answer = client.post("/login", data={"name": "morag", "password": "three quiet herons"})
        token = client.cookies["waymark-review"]
        tokens.add(token)
        assert len(token) == 43, "256 bits in base64"
        assert token not in answer.text + str(answer.headers.get("location"))
        assert token not in str([row for rows in kept(database).values() for row in rows])
    assert len(tokens) == 3


def test_what_stands_in_the_database_opens_no_session(client, database):
    """A thief of the database has hashes of keys, and a hash is no key."""
    with database.session() as session:
        who = session.scalars(select(Coordinator)).one()
        key, now = hashlib.sha256(secrets.token_bytes(32)).hexdigest(), datetime.now(UTC)
        session.add(SignIn(token=key, coordinator_id=who.id, started_at=now, last_used_at=now))
    client.cookies.set("waymark-review", key)
    assert client.get("/").headers["location"] == "/login"


@pytest.mark.parametrize("path", ["/login", "/", "/nothing", "/static/review.css", "/health/live"])
def test_browsers_are_told_all_of_it_on_every_answer(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
                 "require-trusted-types-for 'script'", "trusted-types 'none'"):  # fmt: skip
        assert part in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["permissions-policy"].count("=()") == len(headers["permissions-policy"].split(", ")) >= 20


def test_in_production_browsers_keep_to_https(database, content, tmp_path):
    settings = Settings(
        home=tmp_path, environment="production", secret_key="k" * 40, review_origin="https://waymark.example.scot"
    )
    browser = TestClient(create_app(settings, database, content), base_url="https://waymark.example.scot")
    assert browser.get("/login").headers["strict-transport-security"] == "max-age=31536000"


def test_what_needs_no_sign_in_shows_nothing_of_anybody(client, share, database):
    share(strengths="A kind word")
    for route in OPEN:
        method, _, path = route.partition(" ")
        page = client.request(method, path)
        assert "A kind word" not in page.text
        assert "morag" not in page.text, route
