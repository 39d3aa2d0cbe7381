"""Lets every typist talk with the real agent, and prints how they fared, beside what is wanted.

make typists                       all of tests/typists/people
make typists TYPISTS="FOLDER -v"   those of another folder, with their whole talks
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import tests.conftest  # noqa: F401 - a home of its own, as for tests
from bot.waymark import Waymark, get_waymark
from tests.typists.typist import FOLDER, Fate, Typist, read_people

if TYPE_CHECKING:
    from bot.channels.gate import Gate


async def open_gate() -> tuple[Waymark, Gate]:
    """Give the running product and the gate to it, with the model of the content as it is."""
    from bot.channels.gate import Gate
    from bot.runtime.logs import set_up_logs
    from bot.runtime.serve import load_model
    from bot.runtime.training import train_if_needed

    waymark = get_waymark()
    waymark.settings.prepare()
    waymark.database.migrate()
    agent = await load_model(train_if_needed(waymark))
    set_up_logs()
    return waymark, Gate(waymark, "web", agent.handle_message, lambda: agent.domain.responses)


async def walk(people: list[dict[str, object]]) -> list[Fate]:
    """Let them talk, one after the other."""
    from tests.talk import Talk

    waymark, gate = await open_gate()
    return [await Typist(person, await Talk(waymark, gate).open()).go() for person in people]


def report(fates: list[Fate]) -> str:
    """The figures, each with what is wanted."""
    count = len(fates)
    asked = sum(0 < one.lines <= 3 for one in fates)
    saved = sum(one.saved for one in fates)
    said, lost = sum(len(one.said) for one in fates), sum(len(one.lost) for one in fates)
    replies, not_followed = sum(one.replies for one in fates), sum(one.not_followed for one in fates)
    rows = [
        ("reach a question within three lines", asked, count, ">= 95 %"),
        ("save", saved, count, ">= 95 %"),
        ("lines with something to say that stand in an answer", said - lost, said, ">= 97 %"),
        ("replies that cannot follow", not_followed, replies, "<= 2 %"),
    ]
    return "\n".join(
        f"{what:52} {n:4} of {of:4}  {100 * n / max(of, 1):5.1f} %  wanted {want}" for what, n, of, want in rows
    )


def main() -> None:
    """Print it."""
    arguments = [one for one in sys.argv[1:] if one != "-v"]
    fates = asyncio.run(walk(read_people(Path(arguments[0]) if arguments else FOLDER)))
    for fate in fates:
        amiss = not fate.saved or fate.lost or fate.not_followed or not 0 < fate.lines <= 3
        figures = f"saved {fate.saved}, lost {len(fate.lost)}, unclear {fate.not_followed}"
        print(f"{fate.id}: question after {fate.lines}, {figures}")
        if "-v" in sys.argv and amiss:
            print("\n".join(f"    {who}: {words}" for who, words in fate.talk))
            print("    LOST:", *fate.lost, sep="\n      ")
    print(report(fates))


if __name__ == "__main__":
    main()
