"""Both doors over HTTP, as they are served: whatever is asked, an answer below 500 that tells nothing it should not."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import strategies as st
from schemathesis import GenerationMode
from sqlalchemy import select, update

from bot.content import load_content
from bot.review.app import create_app
from bot.review.rights import OPEN, RIGHTS
from bot.settings import ROOT, Settings
from bot.store.actions import Plan, plan_action
from bot.store.changes import write_change
from bot.store.coordinators import Role
from bot.store.database import Database
from bot.store.holds import place_hold
from bot.store.keeping_tables import Action, Hold
from bot.store.passwords import hash_password
from bot.store.requests import take_request
from bot.store.tables import Change, Coordinator, Reflection, Review, SignIn
from bot.store.teams_tables import TeamsActivity
from bot.waymark import Waymark
from tests.inputs.conftest import Hammer
from tests.inputs.doors import BODIES, FORMS, describe_chat, describe_review, open_chat, open_review
from tests.inputs.hammering import Loop
from tests.inputs.hostile import changed, texts
from tests.inputs.noticing import Noticed, look_at_error
from tests.microsoft import Microsoft
from tests.teams import open_teams

PATIENCE = 60
KEPT = {
    "POST /actions": Action.what,
    "POST /changes": Change.said,
    "POST /holds": Hold.reason,
    "POST /reflections/{reflection_id}/review": Review.note,
}
"""Where the words of a form stand once it was taken."""


def requests_of(described: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Requests as schemathesis makes them, good and bad ones, to every operation."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    operations = [one.ok() for one in schemathesis.openapi.from_dict(described).get_all_operations()]
    return st.one_of([one.as_strategy(generation_mode=mode) for one in operations for mode in modes])


def test_the_chat_api(strike: Hammer, waymark: Waymark, agent: Any) -> None:
    with Loop() as loop, requests.Session() as http:
        door = open_chat(waymark, agent)
        address, app = loop.do(door.__aenter__())
        described = describe_chat(app)
        assert {f"{m.upper()} {path}" for path, ms in described["paths"].items() for m in ms} >= set(BODIES)
        own = {"token": ""}

        def attempt(case: tuple[Any, str, bool]) -> None:
            request, text, mine = case
            if mine:
                if not own["token"]:
                    own["token"] = http.post(f"{address}/chat/sessions", timeout=PATIENCE).json()["token"]
                request.headers = {**(request.headers or {}), "Authorization": f"Bearer {own['token']}"}
                if isinstance(request.body, dict) and "text" in request.body:
                    request.body = {"id": str(uuid.uuid4()), "text": text}
                if request.method.upper() == "DELETE":
                    own["token"] = ""
            if (answer := call(request, address, http)) is not None:
                look_at_error(answer.status_code, answer.text, f"{request.method} {request.path}")

        strike("chat API", st.tuples(requests_of(described), texts(), st.booleans()), attempt)
        loop.do(door.__aexit__(None, None, None))


def call(request: Any, address: str, http: requests.Session) -> requests.Response | None:
    """Send a case. What cannot be written as HTTP at all reaches no door."""
    try:
        sent = request.as_transport_kwargs(base_url=address)
        return http.request(**sent, timeout=PATIENCE, allow_redirects=False)
    except (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL, UnicodeError):
        return None


class Office:
    """A review door with something of everything in it, and somebody of each role who is signed in."""

    def __init__(self, address: str, database: Database, app: FastAPI) -> None:
        self.address, self.database, self.app = address, database, app
        now = datetime.now(UTC)
        with database.session() as session:
            self.people = {role: Coordinator(name=str(role), role=role, created_at=now) for role in Role}
            for person in self.people.values():
                person.password_hash = hash_password("three quiet herons")
            session.add_all(self.people.values())
            shared = Reflection(
                sharing="team", team="housing", theme="leadership", day=now.date(), strengths="Our lead asks us.",
                expires_on=now.date() + timedelta(days=365), lookup=secrets.token_bytes(16),
            )  # fmt: skip
            session.add(shared)
            session.flush()
            change = write_change(session, None, theme="leadership", team=None, said="It is cold", did="A heater came")
            action = plan_action(session, Plan("Mend it", "Estates", date(2027, 1, 31), None), "morag", shared)
            asked = take_request(session, "access", date(2026, 11, 1), "SAR-1", "records")
            hold = place_hold(session, by="records", reason="a case", until=date(2099, 1, 1), theme="leadership")
            session.flush()
            self.ids = {"reflection_id": shared.id, "change_id": change.id, "action_id": action.id}
            self.ids |= {"request_id": asked.id, "hold_id": hold.id, "theme_id": "leadership"}
            self.ids["person_id"] = self.people[Role.FACILITATOR].id
            self.keys = {role: person.id for role, person in self.people.items()}
        self.tokens: dict[Role, str] = {}

    def headers(self, role: Role) -> dict[str, str]:
        """What a browser of somebody of this role sends from our own pages."""
        if role not in self.tokens:
            self._sign_in(role)
        own = {"Cookie": f"waymark-review={self.tokens[role]}", "Origin": self.address}
        return own | {"Sec-Fetch-Site": "same-origin"}

    def _sign_in(self, role: Role) -> None:
        """As they were at first: a form before may have closed their account, or changed who they are."""
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)
        was = {"role": role, "themes": None, "teams": None, "disabled_at": None, "temporary": False, "totp": None}
        with self.database.session() as session:
            session.execute(update(Coordinator).where(Coordinator.id == self.keys[role]).values(was))
            key = hashlib.sha256(token.encode()).hexdigest()
            session.add(SignIn(token=key, coordinator_id=self.keys[role], started_at=now, last_used_at=now))
        self.tokens[role] = token

    def look(self, answer: Any, where: str, role: Role) -> None:
        """Look at an answer; whoever is not signed in any more signs in again the next time."""
        if answer.status_code in (401, 403) or "/login" in answer.headers.get("location", ""):
            self.tokens.pop(role, None)
        kind = answer.headers.get("content-type", "")
        text = answer.text if kind.startswith("text/html") else ""
        look_at_error(answer.status_code, text, where, shown_again=answer.status_code in (400, 401, 409, 429))


@contextmanager
def open_office(database: Database, folder: Path) -> Iterator[Office]:
    app = create_app(Settings(home=folder, secret_key="k" * 40), database, load_content(ROOT / "data" / "content"))
    with open_review(app) as address:
        yield Office(address, database, app)


@pytest.fixture
def sqlite_office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copy(migrated_sqlite, tmp_path / "waymark.sqlite3")
    database = Database(f"sqlite:///{tmp_path / 'waymark.sqlite3'}")
    with open_office(database, tmp_path) as office:
        yield office
    database.close()


@pytest.fixture
def postgres_office(fresh_postgres: str, tmp_path: Path) -> Iterator[Office]:
    database = Database(fresh_postgres)
    database.migrate()
    with open_office(database, tmp_path) as office:
        yield office
    database.close()


def test_the_review_api(strike: Hammer, sqlite_office: Office) -> None:
    office = sqlite_office
    described = describe_review(office.app)

    with requests.Session() as http:

        def attempt(case: tuple[Any, Role, bool]) -> None:
            request, role, known = case
            if known and request.path_parameters:
                request.path_parameters = {**request.path_parameters, **_only(office.ids, request.path_parameters)}
            request.headers = {**(request.headers or {}), **office.headers(role)}
            where = f"{request.method} {request.path}"
            if (answer := call(request, office.address, http)) is not None:
                office.look(answer, where, role)

        strike("review API", st.tuples(requests_of(described), st.sampled_from(list(Role)), st.booleans()), attempt)


def _only(ids: dict[str, str], wanted: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in ids.items() if name in wanted}


def test_review_forms(strike: Hammer, postgres_office: Office) -> None:
    """Forms that were filled in, with some fields bent, on PostgreSQL: what was taken is there."""
    office = postgres_office
    words = texts(700)
    forms = st.sampled_from(sorted(FORMS)).flatmap(
        lambda route: st.tuples(
            st.just(route), st.one_of(changed(FORMS[route], words) if FORMS[route] else st.just({}))
        )
    )
    owners = {route: next(iter(RIGHTS.get(route, set(Role)))) for route in FORMS}
    count = iter(range(10**9))

    with httpx.Client(base_url=office.address, timeout=PATIENCE) as http:

        def attempt(case: tuple[str, dict[str, Any]]) -> None:
            route, form = case
            form = {name: value for name, value in form.items() if isinstance(value, str)}
            role, column = owners[route], KEPT.get(route)
            if column is not None and column.key in form:
                form[column.key] += f" n{next(count)}"
            path = route.partition(" ")[2].format(view_id="0" * 32, session_id="0" * 32, **office.ids)
            # as a browser writes it: halves of signs are none
            sent = {_plain(name): _plain(value) for name, value in form.items()}
            answer = http.post(path, data=sent, headers=office.headers(role))
            office.look(answer, route, role)
            taken = answer.status_code == 303 and "/login" not in answer.headers["location"]
            if taken and column is not None and column.key in sent:
                end = sent[column.key].rpartition(" ")[2]
                with office.database.session() as session:
                    if session.scalars(select(column).where(column.endswith(end))).first() is None:
                        raise Noticed("lost", f"words of {route}")

        strike("review forms", forms, attempt)


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def test_every_form_is_among_them() -> None:
    """Who adds a form adds it here, so that the campaign knows it."""
    assert set(FORMS) == {route for route in {*RIGHTS, *OPEN} if route.startswith("POST ")}


def test_the_teams_door(
    strike: Hammer, waymark: Waymark, agent: Any, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    """Signed requests with bent activities: refused in a word, or noted, and answered once."""
    good = microsoft.activity("hello", **someone)
    texts_of_people = st.builds(lambda text: {**good, "text": text}, texts())
    with Loop() as loop:
        opened = open_teams(waymark, agent, microsoft)
        door = loop.do(opened.__aenter__())

        def attempt(activity: dict[str, Any]) -> None:
            if "id" in activity:
                activity = {**activity, "id": str(uuid.uuid4()) if activity["id"] == good["id"] else activity["id"]}
            try:
                answer = loop.do(door.post(activity))
            except ValueError:  # NaN and its like cannot be written by a client that keeps to JSON
                return
            look_at_error(answer.status_code, answer.text, "POST /api/messages")
            loop.do(door.done())
            if answer.status_code == 202:
                with waymark.database.session() as session:
                    if session.scalars(select(TeamsActivity.id).where(TeamsActivity.sealed.is_not(None))).first():
                        raise Noticed("lost", "an activity is not answered")

        strike("Teams door", st.one_of(changed(good), texts_of_people), attempt)
        loop.do(opened.__aexit__(None, None, None))
