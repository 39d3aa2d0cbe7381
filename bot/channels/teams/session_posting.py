"""Brings sessions to their channels: each once, in its turn, whatever stops in between.

What a card should say follows from its session; what it says is noted when Teams took it. So a look at the two is all
there is to do, at any time: the card is replaced (PUT), which may be done twice. Only a first card and the one in the
place of a card that is gone are new messages (POST), and those are claimed in the database before they are sent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

from bot.channels.teams.cards import Card
from bot.channels.teams.connector import NotSent
from bot.channels.teams.delivery import Delivery, activity
from bot.channels.teams.session_cards import channel_card
from bot.channels.teams.session_leading import Leading
from bot.channels.teams.session_looking import LOOK_EVERY, done_with, in_session, look_again, stop_all
from bot.days import as_moment
from bot.runtime.logs import describe
from bot.store import team_sessions, teams_sessions
from bot.store.locking import Locks
from bot.store.session_tables import TeamSession
from bot.store.teams_session_tables import SessionPlace
from bot.store.teams_sessions import TO_BE_SENT, Where
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

ENDS = ("draft", "too_few", "lost", "published")


def wanted(found: TeamSession) -> str:
    """What the card of a session should show: its state, and while it is open until when."""
    return f"open {found.closes_at:%Y-%m-%dT%H:%M}" if found.state == "open" else found.state


def waits(place: SessionPlace, found: TeamSession) -> bool:
    """Whether there is something to bring."""
    return place.shows != wanted(found) or (found.reminded and not place.reminded)


class Noticeboard:
    """The cards of sessions in channels and group chats."""

    def __init__(self, waymark: Waymark, delivery: Delivery, leading: Leading) -> None:
        self.waymark = waymark
        self.connector = delivery.connector
        self.leading = leading
        self._look = asyncio.Event()
        self._at_work: dict[str, asyncio.Task[None]] = {}
        self._locks = Locks(waymark.database)

    def look_now(self) -> None:
        """Something may have changed in this process."""
        self._look.set()

    async def run(self) -> None:
        """Look, again and again."""
        try:
            await look_again(self._look, self.bring_all)
        finally:
            await stop_all(self._at_work.values())
            await asyncio.to_thread(self._locks.close)

    async def bring_all(self) -> None:
        """Bring every card to what it should show, and send each reminder once. One that is slow holds up no other."""
        for place, found in await asyncio.to_thread(self._list):
            if waits(place, found) and found.id not in self._at_work:
                self._at_work[found.id] = task = asyncio.create_task(self._see_to(found.id))
                task.add_done_callback(partial(done_with, self._at_work, found.id))
        if self._at_work:
            await asyncio.wait(list(self._at_work.values()), timeout=LOOK_EVERY)

    async def _see_to(self, session_id: str) -> None:
        """Bring one card, unless another process is at it."""
        work = f"session-card|{session_id}"
        try:
            if not await asyncio.to_thread(self._locks.take, work):
                return
            try:
                await self._bring_one(session_id)
            finally:
                await asyncio.to_thread(self._locks.give_back, work)
        except Exception as error:
            logger.error("the card of a session could not be brought: %s", describe(error))

    async def _bring_one(self, session_id: str) -> None:
        """What waits is read again: another process may have brought it since it was listed."""
        listed = await self._in_session(teams_sessions.list_places, session_id)
        if not listed or not waits(*listed[0]):
            return
        place, found = listed[0]
        try:
            where = teams_sessions.read_where(self.waymark.settings.secret, place)
            if where is None:
                await self._in_session(teams_sessions.note_gone, found.id)
                return
            await self._bring(place, found, where)
            await self._remind(place, found, where)
        except NotSent as error:
            if error.for_good:
                await self._give_up(found)
            else:
                logger.warning("the card of a session could not be brought: status %s", error.status)

    def _list(self) -> Sequence[tuple[SessionPlace, TeamSession]]:
        with self.waymark.database.session() as session:
            return teams_sessions.list_places(session)

    async def _bring(self, place: SessionPlace, found: TeamSession, where: Where) -> None:
        """Raises NotSent when Teams would not take it."""
        shows = wanted(found)
        if place.shows == shows or (place.shows == TO_BE_SENT and found.state == "open"):
            return
        if not where.get("card"):
            first = place.shows == ""
            claim = await (
                self._in_session(teams_sessions.claim_shows, found.id, "", TO_BE_SENT)
                if first
                else self._in_session(teams_sessions.claim_new_message, found.id)
            )
            if claim:
                await self._send(found, where, shows, first=first)
            elif not first:  # the one new message was tried, and nobody knows whether it came
                await self._give_up(found)
                return
        else:
            try:
                await self.connector.replace(
                    where["service_url"], where["conversation"], where["card"], activity(where, card=self._card(found))
                )
            except NotSent as error:
                if error.status != 404:
                    raise
                if not await self._in_session(teams_sessions.claim_new_message, found.id):
                    await self._give_up(found)
                    return
                await self._send(found, where, shows, first=False)
            else:
                await self._note(found, where, shows)
        if found.state in ENDS and place.shows != shows:
            await self._tell(found)

    async def _send(self, found: TeamSession, where: Where, shows: str, *, first: bool) -> None:
        """Send a new message that was claimed. Where Teams certainly did not take it, it may be tried again later."""
        sent = ""
        try:
            sent = await self.connector.send(
                where["service_url"], where["conversation"], activity(where, card=self._card(found)), once=True
            )
        except NotSent as error:
            if error.status is not None and not error.for_good:
                await self._in_session(teams_sessions.unclaim, found.id, first=first)
            raise
        await self._note(found, where | {"card": sent}, shows)

    async def _remind(self, place: SessionPlace, found: TeamSession, where: Where) -> None:
        if not found.reminded or place.reminded or found.state != "open":
            return
        if not await self._in_session(teams_sessions.claim_reminder, found.id):
            return
        text = self.waymark.content.sessions.say_in_teams("reminder", when=as_moment(found.closes_at))
        try:
            await self.connector.send(
                where["service_url"], where["conversation"], activity(where, text=text), once=True
            )
        except NotSent as error:
            if error.status is not None and not error.for_good:
                await self._in_session(teams_sessions.claim_reminder, found.id, give_back=True)
            raise

    async def _give_up(self, found: TeamSession) -> None:
        """The app was removed there, or the channel is no more. The session goes on, and its facilitator is told."""
        await self._in_session(teams_sessions.note_gone, found.id)
        await self._tell(found)

    async def _tell(self, found: TeamSession) -> None:
        """Show the facilitator how things stand, one to one. Where that does not work, the review app says it."""

        def look() -> tuple[Where | None, Card | None]:
            with self.waymark.database.session() as session:
                now = team_sessions.find_session(session, found.id)
                if now is None or now.facilitator_id is None:
                    return None, None
                account = teams_sessions.find_account(session, self.waymark.settings.secret, now.facilitator_id)
                return account, self.leading.control_card(session, now) if account else None

        account, card = await asyncio.to_thread(look)
        if account is None or card is None:
            return
        try:
            url, bot = account["service_url"], account["bot"]
            chat = await self.connector.open_one_to_one(url, bot, account["tenant"], account["account"])
            await self.connector.send(url, chat, activity(account, card=card))
        except NotSent as error:
            logger.warning("a facilitator could not be told: status %s", error.status)

    async def _note(self, found: TeamSession, where: Where, shows: str) -> None:
        await self._in_session(teams_sessions.note_card, self.waymark.settings.secret, found.id, where, shows)

    def _card(self, found: TeamSession) -> Card:
        origin = self.waymark.settings.chat_origin
        return channel_card(self.waymark.content, found, f"{origin}/session" if origin else "")

    async def _in_session(self, work: Any, *args: Any, **named: Any) -> Any:
        return await asyncio.to_thread(in_session, self.waymark, work, *args, **named)
