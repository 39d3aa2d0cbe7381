"""Accounts against strangers, weak passwords and colleagues: what is refused, who waits, what is told and recorded."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.review import devices
from bot.review.signing_in import IN_ALL
from bot.store import attempts
from bot.store.coordinators import Role, add_coordinator, reset_password
from bot.store.passwords import PasswordUnusable, check_choice, make_password
from bot.store.tables import Attempt, Coordinator

NAME, PASSWORD = "morag", "three quiet herons"
ADDRESS = "http://127.0.0.1:8000"
WEAK = [
    "password1234", " " * 12, "Passw0rd1234!", "qwertyuiop12", "aaaaaaaaaaaa", "abcabcabcabc", "123456789012",
    "iloveyou1234", "scotland1234", "Welcome12345", "Summer2026!!", "letmein letmein", "waymark waymark",
    "morag12345678", "moragmacleod1", "MORAG.MACLEOD", "p@ssw0rdp@ssw0rd", "1q2w3e4r5t6y",
]  # fmt: skip


@pytest.mark.parametrize("password", WEAK)
def test_what_is_easy_to_guess_is_refused_and_not_repeated(password):
    with pytest.raises(PasswordUnusable) as refused:
        check_choice(password, "morag.macleod")
    assert password not in str(refused.value)


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "a calm and long password", "correct horse battery", pytest.param(make_password(), id="made")],
)
def test_a_few_words_are_taken(password):
    check_choice(password, "morag.macleod")


def test_a_weak_password_is_refused_wherever_one_is_chosen(signed_in, database):
    for refused in (add_coordinator, reset_password):
        with pytest.raises(PasswordUnusable), database.session() as session:
            refused(session, NAME if refused is reset_password else "ailsa", "password1234")
    page = signed_in.post("/account/password", data={"password": PASSWORD, "new": "x" * 12, "again": "x" * 12})
    assert page.status_code == 400
    assert "easy to guess" in page.text


def try_it(browser, name=NAME, password="wrong wrong wrong"):
    return browser.post("/login", data={"name": name, "password": password})


def stranger(client) -> TestClient:
    """Another browser, somewhere else."""
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": ADDRESS}
    return TestClient(client.app, base_url=ADDRESS, headers=headers, follow_redirects=False)


def earlier(database, seconds):
    with database.session() as session:
        for attempt in session.scalars(select(Attempt)):
            attempt.at -= timedelta(seconds=seconds)


def fail_everywhere(database, settings, times):
    with database.session() as session:
        for _ in range(times):
            attempts.record(session, attempts.hash_subject(settings.secret, "sign-in-by-anybody", ""))


def test_a_stranger_keeps_nobody_out_who_has_signed_in_with_this_browser(client, database, settings):
    assert try_it(client, password=PASSWORD).status_code == 303
    assert devices._cookie(settings) in client.cookies
    client.post("/logout")
    other = stranger(client)
    for _ in range(6):
        try_it(other)
    fail_everywhere(database, settings, settings.login_attempts * IN_ALL + 1)
    assert try_it(other).status_code == 429
    assert try_it(client, password=PASSWORD).status_code == 303


def test_after_many_wrong_tries_others_wait_seconds_and_not_minutes(client, database, settings):
    fail_everywhere(database, settings, settings.login_attempts * IN_ALL)
    waiting = try_it(client, password=PASSWORD)
    assert waiting.status_code == 429
    assert int(waiting.headers["retry-after"]) <= 2
    earlier(database, 3)
    assert try_it(client, password=PASSWORD).status_code == 303


def test_the_wait_at_one_name_grows(client, database):
    for _ in range(5):
        assert try_it(client).status_code == 401
    waits = []
    for _ in range(8):
        answer = try_it(client)
        assert answer.status_code == 429
        waits.append(int(answer.headers["retry-after"]))
        earlier(database, waits[-1] + 1)
        assert try_it(client).status_code == 401
    wanted = [15, 30, 60, 120, 240, 480, 900, 900]
    assert all(0 <= full - wait <= 10 for wait, full in zip(waits, wanted, strict=True)), waits
    earlier(database, 901)
    assert try_it(client, password=PASSWORD).status_code == 303


def test_a_known_browser_may_not_guess_either(client, database):
    try_it(client, password=PASSWORD)
    client.post("/logout")
    for _ in range(5):
        assert try_it(client).status_code == 401
    assert try_it(client, password=PASSWORD).status_code == 429


def test_a_browsers_cookie_is_good_for_one_name_and_cannot_be_made(client, database, settings):
    try_it(client, password=PASSWORD)
    cookie = client.cookies[devices._cookie(settings)]

    def known(value, name=NAME):
        request = type("Request", (), {"cookies": {devices._cookie(settings): value}})
        return devices.read_device(request, settings, name)

    assert known(cookie)
    number, until, sign = cookie.split(".")
    zeros, later, far = "0" * 32, int(until) + 1, "9" * 400
    forged_ones = [
        "", "x", "..", f"{number}.{until}.", f"{number}.{later}.{sign}", f"{zeros}.{until}.{sign}",
        f"{number}.{until}.é", f"{number}.{far}.{sign}",
    ]  # fmt: skip
    for forged in forged_ones:
        assert not known(forged), forged
    assert not known(cookie, "ailsa")


def test_trying_at_a_name_keeps_whoever_is_signed_in_from_nothing(client, signed_in):
    other = stranger(client)
    for _ in range(6):
        try_it(other)
    new = "four calm grey seals"
    page = signed_in.post("/account/password", data={"password": PASSWORD, "new": new, "again": new})
    assert page.headers["location"] == "/account?done=password"


def test_who_is_reset_is_told_by_whom_and_the_record_names_them(client, signed_in, become, database, audited):
    become(Role.ADMINISTRATOR)
    with database.session() as session:
        who = add_coordinator(session, "ailsa", PASSWORD).id
    shown = re.search(
        r"(?:[a-z]{5}-){3}[a-z]{5}", signed_in.post(f"/people/{who}", data={"do": "reset", "sure": "yes"}).text
    )[0]
    other = stranger(client)
    assert try_it(other, "ailsa", shown).status_code == 303
    event = [one for one in audited() if one.event == "signed_in"][-1]
    assert (event.actor, event.fields) == ("ailsa", {"way": "password-for-once", "given_by": NAME})
    page = other.get("/account/password").text
    assert "Your account was reset" in page
    assert f"{NAME} gave this account a new password" in page
    new = "four calm grey seals"
    other.post("/account/password", data={"password": shown, "new": new, "again": new})
    for path in ("/", "/account"):
        assert f"{NAME} gave this account a new password" in other.get(path).text
    assert "Your account was reset" not in signed_in.get("/account").text
    assert f"with a password that was given by: {NAME}" in signed_in.get("/audit").text
    with database.session() as session:
        ailsa = session.scalar(select(Coordinator).where(Coordinator.name == "ailsa"))
        assert not ailsa.temporary
    assert datetime.now(UTC) - event.at < timedelta(minutes=5)
