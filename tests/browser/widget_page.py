"""A page with the widget in a real Chromium, and the few moves every test of it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.scripted import Door

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 320, "height": 256}},
    "forced": {"forced_colors": "active"},
    "contrast": {"contrast": "more"},
}
"""Zoomed: what a window of 1280 by 1024 pixels leaves at 400%."""

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LISTEN = """
  window.spoken = [];
  window.printed = 0;
  window.print = () => { window.top.printed += 1; window.top.paper = document.body.innerText; };
  const watch = () => {
    const live = document.querySelector("waymark-chat")?.shadowRoot?.querySelector("[aria-live=polite]");
    if (!live) return requestAnimationFrame(watch);
    const note = (nodes) => nodes.forEach((node) => window.spoken.push(node.textContent));
    note([...live.childNodes]);
    const observer = new MutationObserver((all) => all.forEach((one) => note([...one.addedNodes])));
    observer.observe(live, { childList: true });
  };
  if (window.top === window) watch();
"""


@contextmanager
def opened(
    browser: Browser, door: Door, path: str = "", prepare: Callable[[BrowserContext], None] | None = None, **how: Any
) -> Iterator[Page]:
    """A page at the door. Fails on a script error, a broken policy, or a request to anywhere else.

    `prepare` changes the browser before the page comes.
    """
    amiss: list[str] = []
    settings = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", "service_workers": "block"}
    context = browser.new_context(**{**settings, **how})

    def meet_outside(route: Route) -> None:
        amiss.append(f"a request to {route.request.url}")
        route.abort()

    context.route(re.compile("^https:"), meet_outside)
    context.add_init_script(LISTEN)
    if prepare:
        prepare(context)
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("console", lambda line: amiss.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(door.url + path)
    yield page
    assert amiss == [], amiss
    context.close()


def begin(page: Page) -> None:
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()


def box(page: Page) -> Locator:
    return page.get_by_label("Write in your own words")


def write(page: Page, text: str) -> None:
    box(page).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def settled(page: Page, text: str) -> None:
    expect(page.get_by_role("log")).to_contain_text(text)
    expect(page.get_by_text("Sending…")).to_have_count(0)


def ask(page: Page, kind: str, text: str) -> None:
    """Write the word that brings a kind of message, and wait for it."""
    write(page, kind)
    settled(page, text)


def notice(page: Page) -> Locator:
    return page.locator(".notice")


def spoken(page: Page) -> list[str]:
    return list(page.evaluate("window.spoken"))


def focused(page: Page) -> str:
    return str(
        page.evaluate("""() => {
      let inner = document.activeElement;
      while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
      return inner?.getAttribute("role") ?? (inner?.id || inner?.textContent || inner?.tagName);
    }""")
    )


def no_violations(page: Page, *, preload: bool = True) -> None:
    """`preload`: axe reads style sheets again. Where there are no constructed ones it would do so by inline styles."""
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "preload": preload}
    found = Axe().run(page, options=options).response["violations"]
    assert not found, [(one["id"], [(node["html"], node["failureSummary"]) for node in one["nodes"]]) for one in found]


def fits(page: Page) -> None:
    """Nothing wider than the screen, every target at least 44 px high."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    small = page.evaluate("""() => [...document.querySelector("waymark-chat").shadowRoot.querySelectorAll(
      "button, textarea, input[type=text], .tick-box")].filter((one) => one.checkVisibility()
      && one.getBoundingClientRect().height < 43.9).map((one) => one.textContent)""")
    assert not small, f"targets under 44 px: {small}"
