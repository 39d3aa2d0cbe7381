"""Drops, reloads, closed conversations, copied tabs: every word is sent exactly once, in order, or given back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scripted import Door
from tests.browser.widget_page import begin, box, focused, no_violations, notice, settled, spoken, write


def said(door: Door) -> list[str]:
    return [one["text"] for one in door.transcript if one["from"] == "you"]


def test_reload_keeps_transcript_choice_and_draft(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Leadership").click()
    settled(page, "You wrote: Leadership")
    box(page).fill("half a thought")
    page.reload()
    settled(page, "You wrote: Leadership")
    expect(box(page)).to_have_value("half a thought")
    expect(page.get_by_role("article", name="You")).to_contain_text("Leadership")
    expect(page.get_by_role("button", name="Go on")).to_be_enabled()
    assert page.evaluate("[document.cookie, localStorage.length]") == ["", 0]


def test_dropped_answers_are_asked_for_again_with_the_same_id(page: Page, door: Door) -> None:
    begin(page)
    door.drop_answers = 2
    write(page, "only once please")
    write(page, "and this after it")
    settled(page, "You wrote: and this after it")
    first, last = door.posts[1], door.posts[-1]
    assert door.posts[1:] == [first, first, first, last]
    assert said(door) == ["only once please", "and this after it"]
    shown = page.get_by_role("article").all_inner_texts()
    assert ["only once" in shown[2], "You wrote: only" in shown[3], "and this" in shown[4]] == [True, True, True]


def test_a_reload_goes_on_sending_what_was_waiting(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (503, "resting", {"Retry_After": "60"})
    write(page, "first in line")
    write(page, "second in line")
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("second in line")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    door.fail = None
    page.get_by_role("button", name="Try again").click()
    settled(page, "You wrote: second in line")
    assert said(door) == ["first in line", "second in line"]


def test_server_down_says_so_offers_support_and_goes_on(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (503, "resting", {"Retry_After": "60"})  # so that only the button can make it try again here
    write(page, "kept")
    expect(notice(page)).to_contain_text("Waymark cannot be reached just now. Nothing is lost.")
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    no_violations(page)
    notice(page).get_by_role("button", name="Support").click()
    expect(page.locator(".pane").get_by_role("heading", name="Samaritans")).to_be_visible()
    page.get_by_role("button", name="Back to the conversation").click()
    door.fail = None
    page.get_by_role("button", name="Try again").click()
    settled(page, "You wrote: kept")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    assert len([line for line in spoken(page) if "cannot be reached" in line]) == 1


def test_offline_and_back(page: Page) -> None:
    begin(page)
    page.context.set_offline(True)
    expect(notice(page)).to_contain_text("You seem to be offline.")
    write(page, "on a train")
    no_violations(page)
    page.locator("header.top").get_by_role("button", name="Support").click()
    expect(page.locator(".pane").get_by_role("link", name="116 123")).to_be_visible()
    page.get_by_role("button", name="Back to the conversation").click()
    page.context.set_offline(False)
    settled(page, "You wrote: on a train")
    expect(notice(page)).to_be_hidden()


def test_what_hangs_is_given_up_when_the_network_changes(page: Page, door: Door) -> None:
    begin(page)
    door.answer_when.clear()
    write(page, "into the tunnel")
    page.wait_for_timeout(4_200)  # longer than an answer that still comes
    door.answer_when.set()
    door.drop_answers = 1
    page.evaluate("window.dispatchEvent(new Event('online'))")
    settled(page, "You wrote: into the tunnel")
    assert said(door) == ["into the tunnel"]


def test_closed_conversation_is_kind_and_keeps_unsent_words(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (401, "session_expired", {})
    write(page, "my unsent words")
    expect(notice(page)).to_contain_text("This conversation has closed.")
    expect(box(page)).to_have_value("my unsent words")
    no_violations(page)
    door.fail = None
    page.get_by_role("button", name="Start a new conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_enabled()
    expect(page.get_by_role("article")).to_have_count(2)
    assert focused(page) == "log"
    expect(box(page)).to_have_value("my unsent words")


def test_a_closed_conversation_leads_to_the_return_code(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (401, "session_expired", {})
    write(page, "words")
    expect(notice(page)).to_contain_text("What you saved is still saved.")
    door.fail = None
    notice(page).get_by_role("button", name="I have a return code").click()
    settled(page, "You wrote: I have a return code")
    assert said(door) == ["I have a return code"]


def test_refused_message_goes_back_in_the_box(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (413, "too_long", {})
    write(page, "too much for the server")
    expect(notice(page)).to_contain_text("Kind words about too_long.")
    expect(box(page)).to_have_value("too much for the server")
    expect(page.get_by_role("article")).to_have_count(2)


def test_asked_to_wait_it_waits_and_then_sends(page: Page, door: Door) -> None:
    begin(page)
    door.fail = (429, "slow_down", {"Retry_After": "1"})
    write(page, "patient")
    expect(notice(page)).to_contain_text("Waymark needs a short rest. Nothing is lost.")
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


def test_opening_goes_on_trying_and_says_so(page: Page, door: Door) -> None:
    door.fail = (503, "resting", {"Retry_After": "60"})
    page.get_by_role("button", name="Start a conversation").click()
    expect(notice(page)).to_contain_text("Waymark cannot be reached just now.")
    no_violations(page)
    door.fail = None
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()
    assert focused(page) == "log"
    assert len(door.transcripts) == 1


def test_opening_that_is_refused_can_be_tried_again(page: Page, door: Door) -> None:
    door.fail = (400, "odd", {})
    page.get_by_role("button", name="Start a conversation").click()
    expect(notice(page)).to_contain_text("Kind words about odd.")
    door.fail = None
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible()


@pytest.mark.parametrize("without_locks", [False, True], ids=["locks", "asking"])
def test_a_duplicated_tab_gets_a_conversation_of_its_own(page: Page, door: Door, without_locks: bool) -> None:
    if without_locks:  # as on a plain http intranet
        page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
        page.reload()
    begin(page)
    write(page, "in the first tab")
    settled(page, "You wrote: in the first tab")
    copied = page.evaluate("JSON.stringify(Object.entries(sessionStorage))")
    copy = page.context.new_page()
    copy.add_init_script(f"for (const [key, value] of {copied}) sessionStorage.setItem(key, value);")
    copy.goto(door.url)
    expect(notice(copy)).to_contain_text("open in another tab")
    expect(copy.get_by_role("article")).to_have_count(0)
    no_violations(copy)
    begin(copy)
    write(copy, "in the second tab")
    settled(copy, "You wrote: in the second tab")
    write(page, "and the first again")
    settled(page, "You wrote: and the first again")
    spoken_in = [[one["text"] for one in said if one["from"] == "you"] for said in door.transcripts.values()]
    assert spoken_in == [["in the first tab", "and the first again"], ["in the second tab"]]
    page.reload()
    settled(page, "You wrote: and the first again")


def test_back_from_the_browsers_cache_shows_what_counts_now(page: Page) -> None:
    begin(page)
    write(page, "before leaving elsewhere")
    settled(page, "You wrote: before leaving")
    page.evaluate("""() => {
      sessionStorage.clear();  // as "Leave now" on a later page of the same tab does
      window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }""")
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("button", name="Start a conversation")).to_be_visible()


def test_a_page_in_the_browsers_cache_does_not_hold_the_tab(page: Page, door: Door) -> None:
    begin(page)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    kept = page.evaluate("JSON.stringify(Object.entries(sessionStorage))")
    later = page.context.new_page()  # stands for the next page of the same tab
    later.add_init_script(f"for (const [key, value] of {kept}) sessionStorage.setItem(key, value);")
    later.goto(door.url)
    settled(later, "Where would you like to begin?")
    expect(notice(later)).to_be_hidden()


def test_a_page_that_changes_without_loading_keeps_the_conversation(page: Page, door: Door) -> None:
    begin(page)
    write(page, "before the page changed")
    settled(page, "You wrote: before the page changed")
    door.answer_when.clear()
    write(page, "while it changed")
    page.evaluate("document.querySelector('waymark-chat').remove()")
    door.answer_when.set()
    page.evaluate("document.querySelector('#conversation').append(document.createElement('waymark-chat'))")
    settled(page, "You wrote: while it changed")
    assert said(door) == ["before the page changed", "while it changed"]
    page.evaluate("document.body.prepend(document.querySelector('waymark-chat'))")  # moved, not replaced
    write(page, "and after")
    settled(page, "You wrote: and after")
    assert said(door) == ["before the page changed", "while it changed", "and after"]


def test_words_that_come_late_still_come(page: Page, door: Door) -> None:
    door.fail_words = 2
    page.reload()
    begin(page)
