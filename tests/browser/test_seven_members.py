"""Seven people of one team reflect together: four in Teams, three in real browsers, two of those on one device."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy import delete

from bot.sessions import leading
from bot.store.teams_session_tables import SessionInvitation, SessionPlace
from bot.waymark import Waymark
from tests.browser.test_team_session import Served
from tests.microsoft import Microsoft
from tests.teams import open_teams
from tests.teams_people import NoDialogue, Somebody, add_facilitator, in_channel, open_in_channel, session_of, until
from tools.find_browser import find_browser

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def microsoft(waymark: Waymark) -> Iterator[Microsoft]:
    with waymark.database.session() as session:
        for table in (SessionPlace, SessionInvitation):
            session.execute(delete(table))
    world = Microsoft()
    yield world
    world.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
def pages(waymark: Waymark) -> Iterator[str]:
    """The page of sessions, over HTTP."""
    server = Served(waymark)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.url
    server.shutdown()
    server.server_close()


async def answer_on_the_page(page: Page, theme: str, words: str) -> None:
    await page.locator(f"#strengths-{theme}").fill(words)
    await page.locator(f"#quote-strengths-{theme}").check()
    await page.get_by_role("button", name="Send my answers").click()
    await expect(page.get_by_role("heading", name="Your answers are in")).to_be_visible()


async def join_on_the_page(page: Page, address: str, code: str) -> None:
    await page.goto(address)
    await page.get_by_label("Join code").fill(code)
    await page.get_by_role("button", name="Open the session").click()


async def test_from_opening_to_a_summary_in_the_channel_and_on_the_page(
    waymark: Waymark, microsoft: Microsoft, chromium: Browser, pages: str
) -> None:
    theme, who = waymark.content.themes[0].id, add_facilitator(waymark)
    async with open_teams(waymark, NoDialogue(waymark), microsoft) as door:
        leader = Somebody(door)
        opened = await open_in_channel(waymark, door, leader, who)
        (sent, card), *_ = in_channel(door)
        for number in range(4):
            one = Somebody(door)
            await one.take_part(card, sent)
            await one.press("Begin")
            await one.press(
                "Keep and go on", strengths=f"From Teams {number}", quote__strengths="true", rating="not-yet"
            )
            await one.press("Keep and finish", pick="0")
        alone, shared = await chromium.new_page(viewport=PHONE), await chromium.new_page(viewport=PHONE)
        await join_on_the_page(alone, pages, opened.join_code)
        await answer_on_the_page(alone, theme, "From a browser")
        await join_on_the_page(shared, pages, opened.join_code)
        await answer_on_the_page(shared, theme, "From one device, first")
        await shared.get_by_role("button", name="Start for the next person").click()
        assert await shared.locator(f"#strengths-{theme}").input_value() == ""
        await answer_on_the_page(shared, theme, "From one device, second")
        await leader.say("my team sessions")
        await leader.press("Yes, close it now")
        assert session_of(waymark, who).state == "draft"
        with waymark.database.session() as session:
            leading.publish(session, who, opened.id)
        await until(lambda: "What your team said" in str(in_channel(door)), 60)
        ((where, summary),) = in_channel(door)
        assert where == sent
        for said in ("From Teams 3", "From a browser", "From one device, first", "From one device, second"):
            assert said in str(summary)
        await join_on_the_page(alone, pages, opened.join_code)
        await expect(alone.get_by_role("heading", name="What your team said")).to_be_visible()
        await expect(alone.get_by_text("From Teams 2")).to_be_visible()
