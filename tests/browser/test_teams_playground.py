"""A whole reflection in Microsoft's own Agents Playground, with validation on, real Rasa and real actions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.content import load_content
from bot.settings import ROOT
from tests.browser.playground import await_text, open_playground, press, say

LEADERSHIP = load_content(ROOT / "data" / "content").theme("leadership")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_playground(tmp_path_factory.mktemp("teams")) as opened:
        yield opened


def test_a_reflection_in_the_playground(page: Page) -> None:
    await_text(page, "People who run your Microsoft 365")  # the Playground installs the app by itself
    assert page.get_by_text("I am Waymark, an automated guide").count() == 1
    press(page, "Choose a theme")
    press(page, "Leadership")
    await_text(page, "You chose:")
    await_text(page, LEADERSHIP.strengths)
    say(page, "Our lead asks how we are on a *Monday*")
    await_text(page, LEADERSHIP.opportunities)
    say(page, "Decisions come down without us")
    await_text(page, LEADERSHIP.next_step)
    say(page, "Ask the night shift on Friday")
    await_text(page, "Most of the time")
    press(page, "Most of the time")
    await_text(page, "Our lead asks how we are on a *Monday*")  # as it was typed, not as Markdown
    press(page, "Save it")
    await_text(page, "Who may see it?")
    press(page, "Keep it private")
    await_text(page, "Your return code")
    press(page, "Remind me in two weeks")
    await_text(page, "I will write to you here once")
    press(page, "Support")
    await_text(page, "Samaritans")
    press(page, "Finish")
    await_text(page, "You wrote that this is going well")


def test_settings_and_forgetting_in_the_playground(page: Page) -> None:
    say(page, "settings")
    await_text(page, "This is how things stand for you here")
    press(page, "Cancel the reminder")
    await_text(page, "I will not remind you")
    say(page, "forget this chat")
    await_text(page, "Shall I forget what was said")
    press(page, "Yes, forget it")
    await_text(page, "That is forgotten here")
    expect(page.get_by_role("button", name="Yes, forget it")).to_have_count(0)


def test_a_mention_in_a_group_chat(page: Page) -> None:
    page.get_by_role("treeitem", name="Group Chat").last.click()
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("@")
    page.get_by_text("Test Bot").last.click()
    page.keyboard.type(" hello")
    page.keyboard.press("Enter")
    await_text(page, "I talk with people one to one")
