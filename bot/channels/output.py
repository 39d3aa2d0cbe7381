"""Collects what the dialogue says in one turn, whole: words, buttons and structure of a message stay together."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class TurnOutput(OutputChannel):  # type: ignore[misc]
    """Rasa's output channel for one turn. `said` holds each message as `{"text", "buttons", "custom"}`."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.said: list[dict[str, Any]] = []

    def name(self) -> str:
        """The channel's name, as Rasa's channel-specific responses know it."""
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        """Take one message of the dialogue."""
        self.said.append(
            {
                "text": message.get("text") or "",
                "buttons": message.get("buttons") or [],
                "custom": message.get("custom") or {},
            }
        )
