"""Signing in at one's organisation, against a real OpenID provider on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import oidc_provider_mock
import pytest
from fastapi.testclient import TestClient
from oidc_provider_mock import User
from sqlalchemy import select, update

from bot.review.app import create_app
from bot.review.auth import find_person
from bot.settings import Settings
from bot.store.areas import NOWHERE
from bot.store.coordinators import Role, disable_coordinator
from bot.store.tables import Coordinator, SignIn

ADDRESS = "http://127.0.0.1:8000"
RULES = "groups=wm-admins:administrator, groups=wm-leads:coordinator, domain=records.example:records"


def somebody(sub: str, name: str, *groups: str, **more: object) -> User:
    return User(sub=sub, claims={"preferred_username": name, "groups": list(groups), **more})


PEOPLE = [
    somebody("id-ailsa", "ailsa@strathbrae.example", "staff", "wm-leads"),
    somebody("id-ruaridh", "ruaridh@strathbrae.example", "wm-leads", "wm-admins"),
    somebody("id-visitor", "visitor@strathbrae.example", "staff"),
    somebody("id-namesake", "morag", "wm-leads"),
    somebody("id-odd", "<b>odd name</b>", "wm-leads"),
    somebody("id-records", "r@records.example", email="r@records.example", email_verified=True),
    somebody("id-liar", "liar@x.example", email="liar@records.example", email_verified=False),
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def with_provider(settings, provider) -> Settings:
    values = {
        "review_oidc_issuer": provider,
        "review_oidc_client_id": "waymark-review",
        "review_oidc_client_secret": "the provider gave it",
        "review_oidc_roles": RULES,
        "review_totp_required": True,
    }
    return Settings(home=settings.home, secret_key=settings.secret_key, **values)


def open_browser(settings, database, content) -> TestClient:
    return TestClient(
        create_app(settings, database, content),
        base_url=ADDRESS,
        headers={"Sec-Fetch-Site": "same-origin", "Origin": ADDRESS},
        follow_redirects=False,
    )


@pytest.fixture
def browser(client, with_provider, database, content) -> TestClient:
    return open_browser(with_provider, database, content)


def at_the_provider(leaving, sub: str, **form: str) -> str:
    """Be somebody at the provider; the address it sends the browser back to."""
    answer = httpx.post(leaving.headers["location"], data=form or {"sub": sub})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"{ADDRESS}/login/return"
    return f"{back.path}?{back.query}"


def sign_in(browser, sub: str, after: str = "/"):
    return browser.get(at_the_provider(browser.get(f"/login/organisation?next={after}"), sub))


def kept(database, sub_name: str) -> Coordinator:
    with database.session() as session:
        return session.scalars(select(Coordinator).where(Coordinator.name == sub_name)).one()


def test_somebody_signs_in_gets_a_role_and_waits_for_an_area(browser, database, with_provider, share, audited):
    share()
    assert "Sign in at your organisation" in browser.get("/login").text
    page = sign_in(browser, "id-ailsa", "/themes")
    assert page.status_code == 200
    assert 'content="0; url=/themes"' in page.text
    ailsa = kept(database, "ailsa@strathbrae.example")
    assert (ailsa.role, ailsa.password_hash, "id-ailsa" in (ailsa.subject or "")) == ("coordinator", "", False)
    with database.session() as session:
        person = find_person(session, with_provider, browser.cookies["waymark-review"])
    assert (person.first, person.area) == ("", NOWHERE), "their organisation sees to the second step"
    assert "Ask an administrator to give you an area" in browser.get("/account").text
    assert [(one.event, one.actor) for one in audited()][:2] == [
        ("coordinator_added", "ailsa@strathbrae.example"),
        ("signed_in", "ailsa@strathbrae.example"),
    ]
    sign_in(browser, "id-ailsa")
    assert kept(database, "ailsa@strathbrae.example").id == ailsa.id


@pytest.mark.parametrize(
    ("sub", "role"),
    [("id-ruaridh", Role.ADMINISTRATOR), ("id-records", Role.RECORDS), ("id-visitor", None), ("id-liar", None)],
)
def test_claims_give_the_role_and_the_first_rule_counts(browser, database, sub, role):
    page = sign_in(browser, sub)
    with database.session() as session:
        found = session.scalars(select(Coordinator.role).where(Coordinator.subject.is_not(None))).all()
    if role is None:
        assert page.status_code == 403
        assert "You have no role here yet" in page.text
        assert "waymark-review" not in browser.cookies
        assert found == []
    else:
        assert (page.status_code, found) == (200, [role])


def test_a_name_that_is_here_already_is_never_taken_over(browser, database):
    sign_in(browser, "id-namesake")
    local = kept(database, "morag")
    assert (local.subject, bool(local.password_hash)) == (None, True)
    with database.session() as session:
        other = session.scalars(select(Coordinator).where(Coordinator.subject.is_not(None))).one()
    assert other.name.startswith("morag-")
    sign_in(browser, "id-odd")
    with database.session() as session:
        names = session.scalars(select(Coordinator.name)).all()
    assert any(name.startswith("organisation-") for name in names)


def test_a_role_that_the_claims_changed_is_on_record(browser, database, audited):
    sign_in(browser, "id-ailsa")
    with database.session() as session:
        session.scalars(select(Coordinator).where(Coordinator.subject.is_not(None))).one().role = Role.ADMINISTRATOR
    sign_in(browser, "id-ailsa")
    changed = [one for one in audited() if one.event == "coordinator_changed"]
    assert [(one.actor, one.subject) for one in changed] == [("ailsa@strathbrae.example",) * 2]
    assert changed[0].fields == {"way": "organisation", "role": "coordinator", "all_themes": False, "all_teams": False}
    sign_in(browser, "id-ailsa")
    assert len([one for one in audited() if one.event == "coordinator_changed"]) == 1


def test_a_role_that_is_taken_away_ends_what_is_open(browser, database, with_provider, content):
    sign_in(browser, "id-ailsa")
    assert browser.get("/account").status_code == 200
    other = open_browser(
        with_provider.model_copy(update={"review_oidc_roles": "groups=others:coordinator"}), database, content
    )
    assert sign_in(other, "id-ailsa").status_code == 403
    assert browser.get("/account").status_code == 303


def test_the_session_that_the_browser_brought_ends(browser, database):
    """Or somebody could plant one of theirs, and read along."""
    keys = set()
    for _ in range(2):
        sign_in(browser, "id-ailsa")
        keys.add(browser.cookies["waymark-review"])
    assert len(keys) == 2
    with database.session() as session:
        assert len(session.scalars(select(SignIn)).all()) == 1


def test_a_closed_account_stays_closed(browser, database):
    sign_in(browser, "id-ailsa")
    with database.session() as session:
        disable_coordinator(session, "ailsa@strathbrae.example")
    assert sign_in(browser, "id-ailsa").status_code == 403
    assert browser.get("/account").status_code == 303


def test_the_way_back_belongs_to_the_browser_that_set_out(browser, client, with_provider, database, content):
    """Or somebody could be led into an account that is another's."""
    back = at_the_provider(browser.get("/login/organisation"), "id-ailsa")
    other = open_browser(with_provider, database, content)
    assert other.get(back).status_code == 401
    other.get("/login/organisation")
    assert other.get(back).status_code == 401
    assert "waymark-review" not in other.cookies


@pytest.mark.parametrize("query", ["", "state=x&code=y", "error=server_error", "code=%00&state=%00"])
def test_an_odd_way_back_is_refused_kindly(browser, query):
    page = browser.get(f"/login/return?{query}")
    assert page.status_code == 401
    assert "Back to sign in" in page.text


def test_stopping_at_the_provider_is_fine(browser):
    back = at_the_provider(browser.get("/login/organisation"), "", action="deny")
    assert "You stopped signing in" in browser.get(back).text


def test_a_way_back_works_once(browser):
    back = at_the_provider(browser.get("/login/organisation"), "id-ailsa")
    assert browser.get(back).status_code == 200
    assert browser.get(back).status_code == 401


def test_nobody_is_sent_elsewhere(browser):
    page = sign_in(browser, "id-ailsa", "//evil.example")
    assert 'content="0; url=/"' in page.text


def test_whoever_signs_in_there_has_no_password_here(browser, database):
    sign_in(browser, "id-ailsa")
    browser.post("/logout")
    for password in ("", "x" * 12):
        answer = browser.post("/login", data={"name": "ailsa@strathbrae.example", "password": password})
        assert answer.status_code in (400, 401)


def test_a_provider_that_is_away_is_said_kindly(settings, database, content, with_provider):
    away = open_browser(
        with_provider.model_copy(update={"review_oidc_issuer": "http://localhost:9"}), database, content
    )
    page = away.get("/login/organisation")
    assert page.status_code == 503
    assert "We could not reach" in page.text


def test_where_it_is_off_nothing_leads_there(client):
    assert "at your organisation" not in client.get("/login").text
    assert client.get("/login/organisation").status_code == 404
    assert client.get("/login/return").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"review_oidc_issuer": "https://x.example"},
        {"review_oidc_roles": "groups=a:emperor"},
        {"review_oidc_roles": "groups:a=coordinator"},
        {"review_oidc_roles": "groups=a:coordinator,b"},
    ],
)
def test_half_a_setting_is_refused(wrong):
    whole = {
        "review_oidc_issuer": "https://x.example", "review_oidc_client_id": "a", "review_oidc_client_secret": "b",
        "review_oidc_roles": "groups=a:coordinator",
    }  # fmt: skip
    assert Settings(**whole).review_roles == (("groups", "a", "coordinator"),)
    with pytest.raises(ValueError, match="WAYMARK_REVIEW_OIDC"):
        Settings(**(wrong if len(wrong) == 1 and "review_oidc_issuer" in wrong else whole | wrong))


def test_every_role_can_be_given():
    for role in Role:
        given = Settings(
            review_oidc_issuer="https://x.example", review_oidc_client_id="a", review_oidc_client_secret="b",
            review_oidc_roles=f"roles=Waymark.{role}:{role}",
        )  # fmt: skip
        assert given.review_roles == (("roles", f"Waymark.{role}", role),)


def test_a_local_role_change_lasts_until_the_next_sign_in(browser, database):
    sign_in(browser, "id-ailsa")
    with database.session() as session:
        session.execute(
            update(Coordinator).where(Coordinator.subject.is_not(None)).values(role="records", themes=["leadership"])
        )
    sign_in(browser, "id-ailsa")
    ailsa = kept(database, "ailsa@strathbrae.example")
    assert (ailsa.role, ailsa.themes) == ("coordinator", ["leadership"])
