"""Every role meets every route in every area, by a real request. Made from the table, so none is left out.

Each reflection holds a word of its own. Whatever comes back (pages, and files once they are opened) is searched for
words that are not this person's to read.
"""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import zipfile
from datetime import UTC, datetime

import pypdf
import pytest
from sqlalchemy import select, update

from bot.review.rights import RIGHTS, START
from bot.store.areas import EVERYWHERE, NOWHERE, Area
from bot.store.changes import write_change
from bot.store.coordinators import Role
from bot.store.tables import AuditEvent, Coordinator, Reflection, SignIn

AREAS = {
    "everywhere": EVERYWHERE,
    "one theme": Area(themes=frozenset({"leadership"})),
    "one theme and team": Area(frozenset({"leadership"}), frozenset({"housing"})),
    "one team": Area(teams=frozenset({"housing"})),
    "nowhere": NOWHERE,
}
PLACES = [(theme, team) for theme in ("leadership", "budgets") for team in (None, "housing", "schools")]
WORDS = {place: f"{place[0]}{place[1] or 'anonymous'}marker" for place in PLACES}
TYPED = {
    "reviewed": "yes",
    "note": "a note",
    "said": "said",
    "did": "did",
    "name": "new-name",
    "role": "records",
    "password": "three quiet herons",
}
"""What is posted: enough for most forms. A refusal of what was typed is an answer, too."""


@pytest.fixture
def ids(database, client, share) -> dict[str, str]:
    """One of each thing that an address can name, and a reflection in each place."""
    for place, word in WORDS.items():
        theme, team = place
        shared_at = datetime.now(UTC) if team else None
        share(theme=theme, team=team, shared_at=shared_at, strengths=f"{word} is how we say it")
    with database.session() as session:
        change = write_change(session, None, theme="leadership", team=None, said="It is cold", did="A heater came")
        session.flush()
        other = Coordinator(name="other", password_hash="", created_at=datetime.now(UTC), role="administrator")
        session.add(other)
        session.flush()
        return {"change_id": change.id, "person_id": other.id, "theme_id": "leadership"}


def be(client, database, role: Role, area: Area) -> None:
    """Sign in anew as this role with this area: some routes end the session, and some change who one is."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    themes = None if area.themes is None else sorted(area.themes)
    teams = None if area.teams is None else sorted(area.teams)
    with database.session() as session:
        who = session.scalars(select(Coordinator).where(Coordinator.name == "morag")).one()
        values = {"role": role, "themes": themes, "teams": teams, "disabled_at": None, "temporary": False}
        session.execute(update(Coordinator).where(Coordinator.id == who.id).values(values))
        key = hashlib.sha256(token.encode()).hexdigest()
        session.add(SignIn(token=key, coordinator_id=who.id, started_at=now, last_used_at=now))
    client.cookies.clear()
    client.cookies.set("waymark-review", token)


def addresses(route: str, ids: dict[str, str], reflections: dict[str, str]) -> list[str]:
    """The addresses to try for a route: each reflection by itself, and one of everything else."""
    path = route.partition(" ")[2]
    if "{reflection_id}" in path:
        return [path.replace("{reflection_id}", one) for one in reflections.values()]
    return [re.sub(r"\{(\w+)\}", lambda name: ids.get(name[1], "0" * 32), path)]


def send(client, route: str, path: str):
    return client.get(path) if route.startswith("GET") else client.post(path, data=TYPED)


def read(answer) -> str:
    """The words of an answer, out of whatever file they are in."""
    kind, body = answer.headers.get("content-type", ""), answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if "pdf" in kind:
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return answer.text


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_routes_alone_and_reads_its_area_alone(client, database, ids, role, area):
    with database.session() as session:
        reflections = {f"{one.theme} {one.team}": one.id for one in session.scalars(select(Reflection))}
    mine = {WORDS[place] for place in PLACES if role is Role.COORDINATOR and area.holds(*place)}
    met: set[str] = set()
    for route, roles in RIGHTS.items():
        for path in addresses(route, ids, reflections):
            be(client, database, role, area)
            answer = send(client, route, path)
            words = {word for word in WORDS.values() if word in read(answer)}
            assert words <= mine, f"{route} shows what is not theirs"
            met |= words
            if role in roles:
                assert answer.status_code not in (401, 403, 405, 500), f"{route} is closed to {role}"
                assert not answer.headers.get("location", "").startswith("/login"), f"{route} is closed to {role}"
            elif route == "GET /":
                assert (answer.status_code, answer.headers["location"]) == (303, START[role])
            else:
                assert answer.status_code == 403, f"{route} is open to {role}"
    assert met == mine, "whoever may read did read, or this test would prove nothing"


@pytest.mark.parametrize("area", [area for area in AREAS.values() if area != EVERYWHERE])
def test_what_is_not_in_ones_area_is_as_if_it_were_not_there(client, database, ids, area):
    with database.session() as session:
        reflections = list(session.scalars(select(Reflection)))
    be(client, database, Role.COORDINATOR, area)
    nothing, words = "/reflections/" + "0" * 32, {"reviewed": "yes", "note": "n", "seen": ""}
    gone, handed_back = client.get(nothing), client.post(f"{nothing}/review", data=words)
    assert (gone.status_code, handed_back.status_code) == (404, 404)
    for one in reflections:
        if area.holds(one.theme, one.team):
            assert client.get(f"/reflections/{one.id}").status_code == 200
            continue
        answer, sent = client.get(f"/reflections/{one.id}"), client.post(f"/reflections/{one.id}/review", data=words)
        assert (answer.status_code, answer.text) == (404, gone.text)
        assert (sent.status_code, sent.text) == (404, handed_back.text)


def test_each_route_is_closed_to_whoever_is_not_signed_in(client, ids):
    for route in RIGHTS:
        path = addresses(route, ids, {"any": "0" * 32})[0]
        answer = send(client, route, path)
        if route.startswith("GET"):
            assert answer.status_code == 303, route
            assert answer.headers["location"].startswith("/login"), route
        else:
            assert answer.status_code == 401, route


def test_each_refusal_is_on_record(client, database, ids):
    be(client, database, Role.FACILITATOR, NOWHERE)
    refused = {route for route, roles in RIGHTS.items() if Role.FACILITATOR not in roles and route != "GET /"}
    for route in refused:
        send(client, route, addresses(route, ids, {"any": "0" * 32})[0])
    with database.session() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.event == "page_refused"))
        assert {event.fields["route"] for event in events} == refused
