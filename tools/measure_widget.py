"""Measures the first moments of the widget in Chromium, on a throttled network: bytes, and time until it can be used.

Run it against a Waymark that is running: `uv run python tools/measure_widget.py [address]`. Timings belong to the
machine and its load, so nothing is asserted. They start when the address is opened, with nothing in the cache.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.find_browser import find_browser

PROFILES = {
    "as it is": None,
    "3G (1.6 Mbit/s down, 768 kbit/s up, 300 ms)": (1_600, 768, 300),
    "fast 3G of Chromium (1.44 Mbit/s down, 675 kbit/s up, 563 ms)": (1_440, 675, 563),
    "slow 3G of Chromium (400 kbit/s both, 2,000 ms)": (400, 400, 2_000),
}
"""Names, and kilobits a second down and up, and milliseconds of latency. The first 3G is WebPageTest's."""

RUNS = 5
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def measure(browser: Browser, address: str, profile: tuple[int, int, int] | None) -> tuple[float, int]:
    """Open the page anew: seconds until a conversation can be started, and bytes on the wire."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    if profile:
        down, up, latency = profile
        speed = {"downloadThroughput": down * 1000 / 8, "uploadThroughput": up * 1000 / 8, "latency": latency}
        cdp.send("Network.emulateNetworkConditions", {"offline": False} | speed)
    loaded: list[int] = []
    cdp.on("Network.loadingFinished", lambda event: loaded.append(int(event["encodedDataLength"])))
    page.add_init_script("""
      const look = () => {
        const button = document.querySelector("waymark-chat")?.shadowRoot?.querySelector("button.main");
        if (button?.checkVisibility() && !button.disabled) window.usable ??= performance.now();
        else requestAnimationFrame(look);
      };
      look();
    """)
    page.goto(address, wait_until="commit", timeout=60_000)
    expect(page.get_by_role("button", name="Start a conversation")).to_be_visible(timeout=60_000)
    page.wait_for_load_state("networkidle", timeout=60_000)
    usable = float(page.evaluate("window.usable"))
    context.close()
    return usable / 1000, sum(loaded)


def main() -> None:
    """Print a table."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5005/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        print(f"{urlsplit(address).netloc}, median of {RUNS}, cold cache, the whole host page")
        for name, profile in PROFILES.items():
            found = [measure(browser, address, profile) for _ in range(RUNS)]
            times = [seconds for seconds, _ in found]
            print(
                f"  {median(times):6.2f} s until a conversation can be started "
                f"({min(times):.2f} to {max(times):.2f}), {found[0][1] / 1024:.1f} KB: {name}"
            )
        browser.close()


if __name__ == "__main__":
    main()
