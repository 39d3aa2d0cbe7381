"""Writes one to one to whoever pressed "Take part": each once, in their turn, whatever stops in between.

An invitation is a row, so that a restart loses none. The row goes before the message is sent (POST, which may not be
repeated), and comes back where Teams certainly took nothing (docs/adr/0062).
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import Any

from bot.channels.teams.connector import NotSent
from bot.channels.teams.delivery import Delivery, activity
from bot.channels.teams.session_looking import LOOK_EVERY, alone, done_with, finish, in_session, look_again, stop_all
from bot.channels.teams.session_members import Members
from bot.channels.teams.session_presses import Press
from bot.runtime.logs import describe
from bot.store import team_sessions, teams_sessions
from bot.store.session_tables import TeamSession
from bot.store.teams_sessions import Where
from bot.waymark import Waymark

logger = logging.getLogger("waymark.teams")

AT_ONCE = 5
"""Invitations that are on their way together: more would let everybody else wait."""


class Invitations:
    """Writes one to one to whoever pressed "Take part"."""

    def __init__(self, waymark: Waymark, delivery: Delivery, members: Members) -> None:
        self.waymark = waymark
        self.connector = delivery.connector
        self.members = members
        self._look = asyncio.Event()
        self._few = asyncio.Semaphore(AT_ONCE)
        self._at_work: dict[bytes, asyncio.Task[None]] = {}
        self._sending: set[asyncio.Task[bool | None]] = set()
        self._awaited: dict[bytes, asyncio.Future[bool | None]] = {}

    async def put(self, press: Press) -> asyncio.Future[bool | None] | None:
        """Note that somebody is to be written to. Out: whether they were, once it is told (None: nobody knows).

        None at once: it is too late.
        """

        def note() -> bytes | None:
            secret = self.waymark.taking_part.keys.read(press.session)
            if secret is None:
                return None
            with self.waymark.database.session() as session:
                found = team_sessions.take_turn(session, press.session)
                if found is None or found.state != "open":
                    return None
                return teams_sessions.put_invitation(session, secret, press.session, press.person, press.where)

        key = await asyncio.to_thread(note)
        if key is None:
            return None
        written = self._awaited.setdefault(key, asyncio.get_running_loop().create_future())
        self._look.set()
        return written

    async def run(self) -> None:
        """Write to whoever waits, again and again."""
        try:
            await look_again(self._look, self.write_all)
        finally:
            await stop_all(self._at_work.values())

    async def close(self) -> None:
        """Finish what was claimed: at the next start nobody would know of it. What waits still comes back."""
        await finish(self._sending)

    async def write_all(self) -> None:
        """Write to everybody who is noted, a few at a time; one process at a time does, so that it keeps the pace."""
        async with alone(self.waymark, "session-invitations") as ours:
            noted = await self._list()
            for key in self._awaited.keys() - {key for _, key, _ in noted} - self._at_work.keys():
                self._tell_presser(key, None)  # another process is writing to them, or has
            if not ours:
                return
            while noted or self._at_work:
                for row in noted:
                    if row[1] not in self._at_work:
                        self._at_work[row[1]] = task = asyncio.create_task(self._write(*row))
                        task.add_done_callback(partial(done_with, self._at_work, row[1]))
                if not self.waymark.database.is_shared:
                    return
                self._look.clear()  # one that Teams is slow with holds up nobody who presses meanwhile
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):
                        await self._look.wait()
                noted = await self._list()

    async def _list(self) -> list[tuple[str, bytes, bytes]]:
        def look() -> list[tuple[str, bytes, bytes]]:
            with self.waymark.database.session() as session:
                return teams_sessions.list_invitations(session)

        return await asyncio.to_thread(look)

    async def _write(self, session_id: str, key: bytes, sealed: bytes) -> None:
        try:
            async with self._few:
                reached = await self._write_one(session_id, key, sealed)
        except NotSent as error:  # it stays noted, and is tried at the next look
            logger.warning("an invitation could not be sent: status %s", error.status)
        except Exception as error:
            logger.error("an invitation could not be sent: %s", describe(error))
        else:
            self._tell_presser(key, reached)

    async def _write_one(self, session_id: str, key: bytes, sealed: bytes) -> bool | None:
        """Write to somebody. Out: whether they were reached; None: nobody knows, or another process has it.

        Raises NotSent where Teams took nothing; then it stays noted.
        """
        secret = await asyncio.to_thread(self.waymark.taking_part.keys.read, session_id)
        where = teams_sessions.open_invitation(secret, session_id, sealed) if secret else None
        found = await asyncio.to_thread(self.members.find_open, session_id) if where else None
        if where is None or found is None:
            await self._in_session(teams_sessions.claim_invitation, session_id, key)
            return False
        url, bot = where["service_url"], where["bot"]
        try:
            chat = await self.connector.open_one_to_one(url, bot, where["tenant"], where["account"])
        except NotSent as error:
            if not error.for_good:
                raise
            await self._in_session(teams_sessions.claim_invitation, session_id, key)
            return False
        sending = asyncio.create_task(self._send(session_id, key, sealed, where | {"conversation": chat}, found))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)
        return await asyncio.shield(sending)

    async def _send(self, session_id: str, key: bytes, sealed: bytes, where: Where, found: TeamSession) -> bool | None:
        """Claim it, then send it: once, whatever stops in between. Raises NotSent where Teams took nothing."""
        if await self._in_session(teams_sessions.claim_invitation, session_id, key) is None:
            return None
        begin = activity(where, card=self.members.begin_card(found))
        try:
            await self.connector.send(where["service_url"], where["conversation"], begin, once=True)
        except NotSent as error:
            if error.status is None:  # Teams may have it: a second one would be one too many
                return None
            if error.for_good:
                return False
            await self._in_session(teams_sessions.unclaim_invitation, session_id, key, sealed)
            raise
        await self._in_session(teams_sessions.claim_invitation, session_id, key)  # who pressed again meanwhile has it
        return True

    def _tell_presser(self, key: bytes, reached: bool | None) -> None:
        awaited = self._awaited.pop(key, None)
        if awaited is not None and not awaited.done():
            awaited.set_result(reached)

    async def _in_session(self, work: Any, *args: Any) -> Any:
        return await asyncio.to_thread(in_session, self.waymark, work, *args)
