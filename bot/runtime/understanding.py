"""Understands messages in threads of their own, so that the event loop stays free for everybody else.

Rasa's processor calls its graph on the loop: while one message was understood, nobody got an answer, not even who asks
whether the server is well. What takes too long raises Full, which the gate answers kindly; nothing of the turn is kept.

What was pressed says by itself what it means, and no component of ours has a word on it. So it is read as Rasa reads
it at the end of the graph, and the graph is left out: it would make vectors and guesses that nobody looks at.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from bot.lanes import Lanes
from bot.store.sealing import conversation_key


def understand_apart(agent: Agent, lanes: Lanes) -> None:
    """Let the agent's processor parse what was typed in the lane for its length. What was pressed is only read."""
    processor = agent.processor
    if processor is None:
        raise RuntimeError("The model has no processor. Run: uv run waymark train --force")
    parse = processor.parse_message

    async def parse_apart(
        message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        text = message.text or ""
        pressed = read_pressed(text, processor.domain)
        if pressed is not None and only_output_properties:
            return pressed

        def understand() -> dict[str, Any]:
            return dict(asyncio.run(parse(message, tracker, only_output_properties)))

        return await lanes.for_text(text).run(conversation_key(message.sender_id), understand)

    processor.parse_message = parse_apart


def read_pressed(text: str, domain: Domain) -> dict[str, Any] | None:
    """Read what a choice sends, such as `/rate{"rating": "3"}`. Out: what the whole graph gives for it.

    None for what is no choice: typed words, and an intent that the domain does not have.
    """
    if not text.startswith("/"):
        return None
    message = Message({"text": text})
    read = YAMLStoryReader.unpack_regex_message(message, domain, RegexMessageHandler.__name__)
    return None if read is message else dict(read.as_dict(only_output_properties=True))
