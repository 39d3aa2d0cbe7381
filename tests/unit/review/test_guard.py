from __future__ import annotations

import logging
import re

import pytest
from fastapi.testclient import TestClient

from bot.review import pages
from bot.review.app import create_app
from bot.settings import Settings, SettingsError
from bot.store.coordinators import Role

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WANTED = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/login", 200),
        ("GET", "/", 303),
        ("GET", "/nothing", 404),
        ("PUT", "/login", 405),
        ("GET", "/health/live", 200),
        ("POST", "/login", 400),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/changes", 303),
        ("GET", "/people", 303),
        ("GET", "/static/nothing", 404),
        ("GET", "/reflections/", 404),
    ],
)
def test_every_answer_carries_the_headers(client, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == status
    for name, value in WANTED.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer.headers["permissions-policy"]


def test_pages_carry_no_inline_script_or_style(signed_in, share):
    reflection = share()
    for path in ("/", "/reflections", f"/reflections/{reflection}", "/themes", "/audit"):
        page = signed_in.get(path).text
        assert not re.search(r"<script(?! src=\"/static/)| on[a-z]+=", page)
        assert "style=" not in page
        assert "<style" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "none", "Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": "", "Origin": ""},
        {"Sec-Fetch-Site": "", "Origin": "http://["},
    ],
)
def test_changes_from_other_pages_are_refused_kindly(signed_in, headers):
    for name, value in headers.items():
        if value:
            signed_in.headers[name] = value
        else:
            del signed_in.headers[name]
    for path in ("/login", "/logout", "/reflections/" + "0" * 32 + "/review"):
        answer = signed_in.post(path, data={"name": "a", "password": "b"})
        assert answer.status_code == 403
        assert "Nothing was changed" in answer.text
    assert signed_in.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://127.0.0.1:8000"}],
)
def test_our_own_forms_are_let_in(client, headers):
    for name in ("Sec-Fetch-Site", "Origin"):
        del client.headers[name]
    answer = client.post("/login", data={"name": "morag", "password": "three quiet herons"}, headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1.evil.example", "[::1"])
def test_only_our_own_address_is_answered(client, host):
    assert client.get("/login", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:1234", "[::1]:8000"])
def test_the_machine_itself_may_use_any_of_its_names(client, host):
    assert client.get("/login", headers={"Host": host}).status_code == 200


def test_the_health_page_answers_to_any_address(client):
    assert client.get("/health/live", headers={"Host": "10.1.2.3"}).json() == {"status": "ok"}
    assert client.head("/health/live").status_code == 200


def test_behind_a_proxy_the_public_address_counts(client, database, content, tmp_path):
    settings = Settings(home=tmp_path, secret_key="k" * 40, review_origin="https://waymark.example.scot/review")
    browser = TestClient(create_app(settings, database, content), base_url="http://10.0.0.5", follow_redirects=False)
    ours = {"Host": "waymark.example.scot", "Origin": "https://waymark.example.scot"}
    assert browser.get("/login", headers=ours).text.count('"/review/static/review.css') == 1
    assert browser.get("/", headers=ours).headers["location"] == "/review/login"
    assert browser.get("/themes", headers=ours).headers["location"] == "/review/login?next=/themes"
    form = {"name": "morag", "password": "three quiet herons", "next": "/themes"}
    assert browser.post("/login", headers=ours, data=form).headers["location"] == "/review/themes"
    assert browser.post("/login", headers=ours | {"Origin": "http://10.0.0.5"}, data=form).status_code == 403
    assert browser.get("/login").status_code == 421


@pytest.mark.parametrize(
    ("origin", "environment"),
    [
        ("waymark.example.scot", "local"),
        ("https://[", "local"),
        ("http://waymark.example.scot", "production"),
        ("http://waymark.intranet:8000", "local"),
        ("http://10.1.2.3", "local"),
    ],
)
def test_a_wrong_public_address_is_refused_at_start(database, content, tmp_path, origin, environment):
    settings = Settings(home=tmp_path, secret_key="k" * 40, review_origin=origin, environment=environment)
    with pytest.raises(SettingsError, match="WAYMARK_REVIEW_ORIGIN"):
        create_app(settings, database, content)


@pytest.mark.parametrize("origin", ["", "http://localhost:8000", "http://127.0.0.1:8000"])
def test_the_machine_itself_needs_no_https(database, content, tmp_path, origin):
    settings = Settings(home=tmp_path, secret_key="k" * 40, review_origin=origin, host="10.1.2.3")
    browser = TestClient(create_app(settings, database, content), base_url=origin or "http://127.0.0.1:8000")
    assert browser.get("/login").status_code == 200
    assert browser.get("/login", headers={"Host": "10.1.2.3:8000"}).status_code == 421, "a name whose forms would fail"


def test_whoever_asks_for_the_head_alone_gets_what_get_would_answer(signed_in, share):
    one = share()
    for path in ("/", "/themes", f"/reflections/{one}", "/login", "/nowhere", "/health/live"):
        whole, head = signed_in.get(path), signed_in.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b""), path
        assert head.headers.get("content-type") == whole.headers.get("content-type"), path
    assert signed_in.head("/logout").status_code == 405


def test_files_are_compressed_and_pages_that_may_hold_a_secret_are_not(signed_in):
    packed = signed_in.get("/static/govuk-frontend.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.num_bytes_downloaded < len(packed.content) / 4
    assert packed.headers["vary"] == "Accept-Encoding"
    for path in ("/account/app", "/reflections", "/login"):
        assert "content-encoding" not in signed_in.get(path, headers={"Accept-Encoding": "gzip"}).headers, path


def test_each_done_that_a_page_knows_has_its_words(signed_in, become, share):
    """Whatever an address says was done, no page fails at it."""
    from bot.review import account, actions, changes, hold_pages, people, reading

    pages = [
        (Role.COORDINATOR, "/account?done={}", account.DONE), (Role.COORDINATOR, "/actions?done={}", actions.DONE),
        (Role.COORDINATOR, "/changes?done={}", changes.DONE), (Role.RECORDS, "/holds?done={}", hold_pages.DONE),
        (Role.ADMINISTRATOR, "/people?done={}", people.DONE),
        (Role.COORDINATOR, f"/reflections/{share()}?{{}}=1", reading.DONE),
    ]  # fmt: skip
    for role, address, known in pages:
        become(role)
        for done in (*known, "app", "nonsense"):
            answer = signed_in.get(address.format(done))
            assert answer.status_code == 200, address.format(done)
            assert ("<b>Done.</b>" in answer.text) == (done in known), address.format(done)


def test_too_much_is_refused(signed_in):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert signed_in.post("/login", content=b"name=" + b"a" * 70_000, headers=form).status_code == 413
    chunks = (b"a" * 10_000 for _ in range(10))
    assert signed_in.post("/login", content=chunks, headers=form).status_code == 413
    assert signed_in.post("/login", content=b"{", headers={"Content-Type": "application/json"}).status_code == 400
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert signed_in.post("/login", content=b"--y nonsense", headers=broken).status_code == 400


def test_the_unexpected_shows_a_kind_page_and_logs_no_value(signed_in, monkeypatch, caplog):
    def fail(*_args, **_kwargs):
        raise RuntimeError("what somebody wrote")

    monkeypatch.setattr(pages.shared, "list_shared", fail)
    with caplog.at_level(logging.DEBUG):
        answer = signed_in.get("/reflections?theme=leadership")
    assert answer.status_code == 500
    assert "It is not your fault" in answer.text
    assert "Traceback" not in answer.text + caplog.text
    assert "RuntimeError" not in answer.text
    assert "what somebody wrote" not in answer.text + caplog.text
    assert "RuntimeError at" in caplog.text
    assert answer.headers["cache-control"] == "no-store"


def test_without_its_database_the_door_says_so(client, database, settings, content, tmp_path):
    from bot.store.database import Database

    empty = Database(f"sqlite:///{tmp_path / 'nowhere' / 'none.sqlite3'}")
    browser = TestClient(create_app(settings, empty, content), base_url="http://127.0.0.1:8000")
    answer = browser.get("/login")
    assert answer.status_code == 503
    assert "cannot reach its database" in answer.text


MULTIPART = '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nmorag\r\n--x--\r\n'


STRANGE = [
    "multipart/form-data; boundary=x; charset=rot13",
    "multipart/form-data; boundary=x; charset=hex",
    "multipart/form-data; boundary=x; charset=\0",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    ";",
]


@pytest.mark.parametrize("kind", STRANGE)
def test_forms_that_are_none_of_ours_break_nothing(client, kind):
    for path, status in (("/login", 400), ("/changes", 401), ("/logout", 303)):
        assert client.post(path, content=MULTIPART, headers={"Content-Type": kind}).status_code == status, path


@pytest.mark.parametrize("kind", STRANGE)
def test_forms_that_are_none_of_ours_change_nothing(signed_in, kind):
    assert signed_in.post("/changes", content=MULTIPART, headers={"Content-Type": kind}).status_code == 400


def test_a_form_too_long_is_told_so_when_the_sign_in_is_over_too(client):
    def parts():
        for _ in range(20):
            yield b"said=" + b"x" * 10_000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/changes", content=parts(), headers=kind).status_code == 413
