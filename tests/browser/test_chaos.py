"""The whole journey by keyboard alone, over a network that loses a fifth of all answers and 20 connections, while the
bot is killed twice.

Every answer is saved exactly once and in order: on the screen, in the transcript, and in what the organisation keeps.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import PrivateReflection, Reflection
from tests.bot_process import BotProcess
from tests.browser.widget_page import LISTEN
from tests.chaos import Chaos, chaotic_network

PATIENCE = 120_000
"""Milliseconds for one message: the bot may be starting again meanwhile."""

OPENING = "our managers never listen"
FIRST = {
    "strengths": "Our lead asks how we are on a Monday",
    "opportunities": "Decisions come down without us",
    "next_step": "I will ask for ten minutes at the next meeting",
}
SECOND = {
    "strengths": "We share the load when the phones are busy",
    "opportunities": "Nobody has time to sit down after a hard call",
    "next_step": "I will put a break into the rota",
}


class Journey:
    """A person who goes on whatever the network does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []

    def press(self, label: str) -> None:
        named = re.compile(rf"^{re.escape(label)}")  # a theme's name has a line about it behind
        button = self.page.get_by_role("log").get_by_role("button", name=named).last
        expect(button).to_be_enabled(timeout=PATIENCE)
        self.reach(button)
        self.page.keyboard.press("Enter")
        self._settle(label)

    def say(self, text: str) -> None:
        self.reach(self.page.get_by_label("Write in your own words"))
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self._settle(text)

    def reach(self, target: Locator) -> None:
        """Go there with the Tab key, back or forth."""
        for key, times in (("Shift+Tab", 40), ("Tab", 200)):
            for _ in range(times):
                if target.evaluate("one => one.getRootNode().activeElement === one"):
                    return
                self.page.keyboard.press(key)
        raise AssertionError("the Tab key does not lead there")

    def _settle(self, said: str) -> None:
        """Until the answer is there. Where it is slow, the person's network changes, and the widget tries again."""
        self.said.append(said)
        waiting = self.page.get_by_role("log").get_by_text("Sending…").or_(self.page.get_by_text("Waiting to be sent"))
        for _ in range(PATIENCE // 2_000):
            try:
                expect(waiting).to_have_count(0, timeout=2_000)
                return
            except AssertionError:
                self.page.evaluate("window.dispatchEvent(new Event('online'))")
        raise AssertionError(f"no answer to message {len(self.said)}")

    def reflect(self, answers: dict[str, str], sharing: str) -> None:
        for text in answers.values():
            self.say(text)
        for label in ("Some of the time", "Save it", sharing):
            self.press(label)
        expect(self.page.get_by_role("log")).to_contain_text("Your return code", timeout=PATIENCE)


@pytest.fixture
def bot(tmp_path: Path) -> BotProcess:
    return BotProcess(tmp_path)


def killing(bot: BotProcess, restarts: list[threading.Thread]) -> Callable[[], None]:
    """Kills the bot at once and starts it again after a moment."""

    def kill() -> None:
        time.sleep(0.03)  # into the turn
        bot.kill()
        starting = threading.Timer(1, bot.start)
        starting.start()
        restarts.append(starting)

    return kill


def test_every_answer_is_saved_once_and_in_order(browser: Browser, bot: BotProcess) -> None:
    chaos, restarts = Chaos(), list[threading.Thread]()
    with bot, chaotic_network(bot.port, chaos) as address:
        context = browser.new_context(service_workers="block", reduced_motion="reduce")
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.goto(address)
        journey = Journey(page)
        chaos.drop_every, chaos.cuts_left = 5, 20
        journey.reach(page.get_by_role("button", name="Start a conversation"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=PATIENCE)
        journey.say(OPENING)
        chaos.in_a_turn.append(killing(bot, restarts))
        journey.reflect(FIRST, "Share without a name")
        journey.press("Another theme")
        page.reload()
        journey.press("Workforce care, support and wellbeing")
        chaos.in_an_answer.append(killing(bot, restarts))
        journey.reflect(SECOND, "Keep it private")
        while chaos.cuts_left:
            journey.say("thank you")

        assert (chaos.cut, len(restarts)) == (20, 2)
        assert chaos.dropped >= 0.2 * (chaos.requests - 4)
        chaos.drop_every = 0
        print(
            f"{chaos.requests} requests, {chaos.dropped} answers lost, {chaos.cut} cut, {chaos.unanswered} met no bot"
        )

        shown = page.evaluate(
            """() => [...document.querySelector("waymark-chat").shadowRoot.querySelectorAll("[role=log] article")]
              .map((one) => one.innerText)"""
        )
        places = [next((n for n, text in enumerate(shown) if said in text), -1) for said in journey.said]
        assert [sum(text in one for one in shown) for text in FIRST.values()] == [2, 2, 2], "said, and in the summary"
        token = page.evaluate("JSON.parse(Object.values(sessionStorage).find((one) => one.includes('token'))).token")
        transcript = httpx.get(f"{bot.address}/chat/messages", headers={"Authorization": f"Bearer {token}"}).json()
        assert [one["text"] for one in transcript["messages"] if one["from"] == "you"] == journey.said
        ids = [one["id"] for one in transcript["messages"]]
        assert len(ids) == len(set(ids))
        assert -1 not in places
        context.close()
    database = Database(f"sqlite:///{bot.home / 'waymark.sqlite3'}")
    with database.session() as session:
        shared = list(session.scalars(select(Reflection)))
        private = list(session.scalars(select(PrivateReflection)))
    database.close()
    kept = {**FIRST, "opportunities": f"{OPENING}\n{FIRST['opportunities']}"}
    assert [(one.strengths, one.opportunities, one.next_step) for one in shared] == [tuple(kept.values())]
    assert len(private) == 1
