"""Signing in with a second step, and looking after one's own account."""

from __future__ import annotations

import base64
import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from bot.review.app import create_app
from bot.store import second_step
from bot.store.tables import Coordinator, RecoveryCode, SignIn

NAME, PASSWORD = "morag", "three quiet herons"
ADDRESS = "http://127.0.0.1:8000"
KEY = b"12345678901234567890"


def code(key: bytes = KEY, ahead: int = 0) -> str:
    return second_step._code(key, int(datetime.now(UTC).timestamp()) // 30 + ahead).decode()


def sign_in(client, **more):
    return client.post("/login", data={"name": NAME, "password": PASSWORD, **more})


@pytest.fixture
def with_app(client, database, settings) -> list[str]:
    """Give the coordinator an app and recovery codes; gives the codes."""
    with database.session() as session:
        who = session.scalars(select(Coordinator)).one()
        second_step.keep_app(who, settings.secret, KEY, 1)
        return second_step.make_recovery_codes(session, who)


@pytest.fixture
def strict(settings, database, content, client) -> TestClient:
    """A door that needs an app beside each password."""
    settings = settings.model_copy(update={"review_totp_required": True})
    return TestClient(
        create_app(settings, database, content),
        base_url=ADDRESS,
        headers={"Sec-Fetch-Site": "same-origin", "Origin": ADDRESS},
        follow_redirects=False,
    )


def read_offer(page) -> tuple[str, bytes]:
    offer = html.unescape(re.search(r'name="offer" value="([^"]+)"', page.text)[1])
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    return offer, base64.b32decode(key)


def test_a_password_alone_opens_nothing_where_there_is_an_app(client, with_app, share):
    reflection = share()
    page = sign_in(client, next="/themes")
    assert page.status_code == 200
    assert "Your code" in page.text
    for path in ("/", "/reflections", f"/reflections/{reflection}", "/account", "/account/app", "/account/password"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login/code"), path
    assert client.post(f"/reflections/{reflection}/review", data={"reviewed": "yes"}).status_code == 303
    answer = client.post("/login/code", data={"code": code(), "next": "/themes"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/themes")
    assert client.get("/themes").status_code == 200


def test_the_key_to_the_session_changes_with_the_code(client, with_app, database):
    sign_in(client)
    before = client.cookies["waymark-review"]
    client.post("/login/code", data={"code": code()})
    assert client.cookies["waymark-review"] != before
    with database.session() as session:
        assert len(session.scalars(select(SignIn)).all()) == 1


def test_a_code_is_not_taken_twice(client, with_app):
    sign_in(client)
    now = code()
    assert client.post("/login/code", data={"code": now}).status_code == 303
    sign_in(client)
    again = client.post("/login/code", data={"code": now})
    assert again.status_code == 401
    assert "does not fit" in again.text
    assert client.get("/").status_code == 303


def test_a_recovery_code_stands_in_once(client, with_app, audited):
    for status in (303, 401):
        sign_in(client)
        assert client.post("/login/code", data={"code": with_app[0]}).status_code == status
    ways = [(one.event, one.fields) for one in audited()]
    assert ways == [("signed_in", {"way": "recovery-code"}), ("sign_in_failed", {"reason": "wrong-code"})]


def test_guessing_codes_is_slow_and_the_password_does_not_start_it_again(client, with_app, settings):
    sign_in(client)
    for _ in range(settings.login_attempts):
        assert client.post("/login/code", data={"code": "000000"}).status_code == 401
    sign_in(client)
    answer = client.post("/login/code", data={"code": code()})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 15


def test_time_for_the_code_is_short(client, with_app, database):
    sign_in(client)
    with database.session() as session:
        session.execute(update(SignIn).values(started_at=datetime.now(UTC) - timedelta(minutes=11)))
    assert client.post("/login/code", data={"code": code()}).status_code == 401
    assert client.get("/login/code").headers["location"].startswith("/login?")


def test_an_app_is_needed_before_anything_else(strict, database, share):
    reflection = share()
    sign_in(strict)
    for path in ("/", f"/reflections/{reflection}", "/account"):
        assert strict.get(path).headers["location"] == "/account/app"
    offer, key = read_offer(strict.get("/account/app"))
    wrong = strict.post("/account/app", data={"offer": offer, "code": "000000", "password": PASSWORD})
    assert wrong.status_code == 400
    assert read_offer(wrong)[1] == key, "the same key stays, as it is in the phone now"
    assert strict.post("/account/app", data={"offer": offer, "code": code(key), "password": "no"}).status_code == 401
    used = code(key)
    done = strict.post("/account/app", data={"offer": offer, "code": used, "password": PASSWORD})
    codes = re.findall(r"<li><code>([\w-]+)</code>", done.text)
    assert len(codes) == second_step.HOW_MANY_CODES
    assert strict.get(f"/reflections/{reflection}").status_code == 200
    strict.post("/logout")
    sign_in(strict)
    assert strict.post("/login/code", data={"code": used}).status_code == 401, "it was used to set the app up"
    assert strict.post("/login/code", data={"code": code(key, 1)}).status_code == 303
    with database.session() as session:
        assert session.scalars(select(Coordinator.totp)).one() is not None


def test_it_is_needed_in_production_by_default_and_not_locally(settings):
    production = settings.model_copy(update={"environment": "production"})
    assert (settings.totp_required, production.totp_required) == (False, True)
    assert not production.model_copy(update={"review_totp_required": False}).totp_required


def test_somebody_elses_offer_is_worth_nothing(signed_in, settings):
    offer = second_step.seal_offer(settings.secret, "f" * 32, KEY)
    page = signed_in.post("/account/app", data={"offer": offer, "code": code(), "password": PASSWORD})
    assert page.status_code == 400
    assert read_offer(page)[1] != KEY


def test_the_password_changes_and_other_sessions_end(signed_in, database, client):
    with database.session() as session:
        who = session.scalars(select(Coordinator)).one()
        now = datetime.now(UTC)
        session.add(SignIn(token="other", coordinator_id=who.id, started_at=now, last_used_at=now))
    new = "four new quiet geese"
    for typed, status in (
        ({"password": PASSWORD, "new": new, "again": "not the same"}, 400),
        ({"password": PASSWORD, "new": "short", "again": "short"}, 400),
        ({"password": PASSWORD, "new": PASSWORD, "again": PASSWORD}, 400),
        ({"password": "not mine at all", "new": new, "again": new}, 401),
        ({"password": PASSWORD, "new": new, "again": new}, 303),
    ):
        page = signed_in.post("/account/password", data=typed)
        assert page.status_code == status
        assert new not in page.text
    assert signed_in.get("/account").status_code == 200
    with database.session() as session:
        assert session.get(SignIn, "other") is None
    signed_in.post("/logout")
    assert sign_in(signed_in).status_code == 401
    assert signed_in.post("/login", data={"name": NAME, "password": new}).status_code == 303


def test_a_password_for_once_is_changed_first(client, database):
    with database.session() as session:
        session.execute(update(Coordinator).values(temporary=True))
    sign_in(client)
    assert client.get("/reflections").headers["location"] == "/account/password"
    assert "Somebody else made the password" in client.get("/account/password").text
    new = "four new quiet geese"
    client.post("/account/password", data={"password": PASSWORD, "new": new, "again": new})
    assert client.get("/reflections").status_code == 200


def test_one_sees_where_one_is_signed_in_and_ends_the_others(signed_in, database):
    with database.session() as session:
        who, now = session.scalars(select(Coordinator)).one(), datetime.now(UTC)
        session.add(SignIn(token="other", coordinator_id=who.id, started_at=now, last_used_at=now))
    page = signed_in.get("/account").text
    assert page.count("Since ") == 2
    assert page.count("This browser") == 1
    answer = signed_in.post("/account/sign-ins")
    assert "signed out everywhere else" in signed_in.get(answer.headers["location"]).text
    with database.session() as session:
        assert len(session.scalars(select(SignIn)).all()) == 1


def test_new_recovery_codes_need_the_password(signed_in, database, settings):
    with database.session() as session:
        who = session.scalars(select(Coordinator)).one()
        second_step.keep_app(who, settings.secret, KEY, 1)
    assert signed_in.post("/account/recovery-codes", data={"password": "wrong wrong wrong"}).status_code == 401
    with database.session() as session:
        assert session.scalars(select(RecoveryCode)).all() == []
    page = signed_in.post("/account/recovery-codes", data={"password": PASSWORD})
    assert len(re.findall(r"<li><code>", page.text)) == second_step.HOW_MANY_CODES
    assert f"{second_step.HOW_MANY_CODES} recovery codes left" in signed_in.get("/account").text


def test_nothing_secret_is_in_the_audit(strict, audited):
    sign_in(strict)
    offer, key = read_offer(strict.get("/account/app"))
    page = strict.post("/account/app", data={"offer": offer, "code": code(key), "password": PASSWORD})
    said = repr([(one.actor, one.event, one.subject, one.fields) for one in audited()])
    for secret in (PASSWORD, code(key), key.hex(), *re.findall(r"<li><code>([\w-]+)</code>", page.text)):
        assert secret not in said
    assert "app_added" in said
