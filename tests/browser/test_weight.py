"""What the widget weighs and asks for, measured in the browser: bytes on the wire, strangers, and what jumps.

Timings belong to the machine, and tools/measure_widget.py prints them.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot_process import BotProcess
from tests.browser.host_page import host_page

MOST_BYTES = 35 * 1024
STEADY = 0.001
"""The sum of layout shifts. Under 0.1 counts as good; nothing at all should move here."""

WATCH_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.shifts.push({
      value: one.value, input: one.hadRecentInput,
      what: one.sources.map((source) => source.node?.className || source.node?.nodeName || "?").join(" "),
    });
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    with host_page() as host, BotProcess(tmp_path_factory.mktemp("weight"), EMBED_ORIGINS=host.origin) as process:
        host.server = process.address
        process.host = host  # type: ignore[attr-defined]
        yield process


class Scale:
    """Weighs what a page loads: bytes on the wire, headers included, by address."""

    def __init__(self, page: Page) -> None:
        cdp = page.context.new_cdp_session(page)
        cdp.send("Network.enable")
        self.addresses: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        cdp.on(
            "Network.requestWillBeSent",
            lambda event: self.addresses.update({event["requestId"]: event["request"]["url"]}),
        )
        cdp.on("Network.loadingFinished", self._weigh)

    def _weigh(self, event: dict[str, object]) -> None:
        address = self.addresses.get(str(event["requestId"]), "?")
        self.bytes[address] = self.bytes.get(address, 0) + int(str(event["encodedDataLength"]))


def test_the_widget_on_a_page_of_others_is_light_and_asks_nobody_else(browser: Browser, bot: BotProcess) -> None:
    page = browser.new_context().new_page()
    scale = Scale(page)
    page.goto(bot.host.origin)  # type: ignore[attr-defined]
    expect(page.get_by_role("button", name="Open Waymark")).to_be_visible()
    page.wait_for_load_state("networkidle")
    ours = {address: size for address, size in scale.bytes.items() if address.startswith(bot.address)}
    print({urlsplit(address).path: size for address, size in ours.items()}, sum(ours.values()))
    assert ours
    assert sum(ours.values()) < MOST_BYTES
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in scale.addresses.values()}
    assert origins == {bot.address, bot.host.origin}  # type: ignore[attr-defined]


def test_a_whole_conversation_asks_nobody_else(browser: Browser, bot: BotProcess) -> None:
    page = browser.new_context().new_page()
    scale = Scale(page)
    page.goto(bot.address)
    talk(page)
    page.wait_for_load_state("networkidle")
    assert {"{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in scale.addresses.values()} == {
        bot.address
    }
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_jumps_when_messages_arrive(browser: Browser, bot: BotProcess, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, service_workers="block")
    context.add_init_script(WATCH_SHIFTS)
    page = context.new_page()
    page.goto(bot.address)
    talk(page)
    page.wait_for_timeout(1_000)
    shifts = page.evaluate("window.shifts")
    assert sum(one["value"] for one in shifts if not one["input"]) <= STEADY, shifts


def talk(page: Page) -> None:
    """A few turns: the welcome, a typed message, a choice, an answer, support."""
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=30_000)
    for text in ("leadership", "Our lead listens", "Our lead asks how we are on a Monday"):
        said = page.get_by_role("article").count()
        page.get_by_label("Write in your own words").press_sequentially(text)  # as fingers do: a box may grow for them
        page.wait_for_timeout(600)  # what moves within half a second of a key does not count as a shift: so wait
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("article").nth(said + 1)).to_be_visible(timeout=30_000)
        page.wait_for_timeout(300)
