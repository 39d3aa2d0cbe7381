from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from bot.review.app import create_app
from bot.review.rights import safe_next
from bot.review.signing_in import IN_ALL
from bot.settings import Settings
from bot.store import attempts
from bot.store.coordinators import disable_coordinator, reset_password
from bot.store.tables import Attempt, SignIn

NAME, PASSWORD = "morag", "three quiet herons"


def sign_in(client, name=NAME, password=PASSWORD, **more):
    return client.post("/login", data={"name": name, "password": password, **more})


def test_a_coordinator_signs_in_and_sees_the_home_page(client):
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").status_code == 200


def test_the_name_is_read_in_any_case_and_form(client):
    assert sign_in(client, name="  MORAG ").status_code == 303


@pytest.mark.parametrize("path", ["/", "/reflections", "/reflections/" + "0" * 32, "/themes", "/audit"])
def test_every_page_needs_a_sign_in_and_comes_back(client, path):
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")
    login = client.get(answer.headers["location"])
    assert login.status_code == 200
    after = login.text.partition('name="next" value="')[2].partition('"')[0] or "/"
    assert sign_in(client, next=after).headers["location"] == path


def test_filters_survive_the_sign_in(client):
    where = client.get("/reflections?theme=leadership&from=2026-11-01").headers["location"]
    assert sign_in(client, next=dict(parse_qsl(urlsplit(where).query))["next"]).headers["location"] == (
        "/reflections?theme=leadership&from=2026-11-01"
    )


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/login\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "/reflections//evil.example",
        "/%2F%2Fevil.example",
        "/reflections?theme=a\n",
        "/logout",
        " /",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(path):
    assert safe_next(path) == "/"


def test_wrong_unknown_and_disabled_get_the_same_answer(client, database):
    wrong = sign_in(client, password="not the password")
    unknown = sign_in(client, name="nobody-here")
    with database.session() as session:
        disable_coordinator(session, NAME)
    disabled = sign_in(client)
    assert {wrong.status_code, unknown.status_code, disabled.status_code} == {401}
    assert wrong.text == disabled.text == unknown.text.replace("nobody-here", NAME)
    assert "set-cookie" not in wrong.headers


def test_the_typed_password_does_not_come_back(client):
    assert "not the password" not in sign_in(client, password="not the password").text


@pytest.mark.parametrize(("name", "password"), [("", ""), ("morag", ""), ("  ", "x"), ("mo\x00rag", "x" * 12)])
def test_odd_input_gets_a_kind_answer(client, name, password):
    answer = sign_in(client, name=name, password=password)
    assert answer.status_code in (400, 401)
    assert "<h1>Sign in</h1>" in answer.text


def test_a_very_long_password_is_refused_quickly(client):
    assert sign_in(client, password="x" * 5000).status_code == 401


def test_after_five_wrong_tries_even_the_right_password_waits(client):
    for _ in range(5):
        assert sign_in(client, password="wrong wrong wrong").status_code == 401
    answer = sign_in(client)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 15
    assert "up to 15 minutes" in answer.text
    assert sign_in(client, name="somebody-else").status_code == 401


def test_waiting_ends_and_is_not_made_longer_by_trying(client, database, settings):
    for _ in range(8):
        sign_in(client, password="wrong wrong wrong")
    subject = attempts.hash_subject(settings.secret, "sign-in", NAME)
    with database.session() as session:
        assert attempts.failures(session, subject, timedelta(minutes=15)) == 5
        assert attempts.failures(session, subject, timedelta(0)) == 0
        session.execute(update(Attempt).values(at=datetime.now(UTC) - timedelta(minutes=16)))
    assert sign_in(client).status_code == 303


def test_a_right_password_starts_the_count_again(client):
    for _ in range(4):
        sign_in(client, password="wrong wrong wrong")
    assert sign_in(client).status_code == 303
    for _ in range(4):
        sign_in(client, password="wrong wrong wrong")
    assert sign_in(client).status_code == 303


def test_many_names_tried_make_everybody_wait(client, database, settings):
    everybody = attempts.hash_subject(settings.secret, "sign-in-by-anybody", "")
    with database.session() as session:
        for _ in range(settings.login_attempts * IN_ALL):
            attempts.record(session, everybody)
    assert sign_in(client).status_code == 429


def test_the_cookie_is_locked_down(client, database):
    cookies = sign_in(client).headers.get_list("set-cookie")
    for cookie, site in zip(cookies, ("lax", "strict"), strict=True):
        assert "HttpOnly" in cookie
        assert f"SameSite={site}" in cookie, "a link from a mail opens its page; nothing is sent from another page"
        assert "Path=/" in cookie
    assert ["Max-Age" in cookie for cookie in cookies] == [False, True], "the session's ends with the browser"
    token = client.cookies["waymark-review"]
    assert len(token) >= 43
    with database.session() as session:
        assert session.scalars(select(SignIn.token)).all() == [hashlib.sha256(token.encode()).hexdigest()]


def test_in_production_the_cookie_belongs_to_this_host_over_https(database, content, client, tmp_path):
    settings = Settings(
        home=tmp_path,
        environment="production",
        secret_key="k" * 40,
        review_origin="https://waymark.example.scot",
        review_totp_required=False,
    )
    browser = TestClient(
        create_app(settings, database, content),
        base_url="https://waymark.example.scot",
        headers={"Origin": "https://waymark.example.scot"},
        follow_redirects=False,
    )
    answer = sign_in(browser)
    for cookie, name in zip(answer.headers.get_list("set-cookie"), ("review", "device"), strict=True):
        assert cookie.startswith(f"__Host-waymark-{name}=")
        assert "Secure" in cookie
        assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"]
    assert browser.get("/").status_code == 200


def test_each_sign_in_has_a_new_key_and_ends_the_old_one(client, database):
    sign_in(client)
    old = client.cookies["waymark-review"]
    sign_in(client)
    assert client.cookies["waymark-review"] != old
    with database.session() as session:
        assert len(session.scalars(select(SignIn.token)).all()) == 1


def test_a_planted_key_opens_nothing(client):
    client.cookies.set("waymark-review", "a" * 43)
    sign_in(client)
    assert client.cookies.get("waymark-review", domain="127.0.0.1") != "a" * 43


def test_signing_out_ends_the_session_on_the_server(signed_in):
    token = signed_in.cookies["waymark-review"]
    answer = signed_in.post("/logout")
    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache"'
    signed_in.cookies.set("waymark-review", token)
    assert signed_in.get("/").status_code == 303


@pytest.mark.parametrize(
    ("started", "used", "status"),
    [(0, 29, 200), (0, 31, 303), (11 * 60, 5, 200), (12 * 60 + 1, 1, 303)],
)
def test_a_session_ends_when_idle_or_old(signed_in, database, started, used, status):
    now = datetime.now(UTC)
    with database.session() as session:
        session.execute(
            update(SignIn).values(
                started_at=now - timedelta(minutes=started), last_used_at=now - timedelta(minutes=used)
            )
        )
    assert signed_in.get("/").status_code == status


def test_using_a_page_starts_the_idle_time_again(signed_in, database):
    with database.session() as session:
        session.execute(update(SignIn).values(last_used_at=datetime.now(UTC) - timedelta(minutes=29)))
    signed_in.get("/themes")
    with database.session() as session:
        assert datetime.now(UTC) - session.scalars(select(SignIn.last_used_at)).one() < timedelta(minutes=1)


@pytest.mark.parametrize("how", ["disable", "reset"])
def test_disabling_or_resetting_ends_open_sessions(signed_in, database, how):
    with database.session() as session:
        if how == "disable":
            disable_coordinator(session, NAME)
        else:
            reset_password(session, NAME, "another good password")
    assert signed_in.get("/").status_code == 303


def test_what_happens_at_the_door_is_recorded_without_what_was_typed(client, audited):
    sign_in(client, name="my secret password", password="x" * 12)
    sign_in(client, password="wrong wrong wrong")
    sign_in(client)
    client.post("/logout")
    events = [(event.event, event.actor, event.fields) for event in audited()]
    assert events == [
        ("sign_in_failed", "nobody", {"reason": "unknown-name"}),
        ("sign_in_failed", NAME, {"reason": "wrong-password"}),
        ("signed_in", NAME, {}),
        ("signed_out", NAME, {}),
    ]
