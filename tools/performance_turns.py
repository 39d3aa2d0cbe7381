"""One measurement for tools/performance.py: takes whole reflections. Prints JSON, in milliseconds of the processor.

It runs over any version of Waymark that has `waymark bench`, so that two of them can be compared.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections import defaultdict

from bot.runtime.bench.turns import Gate, Guest, load_model, own_home, set_up_logs, train_if_needed

ANSWERS = (
    "We always make time for a cuppa after a hard call, and people say they feel heard.",
    "Supervision keeps being cancelled when we are short of people, so worries pile up.",
    "Ask the team on Monday which day suits for a short check-in.",
)
SAVING = "share_private"
Spent = dict[str, list[float]]


async def reflect(gate: Gate, spent: Spent) -> None:
    """One typed reflection that is kept private. What each turn took goes into `spent`, by its kind."""
    guest = Guest(gate)
    guest.token, _ = await gate.open()
    for choice in ("start", "start", "choose_theme", *ANSWERS, "rate", "save", SAVING):
        kind = "typed" if choice in ANSWERS else choice if choice == SAVING else "pressed"
        began = time.process_time()
        await (guest.say(choice) if kind == "typed" else guest.press(choice))
        spent[kind].append((time.process_time() - began) * 1000)


async def measure(times: int) -> dict[str, float]:
    """Take so many reflections after one that is not counted. Out: medians by kind, and what loading took."""
    with own_home() as waymark:
        set_up_logs()
        began = time.process_time()
        agent = await load_model(train_if_needed(waymark))
        loading = time.process_time() - began
        set_up_logs()
        gate = Gate(waymark, "web", agent.handle_message, lambda: agent.domain.responses)
        await reflect(gate, defaultdict(list))
        spent: Spent = defaultdict(list)
        for _ in range(times):
            await reflect(gate, spent)
    medians = {kind: statistics.median(found) for kind, found in spent.items()}
    unsaved = [one for kind, found in spent.items() if kind != SAVING for one in found]
    return {**medians, "message": statistics.mean(unsaved), "loading": loading * 1000}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
