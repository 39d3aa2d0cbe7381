"""Works through what came from Teams: one conversation's things one after the other, all conversations side by side."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.channels.gate import Gate
from bot.channels.messages import Message, words
from bot.channels.refusals import Refused
from bot.channels.teams.activities import Activity
from bot.channels.teams.cards import CONTENT_TYPE, Card, card_of
from bot.channels.teams.connector import Connector, NotSent
from bot.runtime.logs import describe
from bot.store import teams as store
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

SHOW_TYPING_AFTER = 1.0
"""Seconds. Most turns are done before; the sign would only flicker."""

TRY_LATER = 60.0
"""Seconds until a reply that Teams would not take is tried again, after the tries of the connector itself."""

GIVE_UP_AFTER = 60
"""Times a reply is tried later: an hour or so."""

TRIES = 5
"""Times a turn is tried when something does not work on our side."""


class Desk:
    """Takes activities in order and answers them."""

    def __init__(
        self,
        waymark: Waymark,
        gate: Gate,
        connector: Connector,
        responses: Callable[[], Mapping[str, list[dict[str, Any]]]],
    ) -> None:
        self.waymark = waymark
        self.gate = gate
        self.connector = connector
        self.responses = responses
        self._waiting: dict[str, asyncio.Queue[tuple[int, Activity]]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._beside: list[asyncio.Task[None]] = []

    def put(self, sender: str, number: int, activity: Activity) -> None:
        """Line an activity up behind those of the same person."""
        self._waiting.setdefault(sender, asyncio.Queue()).put_nowait((number, activity))
        if sender not in self._workers:
            self._workers[sender] = asyncio.create_task(self._work_through(sender))

    async def take_up_what_was_left(self) -> None:
        """Line up what was noted and not answered when the process stopped."""
        secret = self.waymark.settings.secret

        def read() -> list[tuple[str, int, Activity]]:
            with self.waymark.database.session() as session:
                left = [(number, Activity(**work)) for number, work in store.left_to_do(session, secret)]
                return [(store.find_sender(session, secret, one.tenant, one.person), at, one) for at, one in left]

        for sender, number, activity in await asyncio.to_thread(read):
            self.put(sender, number, activity)

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run for as long as the desk is open."""
        self._beside.append(asyncio.create_task(work))

    async def close(self) -> None:
        """Stop working. What is not done is taken up at the next start."""
        tasks = [*self._workers.values(), *self._beside]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def output(self) -> TeamsOutput:
        """Rasa's output channel over this desk."""
        return TeamsOutput(self)

    async def settled_card(self, sender: str, activity: Activity) -> Card:
        """A card whose button was pressed, without its buttons: with what was chosen, or that its choices are over."""
        last = await self.gate.turn(sender)  # before `taken`: the turn may be on its way
        taken = await self.gate.turn(sender, _turn_of(activity)) is not None
        turn = await self.gate.turn(sender, activity.turn) if activity.turn else None
        offer = turn["offers"].get(activity.choice) if turn else None
        open_still = last is not None and activity.choice in last["offers"]
        if turn and offer and (taken or open_still):
            return card_of(turn["messages"], activity.turn, chosen=offer["label"])
        over = words(self.responses(), "utter_teams_choice_over")
        return card_of(turn["messages"] if turn else [], activity.turn, over=over)

    async def find_reference(self, sender: str) -> store.Reference | None:
        """Where a person can be reached, or None."""

        def find() -> store.Reference | None:
            with self.waymark.database.session() as session:
                return store.find_reference(session, self.waymark.settings.secret, sender)

        return await asyncio.to_thread(find)

    async def tell(self, sender: str, message_id: str, payload: str) -> bool:
        """Take a turn that nobody typed and send what it says. False: there is nowhere to send it."""
        reference = await self.find_reference(sender)
        if reference is None:
            return False
        await self.gate.keep_open(sender)
        messages = await self.gate.prompt(sender, message_id, payload)
        await self._send_card(reference, messages, message_id)
        return True

    async def _work_through(self, sender: str) -> None:
        waiting = self._waiting[sender]
        while not waiting.empty():
            number, activity = waiting.get_nowait()
            try:
                await self._see_to(sender, activity)
                await asyncio.to_thread(self._tick_off, number)
            except Exception as error:  # it is taken up at the next start, and gets the same answer
                logger.error("an activity could not be ticked off: %s", describe(error))
        del self._waiting[sender], self._workers[sender]

    def _tick_off(self, number: int) -> None:
        with self.waymark.database.session() as session:
            store.tick_off(session, number)

    async def _see_to(self, sender: str, activity: Activity) -> None:
        """Do what an activity asks for. When it does not work, try again: nobody in Teams could send it once more."""
        for tried in range(TRIES):
            wait: float = 2**tried
            try:
                return await self._do(sender, activity)
            except Refused as refused:  # too many in a minute, or something does not work
                wait = refused.retry_after or wait
            except Exception as error:
                logger.error("an activity could not be answered: %s", describe(error))
            await asyncio.sleep(wait)
        await self._say(activity.reference, "utter_error_busy")

    async def _do(self, sender: str, activity: Activity) -> None:
        if activity.kind == "uninstall":
            await asyncio.to_thread(self._forget, sender)
            await self.gate.leave(sender)
        elif activity.personal:
            await self._take_turn(sender, activity)
        elif activity.kind == "text":
            await self._say(activity.reference, "utter_teams_one_to_one")

    def _forget(self, sender: str) -> None:
        with self.waymark.database.session() as session:
            store.forget_person(session, sender)

    def _remember(self, sender: str, activity: Activity) -> None:
        with self.waymark.database.session() as session:
            store.remember_reference(session, self.waymark.settings.secret, sender, activity.reference)

    async def _take_turn(self, sender: str, activity: Activity) -> None:
        await asyncio.to_thread(self._remember, sender, activity)
        await self.gate.keep_open(sender)
        turn = _turn_of(activity)
        body = {"id": turn, "text": activity.text}
        if activity.kind == "install":
            body = {"id": turn, "choice": "start"}
        elif activity.kind == "choice":
            body = {"id": turn, "choice": activity.choice or "-"}
            if not activity.invoked and activity.reply_to:
                await self._settle(sender, activity)
        typing = asyncio.create_task(self._show_typing(activity.reference))
        try:
            messages = await self.gate.receive(sender, body)
        except Refused as refused:
            if refused.retry_after is not None:
                raise
            if refused.code != "choice_not_offered":  # the card says so itself
                await self._say(activity.reference, f"utter_error_{refused.code}")
            return
        finally:
            typing.cancel()
        await self._until_sent(lambda: self._send_card(activity.reference, messages, turn))

    async def _settle(self, sender: str, activity: Activity) -> None:
        card = await self.settled_card(sender, activity)
        where = activity.reference
        try:
            await self.connector.replace(
                where["service_url"], where["conversation"], activity.reply_to, _activity(where, card=card)
            )
        except NotSent as error:
            logger.warning("a card could not be settled: status %s", error.status)

    async def _until_sent(self, send: Callable[[], Any]) -> None:
        """Send, and try again later while Teams is not well: what comes after waits, so the order stays."""
        for _ in range(GIVE_UP_AFTER):
            try:
                await send()
                return
            except NotSent as error:
                if error.for_good:
                    logger.warning("a reply could not be sent: status %s", error.status)
                    return
            await asyncio.sleep(TRY_LATER)

    async def _show_typing(self, where: store.Reference) -> None:
        await asyncio.sleep(SHOW_TYPING_AFTER)
        with contextlib.suppress(NotSent):
            await self.connector.send(where["service_url"], where["conversation"], _activity(where, kind="typing"))

    async def _say(self, where: store.Reference, utterance: str) -> None:
        """Say what the door itself has to say, outside of any turn."""
        text = words(self.responses(), utterance, self.gate.channel)
        await self._until_sent(lambda: self.send_text(where, text))

    async def send_text(self, where: store.Reference, text: str) -> None:
        """Send plain words. Raises NotSent."""
        await self.connector.send(where["service_url"], where["conversation"], _activity(where, text=text))

    async def _send_card(self, where: store.Reference, messages: list[Message], turn: str) -> None:
        try:
            card = card_of(messages, turn)
            await self.connector.send(where["service_url"], where["conversation"], _activity(where, card=card))
        except NotSent as error:
            if error.status != 413:
                raise
            card = card_of(messages, turn, shorter=True)
            await self.connector.send(where["service_url"], where["conversation"], _activity(where, card=card))


class TeamsOutput(OutputChannel):  # type: ignore[misc]
    """What Rasa itself may use to reach somebody, by sender id."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def name(self) -> str:
        """The channel's name, as Rasa's channel-specific responses know it."""
        return self.desk.gate.channel

    async def send_text_message(self, recipient_id: str, text: str, **_: Any) -> None:
        """Send words to a person. Raises NotSent when there is nowhere to send them."""
        reference = await self.desk.find_reference(recipient_id)
        if reference is None:
            raise NotSent(None)
        await self.desk.send_text(reference, text)


def _turn_of(activity: Activity) -> str:
    """The id of the turn that an activity becomes: always the same, so that it is one turn."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{activity.conversation}|{activity.id}"))


def _activity(
    where: store.Reference, *, kind: str = "message", text: str = "", card: Card | None = None
) -> dict[str, Any]:
    """An activity to send. Its notification says who it is from, never what it says."""
    activity: dict[str, Any] = {"type": kind, "from": {"id": where["bot"]}, "locale": "en-GB"}
    if text:
        activity |= {"text": text, "textFormat": "plain"}
    if card is not None:
        activity |= {"summary": "Waymark", "attachments": [{"contentType": CONTENT_TYPE, "content": card}]}
    return activity
