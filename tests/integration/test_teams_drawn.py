"""Every kind of card as Microsoft's own renderer draws it: all buttons are there, and none is wider than a phone."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from bot import days
from bot.channels.teams.session_leading import Leading
from bot.sessions import leading
from bot.sessions.leading import Plan
from bot.store import teams_sessions
from bot.waymark import Waymark
from tests.integration.test_teams_cards import walk
from tests.microsoft import Microsoft
from tests.teams import open_teams
from tests.teams_people import add_facilitator
from tests.unit.channels.teams.in_sessions.test_session_words import CARDS, session
from tools.find_browser import find_browser
from tools.find_node import find_tools

WIDTHS = (300, 480)
FOLD = 640
"""Pixels of a phone's screen that a card has."""

LOOKS = {"light": ("#ffffff", "#242424", "#f5f5f5"), "dark": ("#292929", "#ffffff", "#3d3d3d")}
"""Background, text and emphasis, as Teams has them."""

DRAW = """([card, width, [back, text, emphasis]]) => {
    AdaptiveCards.AdaptiveCard.langProperty.regEx.lastIndex = 0;
    const colours = { default: { default: text, subtle: text } };
    const drawn = new AdaptiveCards.AdaptiveCard();
    drawn.hostConfig = new AdaptiveCards.HostConfig({
        fontFamily: "Arial", supportsInteractivity: true,
        containerStyles: { default: { backgroundColor: back, foregroundColors: colours },
                           emphasis: { backgroundColor: emphasis, foregroundColors: colours } },
        actions: { maxActions: 6, actionsOrientation: "vertical", actionAlignment: "stretch",
                   showCard: { actionMode: "inline" } },
    });
    drawn.parse(card);
    document.body.style.cssText = `margin:0;width:${width}px;background:${back};font:14px Arial;color:${text}`;
    document.body.replaceChildren(drawn.render());
    const seen = (one) => one.getClientRects().length > 0;
    return {
        buttons: [...document.querySelectorAll("button")].filter(seen).map((one) => one.textContent.trim()),
        width: document.documentElement.scrollWidth,
        heading: document.querySelector("[role=heading]")?.getBoundingClientRect().bottom ?? 0,
    };
}"""


@pytest.fixture
async def renderer() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 480, "height": FOLD})
        await page.add_script_tag(path=find_tools() / "adaptivecards" / "dist" / "adaptivecards.js")
        yield page
        await browser.close()


def in_sight(element: Any) -> list[str]:
    """What stands on the buttons of a card, those aside that open with another one."""
    if isinstance(element, list):
        return [title for one in element for title in in_sight(one)]
    if not isinstance(element, dict):
        return []
    return [one["title"] for one in element.get("actions", ())] + [
        title for name, value in element.items() if name != "actions" for title in in_sight(value)
    ]


async def hold(page: Page, name: str, card: dict[str, Any]) -> None:
    """Draw a card in every look and width. PICTURES: a folder for pictures of all of them."""
    for look, colours in LOOKS.items():
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": FOLD})
            drawn = await page.evaluate(DRAW, [card, width, colours])
            assert sorted(drawn["buttons"]) == sorted(in_sight(card)), name
            assert drawn["width"] == width, name
            assert drawn["heading"] <= FOLD / 2, f"{name}: what it is about is in sight"
            if folder := os.environ.get("PICTURES"):
                await page.screenshot(path=Path(folder) / f"{name}-{look}-{width}.png", full_page=True)


async def test_every_button_of_a_walk_is_drawn(
    waymark: Waymark, agent: Any, microsoft: Microsoft, renderer: Page
) -> None:
    async with open_teams(waymark, agent, microsoft) as door:
        await door.say("hello")
        await door.say("choose a theme")
        await walk(door)
    cards = microsoft.cards()
    assert max(len(in_sight(card)) for card in cards) >= len(waymark.content.themes), "all themes are offered on one"
    for number, card in enumerate(cards):
        await hold(renderer, f"walk-{number:02}", card)


@pytest.mark.parametrize("name", CARDS)
async def test_every_button_of_a_sessions_cards_is_drawn(renderer: Page, name: str) -> None:
    await hold(renderer, f"session-{name}", CARDS[name])


async def test_who_leads_many_sessions_finds_each(waymark: Waymark, renderer: Page) -> None:
    who, part, cards = add_facilitator(waymark), waymark.taking_part, Leading(waymark)
    like = session("open")
    with waymark.database.session() as kept:
        code = "apple-bread-cloud-daisy"
        teams_sessions.make_link(kept, waymark.settings.secret, who.id, code, like.closes_at)
        assert teams_sessions.take_link(kept, waymark.settings.secret, code, f"teams-{who.id}", {}, days.read_clock())
        for _ in range(7):
            plan = Plan("housing", tuple(like.themes), (), like.closes_at)
            leading.open_session(kept, part.keys, who, plan, part.words, days.read_clock(), uuid.uuid4().hex)
    card = cards.mine_card(f"teams-{who.id}")
    assert len(in_sight(card)) == 7
    await hold(renderer, "session-mine", card)
