"""Inside somebody else's page: it hears nothing of what is typed, and one Escape closes one thing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import begin, box, focused, opened, settled

GUARDS = {
    "tag": "!/^(input|textarea|select)$/i.test(event.target.tagName)",
    "editable": "!event.target.isContentEditable && !(event.target instanceof HTMLInputElement)",
    "active": "!/^(input|textarea)$/i.test(document.activeElement.tagName)",
    "matches": "!event.target.matches('input, textarea, [contenteditable]')",
    "path": "!/^(input|textarea)$/i.test(event.composedPath()[0].tagName)",
}
"""How pages usually look whether somebody is writing before they take a key for a shortcut."""

SHORTCUT = """(guard) => {
  const search = document.createElement("input");
  search.id = "search";
  document.body.prepend(search);
  const free = { GUARDS }[guard];
  const jump = (event) => {
    if (event.key !== "s" || !free(event)) return;
    event.preventDefault();
    search.focus();
  };
  for (const early of [false, true]) document.addEventListener("keydown", jump, early);
}""".replace("GUARDS", ", ".join(f'"{name}": (event) => {test}' for name, test in GUARDS.items()))

TOLD = "keydown keypress keyup beforeinput input compositionstart compositionend copy cut paste dragover drop"
LISTENER = f"""() => {{
  window.heard = [];
  const hear = (event) => window.heard.push(event.type);
  for (const name of "{TOLD}".split(" ")) {{
    for (const place of [window, document, document.body, document.querySelector("waymark-chat")]) {{
      for (const capture of [true, false]) place.addEventListener(name, hear, {{ capture, passive: true }});
    }}
  }}
}}"""


@pytest.fixture
def cdp(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def in_panel(door: Door) -> str:
    door.html["/panel"] = door.html["/"].replace('mode="page"', 'mode="panel"')
    return "panel"


@pytest.mark.parametrize("guard", GUARDS)
def test_no_shortcut_of_the_page_takes_a_key(page: Page, guard: str) -> None:
    begin(page)
    page.evaluate(SHORTCUT, guard)
    box(page).press_sequentially("our seniors never listen")
    assert box(page).input_value() == "our seniors never listen"
    assert page.locator("#search").input_value() == ""
    page.keyboard.press("Enter")
    settled(page, "You wrote: our seniors never listen")


def test_a_listener_of_the_page_hears_nothing_of_what_is_written(page: Page, cdp: CDPSession) -> None:
    begin(page)
    page.evaluate(LISTENER)
    box(page).press_sequentially("quiet words")
    for keys in ("Control+a", "Control+c", "Control+x", "Control+v", "Control+v"):
        page.keyboard.press(keys)
    assert box(page).input_value() == "quiet words" * 2
    cdp.send("Input.imeSetComposition", {"text": "né", "selectionStart": 2, "selectionEnd": 2})
    cdp.send("Input.insertText", {"text": "née"})
    for name in ("dragover", "drop"):
        event = "name => new DragEvent(name, { bubbles: true, composed: true, cancelable: true })"
        box(page).evaluate(f"(one, name) => one.dispatchEvent(({event})(name))", name)
    box(page).fill("and these")
    page.keyboard.press("Enter")
    settled(page, "You wrote: and these")
    assert page.evaluate("window.heard") == []


@pytest.mark.parametrize("page_does", [*GUARDS, "listens"])
def test_a_whole_journey_beside_each_guard_and_a_listener(browser: Browser, door: Door, page_does: str) -> None:
    """From the first button to the receipt, with every part that takes a key on the way, and the keyboard alone."""
    with opened(browser, door) as page:
        page.evaluate(LISTENER)
        if page_does in GUARDS:
            page.evaluate(SHORTCUT, page_does)
        page.get_by_role("button", name="I have a code from another device").press("Enter")
        typed = page.get_by_label("Code from your other device")
        typed.press_sequentially("sea shells seldom sink")
        expect(typed).to_have_value("sea shells seldom sink")
        page.get_by_role("button", name="Start a conversation").press("Enter")
        page.get_by_role("button", name="Help me choose").press("Enter")
        settled(page, "You wrote: Help me choose")
        for words, then in (("some say so", "You wrote: some say so"), ("summary", "This is what you said.")):
            box(page).press_sequentially(words)
            expect(box(page)).to_have_value(words)
            box(page).press("Enter")
            settled(page, then)
        page.locator("header.top").get_by_role("button", name="More").press("Enter")
        page.get_by_label("Larger", exact=True).press("Space")
        expect(page.get_by_label("Larger", exact=True)).to_be_checked()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Pause", exact=True).press("Enter")
        settled(page, "You wrote: Pause")
        box(page).press_sequentially("receipts")
        expect(box(page)).to_have_value("receipts")
        box(page).press("Backspace")
        box(page).press("Enter")
        settled(page, "It is saved.")
        if page_does in GUARDS:
            expect(page.locator("#search")).to_have_value("")
        assert page.evaluate("window.heard") == []


def test_the_page_hears_its_own_keys_as_ever(page: Page) -> None:
    begin(page)
    page.evaluate(LISTENER)
    page.evaluate(SHORTCUT, "tag")
    page.locator("#search").press_sequentially("a")
    assert {"keydown", "input", "keyup"} <= set(page.evaluate("window.heard"))


@pytest.mark.parametrize(
    "key", [{"key": "Enter", "code": "Enter"}, {"key": "Escape", "code": "Escape"}], ids=["enter", "escape"]
)
def test_the_key_that_ends_a_composition_does_no_more(browser: Browser, door: Door, key: dict[str, Any]) -> None:
    with opened(browser, door, in_panel(door)) as page:
        page.get_by_role("button", name="Open Waymark").click()
        begin(page)
        box(page).fill("いいチーム")
        sent = len(door.posts)
        cdp = page.context.new_cdp_session(page)
        cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, **key})
        assert len(door.posts) == sent
        assert box(page).input_value() == "いいチーム"
        expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_one_escape_closes_one_thing(browser: Browser, door: Door, width: int) -> None:
    with opened(browser, door, in_panel(door), viewport={"width": width, "height": 800}) as page:
        page.get_by_role("button", name="Open Waymark").click()
        begin(page)
        support = page.locator("header.top").get_by_role("button", name="Support")
        support.click()
        support.focus()  # not in what it opened: that is closed first all the same
        page.keyboard.press("Escape")
        expect(page.locator(".pane")).to_be_hidden()
        expect(page.get_by_role("dialog")).to_be_visible()
        if width == 320:
            page.get_by_role("button", name="More moves").click()
            page.keyboard.press("Escape")
            expect(page.get_by_role("group", name="Always in reach")).to_be_hidden()
            expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert focused(page) == "Open Waymark"


def test_an_escape_for_a_part_of_the_page_leaves_the_panel_open(browser: Browser, door: Door) -> None:
    with opened(browser, door, in_panel(door)) as page:
        page.get_by_role("button", name="Open Waymark").click()
        page.evaluate(SHORTCUT, "tag")
        page.locator("#search").focus()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
