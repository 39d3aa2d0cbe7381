"""What a screen reader is told over a whole journey with the real bot, as the browser's accessibility tree has it.

Every line under a live region in that tree is one announcement. A line that is new in it is spoken; a node that was
there before is not spoken again. So each node counts once, in the order of the tree.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.bot_process import BotProcess

STEPS = [
    ("say", "leadership"),
    ("say", "Our lead asks how we are on a Monday"),
    ("say", "Decisions come down without us"),
    ("say", "I will ask for ten minutes at the next meeting"),
    ("press", "Some of the time"),
    ("press", "Save it"),
    ("press", "Keep it private"),
]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    with BotProcess(tmp_path_factory.mktemp("spoken")) as process:
        yield process


class Ear:
    """Listens to the polite live regions of a page through its accessibility tree."""

    def __init__(self, page: Page) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("Accessibility.enable")
        self.heard: list[str] = []
        self.regions: set[str] = set()
        self._known: set[int] = set()

    def listen(self) -> None:
        """Take in what is new."""
        nodes = {node["nodeId"]: node for node in self.cdp.send("Accessibility.getFullAXTree")["nodes"]}
        for node in nodes.values():
            live = self._live(node)
            if live in ("polite", "assertive") and not self._inside_live(node, nodes):
                self.regions.add(live)
                for child in node.get("childIds", []):
                    self._hear(nodes.get(child), nodes)

    def _hear(self, line: dict[str, Any] | None, nodes: dict[str, Any]) -> None:
        if line is None or line.get("backendDOMNodeId") in self._known:
            return
        text = self._text(line, nodes).strip()
        if text:
            self._known.add(line.get("backendDOMNodeId", -1))
            self.heard.append(text)

    def _text(self, node: dict[str, Any], nodes: dict[str, Any]) -> str:
        if node["role"]["value"] == "StaticText":
            return str(node["name"]["value"])
        return "".join(self._text(nodes[child], nodes) for child in node.get("childIds", []) if child in nodes)

    @staticmethod
    def _live(node: dict[str, Any]) -> str:
        return next((p["value"]["value"] for p in node.get("properties", []) if p["name"] == "live"), "")

    def _inside_live(self, node: dict[str, Any], nodes: dict[str, Any]) -> bool:
        above = nodes.get(node.get("parentId", ""))
        return above is not None and (self._live(above) in ("polite", "assertive") or self._inside_live(above, nodes))


def take(page: Page, ear: Ear, kind: str, what: str) -> None:
    """One step of the journey; listens until its answer was both shown and spoken."""
    articles = page.get_by_role("article")
    before, heard = articles.count(), len(ear.heard)
    if kind == "say":
        page.get_by_label("Write in your own words").fill(what)
        page.get_by_role("button", name="Send", exact=True).click()
    else:
        page.get_by_role("log").get_by_role("button", name=what, exact=True).last.click()
    expect(articles.nth(before + 1)).to_be_visible(timeout=30_000)
    until_heard(ear, heard)


def until_heard(ear: Ear, before: int) -> None:
    for _ in range(100):
        ear.listen()
        if len(ear.heard) > before:
            break
        time.sleep(0.05)


def in_speech(message: dict[str, Any]) -> list[str]:
    """The parts that have to be spoken of a message of the chat API: its words, and what can be done."""
    labels = [choice["label"] for choice in message["choices"] if choice["role"] == "answer"]
    parts = [" ".join(message["text"].split())]
    parts += [f"{len(message['items'])} piece"] if message.get("items") else []
    parts += [answer["text"] for answer in message.get("answers", []) if answer["text"]]
    parts += [message["code"]] if message.get("code") else []
    return parts + (labels if len(labels) <= 5 else [f"{len(labels)} choices follow"])


def test_a_whole_journey_is_announced_in_order_and_once(browser: Browser, bot: BotProcess) -> None:
    page = browser.new_context(service_workers="block", reduced_motion="reduce").new_page()
    answers: list[dict[str, Any]] = []
    page.on(
        "response",
        lambda answer: (
            answers.extend(answer.json()["messages"])
            if answer.request.method == "POST" and answer.url.endswith("/chat/messages")
            else None
        ),
    )
    page.goto(bot.address)
    ear = Ear(page)
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=30_000)
    until_heard(ear, 0)
    for step in STEPS:
        take(page, ear, *step)
    for _ in range(5):
        ear.listen()
    print(json.dumps(ear.heard, ensure_ascii=False, indent=1))

    spoken = [line for line in ear.heard if line.startswith("Waymark says")]
    assert ear.heard == spoken, "nothing is announced but messages"
    assert len(spoken) == len(answers), "each message once"
    for line, message in zip(spoken, answers, strict=True):
        for part in in_speech(message):
            assert part in line
    assert ear.regions == {"polite"}, "nothing interrupts, and the log itself is silent"
    typed = [what for kind, what in STEPS if kind == "say"]
    summary = next(n for n, message in enumerate(answers) if message["kind"] == "summary")
    for words in typed[1:]:
        assert [n for n, line in enumerate(spoken) if words in line] == [summary], (
            "own words come back in the summary alone"
        )


def test_after_a_reload_only_the_return_is_announced(browser: Browser, bot: BotProcess) -> None:
    page = browser.new_context(service_workers="block", reduced_motion="reduce").new_page()
    page.goto(bot.address)
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=30_000)
    page.reload()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=30_000)
    ear = Ear(page)
    until_heard(ear, 0)
    assert ear.heard == ["Your conversation is back."]
