"""Signing in, looking after one's account and looking after people, in real Chromium, without script and with axe."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import oidc_provider_mock
import pytest
from oidc_provider_mock import User
from playwright.sync_api import Browser, Page, expect

from bot.store import second_step
from bot.store.coordinators import Role, add_coordinator
from tests.browser.test_review import NARROW, WIDE, Door, check

PASSWORD = "three quiet herons"
AILSA = "ailsa@strathbrae.example"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path, review_totp_required=True)
    with door.database.session() as session:
        add_coordinator(session, "isla", PASSWORD, Role.ADMINISTRATOR)
    yield door
    door.close()


def code(key: bytes, ahead: int = 0) -> str:
    return second_step._code(key, int(datetime.now(UTC).timestamp()) // second_step.STEP + ahead).decode()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_app(page: Page, password: str = PASSWORD) -> bytes:
    """Take an authenticator app into use; gives its key."""
    page.get_by_text("I cannot point a phone at it").click()
    key = base64.b32decode(page.locator("pre code").inner_text().replace(" ", ""))
    page.get_by_label("Code", exact=True).fill(code(key))
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    return key


def test_an_administrator_adds_somebody_who_then_reads(browser: Browser, door: Door) -> None:
    """From a password for once to a page of their area, by way of an own password, an app and a code."""
    door.share(strengths="Ours to read.")
    door.share(theme="budgets", strengths="Not ours.")
    page = browser.new_context(base_url=door.address, viewport=WIDE, java_script_enabled=False).new_page()
    sign_in(page, "isla")
    add_app(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    expect(page.get_by_role("link", name="Reflections")).to_have_count(0)
    page.get_by_label("Name", exact=True).fill("mairi")
    page.get_by_role("checkbox", name="All themes").uncheck()
    page.get_by_role("checkbox", name="Leadership").check()
    page.get_by_role("button", name="Add").click()
    once = page.locator("pre code").inner_text()

    hers = browser.new_context(base_url=door.address, viewport=WIDE, java_script_enabled=False).new_page()
    sign_in(hers, "mairi", once)
    expect(hers.get_by_role("heading", level=1)).to_have_text("Choose a password")
    new = "four new quiet geese"
    hers.get_by_label("The password you have now").fill(once)
    hers.get_by_label("New password", exact=True).fill(new)
    hers.get_by_label("New password again").fill(new)
    hers.get_by_role("button", name="Change password").click()
    key = add_app(hers, new)
    hers.get_by_role("button", name="Sign out").click()
    sign_in(hers, "mairi", new)
    hers.get_by_label("Code").fill(code(key, 1))
    hers.get_by_role("button", name="Go on").click()
    hers.get_by_role("link", name="Reflections", exact=True).click()
    expect(hers.get_by_text("Ours to read.")).to_be_visible()
    expect(hers.get_by_text("Not ours.")).to_have_count(0)


def test_signing_in_at_ones_organisation_ends_on_a_page_of_ours(browser: Browser, tmp_path: Path) -> None:
    """The provider is another site, so the strict cookie must come to be sent after the way back."""
    people = [User(sub="id-ailsa", claims={"preferred_username": AILSA, "groups": ["leads"]})]
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as provider:
        door = Door(
            tmp_path,
            review_oidc_issuer=f"http://localhost:{provider.server_port}",
            review_oidc_client_id="waymark-review",
            review_oidc_client_secret="the provider gave it",
            review_oidc_roles="groups=leads:coordinator",
        )
        try:
            page = browser.new_context(base_url=door.address, viewport=WIDE, java_script_enabled=False).new_page()
            page.goto("/changes")
            page.get_by_role("link", name="Sign in at your organisation").click()
            page.locator("input[name=sub]").last.fill("id-ailsa")
            page.get_by_role("button", name="Authorize", exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text("You said, we did")
            expect(page.get_by_role("link", name=AILSA)).to_be_visible()
            page.get_by_role("link", name=AILSA).click()
            expect(page.get_by_text("Ask an administrator to give you an area")).to_be_visible()
        finally:
            door.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_on_pages_about_people(
    browser: Browser, door: Door, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, base_url=door.address, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, "isla")
    check(page, "add an app")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Use this app").click()
    check(page, "app refused")
    key = add_app(page)
    check(page, "recovery codes")
    for path in ("/people", "/settings", "/audit", "/audit?to=2020-01-01", "/account", "/account/password", "/themes"):
        page.goto(path)
        check(page, path)
    page.goto("/people")
    page.get_by_label("Name", exact=True).fill("isla")
    page.get_by_role("button", name="Add").click()
    check(page, "nobody added")
    page.get_by_label("Name", exact=True).fill("mairi-of-the-very-long-name-at-the-organisation@strathbrae.example")
    page.get_by_role("button", name="Add").click()
    check(page, "a password for once")
    page.goto("/people")
    page.get_by_role("link", name=re.compile("^isla")).last.click()
    page.get_by_role("button", name="Close the account").click()
    check(page, "asked before an account is closed")
    page.get_by_role("button", name="Close the account").click()
    check(page, "the last administrator")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "isla")
    check(page, "the code")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    check(page, "code refused")
    page.get_by_label("Code").fill(code(key, 1))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    context.close()
