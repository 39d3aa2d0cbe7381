from __future__ import annotations

from bot.review.app import create_app
from bot.review.rights import OPEN, RIGHTS, START
from bot.store.coordinators import Role


def routes(app) -> set[str]:
    """Every route there is, as FastAPI itself lists them."""
    return {f"{method.upper()} {path}" for path, ways in app.openapi()["paths"].items() for method in ways}


def test_every_route_is_in_the_table_and_no_other(settings, database, content):
    found = routes(create_app(settings, database, content))
    assert found == set(RIGHTS) | OPEN
    assert not set(RIGHTS) & OPEN


def test_no_role_begins_at_a_page_that_does_not_open_for_it():
    assert [role for role in Role if role not in RIGHTS[f"GET {START[role]}"]] == []


def test_a_role_that_may_not_read_meets_a_kind_page_and_it_is_recorded(signed_in, share, become, audited):
    reflection = share()
    become(Role.ADMINISTRATOR)
    answer = signed_in.get(f"/reflections/{reflection}")
    assert answer.status_code == 403
    assert "This page is for another role" in answer.text
    assert "team lead" not in answer.text
    assert [(one.event, one.fields) for one in audited()] == [
        ("page_refused", {"route": "GET /reflections/{reflection_id}"})
    ]


def test_the_menu_has_only_what_opens(signed_in, become):
    become(Role.RECORDS)
    page = signed_in.get("/audit").text
    assert 'href="/audit"' in page
    assert 'href="/reflections"' not in page
    assert signed_in.get("/").headers["location"] == "/keeping"
