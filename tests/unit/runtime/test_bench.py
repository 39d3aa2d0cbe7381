"""`waymark bench` compares what it says it compares. What it measures is asserted nowhere: machines differ."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.gate import Gate
from bot.runtime.bench import turns as bench
from bot.runtime.bench.compared import Compared
from bot.runtime.bench.turns import Guest
from bot.waymark import Waymark


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of it all."""
    for name, value in {"EARLY": 3, "LATE": 8, "AROUND": 2, "AT_ONCE": 2, "ROUNDS": 1, "TIMES": 1}.items():
        monkeypatch.setattr(bench, name, value)


@pytest.mark.parametrize("compare", bench.COMPARISONS, ids=lambda compare: compare.__name__)
async def test_each_comparison_runs(compare: Any, waymark: Waymark, agent: Any, gate: Gate) -> None:
    found = await compare(waymark, agent, gate)
    assert found.one > 0 and found.other > 0


async def test_a_guest_stands_at_the_first_question_and_comes_back_to_it(gate: Gate) -> None:
    guest = await Guest(gate).begin()
    first = guest.messages[-1]["text"]
    await guest.say(bench.QUESTION)
    assert guest.messages[-1]["text"] != first
    await guest.press("go_on")
    assert guest.messages[-1]["text"] == first


async def test_a_code_is_opened(gate: Gate, monkeypatch: pytest.MonkeyPatch, waymark: Waymark) -> None:
    from actions import base, returning

    opened = []
    original = returning.open_code

    async def note(*arguments: Any, **named: Any) -> Any:
        opened.append("")
        return await original(*arguments, **named)

    monkeypatch.setitem(base._MOVES, "open_code", note)
    await bench._code_to_turn(waymark, None, gate)
    assert opened


def test_a_ratio_is_shown() -> None:
    assert str(Compared("one to another", 0.3, 0.2)).split()[-3:] == ["1.50", "300.0", "200.0"]
