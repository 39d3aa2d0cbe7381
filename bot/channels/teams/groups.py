"""What Waymark does where several people are: one sentence after a mention, and support for one person alone.

Who writes to it in a group that they may be in danger is met one to one. In the group nothing is said then: a card with
telephone numbers below somebody's words would tell everybody how they are taken.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from rasa.core.channels.channel import UserMessage

from bot.channels.bodies import inert
from bot.channels.messages import ALWAYS_OFFERED, SUPPORT
from bot.channels.teams.activities import Activity
from bot.channels.teams.connector import NotSent

if TYPE_CHECKING:
    from bot.channels.teams.desk import Desk

logger = logging.getLogger("waymark.teams")


async def answer_mention(desk: Desk, sender: str, turn: str, activity: Activity) -> None:
    """Answer what somebody wrote to us in a group. sender: their sender id one to one; turn: the id of the turn."""
    if activity.text.strip():  # of a bare mention there is nothing to understand, and Rasa fails on it
        understood = await desk.understand(UserMessage(inert(activity.text), sender_id=sender))
        if (understood.get("safety") or {}).get("tier") == "interrupt" and await _support(desk, sender, turn, activity):
            return
        if await desk.sessions.answer_words(sender, activity):
            return
    await desk.delivery.say(activity.reference, "utter_teams_one_to_one")


async def _support(desk: Desk, sender: str, turn: str, activity: Activity) -> bool:
    """Show the support services to one person, in a chat of their own. False: Teams has none for them and us."""
    try:
        await desk.reach(sender, activity)
        return await desk.tell(sender, turn, ALWAYS_OFFERED[SUPPORT])
    except NotSent as error:
        if not error.for_good:
            raise
        logger.warning("support could not be shown one to one: status %s", error.status)
        return False
