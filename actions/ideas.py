"""Guidance to use: after saving, one thing to try and where it comes from; more on request, fitted to the work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from actions.base import action
from actions.saved import read_saved
from actions.stages import ask_again
from actions.turns import Buttons, Turn, button
from bot.guidance.finder import Found

MOST = 6
"""Pieces that are found for a reflection; they come one at a time."""


async def find_ideas(turn: Turn) -> list[Found]:
    """The pieces that fit the words in hand, best first. After words of danger nothing is recommended to anybody.

    The kind of work that the words tell of settles near ties; one that was chosen keeps out what is for others.
    """
    if turn.state.screened or turn.after_distress or not turn.answers.words():
        return []
    return await _find(turn, turn.answers.words(), turn.state.theme)


async def _find(turn: Turn, text: str, theme: str | None) -> list[Found]:
    """None where too many ask at once: words are saved without an idea rather than not at all."""
    find = partial(turn.waymark.guidance.find_guidance, theme=theme, limit=MOST, work=turn.state.work)
    return list(await turn.reading(find, text) or ())


def show_idea(turn: Turn, ideas: Sequence[Found]) -> None:
    """Show the first of them, and keep the others at hand for "another idea"."""
    item = _item(turn, ideas[0])
    turn.say("utter_idea", data={"kind": "guidance", "items": [item]}, buttons=_ways(turn, more=len(ideas) > 1))
    turn.set(guidance=tuple(one.guidance.id for one in ideas[1:]))


@action
async def action_another_idea(turn: Turn) -> None:
    """Shows the next piece that fits; says so when there are no more."""
    pieces = {piece.id: piece for piece in turn.waymark.content.guidance}
    await _show_next(turn, [Found(pieces[one], None) for one in turn.state.guidance if one in pieces])


@action
async def action_choose_work(turn: Turn) -> None:
    """Asks for the kind of work, or takes it and finds what fits. It is kept in this chat alone, and never needed."""
    kinds = turn.waymark.content.kinds_of_work
    chosen = next((one.id for one in kinds if one.id == turn.entity("work")), None)
    receipt = turn.state.in_hand
    if chosen is None or receipt is None:
        turn.offer("utter_ask_work", [button(one.work or one.name, "choose_work", work=one.id) for one in kinds])
        turn.pause("question")
        return
    turn.set(work=chosen)
    saved = await read_saved(turn, receipt.code)
    texts = [saved.strengths, saved.opportunities, saved.next_step] if saved and not saved.screened else []
    found = await _find(turn, "\n".join(filter(None, texts)), receipt.theme) if any(texts) else []
    await _show_next(turn, found)


async def _show_next(turn: Turn, ideas: Sequence[Found]) -> None:
    """Show the first of them; say so where there is none, and go back to what was asked."""
    if not ideas:
        turn.say("utter_no_more_ideas")
        await ask_again(turn)
        return
    show_idea(turn, ideas)
    turn.pause("question")


def _ways(turn: Turn, *, more: bool) -> Buttons:
    another = [{"title": turn.words("utter_wish_another_idea"), "payload": "/another_idea"}] if more else []
    work = [{"title": turn.words("utter_wish_choose_work"), "payload": "/choose_work"}] if not turn.state.work else []
    return [*another, *work]


def _item(turn: Turn, found: Found) -> dict[str, Any]:
    """A piece as structure that channels show: what to try, and the publication behind it."""
    piece = found.guidance
    theme = turn.waymark.content.theme(piece.theme).name
    word = found.why_word
    return {
        "try": piece.try_this,
        "title": piece.title,
        "url": piece.url,
        "source": turn.waymark.content.source(piece.source).publisher,
        "checked": f"{piece.checked:%-d %B %Y}",
        "line": piece.line,
        "note": piece.note,
        "why": turn.words("utter_why_word", word=word) if word else turn.words("utter_why_theme", theme=theme),
    }
