"""The real app over a real database, SQLite and PostgreSQL, with a coordinator who can sign in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.content import Content, load_content
from bot.review.app import create_app
from bot.settings import ROOT, Settings
from bot.store.coordinators import Role
from bot.store.database import Database
from bot.store.passwords import hash_password
from bot.store.tables import AuditEvent, Coordinator, Reflection, SignIn

NAME, PASSWORD = "morag", "three quiet herons"
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(ROOT / "data" / "content")


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, secret_key="k" * 40)


@pytest.fixture
def client(settings: Settings, database: Database, content: Content, password_hash: str) -> Iterator[TestClient]:
    """A browser that is not signed in, and sends what browsers send from our own pages."""
    with database.session() as session:
        session.add(Coordinator(name=NAME, password_hash=password_hash, created_at=datetime.now(UTC)))
    with TestClient(
        create_app(settings, database, content),
        base_url=ADDRESS,
        headers={"Sec-Fetch-Site": "same-origin", "Origin": ADDRESS},
        follow_redirects=False,
    ) as browser:
        yield browser


@pytest.fixture
def signed_in(client: TestClient, database: Database) -> TestClient:
    """A browser with an open session, put there without the half second that a password takes."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    with database.session() as session:
        coordinator = session.scalars(select(Coordinator)).one()
        key = hashlib.sha256(token.encode()).hexdigest()
        session.add(SignIn(token=key, coordinator_id=coordinator.id, started_at=now, last_used_at=now))
    client.cookies.set("waymark-review", token)
    return client


@pytest.fixture
def become(database: Database) -> Callable[..., None]:
    """Give the one who is signed in another role, or an area."""

    def change(role: Role = Role.COORDINATOR, themes: list[str] | None = None, teams: list[str] | None = None) -> None:
        with database.session() as session:
            coordinator = session.scalars(select(Coordinator).where(Coordinator.name == NAME)).one()
            coordinator.role, coordinator.themes, coordinator.teams = role, themes, teams

    return change


@pytest.fixture
def share(database: Database) -> Callable[..., str]:
    """Put a shared reflection into the database; gives its id."""

    def share_one(**fields: object) -> str:
        today = datetime.now(UTC).date()
        values: dict[str, object] = {
            "sharing": "team" if fields.get("team") else "anonymous",
            "theme": "leadership",
            "team": None,
            "day": today,
            "expires_on": today + timedelta(days=365),
            "strengths": "Our team lead asks how we are.",
            "lookup": secrets.token_bytes(16),
        }
        reflection = Reflection(**(values | fields))
        with database.session() as session:
            session.add(reflection)
        return reflection.id

    return share_one


@pytest.fixture
def audited(database: Database) -> Callable[[], list[AuditEvent]]:
    """Every audit event so far, the earliest first."""

    def read() -> list[AuditEvent]:
        with database.session() as session:
            return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))

    return read
