"""The picture for an authenticator app is read by a real decoder, from what the screen shows."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from bot.content import load_content
from bot.settings import ROOT
from bot.store.coordinators import Role, add_coordinator
from tests.browser.test_review import NARROW, WIDE, Door
from tests.browser.test_review_people import PASSWORD, sign_in

LONG = "Comhairle nan Eilean Siar agus Bòrd Slàinte na Gàidhealtachd, Seirbheis Chùraim Shòisealta Choimhearsnachd"


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [("Strathbrae Council", WIDE, "light"), (LONG, WIDE, "dark"), (LONG, NARROW, "light")],
    ids=["short", "long-dark", "long-narrow"],
)
def test_a_decoder_reads_the_key_from_the_screen(
    browser: Browser, tmp_path: Path, name: str, size: dict[str, int], scheme: str
) -> None:
    content = load_content(ROOT / "data" / "content")
    content = replace(content, organisation=content.organisation.model_copy(update={"name": name}))
    door = Door(tmp_path, content, review_totp_required=True)
    who = "mairi-of-the-very-long-name-at-the-organisation@strathbrae.example"
    with door.database.session() as session:
        add_coordinator(session, who, PASSWORD, Role.ADMINISTRATOR)
    try:
        page = browser.new_context(base_url=door.address, viewport=size, color_scheme=scheme).new_page()
        sign_in(page, who)
        screen = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        page.get_by_text("I cannot point a phone at it").click()
        key = page.locator("pre code").inner_text().replace(" ", "")
        across = page.locator(".qr svg").bounding_box()["width"]
    finally:
        door.close()
    (found,) = zxingcpp.read_barcodes(screen)
    address = urlsplit(found.text)
    said = parse_qs(address.query)
    assert (address.scheme, said["secret"]) == ("otpauth", [key])
    assert base64.b32decode(key)
    assert said["issuer"] == [unquote(address.path[1:]).partition(":")[0]]
    assert said["issuer"][0].startswith("Waymark (" + name[:10])
    assert across >= 230, "large enough for a phone"
