"""Coming in with an access code, and with the sign-in of an organisation: on our own page and on one of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import oidc_provider_mock
import pytest
from oidc_provider_mock import User
from playwright.sync_api import Browser, Page, expect

from tests.bot_process import BotProcess
from tests.browser.host_page import Host, host_page
from tests.browser.widget_page import no_violations

CODE = "Quiet Harbour 42"
MORAG = "morag.macleod@strathbrae.example"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with host_page() as page:
        yield page


@pytest.fixture(scope="module")
def with_code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    with BotProcess(tmp_path_factory.mktemp("code"), ENTRY="code", ACCESS_CODE=CODE) as process:
        yield process


@pytest.fixture(scope="module")
def with_sign_in(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    people = [User(sub=MORAG, claims={"groups": ["waymark"], "name": "Morag MacLeod"})]
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as provider:
        settings = {
            "ENTRY": "sign-in",
            "OIDC_ISSUER": f"http://localhost:{provider.server_port}",
            "OIDC_CLIENT_ID": "waymark",
            "OIDC_CLIENT_SECRET": "the provider gave it",
            "OIDC_CLAIM": "groups=waymark",
            "EMBED_ORIGINS": host.origin,
        }
        with BotProcess(tmp_path_factory.mktemp("sign-in"), **settings) as process:
            host.server = process.address
            yield process


def welcomed(page: Page) -> None:
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=30_000)


def sign_in(page: Page, who: str = MORAG) -> Page:
    """Press Sign in, and be somebody at the provider; the tab in which that happened."""
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Sign in", exact=True).click()
    provider = opened.value
    provider.locator("input[name=sub]").last.fill(who)
    provider.get_by_role("button", name="Authorize", exact=True).click()
    return provider


def test_an_access_code(browser: Browser, with_code: BotProcess) -> None:
    page = browser.new_context(service_workers="block").new_page()
    page.goto(with_code.address)
    page.get_by_role("button", name="Start a conversation").click()
    box = page.get_by_label("Access code")
    box.fill("quiet harbour 43")
    box.press("Enter")
    expect(page.locator("#entry-note")).to_contain_text("That code does not fit.")
    no_violations(page)
    box.fill(" quiet-harbour 42")
    box.press("Enter")
    welcomed(page)
    assert page.context.cookies() == []


def test_signing_in_on_our_own_page(browser: Browser, with_sign_in: BotProcess) -> None:
    page = browser.new_context(service_workers="block").new_page()
    page.goto(with_sign_in.address)
    page.get_by_role("button", name="Start a conversation").click()
    no_violations(page)
    signed_in = sign_in(page)
    expect(signed_in.get_by_role("heading", name="You are signed in")).to_be_visible()
    no_violations(signed_in)
    assert signed_in.url == f"{with_sign_in.address}/signed-in", "what the provider sent does not stay in the address"
    welcomed(page)
    assert not [one for one in page.context.cookies() if one["domain"] == "127.0.0.1"]
    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    assert "morag" not in kept.lower()
    assert "morag" not in signed_in.content().lower()
    assert "morag" not in "".join(
        path.read_text(errors="replace") for path in with_sign_in.home.iterdir() if path.is_file()
    )


def test_signing_in_from_a_page_of_the_organisation(browser: Browser, with_sign_in: BotProcess, host: Host) -> None:
    host.headers = {}
    page = browser.new_context().new_page()
    page.goto(host.origin)
    page.get_by_role("button", name="Open Waymark").click()
    page.get_by_role("button", name="Start a conversation").click()
    sign_in(page)
    welcomed(page)


def test_a_pass_is_copied_by_hand_where_the_tie_is_cut(browser: Browser, with_sign_in: BotProcess, host: Host) -> None:
    host.headers = {"Cross-Origin-Opener-Policy": "same-origin"}
    page = browser.new_context().new_page()
    page.goto(host.origin)
    page.get_by_role("button", name="Open Waymark").click()
    page.get_by_role("button", name="Start a conversation").click()
    signed_in = sign_in(page)
    given = signed_in.locator("#pass").inner_text()
    box = page.get_by_label("Pass from the sign-in page")
    box.fill(given.replace("-", " ").lower())
    box.press("Enter")
    welcomed(page)


def test_who_belongs_elsewhere_is_told_on_the_page(browser: Browser, with_sign_in: BotProcess) -> None:
    page = browser.new_context(service_workers="block").new_page()
    page.goto(with_sign_in.address)
    page.get_by_role("button", name="Start a conversation").click()
    signed_in = sign_in(page, "visitor@elsewhere.example")
    expect(signed_in.get_by_role("heading", name="You are not signed in")).to_be_visible()
    expect(signed_in.get_by_text("not in the group")).to_be_visible()
    no_violations(signed_in)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
