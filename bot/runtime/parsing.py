"""What `waymark parse` shows: how one message is understood, outside any conversation."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.runtime.compat import install
from bot.runtime.logs import set_up_logs
from bot.runtime.training import train_if_needed
from bot.safety import find_identifiers
from bot.waymark import Waymark

install()


class Parser:
    """Understands messages with the trained model, trained first if need be."""

    def __init__(self, waymark: Waymark) -> None:
        from rasa.core.agent import Agent

        model = train_if_needed(waymark)
        set_up_logs()
        self.agent = Agent.load(model)
        set_up_logs()

    def parse(self, text: str) -> dict[str, Any]:
        """Give intent, confidence (0 to 1), safety and identifiers (characters of `text`, end exclusive)."""
        from rasa.core.channels.channel import UserMessage

        if not text.strip():
            nothing = {"intent": "nlu_fallback", "confidence": 1.0, "safety": {"tier": "none", "reasons": []}}
            return {"text": text, **nothing, "identifiers": []}
        inert = "\u2060" + text if text.lstrip().startswith("/") else text
        understood = asyncio.run(self.agent.processor.parse_message(UserMessage(inert)))
        return {
            "text": text,
            "intent": understood["intent"]["name"],
            "confidence": round(float(understood["intent"]["confidence"]), 4),
            "safety": understood.get("safety") or {"tier": "none", "reasons": []},
            "identifiers": [
                {"start": found.start, "end": found.end, "label": found.label} for found in find_identifiers(text)
            ],
        }
