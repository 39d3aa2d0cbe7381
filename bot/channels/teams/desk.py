"""Works through what came from Teams: one conversation's things one after the other, all conversations side by side.

What is to be done stands in the database, and whichever process has a person's turn works through theirs. What a
process left that was stopped, or killed, another one takes up.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.channels.gate import Gate
from bot.channels.refusals import Refused
from bot.channels.teams.activities import Activity
from bot.channels.teams.connector import Connector, NotSent
from bot.channels.teams.delivery import Delivery, until_sent
from bot.channels.teams.groups import answer_mention
from bot.channels.teams.rewording import reword
from bot.channels.teams.session_door import SessionDoor
from bot.channels.teams.settling import settled_card
from bot.runtime.logs import describe
from bot.store import teams as store
from bot.store import teams_sessions
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

LOOK_AGAIN_EVERY = 15.0
"""Seconds until a process looks for what nobody works on."""

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
        understand: Callable[[UserMessage], Awaitable[dict[str, Any]]],
    ) -> None:
        self.waymark = waymark
        self.gate = gate
        self.delivery = Delivery(connector, responses, gate.channel)
        self.sessions = SessionDoor(waymark, self.delivery, gate.order)
        self.understand = understand
        self._asked: set[str] = set()
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._beside: list[asyncio.Task[None]] = []

    def put(self, sender: str) -> None:
        """Something of a person was noted: work through theirs, after what is under way."""
        self._asked.add(sender)
        if sender not in self._workers:
            self._workers[sender] = asyncio.create_task(self._work_through(sender))

    async def take_up_what_was_left(self) -> None:
        """Work through what was noted and not answered: a process stopped, here or elsewhere."""
        secret = self.waymark.settings.secret

        def read() -> list[str]:
            with self.waymark.database.session() as session:
                left = [(number, Activity(**work)) for number, work in store.left_to_do(session, secret)]
                senders = [store.find_sender(session, secret, one.tenant, one.person) for _, one in left]
                for (number, _), sender in zip(left, senders, strict=True):
                    store.belongs_to(session, number, sender)
                return list(dict.fromkeys(senders))

        for sender in await asyncio.to_thread(read):
            self.put(sender)

    async def look_again(self) -> None:
        """Take up what was left, for as long as the desk is open: who had it may have been killed."""
        while True:
            await asyncio.sleep(LOOK_AGAIN_EVERY)
            try:
                await self.take_up_what_was_left()
            except Exception as error:
                logger.error("it could not be looked for what was left: %s", describe(error))

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run for as long as the desk is open."""
        self._beside.append(asyncio.create_task(work))

    async def close(self) -> None:
        """Stop working. What is not done is taken up at the next start."""
        tasks = [*self._workers.values(), *self._beside]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.sessions.close()

    def output(self) -> TeamsOutput:
        """Rasa's output channel over this desk."""
        return TeamsOutput(self)

    async def find_reference(self, sender: str) -> store.Reference | None:
        """Where a person can be reached, or None."""

        def find() -> store.Reference | None:
            with self.waymark.database.session() as session:
                return store.find_reference(session, self.waymark.settings.secret, sender)

        return await asyncio.to_thread(find)

    async def reach(self, sender: str, activity: Activity) -> None:
        """Open the one-to-one chat of who wrote in a group, unless we know it. Raises NotSent."""
        if await self.find_reference(sender) is None:
            where = activity.reference
            chat = await self.delivery.connector.open_one_to_one(
                where["service_url"], where["bot"], activity.tenant, activity.account
            )
            await asyncio.to_thread(self._remember, sender, where | {"conversation": chat})

    async def tell(self, sender: str, message_id: str, payload: str) -> bool:
        """Take a turn that nobody typed and send what it says. False: there is nowhere to send it."""
        reference = await self.find_reference(sender)
        if reference is None:
            return False
        await self.gate.keep_open(sender)
        messages = await self.gate.prompt(sender, message_id, payload)
        sent = await self.delivery.send_card(reference, messages, message_id)
        await self._move_on(sender, reference, sent, message_id)
        return True

    async def _work_through(self, sender: str) -> None:
        try:
            while sender in self._asked:
                self._asked.discard(sender)
                async with self.gate.order.of(f"desk|{sender}"):
                    while found := await asyncio.to_thread(self._next, sender):
                        number, activity = found
                        await self._see_to(sender, activity)
                        await asyncio.to_thread(self._tick_off, number)
        except Refused:  # another process is at work on theirs; what it should leave, whoever looks again takes up
            self._asked.discard(sender)
        except Exception as error:  # it is taken up when somebody looks again, and gets the same answer
            self._asked.discard(sender)
            logger.error("an activity could not be ticked off: %s", describe(error))
        finally:
            del self._workers[sender]

    def _next(self, sender: str) -> tuple[int, Activity] | None:
        with self.waymark.database.session() as session:
            found = store.next_to_do(session, self.waymark.settings.secret, sender)
            return (found[0], Activity(**found[1])) if found else None

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
        await self.delivery.say(activity.reference, "utter_error_busy")

    async def _do(self, sender: str, activity: Activity) -> None:
        if not activity.personal:  # of a group nothing is kept, so there is nothing to forget when we are removed
            if activity.kind == "text":
                await answer_mention(self, sender, turn_of(activity), activity)
        elif activity.kind == "uninstall":
            await asyncio.to_thread(self._forget, sender)
            await self.gate.leave(sender)
        elif activity.kind in ("edited", "deleted"):
            await reword(self, sender, turn_of(activity), activity)
        elif activity.kind != "text" or not await self.sessions.answer_words(sender, activity):
            await self._take_turn(sender, activity)

    def _forget(self, sender: str) -> None:
        with self.waymark.database.session() as session:
            store.forget_person(session, sender)
            teams_sessions.unlink(session, sender=sender)

    def _remember(self, sender: str, reference: store.Reference) -> None:
        with self.waymark.database.session() as session:
            store.remember_reference(session, self.waymark.settings.secret, sender, reference)

    async def _take_turn(self, sender: str, activity: Activity) -> None:
        before = await self.find_reference(sender) or {}
        await asyncio.to_thread(self._remember, sender, before | activity.reference)
        await self.gate.keep_open(sender)
        turn = turn_of(activity)
        body = {"id": turn, "text": activity.text}
        if activity.kind == "install":
            body = {"id": turn, "choice": "start"}
        elif activity.kind == "choice":
            body = {"id": turn, "choice": activity.choice or "-"}
        typing = asyncio.create_task(self.delivery.show_typing(activity.reference))
        try:
            messages = await self.gate.receive(sender, body)
        except Refused as refused:
            if refused.retry_after is not None:
                raise
            if refused.code != "choice_not_offered":
                await self.delivery.say(activity.reference, f"utter_error_{refused.code}")
            elif activity.reply_to:  # the card says so itself
                await self._settle(sender, activity.reference, activity.reply_to, activity)
            return
        finally:
            typing.cancel()
        sent = await until_sent(lambda: self.delivery.send_card(activity.reference, messages, turn))
        if activity.reply_to and activity.reply_to != before.get("card"):
            await self._settle(sender, activity.reference, activity.reply_to, activity)
        await self._move_on(sender, before | activity.reference, sent, turn)

    async def _settle(self, sender: str, where: store.Reference, sent: str, pressed: Activity) -> None:
        """Settle the card that was pressed, in the chat itself: what the press was answered with, one client shows."""
        await self.delivery.replace(where, sent, await settled_card(self.gate, sender, pressed.turn, pressed.choice))

    async def _move_on(self, sender: str, before: store.Reference, sent: str, turn: str) -> None:
        """Settle the card before, however it was answered, and remember the one that came.

        It is sent already: what does not work here must not send it again.
        """
        try:
            if before.get("card"):
                card = await settled_card(self.gate, sender, before["turn"])
                await self.delivery.replace(before, before["card"], card)
            await asyncio.to_thread(self._remember, sender, before | {"card": sent, "turn": turn})
        except Exception as error:
            logger.error("the card before could not be settled: %s", describe(error))


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
        await self.desk.delivery.send_text(reference, text)


def turn_of(activity: Activity) -> str:
    """The id of the turn that an activity becomes: always the same, so that it is one turn."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{activity.conversation}|{activity.id}"))
