"""The recipes of docs/embedding.md, word for word, each through a conversation on a page like the one it is for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import Door
from tests.browser.test_embedding import CALM, GUIDE, HOSTILE, MEASURE, STRICT, Intranet, intranet, visiting
from tests.browser.widget_page import ask, begin, settled, write

__all__ = ["intranet"]

NONCE = STRICT.replace("script-src", "script-src 'nonce-r4nd0m'")
WORDPRESS = """
html { font-size: 62.5%; }
.entry-content > p > * { margin: 0 0 3em !important; float: left; }
.entry-content br { display: block; margin: 2em; }
#wpadminbar { position: fixed; top: 0; left: 0; right: 0; height: 32px; background: #23282d; z-index: 99999; }
"""
SHAREPOINT = """
html, body { height: 100%; margin: 0; overflow: hidden; }
[data-automation-id=contentScrollRegion] { height: 100vh; overflow-y: auto; position: relative; }
.CanvasZone { max-width: 1204px; margin: 0 auto; font: 14px "Segoe UI"; }
"""


def recipe(door: Door, title: str) -> str:
    """The code that stands under a heading of the guide, with only the address changed."""
    part = GUIDE.read_text(encoding="utf-8").split(f"### {title}\n")[1]
    found = re.search(r"```\w+\n(.*?)```", part, re.DOTALL)
    assert found
    return found[1].replace("https://waymark.example", door.url.rstrip("/"))


def talk(page: Page) -> None:
    begin(page)
    write(page, "from where I work")
    settled(page, "You wrote: from where I work")
    ask(page, "summary", "This is what you said.")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_in_viewport()


def test_a_plain_page(browser: Browser, door: Door, intranet: Intranet) -> None:
    intranet.policy = "default-src *"
    intranet.whole = f"<!doctype html><html lang='en'><title>Plain</title>{recipe(door, 'A plain page')}</html>"
    with visiting(browser, door, intranet) as page:
        talk(page)


def test_wordpress(browser: Browser, door: Door, intranet: Intranet) -> None:
    intranet.policy = NONCE
    intranet.style = WORDPRESS
    intranet.whole = (
        "<!doctype html><html lang='en'><title>Blog</title><link rel='stylesheet' href='/style.css'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'><body class='admin-bar'>"
        "<div id='wpadminbar'></div><script nonce='r4nd0m'>window.theirs = 1</script>"
        f"<article><h2>Wellbeing</h2><div class='entry-content'>{recipe(door, 'WordPress')}</div></article></html>"
    )
    with visiting(browser, door, intranet) as page:
        assert page.evaluate("window.theirs") == 1
        page.get_by_role("button", name="Open Waymark").click()
        talk(page)
        expect(page.get_by_role("dialog").get_by_role("heading", level=3)).to_have_text("Your conversation")


def test_sharepoint(browser: Browser, door: Door, intranet: Intranet) -> None:
    """What a web part does on a page that scrolls inside itself. No tenant was at hand."""
    intranet.policy = STRICT.replace("script-src", "script-src 'self'").replace(
        "require-trusted-types-for 'script'; trusted-types 'none'; ", ""
    )
    intranet.style = SHAREPOINT
    intranet.files["/part.js"] = ("text/javascript", recipe(door, "SharePoint"))
    intranet.whole = (
        "<!doctype html><html lang='en'><title>Site</title><link rel='stylesheet' href='/style.css'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<div data-automation-id='contentScrollRegion'><div class='CanvasZone'><h2>Home</h2><p>News.</p>"
        "<div data-waymark></div></div></div><script type='module' src='/part.js'></script></html>"
    )
    with visiting(browser, door, intranet) as page:
        talk(page)
        assert page.evaluate("document.documentElement.scrollTop") == 0, "the part that scrolls did"


@pytest.mark.parametrize("mode", ["page", "panel"])
def test_a_page_that_fights(browser: Browser, door: Door, intranet: Intranet, mode: str) -> None:
    intranet.attributes = f'mode="{mode}"'
    looks = []
    fights = recipe(door, "A page that fights")
    for style in (CALM, fights.replace("zoom: 1.25;", ""), HOSTILE + fights):
        intranet.style = style
        with visiting(browser, door, intranet) as page:
            if mode == "panel":
                page.get_by_role("button", name="Open Waymark").click()
            talk(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), style
            if "zoom" not in style:
                looks.append(page.evaluate(f"({MEASURE})()"))
    assert looks[0] == looks[1]
