"""Guidance to use: after saving, one thing to try and where it comes from; more on request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.base import Turn, action, do
from bot.guidance.finder import Found

MOST = 6
"""Pieces that are found for a reflection; they come one at a time."""


def find_ideas(turn: Turn) -> list[Found]:
    """The pieces that fit the words in hand, best first. After words of danger nothing is recommended to anybody."""
    if turn.state.screened or turn.after_distress or not turn.answers.words():
        return []
    found = turn.waymark.guidance.find_guidance(turn.answers.words(), theme=turn.state.theme, limit=MOST)
    return list(found)


def show_idea(turn: Turn, ideas: Sequence[Found]) -> None:
    """Show the first of them, and keep the others at hand for "another idea"."""
    first, theme = ideas[0], turn.waymark.content.theme(ideas[0].guidance.theme).name
    turn.say(
        "utter_idea",
        data={"kind": "guidance", "items": [_item(turn, first, theme)]},
        buttons=_more(turn, len(ideas) > 1),
    )
    turn.set(guidance=tuple(one.guidance.id for one in ideas[1:]))


@action
async def action_another_idea(turn: Turn) -> None:
    """Shows the next piece that fits; says so when there are no more."""
    left = turn.state.guidance
    if not left:
        turn.say("utter_no_more_ideas")
        await do(turn, "ask_again")
        return
    pieces = {piece.id: piece for piece in turn.waymark.content.guidance}
    show_idea(turn, [Found(pieces[one], None) for one in left if one in pieces])
    turn.pause("question")


def _more(turn: Turn, more: bool) -> list[dict[str, str]]:
    return [{"title": turn.words("utter_wish_another_idea"), "payload": "/another_idea"}] if more else []


def _item(turn: Turn, found: Found, theme: str) -> dict[str, Any]:
    """A piece as structure that channels show."""
    piece = found.guidance
    why = (
        turn.words("utter_why_word", word=found.why_word)
        if found.why_word
        else turn.words("utter_why_theme", theme=theme)
    )
    return {
        "title": piece.title,
        "url": piece.url,
        "source": turn.waymark.content.source(piece.source).publisher,
        "checked": f"{piece.checked:%-d %B %Y}",
        "line": piece.line,
        "note": piece.note,
        "why": why,
    }
