"""Takes the pictures of README and docs from the running product, by one command: `python -m tests.browser.pictures`.

It starts Waymark as people do, or takes the one at an address that is given. It has a real conversation in each look,
and puts the states of a look on one sheet, at a width that can be read. Pictures are for people to look at; the tests
hold what a program can.
"""

from __future__ import annotations

import base64
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import QUIET
from tests.browser.widget_page import LOOKS
from tests.doors import open_doors
from tools.find_browser import find_browser

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SMALL = {"width": 320, "height": 568}
COLUMNS = {"narrow": 3, "zoomed": 3, "panel": 1}
SCALE = {"narrow": 0.85, "zoomed": 0.85}
"""Of a sheet that is some 860 pixels wide, as a page of docs shows it; the others have one column, at 0.78."""
FEW = {"dark", "contrast", "forced"}
"""Looks that differ by colour alone: a few states show it."""
SHOWN_OF_FEW = ("welcome", "a question", "what was said", "the receipt", "support")
SINGLE = {"desktop": "a question", "narrow": "what was said", "dark": "a question"}
"""The state of each look that also gets a picture of its own."""

COLOURS = 255
LONG = 60_000
"""Milliseconds that a turn may take on a busy machine."""


def say(page: Page, text: str) -> None:
    """Write, send, and wait for the answer."""
    answered = page.get_by_role("article").count()
    page.get_by_label("Write in your own words").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("article").nth(answered + 1)).to_be_visible(timeout=LONG)


def press(page: Page, name: str, then: str) -> None:
    """Take a choice, and wait for what is said then."""
    page.get_by_role("log").get_by_role("button", name=name).last.click()
    expect(page.get_by_role("log")).to_contain_text(then, timeout=LONG)


def conversation(page: Page) -> Iterator[str]:
    """A real conversation, from before it begins until it is closed, one state after the other."""
    bar = page.locator("header.top")
    start = page.get_by_role("button", name="Start a conversation")
    expect(start).to_be_visible(timeout=LONG)
    yield "before it begins"
    start.click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=LONG)
    yield "welcome"
    press(page, "Choose a theme", "Which theme would you like")
    yield "the themes"
    say(page, "leadership")
    yield "a question"
    opener = page.get_by_role("button", name="More moves")
    if opener.is_visible():
        opener.click()
        yield "more moves"
        opener.click()
    say(page, "Our team lead asks us first before a rota changes")
    say(page, "Rotas come out late, so nobody can plan a weekend")
    say(page, "I will ask for the rota on a Wednesday")
    yield "the last question"
    page.get_by_role("log").get_by_role("button", name="Some of the time").click()
    expect(page.get_by_role("button", name="Save it")).to_be_visible(timeout=LONG)
    yield "what was said"
    press(page, "Save it", "Who may see it?")
    yield "who may see it"
    press(page, "Keep it private", "Your return code")
    yield "the receipt"
    say(page, "what is the roadmap")
    yield "an answer"
    bar.get_by_role("button", name="Support").click()
    yield "support"
    bar.get_by_role("button", name="More").click()
    yield "more"
    page.get_by_role("button", name="Get a code").click()
    how = page.locator(".moving").get_by_text("Open Waymark there within")
    expect(how).to_be_visible(timeout=LONG)
    how.scroll_into_view_if_needed()
    yield "another device"
    page.get_by_role("button", name="Back to the conversation").click()
    page.get_by_label("Write in your own words").fill("x" * 4_100)
    yield "too long"
    page.get_by_label("Write in your own words").fill("On a train")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("You seem to be offline.")
    yield "offline"
    page.route("**/chat/**", lambda route: route.fulfill(status=401, json={"error": {"code": "session_unknown"}}))
    page.context.set_offline(False)
    expect(page.locator(".notice")).to_contain_text("closed", timeout=LONG)
    yield "closed"


def panel(page: Page) -> Iterator[str]:
    """The panel beside a page."""
    page.evaluate("""() => {
      const chat = document.createElement("waymark-chat");
      chat.setAttribute("mode", "panel");
      document.querySelector("waymark-chat").replaceWith(chat);
    }""")
    expect(page.get_by_role("button", name="Open Waymark")).to_be_visible(timeout=LONG)
    yield "closed"
    page.get_by_role("button", name="Open Waymark").click()
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=LONG)
    say(page, "leadership")
    yield "open"


def take(browser: Browser, address: str, look: str) -> list[tuple[str, bytes]]:
    """The states of a look, by name."""
    how: dict[str, Any] = {"viewport": {"width": 1100, "height": 800}, **LOOKS.get(look, {})}
    if look == "narrow":
        how["viewport"] = SMALL
    page = browser.new_context(reduced_motion="reduce", service_workers="block", **how).new_page()
    page.goto(address + "/")
    shots = []
    for name in panel(page) if look == "panel" else conversation(page):
        page.wait_for_timeout(400)
        if look not in FEW or name in SHOWN_OF_FEW:
            shots.append((name, page.screenshot()))
    page.context.close()
    return shots


def sheet(browser: Browser, shots: list[tuple[str, bytes]], look: str) -> bytes:
    """All shots with their names on one sheet, as a PNG of few colours."""
    scale, columns = SCALE.get(look, 0.78), COLUMNS.get(look, 1)
    coded = [(name, base64.b64encode(shot).decode()) for name, shot in shots]
    cells = "".join(
        f"<figure><figcaption>{name}</figcaption><img src='data:image/png;base64,{shot}'></figure>"
        for name, shot in coded
    )
    page = browser.new_page(viewport={"width": 1000, "height": 1000})
    page.set_content(
        f"<!doctype html><style>body{{margin:0;padding:12px;width:max-content;height:max-content;background:#ddd;"
        f"display:grid;gap:12px;"
        f"grid-template-columns:repeat({columns},auto);font:16px sans-serif}}figure{{margin:0}}"
        f"img{{zoom:{scale};display:block}}</style>{cells}"
    )
    page.wait_for_timeout(300)
    picture = page.locator("body").screenshot()
    page.close()
    return few_colours(pixels_of(browser, picture))


def pixels_of(browser: Browser, png: bytes) -> np.ndarray:
    """Rows of pixels of red, green and blue."""
    page = browser.new_page()
    width, height, data = page.evaluate(
        """async (png) => {
      const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      let text = "";
      for (const byte of pen.getImageData(0, 0, image.width, image.height).data) text += String.fromCharCode(byte);
      return [image.width, image.height, btoa(text)];
    }""",
        base64.b64encode(png).decode(),
    )
    page.close()
    return np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width, 4)[..., :3]


def few_colours(pixels: np.ndarray) -> bytes:
    """A PNG with a palette of the colours used most; the rest take the nearest. About a quarter of the size."""
    coarse = (pixels & 0xF8) | (pixels >> 5)
    colours, place, count = np.unique(coarse.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-count)[:COLOURS]].astype(int)
    nearest = np.array([np.abs(palette - colour).sum(1).argmin() for colour in colours.astype(int)], np.uint8)
    rows = nearest[place.reshape(-1)].reshape(pixels.shape[:2])
    lines = b"".join(b"\0" + row.tobytes() for row in rows)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 3, 0, 0, 0)
    parts = [
        chunk(b"IHDR", header),
        chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
        chunk(b"IDAT", zlib.compress(lines, 9)),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@contextmanager
def running(address: str) -> Iterator[str]:
    """The address of a Waymark that runs, or of one that is started for this."""
    if address:
        yield address
        return
    with tempfile.TemporaryDirectory() as home, open_doors(Path(home)) as doors:
        yield doors.chat


def main(arguments: list[str]) -> None:
    """Take the pictures of the looks that are named, or of all; of the Waymark at an address, or of one of its own."""
    address = next((one for one in arguments if one.startswith("http")), "")
    looks = [one for one in arguments if one != address]
    with running(address) as chat, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        for look in looks or [*LOOKS, "panel"]:
            shots = take(browser, chat, look)
            (IMAGES / f"widget-states-{look}.png").write_bytes(sheet(browser, shots, look))
            if look in SINGLE:
                shot = dict(shots)[SINGLE[look]]
                (IMAGES / f"widget-{look}.png").write_bytes(few_colours(pixels_of(browser, shot)))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
