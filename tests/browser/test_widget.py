"""The widget and its two pages in a real Chromium, against a scripted chat API without Rasa.

The whole journey with the real bot is tested elsewhere; here a dropped answer, a closed conversation or a server that
is down can be made to happen at will.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from bot.channels.web import pages
from bot.content import load_content
from tools.find_browser import find_browser

CONTENT = Path(__file__).parents[2] / "data" / "content"
CHROMIUM = find_browser()
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
MOVES = ["back", "skip", "pause", "change_theme", "finish", "support"]
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAVE_TO = "https://www.bbc.co.uk/weather"
Message = dict[str, Any]


def choice(label: str, name: str | None = None) -> dict[str, str]:
    role = {"role": "control", "name": name} if name else {"role": "answer"}
    return {"label": label, "value": f"v-{label}", **role}


def moves() -> list[dict[str, str]]:
    return [choice(name.replace("_", " ").capitalize(), name) for name in MOVES]


def message(text: str, *choices: dict[str, str], **more: Any) -> Message:
    fixed = {"id": str(uuid.uuid4()), "from": "waymark", "kind": "message"}
    return {**fixed, "text": text, "choices": list(choices), **more}


def reply_to(said: str) -> list[Message]:
    """The script: what the bot would say, by the first word."""
    welcome = "Hello. I am Waymark, an automated guide.\n\nI am not a person. Nobody is watching.\nStop when you like."
    services = [
        {
            "name": "Breathing Space",
            "phone": "0800 83 85 87",
            "contact": ["Webchat on their site"],
            "hours": "Monday to Thursday, 6pm to 2am",
            "who_for": "Anyone over 16",
            "checked": "2026-11-20",
        }
    ]
    items = [
        {
            "title": "Staff care, support and wellbeing",
            "url": "https://www.gov.scot/publications/example/",
            "source": "Scottish Government",
            "checked": "2026-11-20",
            "line": "What teams tried when work was heavy.",
            "why": "You wrote about supervision.",
        },
        {"title": "Not a link", "url": "javascript:alert(1)", "line": "Shown as words only."},
    ]
    answers = [
        {"question": "What goes well?", "text": "We check in on <b>Mondays</b>."},
        {"question": "What would help?", "text": None},
    ]
    script: dict[str, list[Message]] = {
        "start": [
            message(welcome),
            message(
                "Where would you like to begin?",
                choice("Leadership"),
                choice("Staff care, support and wellbeing"),
                choice("Help me choose"),
                *moves(),
            ),
        ],
        "many": [message("Here are all nine themes.", *(choice(f"Theme number {n}") for n in range(1, 10)), *moves())],
        "guidance": [message("Here is something to read.", *moves(), kind="guidance", items=items)],
        "support": [
            message(
                "You can talk to someone.",
                choice("Go on"),
                choice("Stop here"),
                *moves(),
                kind="support",
                urgent="If life is at risk, call 999 first.",
                services=services,
            )
        ],
        "summary": [
            message(
                "This is what you said.", choice("Save"), choice("Let it go"), *moves(), kind="summary", answers=answers
            )
        ],
        "receipt": [
            message(
                "It is saved.",
                *moves(),
                kind="receipt",
                code="amber-field-quiet-river",
                saved="Two answers",
                where="Here, locked",
                until="2027-11-22",
                how_to_delete="Use it.",
            )
        ],
        "long": [message("A calm paragraph about work and the people who do it. " * 40, choice("Go on"), *moves())],
    }
    first = said.split()[0].lower() if said.split() else ""
    return script.get(first, [message(f"Thank you. You wrote: {said}", choice("Go on"), choice("Say more"), *moves())])


class Door(ThreadingHTTPServer):
    """The chat API by the contract, with switches for what may go wrong."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.drop_answers = 0
        self.fail: tuple[int, str, dict[str, str]] | None = None
        self.answer_when = threading.Event()
        self.answer_when.set()
        self.transcript: list[Message] = []
        self.answered: dict[str, list[Message]] = {}
        self.posts: list[str] = []
        self.ended: list[str] = []
        content = load_content(CONTENT)
        self.html = {"/": pages.render_host_page(content), "/support": pages.render_support_page(content)}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def take(self, body: dict[str, str]) -> list[Message]:
        self.posts.append(body["id"])
        if body["id"] not in self.answered:
            said = body.get("text") or body["choice"].removeprefix("v-")
            if said != "start":
                self.transcript.append({"id": body["id"], "from": "you", "text": said})
            self.answered[body["id"]] = reply_to(said)
            self.transcript += self.answered[body["id"]]
        return self.answered[body["id"]]


class Handler(BaseHTTPRequestHandler):
    server: Door

    def log_message(self, *_: object) -> None: ...

    def answer(self, status: int, body: str | bytes = b"", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Security-Policy", pages.CONTENT_SECURITY_POLICY)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def answer_json(self, status: int, body: Any, **headers: str) -> None:
        self.answer(status, json.dumps(body), Content_Type="application/json", **headers)

    def do_GET(self) -> None:
        if self.path == "/chat/messages":
            return self.failed() or self.answer_json(200, {"messages": self.server.transcript})
        if self.path in self.server.html:
            return self.answer(200, self.server.html[self.path], Content_Type="text/html; charset=utf-8")
        file = pages.WIDGET_ENTRY if self.path == "/widget.js" else pages.STATIC_DIR / Path(self.path).name
        if not file.is_file():
            return self.answer(404)
        return self.answer(200, file.read_bytes(), Content_Type=TYPES[file.suffix])

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        if self.failed():
            return
        if self.path == "/chat/sessions":
            self.server.transcript.clear()
            return self.answer_json(201, {"token": "secret-token", "expires_at": "2026-11-23T23:00:00Z"})
        assert self.headers["Authorization"] == "Bearer secret-token"
        messages = self.server.take(body)
        if self.server.drop_answers:
            self.server.drop_answers -= 1
            self.close_connection = True
            return
        self.server.answer_when.wait(10)
        self.answer_json(200, {"messages": messages})

    def do_DELETE(self) -> None:
        self.server.ended.append(self.headers["Authorization"])
        self.answer(204)

    def failed(self) -> bool:
        if not self.server.fail:
            return False
        status, code, headers = self.server.fail
        self.answer_json(status, {"error": {"code": code, "message": f"Kind words about {code}."}}, **headers)
        return True


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def door() -> Iterator[Door]:
    server = Door()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.answer_when.set()
    server.shutdown()
    server.server_close()


@contextmanager
def opened(browser: Browser, door: Door, **how: Any) -> Iterator[Page]:
    """A page at the door. Fails on a script error, a broken policy, or a request to anywhere else."""
    amiss: list[str] = []
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **how})

    def meet_outside(route: Route) -> None:
        if route.request.url == LEAVE_TO:
            return route.fulfill(body="elsewhere")
        amiss.append(f"a request to {route.request.url}")
        route.abort()

    context.route(re.compile("^https:"), meet_outside)
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("console", lambda line: amiss.append(line.text) if "Content Security Policy" in line.text else None)
    page.add_init_script("""
      window.spoken = [];
      const watch = () => {
        const live = document.querySelector("waymark-chat")?.shadowRoot?.querySelector("[aria-live=polite]");
        if (!live) return requestAnimationFrame(watch);
        const note = (nodes) => nodes.forEach((node) => window.spoken.push(node.textContent));
        note([...live.childNodes]);
        const observer = new MutationObserver((all) => all.forEach((one) => note([...one.addedNodes])));
        observer.observe(live, { childList: true });
      };
      watch();
    """)
    page.goto(door.url)
    yield page
    assert amiss == []
    context.close()


@pytest.fixture
def page(browser: Browser, door: Door) -> Iterator[Page]:
    with opened(browser, door) as page:
        yield page


def begin(page: Page) -> None:
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()


def write(page: Page, text: str) -> None:
    page.get_by_label("Write in your own words").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def settled(page: Page, text: str) -> None:
    expect(page.get_by_role("log")).to_contain_text(text)
    expect(page.get_by_text("Sending…")).to_have_count(0)


def notice(page: Page) -> Locator:
    return page.locator(".notice")


def spoken(page: Page) -> list[str]:
    return list(page.evaluate("window.spoken"))


def focused(page: Page) -> str:
    return str(
        page.evaluate("""() => {
      const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return inner?.getAttribute("role") ?? inner?.id ?? inner?.tagName;
    }""")
    )


def no_violations(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_keyboard_alone_is_enough(page: Page, door: Door) -> None:
    page.get_by_role("button", name="Start a conversation").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
    assert focused(page) == "log"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    settled(page, "You wrote: Staff care, support and wellbeing")
    chosen = page.get_by_role("button", name="Staff care, support and wellbeing chosen")
    expect(chosen).to_be_focused()
    expect(page.get_by_role("button", name="Leadership")).to_be_disabled()
    page.keyboard.press("Enter")  # an answered choice does nothing more
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Write in your own words")).to_be_focused()
    page.keyboard.type("First line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    page.keyboard.press("Enter")
    settled(page, "You wrote: First line\nsecond line")
    expect(page.get_by_label("Write in your own words")).to_be_focused()
    assert len(door.posts) == 3


def test_each_message_is_spoken_once_and_focus_stays(page: Page, door: Door) -> None:
    begin(page)
    page.get_by_label("Write in your own words").focus()
    write(page, "We listen to each other")
    settled(page, "You wrote: We listen")
    said = spoken(page)
    assert len([line for line in said if "Hello. I am Waymark" in line]) == 1
    assert [line for line in said if "You wrote" in line] == [
        "Waymark says: Thank you. You wrote: We listen to each other Choices: Go on, Say more."
    ]
    assert len(said) == 3
    assert page.get_by_role("log").get_attribute("aria-live") == "off"


def test_reload_keeps_transcript_choice_and_draft(page: Page, door: Door) -> None:
    begin(page)
    page.get_by_role("button", name="Leadership").click()
    settled(page, "You wrote: Leadership")
    page.get_by_label("Write in your own words").fill("half a thought")
    page.reload()
    settled(page, "You wrote: Leadership")
    expect(page.get_by_label("Write in your own words")).to_have_value("half a thought")
    expect(page.get_by_role("button", name="Leadership chosen")).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_enabled()
    assert spoken(page) == ["Your conversation is back."]
    assert page.evaluate("[document.cookie, localStorage.length]") == ["", 0]


def test_dropped_answers_are_asked_for_again_with_the_same_id(page: Page, door: Door) -> None:
    begin(page)
    door.drop_answers = 2
    write(page, "only once please")
    write(page, "and this after it")
    settled(page, "You wrote: and this after it")
    first, last = door.posts[1], door.posts[-1]
    assert door.posts[1:] == [first, first, first, last]
    assert [one["text"] for one in door.transcript if one["from"] == "you"] == ["only once please", "and this after it"]
    shown = page.get_by_role("article").all_inner_texts()
    assert ["only once" in shown[2], "You wrote: only" in shown[3], "and this" in shown[4]] == [True, True, True]


def test_server_down_says_so_offers_support_and_goes_on(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (503, "resting", {"Retry_After": "60"})  # so that only the button can make it try again here
    write(page, "kept")
    expect(notice(page)).to_contain_text("Waymark cannot be reached just now. Nothing is lost.")
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    expect(page.get_by_role("link", name="Support numbers on this page")).to_have_attribute("href", "#support")
    no_violations(page)
    door.fail = None
    page.get_by_role("button", name="Try again").click()
    settled(page, "You wrote: kept")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    assert len([line for line in spoken(page) if "cannot be reached" in line]) == 1


def test_offline_and_back(page: Page, door: Door) -> None:
    begin(page)
    page.context.set_offline(True)
    expect(notice(page)).to_contain_text("You seem to be offline.")
    expect(page.get_by_role("link", name="Support services (opens in a new tab)")).to_be_visible()
    write(page, "on a train")
    no_violations(page)
    page.context.set_offline(False)
    settled(page, "You wrote: on a train")
    expect(notice(page)).to_be_hidden()


def test_closed_conversation_is_kind_and_keeps_unsent_words(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (401, "session_expired", {})
    write(page, "my unsent words")
    expect(notice(page)).to_contain_text("This conversation has closed.")
    expect(page.get_by_label("Write in your own words")).to_have_value("my unsent words")
    no_violations(page)
    door.fail = None
    page.get_by_role("button", name="Start a new conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_enabled()
    expect(page.get_by_role("article")).to_have_count(2)
    assert focused(page) == "log"
    expect(page.get_by_label("Write in your own words")).to_have_value("my unsent words")


def test_refused_message_goes_back_in_the_box(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (413, "too_long", {})
    write(page, "too much for the server")
    expect(notice(page)).to_contain_text("Kind words about too_long.")
    expect(page.get_by_label("Write in your own words")).to_have_value("too much for the server")
    expect(page.get_by_role("article")).to_have_count(2)


def test_asked_to_wait_it_waits_and_then_sends(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (429, "slow_down", {"Retry_After": "1"})
    write(page, "patient")
    expect(notice(page)).to_contain_text("Kind words about slow_down.")
    door.fail = None
    settled(page, "You wrote: patient")


def test_closed_before_the_reload_shows_no_old_words(page: Page, door: Door) -> None:
    begin(page)
    write(page, "not for the next person")
    settled(page, "You wrote: not for")
    door.fail = (401, "session_expired", {})
    page.reload()
    expect(notice(page)).to_contain_text("This conversation has closed.")
    expect(page.get_by_role("article")).to_have_count(0)
    assert "next person" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_opening_fails_and_can_be_tried_again(page: Page, door: Door) -> None:
    door.fail = (503, "resting", {})
    page.get_by_role("button", name="Start a conversation").click()
    expect(notice(page)).to_contain_text("Waymark cannot be reached just now. Please try again")
    no_violations(page)
    door.fail = None
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
    assert focused(page) == "log"


def test_leave_now_leaves_nothing(page: Page, door: Door) -> None:
    begin(page)
    write(page, "something private")
    settled(page, "You wrote: something private")
    page.get_by_label("Write in your own words").fill("a draft")
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url(LEAVE_TO)
    assert door.ended == ["Bearer secret-token"]
    page.goto(door.url)
    expect(page.get_by_role("button", name="Start a conversation")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_long_text_is_counted_and_never_cut(page: Page, door: Door) -> None:
    begin(page)
    box = page.get_by_label("Write in your own words")
    box.fill("x" * 3_800)
    expect(page.get_by_text("200 characters left.").first).to_be_visible()
    box.fill("x" * 4_011 + "😀")
    expect(page.get_by_text("This is 12 characters too long").first).to_be_visible()
    box.press("Enter")
    assert len(box.input_value()) == 4_012
    assert len(door.posts) == 1
    assert len([line for line in spoken(page) if "too long" in line]) == 2  # when it happened, and on asking to send
    no_violations(page)
    box.fill("x" * 4_000)
    box.press("Enter")
    settled(page, "You wrote: xxx")


def test_empty_box_sends_nothing_and_says_what_to_do(page: Page, door: Door) -> None:
    begin(page)
    write(page, "   \n ")
    expect(page.get_by_text("Write something first").first).to_be_visible()
    assert len(door.posts) == 1


def test_words_are_never_read_as_html_and_bad_links_are_words(page: Page, door: Door) -> None:
    begin(page)
    write(page, "<img src=x onerror=alert(1)> <b>bold</b> שלום")
    settled(page, "You wrote: <img src=x onerror=alert(1)> <b>bold</b> שלום")
    write(page, "guidance")
    settled(page, "Here is something to read.")
    link = page.get_by_role("link", name="Staff care, support and wellbeing (opens in a new tab)")
    assert link.get_attribute("rel") == "noopener noreferrer"
    expect(page.get_by_role("link", name="Not a link")).to_have_count(0)
    assert page.title() == "Waymark"


def test_moves_stay_in_one_place_and_rest_while_waiting(page: Page, door: Door) -> None:
    begin(page)
    group = page.get_by_role("group", name="Always in reach")
    names = group.get_by_role("button").all_inner_texts()
    assert names == ["Back", "Skip", "Pause", "Change theme", "Finish", "Support"]
    door.answer_when.clear()
    group.get_by_role("button", name="Skip").click()
    expect(group.get_by_role("button", name="Skip")).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Waymark is replying…")).to_be_visible()
    page.keyboard.press("Enter")
    door.answer_when.set()
    settled(page, "You wrote: Skip")
    expect(page.get_by_text("Waymark is replying…")).to_be_hidden()
    expect(group.get_by_role("button", name="Skip")).to_be_focused()
    assert len(door.posts) == 2


def test_page_stays_where_the_person_reads(page: Page, door: Door) -> None:
    begin(page)
    for _ in range(2):
        write(page, "long")
        page.wait_for_timeout(100)
    settled(page, "A calm paragraph")
    door.answer_when.clear()
    write(page, "later")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    door.answer_when.set()
    settled(page, "You wrote: later")
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Go to the newest message").click()
    expect(page.get_by_role("article").last).to_be_in_viewport()


KINDS = ["many", "guidance", "support", "summary", "receipt", "long"]
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 320, "height": 256}},
    "forced": {"forced_colors": "active"},
}


def check_look(page: Page) -> None:
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    small = page.evaluate("""() => [...document.querySelector("waymark-chat").shadowRoot.querySelectorAll(
      "button, textarea, .support")].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.9)
      .map((one) => one.textContent)""")
    assert small == [], "targets under 44 px"


@pytest.mark.parametrize("look", LOOKS)
def test_every_state_passes_axe_and_fits(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, **LOOKS[look]) as page:
        check_look(page)
        begin(page)
        check_look(page)
        for kind in KINDS:
            write(page, kind)
            settled(page, reply_to(kind)[0]["text"][:40])
        check_look(page)


@pytest.mark.parametrize("look", LOOKS)
def test_support_page_needs_no_script(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, **LOOKS[look]) as page:
        page.goto(door.url + "support")
        no_violations(page)
        assert page.locator("script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for service in load_content(CONTENT).support:
            expect(page.get_by_role("heading", name=service.name, exact=True)).to_be_visible()


def test_host_page_without_script_still_has_support(browser: Browser, door: Door) -> None:
    with opened(browser, door, java_script_enabled=False) as page:
        expect(page.get_by_text("The conversation needs JavaScript")).to_be_visible()
        for service in load_content(CONTENT).support:
            expect(page.get_by_role("heading", name=service.name, exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 900), (320, 640), (320, 256)])
def test_what_has_focus_is_never_covered(browser: Browser, door: Door, size: tuple[int, int]) -> None:
    with opened(browser, door, viewport={"width": size[0], "height": size[1]}) as page:
        begin(page)
        write(page, "many")
        settled(page, "Here are all nine themes.")
        page.get_by_label("Write in your own words").focus()
        for key in ["Shift+Tab"] * 12 + ["Tab"] * 18:
            page.keyboard.press(key)
            covered = page.evaluate("""() => {
              const root = document.querySelector("waymark-chat").shadowRoot;
              const one = root.activeElement;
              if (!one || one.getAttribute("role") === "log") return "";
              const box = one.getBoundingClientRect();
              const top = root.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return top && (one === top || one.contains(top)) ? "" : one.textContent;
            }""")
            assert covered == ""


def test_the_whole_widget_is_small() -> None:
    files = [pages.WIDGET_ENTRY, *pages.STATIC_DIR.glob("*.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 35_000
