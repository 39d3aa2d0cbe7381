"""The fault campaign in short: each piece of work broken off at some points, and turns before a real door.

All of it, 2,000 faults and more, is `make faults`. The faults here are the same ones, by the same code.
"""

from __future__ import annotations

import random
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.faults import damage
from tests.faults.door import Door
from tests.faults.door_faults import OUTSIDE
from tests.faults.rows import Row, add_up, table
from tests.faults.turns import Talkers, take
from tests.faults.work import Bench, kill, kills, wanted_of

pytestmark = pytest.mark.usefixtures("real_argon2")  # the door is a process, and what it saved is opened here

IN_A_TURN = [
    ("killed", "share", "after a commit", 3),
    ("killed", "answer", "before a commit", 2),
    ("disk full", "keep", "INSERT private_reflections", 1),
    ("no file handles", "answer", "into parse_message", 1),
    ("slow", "answer", "before a commit", 2),
]
"""What goes wrong, in which work, and at which point: its name, and the how manieth of that name."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("faults"), ROOT / "data" / "content")


@pytest.mark.parametrize("name", ["purge", "release", "backup", "restore", "migration"])
def test_work_that_is_killed_at_any_point_is_done_by_the_next(bench: Bench, name: str) -> None:
    row, every = Row(), list(kills(bench, name))
    wanted = wanted_of(bench, name)
    commits = [at for at, point in every if point in ("before a commit", "after a commit", "file: os.rename")]
    for at in commits[-3:] or [every[-1][0]]:
        kill(bench, name, at, row, wanted)
    assert row.well, row.amiss


def test_damage_is_told_of_and_stops_nothing_beside_it(bench: Bench) -> None:
    row, chance = Row(), random.Random(4)
    for number in range(4):
        damage.backup(bench, row, chance, whole_too=number == 0)
    for jump in damage.JUMPS:
        damage.clock_jump(bench, row, jump)
    damage.Saved(bench, 1).damage_row(row, chance)
    assert row.well and row.kind == row.faults, row.amiss


@pytest.fixture(scope="module")
def talkers(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talkers]:
    with Door(tmp_path_factory.mktemp("door")) as door:
        yield Talkers(door)


def test_a_turn_in_which_something_goes_wrong_is_there_once(talkers: Talkers) -> None:
    rows: dict[str, Row] = {}
    for kind, work, name, which in IN_A_TURN:
        places = [place for place, point in enumerate(talkers.points(work), start=1) if point == name]
        take(talkers, rows, (kind, work, places[which - 1], name))
    for number, name in enumerate(("killed in an answer", "clock jumps", "damaged row of a conversation")):
        OUTSIDE[name](talkers, rows.setdefault(name, Row()), number)
    assert all(row.well for row in rows.values()), f"{table(rows)}\n{add_up(rows.values()).amiss}"


def test_the_checker_sees_what_is_lost_doubled_or_logged(talkers: Talkers) -> None:
    """Else it would find all well whatever happened."""
    one, body, said = talkers.begin("answer")
    answer = talkers.door.send(one.token, body)
    assert answer is not None
    one.acknowledge(body, answer.json()["messages"], said)
    assert talkers.ledger.look(one) == (0, 0)
    never = {"id": "00000000-0000-0000-0000-000000000000", "text": "Never sent"}
    one.acknowledge(never, one.messages, never["text"])
    assert talkers.ledger.look(one)[0] > 0
    one.answered.popitem()
    one.said[-2:] = []
    assert talkers.ledger.look(one) == (0, 1)
    talkers.ledger.saved["shared"] += 1
    assert talkers.ledger.look_at_saved() == (1, 0)
    talkers.ledger.saved["private"] -= 1
    assert talkers.ledger.look_at_saved() == (0, 1)
    row = Row()
    row.look_for(["quibblefen"], "INFO waymark: quibblefen")
    assert row.text_in_logs == 1 and not row.well


def test_limits_are_those_of_the_door_alone(talkers: Talkers) -> None:
    """A limit that is lowered is the other process's, and it is given back."""
    before = resource.prlimit(talkers.door.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(talkers.door.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == before
    talkers.door.give_back_limits()
    assert resource.prlimit(talkers.door.pid, resource.RLIMIT_FSIZE)[0] == before[1]
    talkers.door.kill(signal.SIGKILL)
    assert not talkers.door.alive()
    talkers.door.open()
