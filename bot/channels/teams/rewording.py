"""A message that its writer edited or deleted in Teams: until it is saved, what it said changes or goes here too.

The turn carries a mark of the old words alone, for what a turn carries is kept until the next one. The new words go the
way of all that is typed: identifiers are masked, and the distress screen reads them. A message that nobody knows any
more, one that pressed a choice by its name, and an edit that changes no word are passed over.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import UserMessage

from bot.channels.bodies import LONGEST_TEXT, clean_typed, inert
from bot.channels.teams.activities import Activity
from bot.dialogue.rewording import mark_of
from bot.safety import mask
from bot.store import conversations

if TYPE_CHECKING:
    from bot.channels.teams.desk import Desk


async def reword(desk: Desk, sender: str, turn: str, activity: Activity) -> None:
    """Change what the message of a turn said. turn: the id of the turn that the message was."""
    found, _ = await desk.gate.turns(sender, turn)
    if not found or not found["you"] or found.get("chose"):
        return
    was = found["you"]["text"]
    now = "" if activity.kind == "deleted" else clean_typed(activity.text)[:LONGEST_TEXT]
    now = await asyncio.to_thread(mask, now) if now else ""
    if not was or was == now:
        return
    tier = "none"
    if now:
        understood = await desk.understand(UserMessage(inert(now), sender_id=sender))
        tier = (understood.get("safety") or {}).get("tier") or "none"
    again = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{turn}|{activity.again}"))
    if await desk.tell(sender, again, f"/reworded{json.dumps({'was': mark_of(was), 'now': now, 'tier': tier})}"):
        await asyncio.to_thread(_reword_turn, desk, sender, turn, found, now)


def _reword_turn(desk: Desk, sender: str, turn: str, found: dict[str, Any], now: str) -> None:
    """Let the talk so far say what the message says now, so that the next edit finds it."""
    with desk.waymark.database.session() as session:
        you = found["you"] | {"text": now} if now else None
        conversations.rewrite_turn(session, sender, turn, found | {"you": you})
    desk.waymark.database.scrub()
