"""Sends cases to one target until there were enough, and keeps the smallest case of each thing that it notices."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from bot.runtime.logs import describe
from tests.inputs.noticing import Lines, Noticed, Tally

Attempt = Callable[[Any], None]
"""Tries one case. Raises Noticed; anything else that it raises is a crash."""

AT_ONCE = 500
"""Cases of one run of Hypothesis: it remembers all of them."""

LONGEST_SHOWN = 400
Out = TypeVar("Out")


def hammer(
    cases: st.SearchStrategy[Any],
    attempt: Attempt,
    many: int,
    lines: Lines,
    step: Callable[[int], object],
    first: int = 0,
) -> Tally:
    """Try `many` cases, or somewhat more: finding the smallest one takes some. `step` is told of each."""
    tally, run = Tally(), 0
    while tally.cases < many and run < many:
        noticed: list[Noticed] = []
        with suppress(Noticed, Flaky):  # flaky: it showed once, and hangs on what was tried before
            _run(cases, attempt, min(AT_ONCE, many - tally.cases), lines, tally, noticed, step, first + run)
        if noticed:
            tally.found[str(noticed[-1])] = noticed[-1].case
        run += 1
    return tally


def _run(
    cases: st.SearchStrategy[Any],
    attempt: Attempt,
    many: int,
    lines: Lines,
    tally: Tally,
    noticed: list[Noticed],
    step: Callable[[int], object],
    number: int,
) -> None:
    known = set(tally.found)

    @seed(number)
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(cases)
    def once(case: Any) -> None:
        began = time.perf_counter()
        try:
            attempt(case)
            lines.look()
        except Noticed as error:
            found = error
        except Exception as error:
            found = Noticed("crash", describe(error))
        else:
            return
        finally:
            tally.cases += 1
            step(1)
            if (took := time.perf_counter() - began) > tally.slowest:
                tally.slowest, tally.slowest_case = took, ascii(case)[:LONGEST_SHOWN]
        lines.lines.clear()
        if str(found) not in known:
            found.case = ascii(case)[:LONGEST_SHOWN]
            noticed.append(found)
            raise found

    once()


class Loop:
    """An event loop in a thread of its own, for what stays open from case to case. Use as a context manager."""

    def __enter__(self) -> Loop:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def do(self, work: Coroutine[Any, Any, Out]) -> Out:
        """Wait for some work in it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(120)

    def __exit__(self, *_: object) -> None:
        self.do(_end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


async def _end_all() -> None:
    """End what still waits, such as connections that a client keeps."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
