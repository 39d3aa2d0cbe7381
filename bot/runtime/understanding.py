"""Understands messages in threads of their own, so that the event loop stays free for everybody else.

Rasa's processor calls its graph on the loop: while one message was understood, nobody got an answer, not even who asks
whether the server is well. What takes too long raises Full, which the gate answers kindly; nothing of the turn is kept.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.lanes import Lanes
from bot.store.sealing import conversation_key


def understand_apart(agent: Agent, lanes: Lanes) -> None:
    """Let the agent's processor parse what was typed in the lane for its length. What was pressed is not parsed."""
    processor = agent.processor
    if processor is None:
        raise RuntimeError("The model has no processor. Run: uv run waymark train --force")
    parse = processor.parse_message

    async def parse_apart(
        message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        text = message.text or ""
        if text.startswith("/"):
            return dict(await parse(message, tracker, only_output_properties))

        def understand() -> dict[str, Any]:
            return dict(asyncio.run(parse(message, tracker, only_output_properties)))

        return await lanes.for_text(text).run(conversation_key(message.sender_id), understand)

    processor.parse_message = parse_apart
