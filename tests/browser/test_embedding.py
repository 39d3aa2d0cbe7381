"""On a page of another origin, with a strict policy and a stylesheet that means harm: the widget is itself, the page
stays itself, and the page hears of events without a word of what is said."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import ask, begin, box, focused, no_violations, opened, settled, write

GUIDE = Path(__file__).parents[2] / "docs" / "embedding.md"
HOSTILE = """
html { font-size: 40% !important; }
* { letter-spacing: 0.5em !important; text-transform: uppercase !important; text-align: right !important;
  color: red !important; font: italic 8px fantasy !important; line-height: 4 !important; display: inline !important;
  cursor: wait !important; white-space: pre !important; word-spacing: 2em !important; text-indent: 3em !important;
  --paper: black; --ink: black; }
button, textarea, h1, h2, h3, ul, section, dialog { display: none !important; }
"""
MEASURE = """() => {
  const root = document.querySelector("waymark-chat").shadowRoot;
  const parts = ["color", "fontFamily", "fontSize", "letterSpacing", "textTransform", "textAlign", "lineHeight",
    "cursor", "backgroundColor", "whiteSpace", "textIndent"];
  return ["h2", ".send", "textarea", ".words p", ".choice", ".move", "dt", ".leave"].map((name) => {
    const one = root.querySelector(name), style = getComputedStyle(one);
    return [name, ...parts.map((part) => style[part]), Math.round(one.getBoundingClientRect().height)];
  });
}"""
STRICT = (
    "default-src 'none'; style-src 'self'; script-src {door}; connect-src {door}; "
    "require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'"
)
CALM = "waymark-chat { display: block; }"


class Intranet(ThreadingHTTPServer):
    """Somebody else's page around the widget, as docs/embedding.md says to do it."""

    daemon_threads = True

    def __init__(self, door: Door) -> None:
        super().__init__(("127.0.0.1", 0), IntranetPage)
        self.door = door
        self.attributes = 'mode="panel"'
        self.style = CALM
        self.extra = ""
        self.whole = ""
        """In place of the page, when set."""
        self.policy = STRICT
        self.files: dict[str, tuple[str, str]] = {}
        """Kind and words of what else is at a path."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class IntranetPage(BaseHTTPRequestHandler):
    server: Intranet

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        door = self.server.door.url.rstrip("/")
        kind, body = (
            "text/html; charset=utf-8",
            self.server.whole
            or (
                f'<!doctype html><html lang="en"><title>Intranet</title><link rel="stylesheet" href="/style.css">'
                f'<meta name="viewport" content="width=device-width, initial-scale=1">'
                f'<script type="module" src="{door}/widget.js"></script><main><h1>Intranet</h1><p>News.</p>'
                f"{self.server.extra}<waymark-chat {self.server.attributes}><p>Call Samaritans.</p></waymark-chat>"
                f"</main></html>"
            ),
        )
        if self.path == "/style.css":
            kind, body = "text/css", self.server.style
        kind, body = self.server.files.get(self.path, (kind, body))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", self.server.policy.replace("{door}", door))
        self.end_headers()
        self.wfile.write(body.encode())


@pytest.fixture
def intranet(door: Door) -> Iterator[Intranet]:
    server = Intranet(door)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    door.allowed_origin = server.url.rstrip("/")
    yield server
    server.shutdown()
    server.server_close()


@contextmanager
def visiting(browser: Browser, door: Door, intranet: Intranet, **how: object) -> Iterator[Page]:
    with opened(browser, door, **how) as page:
        elsewhere: list[str] = []
        page.on("request", lambda request: elsewhere.append(request.url))
        page.goto(intranet.url)
        yield page
        ours = (door.url, intranet.url, "blob:", "about:")
        assert [url for url in elsewhere if not url.startswith(ours)] == []
        assert page.context.cookies() == []


def open_panel(page: Page) -> None:
    page.get_by_role("button", name="Open Waymark").click()


def test_the_whole_conversation_under_a_strict_policy(browser: Browser, door: Door, intranet: Intranet) -> None:
    with visiting(browser, door, intranet) as page:
        open_panel(page)
        begin(page)
        write(page, "from the intranet")
        settled(page, "You wrote: from the intranet")
        page.locator("header.top").get_by_role("button", name="More").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save it as a text file").click()
        assert "from the intranet" in Path(waiting.value.path()).read_text(encoding="utf-8")
        page.get_by_role("button", name="Print it").click()
        page.wait_for_function("window.printed === 1")
        no_violations(page)
        assert page.evaluate("Object.keys(localStorage)") == [], "nothing, until somebody sets how they read"


@pytest.mark.parametrize("mode", ["page", "panel"])
def test_a_hostile_stylesheet_changes_nothing(browser: Browser, door: Door, intranet: Intranet, mode: str) -> None:
    intranet.attributes = f'mode="{mode}"'
    looks = []
    for style in (CALM, HOSTILE):
        intranet.style = style
        with visiting(browser, door, intranet) as page:
            if mode == "panel":
                open_panel(page)
            begin(page)
            ask(page, "summary", "This is what you said.")
            looks.append(page.evaluate(f"({MEASURE})()"))
    assert looks[0] == looks[1]


def test_the_panel_opens_when_asked_takes_and_returns_focus(browser: Browser, door: Door, intranet: Intranet) -> None:
    with visiting(browser, door, intranet) as page:
        heard = """() => {
          window.heard = [];
          for (const name of ["open", "close", "start", "end", "leave"]) {
            document.addEventListener(`waymark-${name}`, (event) => window.heard.push([name, event.detail]));
          }
        }"""
        page.evaluate(heard)
        expect(page.get_by_role("log")).to_be_hidden()
        open_panel(page)
        expect(page.get_by_role("heading", name="Your conversation")).to_be_focused()
        begin(page)
        box(page).fill("half a thought")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Open Waymark")).to_be_focused()
        expect(page.get_by_role("dialog")).to_have_count(0)
        open_panel(page)
        expect(box(page)).to_have_value("half a thought")
        page.get_by_role("button", name="Close").click()
        assert page.evaluate("window.heard") == [
            ["open", None],
            ["start", None],
            ["close", None],
            ["open", None],
            ["close", None],
        ]
        open_panel(page)
        page.reload()
        expect(page.get_by_role("log")).to_contain_text("Where would you like to begin?")  # it was open before
        assert page.evaluate("document.activeElement === document.body")
        door.fail = (401, "session_unknown", {})
        page.evaluate(heard)
        write(page, "too late")
        expect(page.locator(".notice")).to_contain_text("This conversation has closed.")
        page.evaluate(
            "document.querySelector('waymark-chat').addEventListener('waymark-leave', () => { window.left = 1 })"
        )
        assert page.evaluate("window.heard") == [["end", None]]


def test_the_page_may_have_a_button_of_its_own(browser: Browser, door: Door, intranet: Intranet) -> None:
    intranet.extra = '<button id="reflect" type="button">Reflect on work</button>'
    intranet.attributes = 'mode="panel" opener="reflect" heading-level="3"'
    with visiting(browser, door, intranet) as page:
        own = page.get_by_role("button", name="Reflect on work")
        expect(page.get_by_role("button", name="Open Waymark")).to_have_count(0)
        own.click()
        expect(page.get_by_role("heading", name="Your conversation", level=3)).to_be_focused()
        expect(own).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Escape")
        expect(own).to_be_focused()
        page.evaluate("document.querySelector('waymark-chat').setAttribute('open', '')")
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(own).to_be_focused()  # nobody asked for the focus to move
        page.evaluate("document.querySelector('waymark-chat').removeAttribute('open')")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_on_a_small_screen_the_panel_is_all_there_is(browser: Browser, door: Door, intranet: Intranet) -> None:
    intranet.extra = '<a href="/">News</a>'
    with visiting(browser, door, intranet, viewport={"width": 320, "height": 640}) as page:
        open_panel(page)
        begin(page)
        ask(page, "long", "A calm paragraph")
        box_of = page.get_by_role("dialog").bounding_box()
        assert box_of == {"x": 0, "y": 0, "width": 320, "height": 640}
        expect(page.get_by_role("article").last.locator("h4, h3").first).to_be_in_viewport()
        for _ in range(30):  # the page behind cannot be reached
            page.keyboard.press("Tab")
            assert focused(page) != "News"
        page.set_viewport_size({"width": 1280, "height": 800})  # turned, or zoomed out again
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        open_panel(page)
        page.set_viewport_size({"width": 320, "height": 640})
        page.reload()
        expect(page.get_by_role("button", name="Open Waymark")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("style", "scheme", "safe"),
    [
        ("--waymark-accent: #7a1f5c; --waymark-mine: #f6e6f0; --waymark-hover: #f9eef5", "light", False),
        ("--waymark-accent: oklch(40% 0.12 250)", "light", False),
        ("--waymark-accent: #ffd54a", "light", True),
        ("--waymark-ink: #999", "light", True),
        ("--waymark-accent: #7a1f5c", "dark", True),
        ("--waymark-paper: rgb(255 255 255 / 50%)", "light", True),
        ("--waymark-accent: not a colour", "light", True),
        ("--waymark-radius: 0; --waymark-font: Georgia, serif", "light", False),
    ],
)
def test_colours_that_nobody_could_read_are_not_used(
    browser: Browser, door: Door, intranet: Intranet, style: str, scheme: str, safe: bool
) -> None:
    intranet.style = f"waymark-chat {{ {style} }}"
    with visiting(browser, door, intranet, color_scheme=scheme) as page:
        warned: list[str] = []
        page.on("console", lambda line: warned.append(line.text))
        page.reload()
        open_panel(page)
        expect(page.locator(".root.safe")).to_have_count(int(safe))
        begin(page)
        no_violations(page)
        assert bool([line for line in warned if "hard to read" in line]) is safe


@pytest.mark.parametrize(("look", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(27, 34, 36)")])
def test_the_page_may_choose_the_look(browser: Browser, door: Door, intranet: Intranet, look: str, paper: str) -> None:
    intranet.attributes = f'mode="page" look="{look}"'
    other = "dark" if look == "light" else "light"
    with visiting(browser, door, intranet, color_scheme=other) as page:
        expect(page.locator(".frame")).to_have_css("background-color", paper)
        no_violations(page)


def test_what_a_webmaster_copies_works(browser: Browser, door: Door, intranet: Intranet) -> None:
    """The first example of docs/embedding.md, with only the address changed."""
    example = GUIDE.read_text(encoding="utf-8").split("```html\n")[1].split("```")[0]
    copied = example.replace("https://waymark.example", door.url.rstrip("/"))
    intranet.whole = f'<!doctype html><html lang="en"><title>Intranet</title><h1>Intranet</h1>{copied}</html>'
    with visiting(browser, door, intranet) as page:
        open_panel(page)
        begin(page)
        write(page, "copied from the guide")
        settled(page, "You wrote: copied from the guide")
