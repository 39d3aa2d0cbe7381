"""An app when wanted: it can be put on a home screen, and starts without a network to Support and to what was begun."""

from __future__ import annotations

import json
import struct

from playwright.sync_api import Browser, expect

from bot.channels.web.pages import STATIC_DIR
from tests.browser.scripted import Door
from tests.browser.widget_page import begin, box, opened, settled, write

MANIFEST = json.loads((STATIC_DIR / "manifest.json").read_text(encoding="utf-8"))
KEPT = """async () => {
  const store = await caches.open("waymark"), texts = [];
  for (const one of await store.keys()) texts.push(one.url, await (await store.match(one)).text());
  return texts.join("\\n");
}"""


def test_a_browser_can_make_an_app_of_it(browser: Browser, door: Door) -> None:
    with opened(browser, door) as page:
        cdp = page.context.new_cdp_session(page)
        assert cdp.send("Page.getAppManifest")["errors"] == []
        assert cdp.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
            [],
            [{"errorId": "in-incognito", "errorArguments": []}],
        )


def test_every_icon_is_as_large_as_it_says() -> None:
    for icon in MANIFEST["icons"]:
        file = (STATIC_DIR / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", file[16:24])
            assert f"{width}x{height}" == icon["sizes"]


def test_without_a_network_it_starts_with_support_and_what_was_begun(browser: Browser, door: Door) -> None:
    with opened(browser, door, service_workers="allow") as page:
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        begin(page)
        write(page, "words for the server")
        settled(page, "You wrote: words for the server")
        box(page).press_sequentially("half a thought")
        page.context.set_offline(True)
        page.reload()
        expect(box(page)).to_have_value("half a thought")
        page.locator("header.top").get_by_role("button", name="Support").click()
        expect(page.get_by_role("heading", name="Samaritans").first).to_be_visible()
        kept = page.evaluate(KEPT)
        assert "words for the server" not in kept
        assert "half a thought" not in kept
        assert "/chat/" not in "".join(line for line in kept.splitlines() if line.startswith("http"))
        page.goto(door.url + "support")
        expect(page.get_by_role("heading", name="Support services", level=1)).to_be_visible()
