"""A facilitator's code for Teams: shown once, used once, and only where there is a Teams door."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from bot.review.sessions import CODE_LASTS
from bot.settings import Settings
from bot.store import teams_sessions
from bot.store.coordinators import Role
from bot.store.database import Database
from bot.store.tables import AuditEvent
from tests.microsoft import APP, SECRET, TENANT

WHERE = {"service_url": "https://teams", "bot": "28:bot", "tenant": TENANT, "account": "29:morag"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"teams_app_id": APP, "teams_tenant_id": TENANT, "teams_app_secret": SECRET})


@pytest.fixture
def led(signed_in: TestClient, become: Callable[..., None]) -> TestClient:
    become(Role.FACILITATOR)
    return signed_in


def code_of(led: TestClient) -> str:
    page = led.post("/sessions/teams", data={"do": "link"})
    found = re.search(r'<output class="code">([a-z-]+)<', page.text)
    assert found, page.text
    return found[1]


def test_the_code_links_one_account_once_and_can_be_taken_back(
    led: TestClient, database: Database, settings: Settings, audited: Callable[[], list[AuditEvent]]
) -> None:
    assert "Use Teams" in led.get("/sessions").text
    first, code = code_of(led), code_of(led)
    now = datetime.now(UTC)
    with database.session() as session:
        assert not teams_sessions.take_link(session, settings.secret, first, "teams-1", WHERE, now), (
            "a newer one is there"
        )
        assert teams_sessions.take_link(session, settings.secret, code, "teams-1", WHERE, now)
        assert not teams_sessions.take_link(session, settings.secret, code, "teams-2", WHERE, now)
        assert teams_sessions.find_linked(session, "teams-1") is not None
    assert "is linked" in led.get("/sessions").text
    assert led.post("/sessions/teams", data={"do": "unlink"}, follow_redirects=False).status_code == 303
    with database.session() as session:
        assert teams_sessions.find_linked(session, "teams-1") is None
    events = [one.event for one in audited()]
    assert events.count("teams_link_made") == 2 and "teams_unlinked" in events


def test_a_code_is_over_in_a_quarter_of_an_hour(led: TestClient, database: Database, settings: Settings) -> None:
    code, later = code_of(led), datetime.now(UTC) + CODE_LASTS + timedelta(seconds=1)
    with database.session() as session:
        assert not teams_sessions.take_link(session, settings.secret, code, "teams-1", WHERE, later)


def test_who_may_lead_no_more_is_nobodys_account(
    led: TestClient, database: Database, settings: Settings, become: Callable[..., None]
) -> None:
    code = code_of(led)
    with database.session() as session:
        assert teams_sessions.take_link(session, settings.secret, code, "teams-1", WHERE, datetime.now(UTC))
    become(Role.COORDINATOR)
    with database.session() as session:
        assert teams_sessions.find_linked(session, "teams-1") is None
    assert led.post("/sessions/teams", data={"do": "link"}).status_code in (403, 404)
