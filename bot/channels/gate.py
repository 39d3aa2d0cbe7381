"""The one way in. Whatever the channel, a message passes here: size, shape, rate, order, once only.

Typed text can never be a command to Rasa, and structured identifiers are masked before anything sees them.
A turn is written whole, in one transaction: dialogue events, the transcript and what was offered; or not at all.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
import uuid
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rasa.core.channels.channel import UserMessage
from sqlalchemy.orm import Session

from bot.channels.messages import Message, compose, compose_farewell, from_person, named_choice, same_words, words
from bot.channels.output import TurnOutput
from bot.runtime.logs import describe
from bot.runtime.snapshot import latest_turn
from bot.runtime.tracker_store import one_turn
from bot.safety import mask
from bot.store import attempts
from bot.store import conversations as store
from bot.store.sealing import conversation_key
from bot.waymark import Waymark

logger = logging.getLogger("waymark.gate")

LONGEST_TEXT = 4_000
"""Characters in one message."""

CONVERSATION_LASTS = timedelta(hours=24)
"""After the last turn. What people read says so: data/responses/welcome.yml and the host page."""

ALWAYS_OFFERED = {"start": "/greet"}
"""Choices that need not have been offered: a channel opens a conversation with "start" and gets the welcome."""

_WORD_JOINER = "\u2060"
"""Put before a typed "/": Rasa would read the text as a command. Turn.text takes it away again."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udfff]"
)
"""What no person types: control characters, lone surrogates, our own mark, and signs that reverse text."""


@dataclass
class Refused(Exception):
    """A message was not taken. `code` names its words in data/responses/errors.yml; nothing was changed."""

    status: int
    code: str
    retry_after: int | None = None


class Rate:
    """How often something may happen in a minute, for each key; the 10,000 keys used last are remembered."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one. Raises Refused with the seconds to wait when it is one too many."""
        now = time.monotonic()
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= now - 60:
            times.popleft()
        if len(times) >= self.per_minute:
            raise Refused(429, "too_many", retry_after=int(times[0] + 60 - now) + 1)
        times.append(now)
        while len(self._times) > 10_000:
            self._times.popitem(last=False)

    def give_back(self, key: str) -> None:
        """Uncount the newest one: it turned out not to matter."""
        if times := self._times.get(key):
            times.pop()


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
        self.message_rate = Rate(waymark.settings.messages_per_minute)
        self.opening_rate = Rate(waymark.settings.sessions_per_minute)
        self._turns: set[asyncio.Future[list[Message]]] = set()
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}

    async def open(self, begin: Begin = begin_conversation) -> tuple[str, datetime]:
        """Begin a conversation: its token, which is the only key to it, and when it ends. Raises Refused."""
        self.opening_rate.take("")
        until = self._expiry()

        def write() -> str:
            with self.waymark.database.session() as session:
                return begin(session, until)

        try:
            return await asyncio.to_thread(write), until
        except Refused:
            self.opening_rate.give_back("")  # who may not chat takes no place from those who may
            raise

    async def receive(self, token: str, body: object) -> list[Message]:
        """Take one message, `{"id", "text"}` or `{"id", "choice"}`, and give the messages that answer it.

        The same id again gives the same answer and no second turn. Raises Refused; an unknown token first of all.
        """
        # A turn that has begun is finished even when the connection drops: what half a turn saved, nobody could find
        # again. The answer waits for the same id to be sent once more.
        turn = asyncio.ensure_future(self._receive(token, body))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        return await asyncio.shield(turn)

    async def _receive(self, token: str, body: object) -> list[Message]:
        try:
            message_id, text, choice = read_body(body)
        except Refused:
            await self.require_open(token)
            raise
        async with self._in_order(token):
            answered, last = await asyncio.to_thread(self._look_up, token, message_id)
            if answered is not None:
                return list(answered["messages"])
            self.message_rate.take(conversation_key(token))
            if choice is None and same_words(text) in self.responses()["utter_left"][0]["metadata"]["typed"]:
                await asyncio.to_thread(self._erase, token)
                return [compose_farewell(words(self.responses(), "utter_left"), message_id)]
            offers = last["offers"] if last else {}
            choice = choice or (named_choice(last["messages"], text) if last else None)
            if choice is not None:
                shown, sent = self._understand(choice, offers)
                masked = False
            else:
                shown = mask(text)
                masked = shown != text
                sent = _WORD_JOINER + shown if shown.startswith("/") else shown
            return await self._take_turn(token, message_id, shown, sent, masked)

    async def require_open(self, token: str) -> None:
        """Raises Refused when the conversation is unknown or over."""

        def look() -> None:
            with self.waymark.database.session() as session:
                self._check_open(session, token)

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

        async with self._in_order(token):
            await asyncio.to_thread(self._erase, token)

    def _erase(self, token: str) -> None:
        secret = self.waymark.settings.secret
        with self.waymark.database.session() as session:
            attempts.forget(session, attempts.hash_subject(secret, "return-code", token))
            found = store.erase_conversation(session, token)
        if found:
            self.waymark.database.scrub()

    async def _take_turn(self, token: str, message_id: str, shown: str, sent: str, masked: bool) -> list[Message]:
        output = TurnOutput(self.channel)
        message = UserMessage(sent, output, token, input_channel=self.channel, message_id=message_id)
        with one_turn() as events:
            try:
                await self.handle(message)
            except Exception as error:
                logger.error("a turn could not be taken: %s", describe(error))
                raise Refused(503, "busy", retry_after=2) from None
        if not output.said or not events:
            logger.error("a turn said nothing")
            raise Refused(503, "busy", retry_after=2)
        responses = self.responses()
        if masked:
            output.said.insert(0, {"text": words(responses, "utter_masked"), "buttons": [], "custom": {}})
        controls = responses["utter_controls"][0]["buttons"]
        messages, offers = compose(output.said, controls, token, message_id)
        you = from_person(message_id, shown) if shown else None
        turn = {"you": you, "messages": messages, "offers": offers}
        forgets = any(one.get("forgets") for one in messages)  # the person wished all of the talk before to be gone

        def write() -> None:
            with self.waymark.database.session() as session:
                self._check_open(session, token)
                if forgets:
                    store.forget_talk(session, token)
                store.remember(session, token, latest_turn(events) if forgets else events)
                store.append_turn(session, token, message_id, turn)
                store.prolong(session, token, self._expiry())

            if forgets:
                self.waymark.database.scrub()

        await asyncio.to_thread(write)
        return messages

    def _look_up(self, token: str, message_id: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        with self.waymark.database.session() as session:
            self._check_open(session, token)
            return store.find_turn(session, token, message_id), store.last_turn(session, token)

    def _understand(self, choice: str, offers: Mapping[str, dict[str, str]]) -> tuple[str, str]:
        if choice in ALWAYS_OFFERED:
            return "", ALWAYS_OFFERED[choice]
        offer = offers.get(choice)
        if offer is None:
            raise Refused(422, "choice_not_offered")
        return offer["label"], offer["payload"]

    def _check_open(self, session: Any, token: str) -> None:
        if not store.is_open(session, token, datetime.now(UTC)):
            raise Refused(401, "session_unknown")

    def _expiry(self) -> datetime:
        return datetime.now(UTC) + CONVERSATION_LASTS

    @asynccontextmanager
    async def _in_order(self, token: str) -> AsyncIterator[None]:
        """One message of a conversation after the other, in the order they came."""
        lock, users = self._queues.get(token, (asyncio.Lock(), 0))
        self._queues[token] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._queues[token]
            if users == 1:
                del self._queues[token]
            else:
                self._queues[token] = (lock, users - 1)


def read_body(body: object) -> tuple[str, str, str | None]:
    """Check a message's shape and clean its text: id, text, choice. Raises Refused."""
    if not isinstance(body, dict) or not set(body) <= {"id", "text", "choice"}:
        raise Refused(422, "wrong_shape")
    text, choice = body.get("text"), body.get("choice")
    try:
        message_id = str(uuid.UUID(body["id"]))
    except (KeyError, ValueError, AttributeError, TypeError):
        raise Refused(422, "wrong_shape") from None
    if isinstance(choice, str) and "text" not in body and 0 < len(choice) <= 200:
        return message_id, "", choice
    if not isinstance(text, str) or "choice" in body:
        raise Refused(422, "wrong_shape")
    if len(text) > LONGEST_TEXT:
        raise Refused(413, "text_too_long")
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not re.sub(r"[\s\u200b-\u200f\u2060-\u2064]", "", text):
        raise Refused(422, "empty_text")
    return message_id, text, None
