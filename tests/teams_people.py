"""People in Teams who lead a session or take part in one: they press what a card offers, and fill in its fields."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from bot.nlu.safety import load_screen
from bot.sessions.leading import Who
from bot.store import teams_sessions
from bot.store.session_tables import TeamSession
from bot.store.tables import Coordinator
from bot.waymark import Waymark
from tests.microsoft import TENANT
from tests.teams import TeamsDoor
from tests.unit.house.house import responses

CHANNEL = {"id": "19:housing@thread.tacv2;messageid=1", "conversationType": "channel", "tenantId": TENANT}
CODE = "apple-bread-cloud-daisy"


async def until(holds: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait until something holds, and give it."""
    for _ in range(int(seconds / 0.05)):
        if found := holds():
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("it never came to hold")


def offers(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every button of a card by its words, those that open below another one too."""
    found: dict[str, dict[str, Any]] = {}

    def look(element: Any) -> None:
        if isinstance(element, dict):
            if element.get("type") == "Action.Execute":
                found[element["title"]] = element["data"]
            for value in element.values():
                look(value)
        elif isinstance(element, list):
            for one in element:
                look(one)

    look(card.get("body", []))
    return found


def fields(card: dict[str, Any]) -> dict[str, str]:
    """What stands in the fields of a card."""
    found: dict[str, str] = {}

    def look(element: Any) -> None:
        if isinstance(element, dict):
            if str(element.get("type", "")).startswith("Input."):
                found[element["id"]] = element.get("value", "")
            for value in element.values():
                look(value)
        elif isinstance(element, list):
            for one in element:
                look(one)

    look(card.get("body", []))
    return found


class Somebody:
    """One person in Teams."""

    def __init__(self, door: TeamsDoor, name: str = "Ailsa Testperson") -> None:
        self.door = door
        self.id = str(uuid.uuid4())
        self.account = f"29:{self.id}"
        self.sender = {"id": self.account, "name": name, "aadObjectId": self.id}
        self.chat = {"id": f"a:{self.account}", "conversationType": "personal", "tenantId": TENANT}
        self.card: dict[str, Any] = {}
        """What they see on the card that they are at."""
        self.message = ""
        self.line = ""
        """The last line that Teams showed them for a press."""

    async def press(self, title: str, *, execute: bool = True, on: dict[str, Any] | None = None, **typed: str) -> Any:
        """Press a button of the card that they are at, with what they type into it. Fields keep what stood there."""
        card = on or self.card
        data = offers(card)[title] | fields(card) | {name.replace("__", "-"): text for name, text in typed.items()}
        return await self._send(data, self.chat, self.message, execute=execute)

    async def take_part(self, card: dict[str, Any], sent: str, where: dict[str, Any] = CHANNEL) -> str:
        """Press "Take part" on the card of a channel. Out: the line that Teams shows."""
        await self._send(offers(card)["Take part"], where, sent, mine=False)
        if found := self.shown():
            self.message, self.card = found[-1]
        return self.line

    async def mention(self, text: str) -> None:
        """Write to Waymark in the channel."""
        fields = {"from": self.sender, "conversation": CHANNEL}
        await self.door.post(self.door.microsoft.activity(f"<at>Waymark</at> {text}", **fields))
        await self.door.done()
        if found := self.shown():
            self.message, self.card = found[-1]

    async def say(self, text: str) -> None:
        """Write to Waymark one to one."""
        await self.door.post(self.door.microsoft.activity(text, **{"from": self.sender}, conversation=self.chat))
        await self.door.done()
        if found := self.shown():
            self.message, self.card = found[-1]

    def shown(self) -> list[tuple[str, dict[str, Any]]]:
        """The cards in their own chat as they are now, oldest first."""
        return [(sent, card) for sent, place, card in self.door.microsoft.placed() if place == self.chat["id"]]

    async def _send(
        self, data: dict[str, Any], where: dict[str, Any], sent: str, *, execute: bool = True, mine: bool = True
    ) -> httpx.Response:
        microsoft = self.door.microsoft
        who = {"from": self.sender, "conversation": where, "replyToId": sent}
        if execute:
            value = {"action": {"type": "Action.Execute", "verb": "session", "data": data}}
            pressed = microsoft.activity("", type="invoke", name="adaptiveCard/action", value=value, **who)
        else:
            pressed = microsoft.activity("", value=data, **who)
        answer = await self.door.post(pressed)
        assert answer.status_code in (200, 202), answer.text
        await self.settled()
        if execute:
            shown = answer.json()
            if isinstance(shown["value"], dict):
                self.card = shown["value"] if mine else self.card
                self.line = ""
            else:
                self.line = shown["value"]
        return answer

    async def settled(self) -> None:
        """Wait until what was said to Teams beside the answer is said."""
        while beside := list(self.door.desk.sessions._beside):
            await asyncio.wait(beside)


def add_facilitator(waymark: Waymark, name: str | None = None, role: str = "facilitator") -> Who:
    """Somebody who may sign in to the review app."""
    name = name or f"morag-{uuid.uuid4().hex[:8]}"
    with waymark.database.session() as session:
        one = Coordinator(name=name, password_hash="", created_at=datetime.now(UTC), role=role)
        session.add(one)
        session.flush()
        return Who(one.id, one.name)


def give_code(waymark: Waymark, who: Who, minutes: float = 10) -> str:
    """A code as the review app shows it to a facilitator."""
    words = waymark.taking_part.words
    code = "-".join(words[int(uuid.uuid4().hex[:6], 16) % len(words)] for _ in range(4))
    until_when = datetime.now(UTC) + timedelta(minutes=minutes)
    with waymark.database.session() as session:
        teams_sessions.make_link(session, waymark.settings.secret, who.id, code, until_when)
    return code


async def open_in_channel(waymark: Waymark, door: TeamsDoor, leader: Somebody, who: Who, **plan: str) -> TeamSession:
    """A facilitator opens a session from a channel, and its card comes there."""
    await leader.mention("open a session")
    await leader.press("That is me", code=give_code(waymark, who))
    typed = {"team": "housing", "themes": waymark.content.themes[0].id, "steps": "A quiet room\nA walk"} | plan
    await leader.press("See what your team will see", **typed)
    await leader.press("Open it")
    found = session_of(waymark, who)
    await until(lambda: in_channel(door))
    return found


def session_of(waymark: Waymark, who: Who) -> TeamSession:
    """The newest session of a facilitator."""
    from bot.store.team_sessions import list_sessions

    with waymark.database.session() as session:
        return list_sessions(session, who.id)[0]


def in_channel(door: TeamsDoor) -> list[tuple[str, dict[str, Any]]]:
    """The cards in the channel as everybody sees them now, oldest first."""
    return [(sent, card) for sent, place, card in door.microsoft.placed() if place == CHANNEL["id"]]


class NoDialogue:
    """What a door needs of Rasa's agent where no turn is taken: the words it says, and the real screen."""

    def __init__(self, waymark: Waymark) -> None:
        self.domain, self.processor = self, self
        self.responses = responses()
        self._screen = load_screen(waymark.settings.models_dir, waymark.settings.content_dir)

    async def parse_message(self, message: Any) -> dict[str, Any]:
        return {"safety": {"tier": self._screen.screen(message.text).tier}}

    async def handle_message(self, message: Any) -> None:
        raise AssertionError("a turn of the dialogue was taken")
