"""Who may chat, as the widget sees it: an access code, or a pass from the organisation's own sign-in."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import focused, no_violations, spoken


def test_an_access_code_is_asked_for_and_a_wrong_one_is_no_drama(page: Page, door: Door) -> None:
    door.entry = ("entry_code_needed", "heather")
    page.get_by_role("button", name="Start a conversation").press("Enter")
    expect(page.get_by_role("heading", name="Your organisation asks for an access code")).to_be_focused()
    no_violations(page)
    code = page.get_by_label("Access code")
    code.press("Enter")
    expect(page.get_by_text("Please type the access code first.").first).to_be_visible()
    code.fill("thistle")
    code.press("Enter")
    expect(page.get_by_text("Kind words about entry_code_wrong.").first).to_be_visible()
    expect(code).to_have_value("thistle")
    expect(code).to_be_focused()
    assert len([line for line in spoken(page) if "entry_code_wrong" in line]) == 1
    code.fill(" heather ")
    code.press("Enter")
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
    assert focused(page) == "log"
    assert door.proofs == [{}, {"access_code": "thistle"}, {"access_code": "heather"}]
    assert "heather" not in page.evaluate("JSON.stringify(sessionStorage)")


@pytest.mark.parametrize("way", ["channel", "opener", "paste"])
def test_signing_in_proves_membership_with_a_secret_that_stays_here(page: Page, door: Door, way: str) -> None:
    door.entry = ("sign_in_needed", "moor")
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_text("It is not linked to what you write.")).to_be_visible()
    no_violations(page)
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Sign in").click()
    popup = opening.value
    popup.wait_for_url("**/sign-in?*")
    if way == "channel":
        popup.evaluate("new BroadcastChannel('waymark-pass').postMessage('moor')")
    elif way == "opener":
        popup.evaluate("window.opener.postMessage({ waymarkPass: 'moor' }, '*')")
    else:
        page.get_by_label("Pass from the sign-in page").fill("moor")
        page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
    (challenge,) = parse_qs(urlsplit(popup.url).query)["challenge"]
    proof = door.proofs[-1]
    digest = hashlib.sha256(proof["secret"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
    assert proof["pass"] == "moor"
    assert proof["secret"] not in popup.url
