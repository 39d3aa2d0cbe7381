"""Lets each of many openings begin a conversation with the real agent, and says which themes came of it.

uv run python -m tests.typists.openings FILE ... [--misses]   # JSON: [{"text", "theme", "also"?: [themes]}]

A theme is taken where its first question is open, offered where it is among those to choose from. An opening that is
met with support, or with the answer to a question, is counted as neither, and named.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.dialogue.state import read_state
from tests.typists.__main__ import open_gate
from tools.openings_evaluation import Labelled, read_labelled


async def open_with(openings: Sequence[Labelled]) -> list[tuple[tuple[str, ...], bool, str]]:
    """For each opening the themes that came of it, nearest first, whether one was taken, and the last utterance."""
    from tests.talk import Talk

    waymark, gate = await open_gate()
    found = []
    for opening in openings:
        talk = await Talk(waymark, gate).open()
        await talk.press("start")
        await talk.say(opening.text)
        state = read_state(talk.slots())
        themes = (state.theme,) if state.requested_slot and state.theme else state.theme_options
        found.append((themes, bool(state.requested_slot), talk.heard[-1]))
    return found


def report(openings: Sequence[Labelled], found: Sequence[tuple[tuple[str, ...], bool, str]]) -> str:
    """The figures, each with what is wanted."""
    right = [{one.theme, *one.also} for one in openings]
    first = sum(bool(themes) and themes[0] in good for good, (themes, *_) in zip(right, found, strict=True))
    among = sum(bool(good & set(themes)) for good, (themes, *_) in zip(right, found, strict=True))
    taken = sum(one for _, one, _ in found)
    nothing = Counter(heard for themes, _, heard in found if not themes)
    rows = [
        ("accepted theme first", first, ">= 80 %"),
        ("accepted theme taken, or among those offered", among, ">= 95 %"),
        ("nothing near", nothing.total(), "<= 2 %"),
        ("its first question is open at once", taken, ""),
    ]
    count = len(openings)
    lines = [
        f"{what:46} {n:4} of {count}  {100 * n / count:5.1f} %  {want and 'wanted ' + want}" for what, n, want in rows
    ]
    return "\n".join([*lines, f"what was said where nothing is near: {dict(nothing)}"])


def main() -> None:
    """Print it."""
    files = [Path(one) for one in sys.argv[1:] if one != "--misses"]
    openings = [opening for file in files for opening in read_labelled(file)]
    found = asyncio.run(open_with(openings))
    print(report(openings, found))
    if "--misses" in sys.argv:
        for opening, (themes, taken, heard) in zip(openings, found, strict=True):
            if not {opening.theme, *opening.also} & set(themes[:1]):
                print(f"- {opening.text}\n    {opening.theme}, {themes}, taken: {taken}, {heard}")


if __name__ == "__main__":
    main()
