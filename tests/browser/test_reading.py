"""Reading helped: text size, room, words read aloud, easier words. Kept on the device, and gone with Leave now."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.web import assets
from tests.browser.scripted import Door
from tests.browser.test_small_screens import FITS, PHONE, SEEN, WIDER, WIDTHS
from tests.browser.voice import AWAY, speaking
from tests.browser.widget_page import ask, begin, fits, no_violations, opened, settled, write

SIZE = """() => parseFloat(getComputedStyle(document.querySelector("waymark-chat").shadowRoot.querySelector(
  ".words p, .welcome p")).fontSize)"""


def size(page: Page) -> float:
    expect(page.locator("waymark-chat .frame")).to_be_visible()
    return float(page.evaluate(SIZE))


def open_more(page: Page) -> None:
    page.locator("header.top").get_by_role("button", name="More").click()


def back(page: Page) -> None:
    page.get_by_role("button", name="Back to the conversation").click()


def test_larger_text_fits_and_everything_is_seen_at_once(browser: Browser, door: Door) -> None:
    with opened(browser, door, viewport=PHONE) as page:
        begin(page)
        usual = size(page)
        for name, times in (("Larger", 1.25), ("Largest", 1.6), ("As usual", 1), ("Largest", 1.6)):
            open_more(page)
            page.get_by_label(name, exact=True).check()
            back(page)
            assert size(page) == pytest.approx(usual * times)
        for kind, text in (
            ("question", "What goes well?"),
            ("summary", "This is what you said."),
            ("many", "Here are"),
        ):
            ask(page, kind, text)
            page.wait_for_timeout(60)
            assert page.evaluate(SEEN) == {"asked": True, "box": True, "send": True}, kind
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 568})
                assert page.evaluate(WIDER) == FITS, (kind, width)
            page.set_viewport_size(PHONE)
        no_violations(page)


def test_it_is_kept_on_the_device_and_leave_now_takes_it_out(browser: Browser, door: Door) -> None:
    with opened(browser, door) as page:
        usual = size(page)
        assert page.evaluate("localStorage.length") == 0, "nothing is kept of somebody who set nothing"
        open_more(page)
        page.get_by_label("Larger", exact=True).check()
        page.get_by_label("More room between lines and letters").check()
        no_violations(page)
        fits(page)
        page.reload()
        assert size(page) == pytest.approx(usual * 1.25)
        begin(page)
        write(page, "words that are kept nowhere")
        settled(page, "You wrote: words that are kept nowhere")
        assert page.locator(".words p").last.evaluate("one => parseFloat(getComputedStyle(one).letterSpacing)") > 0.5
        kept = page.evaluate("JSON.stringify({ ...localStorage })")
        assert json.loads(json.loads(kept)["waymark:/:reading"]) == {"size": "larger", "roomy": True}
        other = page.context.new_page()
        other.goto(door.url)
        assert size(other) == pytest.approx(usual * 1.25)
        page.get_by_role("button", name="Leave now").click()
        page.wait_for_url("about:blank")
        other.reload()
        assert other.evaluate("localStorage.length") == 0


def test_nothing_is_read_aloud_until_somebody_asks(browser: Browser, door: Door) -> None:
    with opened(browser, door, prepare=speaking()) as page:
        begin(page)
        assert page.evaluate("window.said") == []
        expect(page.get_by_role("button", name="Read this aloud")).to_have_count(0)
        open_more(page)
        expect(page.get_by_text("The voice is on this device.")).to_be_visible()
        page.get_by_label("Read new messages aloud").check()
        back(page)
        assert page.evaluate("window.said") == [], "what was there before is not new"
        ask(page, "question", "What goes well?")
        assert page.evaluate("window.said") == ["Waymark says: What goes well?"]
        for _ in range(3):
            page.evaluate("window.finish()")
        assert page.evaluate("window.said").index("Choices: Show an example.") > 0
        page.evaluate("window.said.length = 0")
        ask(page, "many", "Here are all nine themes.")
        for _ in range(3):
            page.evaluate("window.finish()")
        assert "Theme number 9" in " ".join(page.evaluate("window.said")), "who only listens hears every choice"
        no_violations(page)


def test_a_voice_can_be_stopped_and_heard_again(browser: Browser, door: Door) -> None:
    with opened(browser, door, prepare=speaking()) as page:
        begin(page)
        open_more(page)
        page.get_by_label("Read new messages aloud").check()
        back(page)
        ask(page, "long", "A calm paragraph")
        stop = page.get_by_role("button", name="Stop reading")
        expect(stop).to_have_count(1)
        page.keyboard.press("Escape")
        expect(stop).to_have_count(0)
        page.get_by_role("button", name="Read this aloud").last.click()
        expect(stop).to_have_count(1)
        before = page.evaluate("window.stopped")
        write(page, "quiet now")
        assert page.evaluate("window.stopped") > before, "who writes is not talked over"
        open_more(page)
        page.get_by_label("Read new messages aloud").uncheck()
        back(page)
        ask(page, "question", "What goes well?")
        assert not any("What goes well" in one for one in page.evaluate("window.said"))


def test_a_voice_that_is_elsewhere_is_named_and_used_only_by_who_agreed_to_that(browser: Browser, door: Door) -> None:
    with opened(browser, door, prepare=speaking(AWAY)) as page:
        page.evaluate("""localStorage.setItem("waymark:/:reading", '{"aloud":"device"}')""")
        page.reload()
        begin(page)
        assert page.evaluate("window.said") == [], "what was agreed to was a voice on the device"
        open_more(page)
        box = page.get_by_label("Read new messages aloud")
        expect(box).not_to_be_checked()
        expect(page.get_by_text("is not on this device")).to_be_visible()
        box.check()
        back(page)
        ask(page, "question", "What goes well?")
        assert page.evaluate("window.said") != []


def test_without_a_voice_it_says_so(browser: Browser, door: Door) -> None:
    with opened(browser, door, prepare=speaking([])) as page:
        open_more(page)
        expect(page.get_by_text("This browser has no voice that reads English.")).to_be_visible()
        expect(page.get_by_label("Read new messages aloud")).to_be_disabled()


def test_easier_words_and_videos_in_bsl_are_there_where_they_are_offered(browser: Browser, door: Door) -> None:
    open_more_of = "Easier words"
    with opened(browser, door) as page:
        open_more(page)
        expect(page.get_by_label(open_more_of)).to_have_count(0)
        expect(page.get_by_role("link", name="British Sign Language")).to_have_count(0)
    door.words = assets.widget_words(door.content, easy=True, bsl="https://www.example.scot/bsl")
    door.easier = {"What goes well?": "What is good?\nYou can say one thing."}
    with opened(browser, door) as page:
        begin(page)
        ask(page, "question", "What goes well?")
        open_more(page)
        page.get_by_label(open_more_of).check()
        expect(page.get_by_role("link", name="British Sign Language")).to_have_attribute(
            "href", "https://www.example.scot/bsl"
        )
        no_violations(page)
        back(page)
        expect(page.get_by_role("log")).not_to_contain_text("What goes well?")
        ask(page, "question", "What is good?")
        assert any("What is good?" in one for one in page.evaluate("window.spoken"))
        open_more(page)
        page.get_by_label(open_more_of).uncheck()
        back(page)
        expect(page.get_by_role("log")).to_contain_text("What goes well?")
