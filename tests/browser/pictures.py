"""Takes the pictures of every state in docs/images/, one sheet for each look: `python -m tests.browser.pictures`.

They are for people to look at; the tests hold what a program can.
"""

from __future__ import annotations

import base64
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import QUIET
from tests.browser.scripted import Door
from tests.browser.states import every_state
from tests.browser.test_looks import STATES
from tests.browser.widget_page import LOOKS, opened
from tools.find_browser import find_browser

IMAGES = Path(__file__).parents[2] / "docs" / "images"
COLUMNS = {"narrow": 9, "zoomed": 6, "panel": 3}
SCALE = {"narrow": 0.6, "zoomed": 0.75, "panel": 0.55}
SINGLE = {"desktop": "question", "narrow": "summary", "dark": "guidance"}
"""The state of each look that also gets a picture of its own."""

COLOURS = 255


def panel_states(page: Page, door: Door) -> Iterator[str]:
    """The panel beside a page, and what is asked before somebody may chat."""
    door.entry = ("entry_code_needed", "heather")
    expect(page.get_by_role("button", name="Open Waymark")).to_be_visible()
    yield "closed"
    page.get_by_role("button", name="Open Waymark").click()
    yield "open"
    page.get_by_role("button", name="Start a conversation").click()
    page.get_by_label("Access code").fill("thistle")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Kind words about entry_code_wrong.").first).to_be_visible()
    yield "access code"
    page.get_by_label("Access code").fill("heather")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
    STATES["question"](page)
    yield "in a conversation"
    STATES["support"](page)
    yield "support"
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_timeout(200)
    yield "on a small screen"


def take(browser: Browser, look: str) -> list[tuple[str, bytes]]:
    door = Door()
    threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
    door.html["/panel"] = door.html["/"].replace('mode="page"', 'mode="panel"')
    how: dict[str, Any] = {"viewport": {"width": 1100, "height": 800}, **LOOKS.get(look, {})}
    states: Callable[[Page, Door], Iterator[str]] = panel_states if look == "panel" else every_state
    shots = []
    with opened(browser, door, "panel" if look == "panel" else "", **how) as page:
        for name in states(page, door):
            page.wait_for_timeout(150)
            shots.append((name, page.screenshot()))
    door.shutdown()
    return shots


def sheet(browser: Browser, shots: list[tuple[str, bytes]], look: str) -> bytes:
    """All shots with their names on one sheet, as a PNG of few colours."""
    scale, columns = SCALE.get(look, 0.42), COLUMNS.get(look, 4)
    coded = [(name, base64.b64encode(shot).decode()) for name, shot in shots]
    cells = "".join(
        f"<figure><img src='data:image/png;base64,{shot}'><figcaption>{name}</figcaption></figure>"
        for name, shot in coded
    )
    page = browser.new_page(viewport={"width": 2400, "height": 1000})
    page.set_content(
        f"<!doctype html><style>body{{margin:0;padding:12px;width:max-content;height:max-content;background:#ddd;"
        f"display:grid;gap:12px;"
        f"grid-template-columns:repeat({columns},auto);font:14px sans-serif}}figure{{margin:0}}"
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


def main(looks: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        for look in looks or [*LOOKS, "panel"]:
            shots = take(browser, look)
            (IMAGES / f"widget-states-{look}.png").write_bytes(sheet(browser, shots, look))
            if look in SINGLE:
                shot = dict(shots)[SINGLE[look]]
                (IMAGES / f"widget-{look}.png").write_bytes(few_colours(pixels_of(browser, shot)))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
