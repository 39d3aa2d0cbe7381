"""One measurement for tools/performance.py: the bare bot of `rasa init`, where stock Rasa is installed.

It has no form, no action, no database: its trackers are in memory. Prints JSON, in CPU milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time

from rasa.core.agent import Agent

SAID = ("hi", "i am very sad", "yes", "no", "bye")


async def measure(model: str, times: int) -> dict[str, float]:
    """Talk so many times, after once that is not counted. Out: the mean of a message, and what loading took."""
    began = time.process_time()
    agent = Agent.load(model)
    loading = time.process_time() - began
    spent: list[float] = []
    for talk in range(times + 1):
        for said in SAID:
            began = time.process_time()
            await agent.handle_text(said, sender_id=str(talk))
            spent.append((time.process_time() - began) * 1000)
    return {"message": statistics.mean(spent[len(SAID) :]), "loading": loading * 1000}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(sys.argv[1], int(sys.argv[2])))))
