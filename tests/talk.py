"""Talks to the real agent through the real gate, in process: real model, real actions, real sealed store."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from bot.channels.gate import Gate
from bot.store.conversations import read_events
from bot.waymark import Waymark


@dataclass
class Talk:
    """One conversation."""

    waymark: Waymark
    gate: Gate
    token: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """Names of the utterances of the last turn."""
    code: str = ""
    """The last return code that was given."""

    async def open(self) -> Talk:
        self.token, _ = await self.gate.open()
        return self

    async def say(self, text: str) -> list[dict[str, Any]]:
        return await self._send({"id": str(uuid.uuid4()), "text": text})

    async def press(self, label: str) -> list[dict[str, Any]]:
        """Press the choice with this label or this name."""
        if label == "start":
            return await self._send({"id": str(uuid.uuid4()), "choice": "start"})
        for choice in self.messages[-1]["choices"]:
            if label in (choice["label"], choice["name"]):
                return await self._send({"id": str(uuid.uuid4()), "choice": choice["value"]})
        offered = [choice["label"] for choice in self.messages[-1]["choices"]]
        raise AssertionError(f"{label!r} is not offered, only {offered}")

    async def _send(self, body: dict[str, str]) -> list[dict[str, Any]]:
        self.messages = await self.gate.receive(self.token, body)
        self.code = next((m["code"] for m in self.messages if m["kind"] == "receipt"), self.code)
        events = await asyncio.to_thread(self._events)
        begins = [place for place, event in enumerate(events) if event["event"] == "user"]
        last = events[begins[-1] :] if len(begins) > 1 else events  # the welcome comes before the first message
        self.heard = [event["metadata"].get("utter_action", "?") for event in last if event["event"] == "bot"]
        return self.messages

    def _events(self) -> list[dict[str, Any]]:
        with self.waymark.database.session() as session:
            return read_events(session, self.token)

    def slots(self) -> dict[str, Any]:
        """The dialogue's slots as they are."""
        return {e["name"]: e["value"] for e in self._events() if e["event"] == "slot"}

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def everything(self) -> str:
        """All that the last turn shows, whatever its structure."""
        return json.dumps(self.messages, ensure_ascii=False)
