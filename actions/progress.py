"""How the next step went, for whoever comes back; and whether this was helpful, counted only."""

from __future__ import annotations

import asyncio
from pathlib import Path

from actions.base import action, move
from actions.saved import say_gone
from actions.stages import ask_again, ask_what_with_saved
from actions.turns import Turn, button
from bot import days
from bot.days import day_of
from bot.reflection.keeping import note_progress, share_progress
from bot.runtime.phrases import read_phrases
from bot.safety import suspected_names
from bot.store.helpful import HELPFUL, count_helpful
from bot.store.overtaking import stand_by
from bot.store.progress import CHOICES, ProgressChoice
from bot.store.reflections import SavedReflection

_MOST_QUOTED = 20
"""Words of a next step that are given back when it is asked about."""

_MOST_WORDS = 60
"""Of one turn, before a choice."""


def ask_progress(turn: Turn, found: SavedReflection) -> None:
    """Ask how the next step of what was opened went: once it is there, short, and not one that was done already."""
    step, known = found.next_step, found.progress
    short = step and len(step.split()) <= _MOST_QUOTED and not suspected_names(step)
    if not short or "next_step" in found.screened or (known and known.choice == "done"):
        return
    ways = [button(turn.words(f"utter_went_{one}"), "progress", went=one) for one in CHOICES]
    turn.offer("utter_ask_progress", ways, step=step.rstrip(" ."))


@action
async def action_progress(turn: Turn) -> None:
    """Notes how the next step went, beside the reflection, for its author alone; asks whether others may see it."""
    receipt, went = turn.state.in_hand, read_progress(turn)
    if receipt is None or went is None:
        await ask_again(turn)
        return
    day, waymark = day_of(days.read_clock()), turn.waymark
    if not await turn.slowly(note_progress, waymark.database, waymark.settings.secret, receipt.code, went, day):
        say_gone(turn, receipt.code)
        return
    turn.say(f"utter_progress_{went}")
    await (ask_what_with_saved(turn) if receipt.sharing == "private" else ask_share_progress(turn))


def read_progress(turn: Turn) -> ProgressChoice | None:
    """What was pressed, or typed in a way that we know ("i did it", "no yet")."""
    folder: Path = turn.waymark.settings.content_dir
    said = turn.entity("went") or ""
    if turn.text and (found := read_phrases(folder / "progress_words.yml").find(turn.text)):
        said = found.intent
    return next((one for one in CHOICES if one == said), None)


@move
async def ask_share_progress(turn: Turn) -> None:
    """Ask whether coordinators may see how it went, beside what was shared."""
    turn.say("utter_ask_share_progress")
    turn.go("progress")


@action
async def action_share_progress(turn: Turn) -> None:
    """Lets coordinators see how the next step went: the choice alone, because its author says so."""
    receipt, waymark = turn.state.in_hand, turn.waymark
    if receipt is None or not turn.plain:
        await ask_again(turn)
        return
    if await turn.slowly(share_progress, waymark.database, waymark.settings.secret, receipt.code, True):
        turn.say("utter_progress_shared")
    await ask_what_with_saved(turn)


def ask_helpful(turn: Turn) -> None:
    """Ask whether this was helpful: once, at the end, and not after words that may tell of danger."""
    calm = not (turn.after_distress or turn.state.in_danger)
    room = turn.count_words() + len(turn.words("utter_ask_helpful").split()) <= _MOST_WORDS
    if turn.state.receipts and calm and room and not turn.state.asked_helpful:
        ways = [button(turn.words(f"utter_helped_{one}"), "helpful", helped=one) for one in HELPFUL]
        turn.offer("utter_ask_helpful", ways)
        turn.set(asked_helpful=True, interruption="helpful")


@action
async def action_helpful(turn: Turn) -> None:
    """Counts it, and nothing else."""
    await count(turn, turn.entity("helped") or "")


async def count(turn: Turn, helped: str) -> None:
    """Count one choice, and thank. What is none of the choices counts nothing."""
    choice = next((one for one in HELPFUL if one == helped), None)
    if choice is None:
        await ask_again(turn)
        return

    def write() -> None:
        with turn.waymark.database.session() as session:
            stand_by(session)
            count_helpful(session, choice, day_of(days.read_clock()))

    await asyncio.to_thread(write)
    turn.say("utter_helpful_thanks")
    turn.set(interruption=None)
