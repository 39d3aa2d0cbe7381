"""Brings what Waymark says to Teams: words, cards, the sign of typing, and a card in the place of another."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.channels.messages import Message, words
from bot.channels.teams.cards import CONTENT_TYPE, Card, card_of, plain_text, shorten
from bot.channels.teams.connector import Connector, NotSent
from bot.store.teams import Reference

logger = logging.getLogger("waymark.teams")

SHOW_TYPING_AFTER = 1.0
"""Seconds. Most turns are done before; the sign would only flicker."""

TRY_LATER = 60.0
"""Seconds until a reply that Teams would not take is tried again, after the tries of the connector itself."""

LONGEST_WORDS = 4_000
"""Characters of a turn's words where Teams takes no card of it: some 8 KB in UTF-16."""

GIVE_UP_AFTER = 60
"""Times a reply is tried later: an hour or so."""


class Delivery:
    """Speaks into conversations of Teams. `where`: a reference, as bot/store/teams.py keeps it."""

    def __init__(
        self, connector: Connector, responses: Callable[[], Mapping[str, list[dict[str, Any]]]], channel: str
    ) -> None:
        self.connector = connector
        self.responses = responses
        self.channel = channel

    async def say(self, where: Reference, utterance: str) -> None:
        """Say what the door itself has to say, outside of any turn."""
        text = words(self.responses(), utterance, self.channel)
        await until_sent(lambda: self.send_text(where, text))

    async def send_text(self, where: Reference, text: str) -> str:
        """Send plain words. Out: the message's id. Raises NotSent."""
        return await self._send(where, activity(where, text=text))

    async def send_card(self, where: Reference, messages: list[Message], turn: str) -> str:
        """Send the card of a turn; where Teams finds it too large a shorter one, and then its words alone.

        Out: its id. Raises NotSent.
        """
        for shorter in (False, True):
            try:
                return await self._send(where, activity(where, card=card_of(messages, turn, shorter=shorter)))
            except NotSent as error:
                if error.status != 413:
                    raise
        return await self.send_text(where, shorten(plain_text(messages), LONGEST_WORDS))

    async def replace(self, where: Reference, sent: str, card: Card) -> None:
        """Show another card in the place of one that was sent. Where it does not work, the old one stays as it is."""
        try:
            await self.connector.replace(where["service_url"], where["conversation"], sent, activity(where, card=card))
        except NotSent as error:
            logger.warning("a card could not be settled: status %s", error.status)

    async def show_typing(self, where: Reference) -> None:
        """Show after a moment that something is written, until it is cancelled."""
        await asyncio.sleep(SHOW_TYPING_AFTER)
        with contextlib.suppress(NotSent):
            await self._send(where, activity(where, kind="typing"))

    async def _send(self, where: Reference, what: dict[str, Any]) -> str:
        return await self.connector.send(where["service_url"], where["conversation"], what)


async def until_sent(send: Callable[[], Awaitable[str]]) -> str:
    """Send, and try again later while Teams is not well: what comes after waits, so the order stays.

    Out: the message's id, or nothing when Teams would not have it.
    """
    for _ in range(GIVE_UP_AFTER):
        try:
            return await send()
        except NotSent as error:
            if error.for_good:
                logger.warning("a reply could not be sent: status %s", error.status)
                return ""
        await asyncio.sleep(TRY_LATER)
    return ""


def activity(where: Reference, *, kind: str = "message", text: str = "", card: Card | None = None) -> dict[str, Any]:
    """An activity to send. Its notification says who it is from, never what it says."""
    made: dict[str, Any] = {"type": kind, "from": {"id": where["bot"]}, "locale": "en-GB"}
    if text:
        made |= {"text": text, "textFormat": "plain"}
    if card is not None:
        made |= {"summary": "Waymark", "attachments": [{"contentType": CONTENT_TYPE, "content": card}]}
    return made
