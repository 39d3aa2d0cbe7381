"""The one way in. Whatever the channel, a message passes here: size, shape, rate, order, once only.

Typed text can never be a command to Rasa, and structured identifiers are masked before anything sees them.
A turn is written whole, in one transaction: dialogue events, the transcript and what was offered; or not at all.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from rasa.core.channels.channel import UserMessage
from sqlalchemy.orm import Session

from bot.channels.bodies import inert, read_body
from bot.channels.choosing import Chosen, same_words
from bot.channels.counting import Counting, MessageCount
from bot.channels.messages import ALWAYS_OFFERED, Message, compose, compose_farewell, from_person, understand, words
from bot.channels.order import Order
from bot.channels.output import TurnOutput
from bot.channels.refusals import Refused, many_at_once
from bot.channels.timing import in_thread, timed
from bot.channels.typed import find_typed
from bot.channels.under_way import UnderWay
from bot.lanes import Full
from bot.runtime.logs import describe
from bot.runtime.phrases import read_phrases
from bot.runtime.snapshot import latest_turn
from bot.runtime.tracker_store import one_turn
from bot.safety import mask, name_masked
from bot.store import attempts
from bot.store import conversations as store
from bot.store.overtaking import Overtaken, stand_by, taking_turn
from bot.store.sealing import CannotOpen, conversation_key
from bot.store.turnstile import Turnstile
from bot.waymark import Waymark

logger = logging.getLogger("waymark.gate")

ASKED_ABOUT = "meant"
"""The intent of a choice that somebody may mean: the dialogue asks (actions/stages.py). Nobody can type it."""

Begin = Callable[[Session, datetime], str]
"""Writes a new conversation that ends at a time, and gives its token. It may raise Refused."""


def begin_conversation(session: Session, until: datetime) -> str:
    """Begin a conversation under a token of its own."""
    token = secrets.token_urlsafe(32)
    store.open_conversation(session, token, until)
    return token


class Gate:
    """Takes messages for a channel and gives back what the dialogue said."""

    def __init__(
        self,
        waymark: Waymark,
        channel: str,
        handle: Callable[[UserMessage], Awaitable[Any]],
        responses: Callable[[], Mapping[str, list[dict[str, Any]]]],
    ) -> None:
        self.waymark = waymark
        self.channel = channel
        self.handle = handle
        self.responses = responses
        settings = waymark.settings
        self.message_count = MessageCount(waymark, settings.messages_per_minute)
        self.openings = Counting(waymark, "openings", settings.sessions_per_minute, settings.sessions_per_address)
        self._phrases = read_phrases(waymark.settings.content_dir / "commands.yml")
        self.under_way = UnderWay()
        self.order = Order(Turnstile(waymark.database) if waymark.database.is_shared else None)

    async def open(self, begin: Begin = begin_conversation, address: str = "") -> tuple[str, datetime]:
        """Begin a conversation: its token, the only key to it, and its end. Counts the address. Raises Refused."""
        await self.openings.take(address)
        until = self._expiry()

        def write() -> str:
            with self.waymark.database.session() as session:
                return begin(session, until)

        try:
            return await asyncio.to_thread(write), until
        except Refused:
            await self.openings.give_back(address)  # who may not chat takes no place from those who may
            raise

    async def keep_open(self, sender: str) -> None:
        """Open the conversation of a sender id that a channel makes itself, unless it is open."""

        def write() -> None:
            with self.waymark.database.session() as session:
                if not store.is_open(session, sender, datetime.now(UTC)):
                    store.erase_conversation(session, sender)
                    session.flush()
                    store.open_conversation(session, sender, self._expiry())

        await asyncio.to_thread(write)

    async def receive(self, token: str, body: object) -> list[Message]:
        """Take one message, `{"id", "text"}` or `{"id", "choice"}`, and give the messages that answer it.

        The same id again gives the same answer and no second turn. Raises Refused; an unknown token first of all.
        """
        named = body.get("id") if isinstance(body, dict) else None
        key = (token, named) if isinstance(named, str) else object()
        return await self.under_way.finish(key, lambda: self._receive(token, body))

    async def _receive(self, token: str, body: object) -> list[Message]:
        try:
            message_id, text, choice = read_body(body)
        except Refused:
            await self.require_open(token)
            raise
        async with self.order.of(token):
            known = await in_thread("look_up", self._look_up, token, message_id, count=True)
            if known.answered is not None:
                return list(known.answered["messages"])
            if choice is None and same_words(text) in self.responses()["utter_left"][0]["metadata"]["typed"]:
                await asyncio.to_thread(self._erase, token)
                return [compose_farewell(words(self.responses(), "utter_left"), message_id)]
            last = known.last
            offers = last["offers"] if last else {}
            on_screen = last["messages"][-1]["choices"] if last and last["messages"] else []
            if choice is not None:  # where what was offered cannot be read any more, it is a new beginning
                choice = "start" if known.broken and choice not in ALWAYS_OFFERED else choice
                shown, sent = understand(choice, offers, self.responses())
                return await self._take_turn(token, message_id, known, shown, sent, chose=choice)
            shown, masked, typed = await self._read(token, text, on_screen)
            if typed:
                label, payload = understand(typed.value, offers, self.responses())
                asked = {"label": label, "choice": payload}
                sent = payload if typed.sure else f"/{ASKED_ABOUT}{json.dumps(asked)}"
                chose = typed.value if typed.sure else ""
                return await self._take_turn(token, message_id, known, shown, sent, masked, chose=chose)
            return await self._take_turn(token, message_id, known, shown, inert(shown), masked)

    async def _read(self, token: str, text: str, on_screen: list[dict[str, Any]]) -> tuple[str, str, Chosen | None]:
        """Typed words without identifiers, what was taken out, and the choice that they mean. Raises Refused."""

        def read() -> tuple[str, str, Chosen | None]:
            shown, typed = mask(text), find_typed(self.waymark, on_screen, text, self._phrases)
            return shown, name_masked(text) if shown != text else "", typed

        try:
            with timed("mask"):
                return await self.waymark.lanes.for_text(text).run(conversation_key(token), read)
        except Full:
            raise many_at_once() from None

    async def prompt(self, sender: str, message_id: str, payload: str) -> list[Message]:
        """Take a turn that nobody typed, such as a reminder that is due. Out: what the dialogue says in it.

        The same id again gives the same messages and no second turn. Raises Refused.
        """
        async with self.order.of(sender):
            known = await in_thread("look_up", self._look_up, sender, message_id)
            if known.answered is not None:
                return list(known.answered["messages"])
            return await self._take_turn(sender, message_id, known, "", payload, unprompted=True)

    async def turns(self, sender: str, message_id: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """A turn that was taken, and the one after it: `messages`, `offers`, and which offer it `chose`.

        None: there is none (any more).
        """

        def look() -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
            with self.waymark.database.session() as session, suppress(CannotOpen):
                found = store.find_turn(session, sender, message_id)
                return found, store.turn_after(session, sender, message_id)
            return None, None

        return await asyncio.to_thread(look)

    async def require_open(self, token: str, *, count: bool = False) -> None:
        """Raises Refused when the conversation is unknown or over."""

        def look() -> None:
            with self.waymark.database.session() as session:
                self._check_open(session, token)
                if count:  # what is asked for costs as much as a message
                    self.message_count.take(session, token)

        await asyncio.to_thread(look)

    async def transcript(self, token: str) -> list[Message]:
        """The conversation so far. Raises Refused when it is unknown or over."""

        def read() -> list[Message]:
            with self.waymark.database.session() as session:
                self._check_open(session, token)
                return [
                    message
                    for turn in store.read_turns(session, token)
                    for message in ([turn["you"]] if turn["you"] else []) + turn["messages"]
                ]

        return await asyncio.to_thread(read)

    async def leave(self, token: str) -> None:
        """Erase the conversation, on disk too. Leaving twice is fine."""
        async with self.order.of(token):
            await asyncio.to_thread(self._erase, token)

    def _erase(self, token: str) -> None:
        secret = self.waymark.settings.secret
        with self.waymark.database.session() as session:
            attempts.forget(session, attempts.hash_subject(secret, "return-code", token))
            found = store.erase_conversation(session, token)
        if found:
            self.waymark.database.scrub()

    async def _take_turn(
        self,
        token: str,
        message_id: str,
        known: store.Known,
        shown: str,
        sent: str,
        masked: str = "",
        *,
        chose: str = "",
        unprompted: bool = False,
    ) -> list[Message]:
        output = TurnOutput(self.channel)
        metadata = {"unprompted": True} if unprompted else None
        message = UserMessage(sent, output, token, input_channel=self.channel, message_id=message_id, metadata=metadata)
        with one_turn(known.events) as events, taking_turn(token, known.version) as turn_taken, timed("dialogue"):
            try:
                await self.handle(message)
            except Full:
                raise many_at_once() from None
            except Exception as error:
                logger.error("a turn could not be taken: %s", describe(error))
                raise Refused(503, "busy", retry_after=2) from None
        if not output.said or not events:
            logger.error("a turn said nothing")
            raise Refused(503, "busy", retry_after=2)
        responses = self.responses()
        if masked:
            told = words(responses, "utter_masked").format(what=masked)
            output.said.insert(0, {"text": told, "buttons": [], "custom": {}})
        if known.broken:
            output.said.insert(0, {"text": words(responses, "utter_set_aside"), "buttons": [], "custom": {}})
        messages, offers = compose(output.said, responses["utter_controls"][0]["buttons"], token, message_id)
        you = from_person(message_id, shown) if shown else None
        turn = {"you": you, "messages": messages, "offers": offers, "chose": chose}
        forgets = any(one.get("forgets") for one in messages)  # the person wished all of the talk before to be gone

        def write() -> None:
            with self.waymark.database.session() as session:
                self._check_open(session, token)
                stand_by(session, turn_taken)
                if known.broken:
                    store.set_aside_broken(session, token)
                if forgets:
                    store.forget_talk(session, token)
                store.remember(session, token, latest_turn(events) if forgets else events)
                store.append_turn(session, token, message_id, turn)
                store.prolong(session, token, self._expiry())

            if forgets:
                self.waymark.database.scrub()

        try:
            await in_thread("write", write)
        except Overtaken:  # by another process: the same id, sent again, is taken from where things stand then
            raise Refused(409, "overtaken", retry_after=1) from None
        return messages

    def _look_up(self, token: str, message_id: str, *, count: bool = False) -> store.Known:
        """What is known before a turn. count: a message that was not answered counts. Raises Refused."""
        with self.waymark.database.session() as session:
            self._check_open(session, token)
            known = store.look_up(session, token, message_id)
            if count and known.answered is None:
                self.message_count.take(session, token)
            return known

    def _check_open(self, session: Any, token: str) -> None:
        if not store.is_open(session, token, datetime.now(UTC)):
            raise Refused(401, "session_unknown")

    def _expiry(self) -> datetime:
        return datetime.now(UTC) + store.LASTS
