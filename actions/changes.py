"""What changed ("you said, we did"): what coordinators published, for whoever comes back or asks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from actions.saved import theme_name
from actions.turns import Turn
from bot.store.changes import published
from bot.store.tables import Change

MOST = 3
"""Shown at once."""


async def tell_changes(turn: Turn) -> None:
    """Answer "what changed?": the newest of the theme in hand, or of all."""
    found = await _look_up(turn, theme=turn.state.theme)
    if found:
        _show(turn, "utter_ask_changes", found)
    else:
        turn.say("utter_no_changes")
    turn.pause("question")


async def tell_since(
    turn: Turn, theme: str, day: str, team: str | None = None, utterance: str = "utter_changes_since"
) -> bool:
    """Say what was published for a theme since a day (ISO), once in a conversation.

    Out: whether there was anything to say.
    """
    shown = turn.state.changes_shown
    found = await _look_up(turn, theme=theme, team=team, since=date.fromisoformat(day), without=shown)
    if found:
        _show(turn, utterance, found, since=f"{date.fromisoformat(day):%-d %B %Y}")
        turn.set(changes_shown=(*shown, *(one.id for one in found)))
    return bool(found)


async def tell_since_saved(turn: Turn, theme: str) -> bool:
    """The same for somebody who begins a theme again that they saved, or opened, in this conversation."""
    days = [one.day for one in turn.state.receipts if one.theme == theme]
    return bool(days) and await tell_since(turn, theme, max(days), utterance="utter_changes_again")


async def _look_up(
    turn: Turn,
    *,
    theme: str | None,
    team: str | None = None,
    since: date | None = None,
    without: Sequence[str] = (),
) -> list[Change]:
    def read() -> list[Change]:
        with turn.waymark.database.session() as session:
            found = published(session, theme=theme, team=team, since=since, without=without, limit=MOST)
            return list(found)

    return await asyncio.to_thread(read)


def _show(turn: Turn, utterance: str, changes: Sequence[Change], since: str = "") -> None:
    organisation = turn.waymark.content.organisation
    teams = {team.id: team.name for team in organisation.teams}
    items = []
    for one in changes:
        theme = theme_name(turn, one.theme) if one.theme else turn.words("utter_changes_all_themes")
        if one.team:
            theme = turn.words("utter_changes_team", theme=theme, team=teams.get(one.team, one.team))
        day = one.published_on
        items.append({"day": f"{day:%-d %B %Y}" if day else "", "theme": theme, "said": one.said, "did": one.did})
    turn.say(utterance, data={"kind": "changes", "items": items}, organisation=organisation.name, day=since)
