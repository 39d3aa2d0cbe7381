"""Control and calm: leaving leaves nothing, moves stay in reach, the page stays where one reads, copies to keep."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import LOOKS, ask, begin, box, no_violations, opened, settled, spoken, write

HEADER = "header.top"


def more(page: Page) -> None:
    page.locator(HEADER).get_by_role("button", name="More").click()


def test_leave_now_leaves_nothing(page: Page, door: Door) -> None:
    begin(page)
    write(page, "something private")
    settled(page, "You wrote: something private")
    box(page).fill("a draft")
    assert "private" not in page.evaluate("JSON.stringify(sessionStorage)"), "browsers keep it in a file"
    assert "draft" not in page.evaluate("JSON.stringify(sessionStorage)")
    before = page.evaluate("history.length")
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("about:blank")
    assert page.evaluate("[history.length, document.body.innerText]") == [before, ""]
    assert door.ended == ["secret-token-1"]
    page.goto(door.url)
    expect(page.get_by_role("button", name="Start a conversation")).to_be_visible()
    kept = page.evaluate("Object.entries(sessionStorage)")
    assert [key.split(":")[-1] for key, _ in kept] == ["tab"]


def test_leave_now_works_without_a_network_and_goes_where_the_page_says(page: Page, door: Door) -> None:
    begin(page)
    page.evaluate("document.querySelector('waymark-chat').setAttribute('leave-to', '/support')")
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url(door.url + "support")
    page.goto(door.url)
    begin(page)
    page.evaluate("document.querySelector('waymark-chat').setAttribute('leave-to', 'javascript:alert(1)')")
    page.context.set_offline(True)
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("about:blank")


def test_long_text_is_counted_and_never_cut(page: Page, door: Door) -> None:
    begin(page)
    box(page).fill("x" * 3_800)
    expect(page.get_by_text("200 characters left.").first).to_be_visible()
    box(page).fill("x" * 4_011 + "😀")
    expect(page.get_by_text("This is 12 characters too long").first).to_be_visible()
    box(page).press("Enter")
    assert len(box(page).input_value()) == 4_012
    assert len(door.posts) == 1
    assert len([line for line in spoken(page) if "too long" in line]) == 2  # when it happened, and on asking to send
    no_violations(page)
    box(page).fill("x" * 4_000)
    box(page).press("Enter")
    settled(page, "You wrote: xxx")


def test_the_box_grows_with_what_is_written(page: Page) -> None:
    begin(page)
    small = box(page).evaluate("one => one.clientHeight")
    box(page).fill("a line\n" * 6)
    assert box(page).evaluate("one => one.clientHeight") > small * 2


def test_empty_box_sends_nothing_and_says_what_to_do(page: Page, door: Door) -> None:
    begin(page)
    write(page, "   \n ")
    expect(page.get_by_text("Write something first").first).to_be_visible()
    assert len(door.posts) == 1


def test_enter_may_start_a_new_line_instead_and_that_lasts(page: Page, door: Door) -> None:
    begin(page)
    expect(page.get_by_text("Enter sends. Shift and Enter starts a new line.")).to_be_visible()
    more(page)
    page.get_by_label("Enter starts a new line").check()
    page.get_by_role("button", name="Back to the conversation").click()
    page.reload()
    expect(page.get_by_text("Enter starts a new line. Use the Send button")).to_be_visible()
    box(page).press_sequentially("one\ntwo")
    assert box(page).input_value() == "one\ntwo"
    assert len(door.posts) == 1


def test_words_are_never_read_as_html_and_bad_links_are_words(page: Page) -> None:
    begin(page)
    write(page, "<img src=x onerror=alert(1)> <b>bold</b> שלום")
    settled(page, "You wrote: <img src=x onerror=alert(1)> <b>bold</b> שלום")
    ask(page, "guidance", "Here is something to read.")
    link = page.get_by_role("link", name="Staff care, support and wellbeing (opens in a new tab)")
    assert [link.get_attribute("target"), link.get_attribute("rel")] == ["_blank", "noopener noreferrer"]
    expect(page.get_by_role("link", name="Not a link")).to_have_count(0)
    assert page.title() == "Waymark"


def test_moves_stay_in_one_place_and_rest_while_waiting(page: Page, door: Door) -> None:
    begin(page)
    group = page.get_by_role("group", name="Always in reach")
    names = group.get_by_role("button").all_inner_texts()
    assert names == ["Back", "Skip", "Pause", "Change theme", "Finish"]
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


def test_choices_fold_to_what_was_chosen_and_come_back_with_a_refusal(page: Page, door: Door) -> None:
    begin(page)
    page.get_by_role("button", name="Leadership").click()
    settled(page, "You wrote: Leadership")
    expect(page.get_by_role("button", name="Help me choose")).to_have_count(0)
    said = page.get_by_role("log").get_by_text("Leadership", exact=True).filter(visible=True)
    expect(said).to_have_count(1)
    door.fail = (422, "choice_not_offered", {})
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Kind words about choice_not_offered.").first).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_enabled()


def test_a_run_of_messages_names_its_speaker_once(page: Page) -> None:
    begin(page)
    names = page.get_by_role("log").get_by_role("heading", name="Waymark")
    painted = "one => getComputedStyle(one.closest('.who')).clipPath === 'none'"
    assert [name.evaluate(painted) for name in names.all()] == [True, False]
    write(page, "one more")
    settled(page, "You wrote: one more")
    assert names.last.evaluate(painted)


def test_the_theme_is_a_heading_of_its_message(page: Page) -> None:
    begin(page)
    ask(page, "theme", "What has gone well?")
    theme = page.get_by_role("article").last.get_by_role("heading", name="Leadership", exact=True)
    expect(theme).to_be_visible()
    assert [one.evaluate("one => one.tagName") for one in (page.locator("article .who").last, theme)] == ["H3", "H4"]
    ask(page, "again", "You wrote: again")
    expect(page.get_by_role("log").get_by_role("heading", name="Leadership")).to_have_count(1)


@pytest.mark.parametrize("pane", ["", "More", "Support"])
def test_a_page_that_is_printed_has_the_conversation_and_nothing_to_press(page: Page, pane: str) -> None:
    begin(page)
    ask(page, "summary", "This is what you said.")
    if pane:
        page.locator(HEADER).get_by_role("button", name=pane).click()
    page.emulate_media(media="print")
    expect(page.get_by_role("log").get_by_text("This is what you said.")).to_be_visible()
    expect(page.locator("waymark-chat").get_by_role("button")).to_have_count(0)
    expect(page.locator(".pane")).to_be_hidden()


def test_the_ways_out_are_on_the_screen_at_every_size(browser: Browser, door: Door) -> None:
    for size in ({"width": 320, "height": 640}, {"width": 320, "height": 256}):
        with opened(browser, door, viewport=size) as page:
            begin(page)
            ask(page, "long", "A calm paragraph")
            for name in ("Support", "More", "Leave now"):
                expect(page.locator(HEADER).get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_progress_is_in_words(page: Page) -> None:
    begin(page)
    ask(page, "question", "What goes well?")
    expect(page.get_by_text("Question 2 of 4. Skip any you like.", exact=True)).to_be_visible()


def test_page_stays_where_the_person_reads(page: Page, door: Door) -> None:
    begin(page)
    for _ in range(2):
        ask(page, "long", "A calm paragraph")
    door.answer_when.clear()
    write(page, "later")
    page.wait_for_timeout(100)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    door.answer_when.set()
    settled(page, "You wrote: later")
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Go to the newest message").click()
    expect(page.get_by_role("article").last).to_be_in_viewport()


def test_a_long_answer_is_shown_from_its_beginning_although_the_page_still_glides(browser: Browser, door: Door) -> None:
    with opened(browser, door, viewport={"width": 320, "height": 640}, reduced_motion="no-preference") as page:
        begin(page)
        for kind in ("many", "support", "long"):
            write(page, kind)
        settled(page, "A calm paragraph")
        page.get_by_role("button", name="More moves").click()
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("article")).to_have_count(10)
        heading = page.get_by_role("article").last.locator(".words")
        expect(heading).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Go to the newest message")).to_be_hidden()


@pytest.mark.parametrize("look", ["desktop", "narrow", "zoomed"])
def test_what_is_new_is_on_the_screen(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, **LOOKS[look]) as page:
        begin(page)
        for kind, text in {"summary": "This is what you said.", "support": "You can talk to someone."}.items():
            ask(page, kind, text)
            expect(page.get_by_role("article").last.locator(".words")).to_be_in_viewport(ratio=1)
        door.fail = (503, "resting", {"Retry_After": "60"})
        write(page, "kept")
        expect(page.get_by_role("button", name="Try again")).to_be_in_viewport(ratio=0.9)
        door.fail = None
        page.get_by_role("button", name="Try again").click()
        settled(page, "You wrote: kept")
        expect(page.get_by_role("article").last.locator(".words")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("look", ["desktop", "narrow"])
def test_nothing_on_the_screen_jumps_when_messages_come(browser: Browser, door: Door, look: str) -> None:
    with opened(browser, door, **LOOKS[look]) as page:
        begin(page)
        page.evaluate("""() => {
          window.shifts = [];
          new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(
            [one.value, one.sources.map(({ node, previousRect, currentRect }) =>
              [node?.className ?? node?.nodeName, previousRect.toJSON(), currentRect.toJSON()])])))
            .observe({ type: "layout-shift" });
        }""")
        for kind in ("slowly", "support", "many"):
            door.answer_when.clear()
            write(page, kind)
            page.wait_for_timeout(700)  # later than what a browser forgives after a key press
            door.answer_when.set()
            expect(page.get_by_text("Sending…")).to_have_count(0)
            page.wait_for_timeout(100)
        assert page.evaluate("window.shifts") == []


def test_the_code_is_copied_and_that_is_said(page: Page, door: Door) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=door.url)
    begin(page)
    ask(page, "receipt", "It is saved.")
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_text("The code is copied.").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "amber-field-quiet-river"
    assert spoken(page)[-1] == "The code is copied."


def test_files_that_are_offered_are_fetched_with_the_token_and_saved(page: Page, door: Door) -> None:
    begin(page)
    ask(page, "reflections", "These are your reflections.")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a Word document").click()
    assert waiting.value.suggested_filename == "reflections.docx"
    assert Path(waiting.value.path()).read_bytes() == b"a file"
    expect(page.get_by_text("The file is with your other downloads.").first).to_be_visible()
    door.fail = (503, "resting", {})
    page.get_by_role("button", name="Save as a PDF document").click()
    expect(page.get_by_text("The file could not be made just now.").first).to_be_visible()


def test_a_copy_of_the_conversation_has_every_word_and_no_id_and_no_code(page: Page) -> None:
    begin(page)
    ask(page, "receipt", "It is saved.")
    ask(page, "guidance", "Here is something to read.")
    more(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save it as a text file").click()
    assert waiting.value.suggested_filename == "my-conversation.txt"
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith("Your conversation with Waymark\n")
    for words in ("You:\nreceipt", "It is saved.", "Kept until: 22 November 2027", "https://www.gov.scot"):
        assert words in text
    for words in ("amber", "secret-token", "v-", "kind"):
        assert words not in text
    page.get_by_role("button", name="Print it").click()
    page.wait_for_function("window.printed === 1")
    paper = page.evaluate("window.paper")
    assert "It is saved." in paper
    assert "amber" not in paper
    assert "What Waymark is" not in paper, "the page around it is not printed"


def test_there_is_nothing_to_keep_before_it_begins(page: Page) -> None:
    more(page)
    page.get_by_role("button", name="Save it as a text file").click()
    expect(page.get_by_text("There is nothing to keep yet.").first).to_be_visible()
