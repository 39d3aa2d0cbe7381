"""Sessions at the Teams door: who pressed what on a session's card, and who asks to open one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from sanic import HTTPResponse, response

from bot.channels.choosing import same_words
from bot.channels.order import Order
from bot.channels.teams import session_leading
from bot.channels.teams.activities import Activity
from bot.channels.teams.cards import CONTENT_TYPE, Card
from bot.channels.teams.connector import NotSent
from bot.channels.teams.delivery import Delivery, activity
from bot.channels.teams.session_inviting import Invitations
from bot.channels.teams.session_leading import Leading
from bot.channels.teams.session_looking import finish
from bot.channels.teams.session_members import Members
from bot.channels.teams.session_posting import Noticeboard
from bot.channels.teams.session_presses import Press, Reply
from bot.lanes import Full
from bot.runtime.logs import describe
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

INVITE_WITHIN = 4.0
"""Seconds in which somebody who pressed "Take part" hears whether they were written to. Teams waits for 10."""

LINE = "application/vnd.microsoft.activity.message"


class SessionDoor:
    """Answers presses on the cards of sessions, and shows facilitators how to open one."""

    def __init__(self, waymark: Waymark, delivery: Delivery, order: Order) -> None:
        self.waymark = waymark
        self.delivery = delivery
        self.words = waymark.content.sessions
        self.members = Members(waymark)
        self.leading = Leading(waymark)
        self.invitations = Invitations(waymark, delivery, self.members)
        self.noticeboard = Noticeboard(waymark, delivery, self.leading)
        self._order = order
        self._beside: set[asyncio.Task[None]] = set()

    async def answer(self, press: Press, sender: str) -> HTTPResponse:
        """Answer a press. What was typed is kept, or it is said that it was not, before Teams hears anything."""
        reply = await self._act(press, sender)
        if reply.lasting is not None:
            self._let(self._replace(press.activity, reply.lasting))
        if not press.activity.invoked:
            if reply.lasting is None and reply.words and press.activity.personal:
                self._let(self._say(press.activity, reply.words))
            return response.empty(202)
        if reply.card is not None:
            return response.json({"statusCode": 200, "type": CONTENT_TYPE, "value": reply.card})
        return response.json({"statusCode": 200, "type": LINE, "value": reply.words})

    async def answer_words(self, sender: str, wrote: Activity) -> bool:
        """Answer somebody who asks for a session in so many words. False: that is not what they ask."""
        said = same_words(wrote.text)
        opens = said in self.words.asks["open"] and not wrote.personal
        if not (opens or (wrote.personal and said in (*self.words.asks["mine"], *self.words.asks["open"][:2]))):
            return False
        where = wrote.reference
        if not wrote.personal:
            try:
                chat = await self.delivery.connector.open_one_to_one(
                    where["service_url"], where["bot"], wrote.tenant, wrote.account
                )
            except NotSent as error:
                if error.for_good:
                    return False
                raise
            place = where | {"tenant": wrote.tenant}
            card = await asyncio.to_thread(self.leading.opening.begin_card, sender, place)
            where = where | {"conversation": chat}
        else:
            card = await asyncio.to_thread(self.leading.mine_card, sender)
        await self.delivery.connector.send(where["service_url"], where["conversation"], activity(where, card=card))
        return True

    async def run(self) -> None:
        """Bring cards, reminders and summaries to channels for as long as the door is open."""
        # it ends when both have ended, which a gather that is cancelled does not
        async with asyncio.TaskGroup() as both:
            both.create_task(self.noticeboard.run())
            both.create_task(self.invitations.run())

    async def close(self) -> None:
        """Finish what is said just now, within some seconds."""
        await asyncio.gather(finish(self._beside), self.invitations.close())

    async def _act(self, press: Press, sender: str) -> Reply:
        try:
            async with self._order.of(f"session|{sender}"):
                if press.do == "take_part":
                    return await self._take_part(press)
                act = self.leading.act if press.do in session_leading.ALL else self.members.act
                if press.do in session_leading.ALL and not press.activity.personal:
                    return Reply(words=self.words.say_in_teams("ask_in_channel"))
                return await self.waymark.lanes.codes.run(sender, act, press, sender)
        except Full:
            return Reply(words=self.words.say_in_teams("busy"))
        except Exception as error:
            logger.error("a press on a session's card could not be answered: %s", describe(error))
            return Reply(words=self.words.say_in_teams("busy"))
        finally:
            self.noticeboard.look_now()

    async def _take_part(self, press: Press) -> Reply:
        """Write to them one to one. No roster is read: whoever presses takes part, and nobody is told."""
        say = self.words.say_in_teams
        if press.guest or not press.activity.account:
            return Reply(words=say("guest"))
        found = await asyncio.to_thread(self.members.find_open, press.session)
        if found is None:
            return Reply(words=say("too_late_heading"))
        written = await self.invitations.put(press)
        if written is None:
            return Reply(words=say("too_late_heading"))
        done, _ = await asyncio.wait([written], timeout=INVITE_WITHIN)
        reached = written.result() if done else None
        if reached is None:
            return Reply(words=say("invited_soon"))
        return Reply(words=say("invited" if reached else "not_reached"))

    async def _replace(self, pressed: Activity, card: Card) -> None:
        """Let the chat itself show it: what a press is answered with, one client shows for a while."""
        if pressed.reply_to and pressed.personal:
            await self.delivery.replace(pressed.reference, pressed.reply_to, card)

    async def _say(self, pressed: Activity, words: str) -> None:
        try:
            await self.delivery.send_text(pressed.reference, words)
        except NotSent as error:
            logger.warning("a reply could not be sent: status %s", error.status)

    def _let(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
