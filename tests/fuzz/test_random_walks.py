"""Random conversations with the real agent: always an answer, always a way out, nothing kept unasked.

make fuzz                                     2,000 walks
uv run pytest tests/fuzz --walks 100          so many
uv run pytest tests/fuzz --walk 1234          one again, as its number says
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.base import ACTIONS
from bot.channels.gate import Gate
from bot.waymark import Waymark
from tests.fuzz.walk import Broken, Walk, shrink, watch_errors
from tests.fuzz.words import LINES
from tests.history import WholeHistory

COMPARED = 10
"""Of so many walks, one is compared with its whole history: that takes as long again."""

FINISHED_FROM: set[tuple[Any, ...]] = set()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        one, many = metafunc.config.getoption("--walk"), metafunc.config.getoption("--walks")
        metafunc.parametrize("number", range(1, many + 1) if one is None else [one])


async def test_walk(number: int, waymark: Waymark, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    history = WholeHistory(monkeypatch) if number % COMPARED == 0 else None
    with watch_errors() as errors:
        walk = Walk(waymark, gate, FINISHED_FROM, errors)
        try:
            await walk.go(number)
            broken = None
        except Broken as error:
            broken = error
    if broken:
        few = await shrink(waymark, gate, walk.steps)
        steps = "\n".join(f"  {kind}: {what[:200]!r}" for kind, what in few)
        pytest.fail(
            f"walk {number}: {broken}\nIn these steps:\n{steps}\nAgain: pytest tests/fuzz --walk {number}", False
        )
    assert history is None or history.differences == []


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (lambda turn: [][0], "no error is logged"),
        (lambda turn: turn.say("utter_ask_sharing") or turn.say("utter_ask_sharing"), "60 words|one question"),
        (lambda turn: turn.dispatcher.utter_message(text=" "), "every message has words"),
        (lambda turn: turn.say("utter_paused") or turn.go("team"), "a move of the table"),
    ],
)
async def test_a_walk_notices(
    waymark: Waymark, gate: Gate, monkeypatch: pytest.MonkeyPatch, breaks: Callable[[Any], Any], says: str
) -> None:
    async def act(turn: Any) -> None:
        breaks(turn)

    monkeypatch.setattr(ACTIONS["action_pause"], "act", staticmethod(act))
    with watch_errors() as errors:
        walk = Walk(waymark, gate, set(), errors)
        await walk.begin()
        pause = next(choice for choice in walk.talk.messages[-1]["choices"] if choice["name"] == "pause")
        with pytest.raises(Broken, match=says):
            await walk.take(("press", f"pause|{pause['label']}"))


def test_there_is_enough_to_type() -> None:
    assert len(LINES) >= 200
