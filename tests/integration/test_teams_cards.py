"""Every kind of card, and the app package, before Microsoft's own judges: adaptivecards and app-manifest."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from bot.channels.choosing import same_words
from bot.channels.teams.cards import LARGEST, card_of
from bot.channels.teams.package import make_manifest, next_version, write_package
from bot.runtime.phrases import read_phrases
from bot.settings import Settings, SettingsError
from bot.waymark import Waymark
from tests.microsoft import APP, SECRET, TENANT, Microsoft
from tests.talk import Talk
from tests.teams import TeamsDoor, labels, open_teams
from tools.find_browser import find_browser
from tools.find_node import FOLDER, find_node, find_tools

JUDGE = """card => {
    AdaptiveCards.AdaptiveCard.langProperty.regEx.lastIndex = 0;  // theirs is a "g" pattern: it fails every second time
    const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
    const parsed = new AdaptiveCards.AdaptiveCard();
    parsed.parse(card, context);
    const problems = [];
    for (let at = 0; at < context.eventCount; at++) problems.push(context.getEventAt(at).message);
    for (const event of parsed.validateProperties().validationEvents) problems.push(event.message);
    const drawn = parsed.render();
    return { problems, text: drawn ? drawn.textContent : "" };
}"""

WALK = [
    "our managers never listen", "Leadership", "Our lead asks how we are, *really*", "Decisions come [down](http://x)",
    "Skip", "Most of the time", "Show me my words", "Save it", "Share without a name", "Support", "Finish",
]  # fmt: skip


@pytest.fixture
async def judge() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = await browser.new_page()
        await page.add_script_tag(path=find_tools() / "adaptivecards" / "dist" / "adaptivecards.js")
        yield page
        await browser.close()


async def test_every_card_of_a_walk_is_valid(waymark: Waymark, agent: Any, microsoft: Microsoft, judge: Page) -> None:
    async with open_teams(waymark, agent, microsoft) as door:
        await walk(door)
    assert len(microsoft.cards()) >= len(WALK)
    for card in microsoft.cards():
        judged = await judge.evaluate(JUDGE, card)
        assert judged["problems"] == []
        assert judged["text"]
        assert len(json.dumps(card, ensure_ascii=False)) <= LARGEST
    drawn = [(await judge.evaluate(JUDGE, card))["text"] for card in microsoft.cards()]
    assert any("*really*" in text for text in drawn)  # a person's words are shown as they are


async def walk(door: TeamsDoor) -> None:
    for step in WALK:
        cards = door.microsoft.cards()
        if cards and step in labels(cards[-1]):
            await door.press(step)
        else:
            await door.say(step)


async def test_distress_shows_support_in_a_valid_card(talk: Talk, judge: Page) -> None:
    await talk.press("start")
    messages = await talk.say("I want to end my life tonight")
    card = card_of(messages, "a-turn")
    judged = await judge.evaluate(JUDGE, card)
    assert judged["problems"] == []
    assert "999" in judged["text"]


async def test_a_settled_card_has_no_buttons(talk: Talk, judge: Page) -> None:
    messages = await talk.press("start")
    for settled in (
        card_of(messages, "t", settled=True, chosen="Choose a theme"),
        card_of(messages, "t", settled=True, over="Not open any more."),
    ):
        assert labels(settled) == []
        assert (await judge.evaluate(JUDGE, settled))["problems"] == []


def test_a_card_that_would_be_too_large_is_cut_for_the_eye() -> None:
    answers = [{"question": "What is going well", "text": "so much to say " * 900, "never_shared": False}] * 3
    message = {"text": "Your words", "kind": "summary", "theme": "Leadership", "answers": answers, "choices": []}
    card = json.dumps(card_of([message], "t"), ensure_ascii=False)
    assert len(card) <= LARGEST
    assert "…" in card


def test_the_app_package_is_valid(tmp_path: Path) -> None:
    target = tmp_path / "waymark.zip"
    settings = Settings(
        teams_app_id=APP, teams_tenant_id=TENANT, teams_app_secret=SECRET, chat_origin="https://waymark.example.scot"
    )
    write_package(settings, "A council with a name that is longer than thirty-two characters", target)
    with zipfile.ZipFile(target) as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        assert png_size(package.read("color.png")) == (192, 192)
        assert png_size(package.read("outline.png")) == (32, 32)
        manifest = package.read("manifest.json").decode()
    script = (
        "import m from '@microsoft/app-manifest'; let text = ''; for await (const part of process.stdin) text += part;"
        "console.log(JSON.stringify(await m.AppManifestUtils.validateAgainstSchema(JSON.parse(text))))"
    )
    find_tools()
    done = subprocess.run(
        [str(find_node()), "--input-type=module", "-e", script],
        cwd=FOLDER, input=manifest, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


def test_each_package_is_an_update_of_the_one_before() -> None:
    moments = [datetime(2026, 12, day, 9, minute, tzinfo=UTC) for day in (1, 2) for minute in (5, 6)]
    found = [tuple(map(int, next_version(one).split("."))) for one in moments]
    assert found == sorted(set(found))


def test_every_command_of_the_manifest_works(waymark: Waymark) -> None:
    settings = Settings(
        teams_app_id=APP, teams_tenant_id=TENANT, teams_app_secret=SECRET, chat_origin="https://waymark.example.scot"
    )
    (bot,) = make_manifest(settings, "A council")["bots"]
    asks, phrases = waymark.content.sessions.asks, read_phrases(waymark.settings.content_dir / "commands.yml")
    for commands in bot["commandLists"]:
        for title in (same_words(one["title"]) for one in commands["commands"]):
            assert title in (asks["mine"] if "personal" in commands["scopes"] else asks["open"]) or phrases.find(title)
    assert "resourceSpecific" not in str(bot), "no permission is asked for"


@pytest.mark.parametrize(
    "settings",
    [
        {"teams_app_id": ""},
        {"chat_origin": ""},
        {"chat_origin": "http://waymark.example.scot"},
    ],
)
def test_the_app_package_says_what_is_missing(tmp_path: Path, settings: dict[str, str]) -> None:
    own = {"teams_app_id": APP, "teams_tenant_id": TENANT, "teams_app_secret": SECRET} | settings
    with pytest.raises(SettingsError, match="WAYMARK_"):
        write_package(Settings(**own), "A council", tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height, in pixels, from a PNG's first chunk."""
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
