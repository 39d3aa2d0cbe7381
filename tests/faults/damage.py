"""Damage to what lies on the disk: a backup, a row, the model. And a clock that jumps under a purge."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot import days
from bot.reflection.answers import Answers
from bot.reflection.keeping import save_reflection
from bot.reflection.paths import add_to_path, read_path
from bot.runtime.purge import purge
from bot.runtime.training import find_damaged, find_model, model_path
from bot.store import clock
from bot.store.backup import restore_backup
from bot.store.sealed_file import SealedFileError
from tests.faults.rows import Row
from tests.faults.work import Bench, read_rows
from tests.landed import SECRET

JUMPS = (timedelta(days=400), timedelta(days=8), timedelta(hours=-2), timedelta(days=-400), timedelta(days=36_500))
"""Of a clock between two purges. Ahead by less than a week while nothing runs is not noticed on SQLite (ADR 36)."""


def damage(whole: bytes, chance: random.Random) -> bytes:
    """Something of it is not as it was: a bit, the end, a piece in the middle, or what follows the end."""
    how, place = chance.randrange(4), chance.randrange(len(whole))
    if how == 0:
        return whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
    if how == 1:
        return whole[:place]
    if how == 2:
        return whole[:place] + bytes(min(64, len(whole) - place)) + whole[place + 64 :] + b"\1"
    return whole + chance.randbytes(1 + place % 100)


def backup(bench: Bench, row: Row, chance: random.Random, *, whole_too: bool) -> None:
    """A damaged backup is refused in a line, and the database stays empty; a whole one can still be restored."""
    row.faults += 1
    broken = bench.folder / "broken.backup"
    broken.write_bytes(damage(bench.backup.read_bytes(), chance))
    file = bench.copy(bench.empty)
    with bench.opened(file) as database:
        try:
            restore_backup(database, SECRET, broken, {}, 36_500)
            row.unkind += 1
            row.fail("a damaged backup was restored")
        except SealedFileError as refused:
            row.kind += bool(str(refused))
        there = read_rows(file)
        row.expect(0, len(there["reflections"]) + len(there["private_reflections"]), "after a damaged backup")
        if whole_too:
            restore_backup(database, SECRET, bench.backup, {}, 36_500)
            there = read_rows(file)
            row.expect(12, len(there["reflections"]) + len(there["private_reflections"]), "after a whole backup")
    row.recovered += 1


def clock_jump(bench: Bench, row: Row, by: timedelta) -> None:
    """A purge by a clock that jumped erases nothing and says why; put right, it goes on by itself."""
    row.faults += 1
    file = bench.copy(bench.origin)
    before = read_rows(file)
    plain = days.read_clock
    with bench.opened(file) as database:
        days.read_clock = lambda: datetime.now(UTC) + by
        try:
            purge(database, bench.settings, bench.content.organisation)
            row.unkind += 1
            row.fail(f"a clock that jumped by {by} was believed")
        except clock.ClockDoubted as doubt:
            row.kind += bool(str(doubt))
        finally:
            days.read_clock = plain
        row.compare(before, read_rows(file), f"clock {by}")
        purge(database, bench.settings, bench.content.organisation)
    there = read_rows(file)
    row.expect(9, len(there["reflections"]) + len(there["private_reflections"]), "a purge by a right clock")
    row.recovered += 1


class Saved:
    """A database with a few codes, each of which holds three private reflections."""

    def __init__(self, bench: Bench, codes: int) -> None:
        self.bench = bench
        self.origin = Path(shutil.copy(bench.empty, bench.folder / "saved.sqlite3"))
        self.codes = [f"acorn-river-lamp-number{number}" for number in range(codes)]
        theme = bench.content.themes[0].id
        with bench.opened(self.origin) as database:
            for code in self.codes:
                for place, keep in enumerate((save_reflection, add_to_path, add_to_path)):
                    keep(
                        database, SECRET, bench.content.organisation, code=code, theme=theme,
                        answers=Answers(strengths=f"{code} {place}"), guidance=(), sharing="private",
                    )  # fmt: skip
            database.scrub()

    def damage_row(self, row: Row, chance: random.Random) -> None:
        """A row of saved words is damaged: all others open, its own code tells it, and nothing is taken for it."""
        row.faults += 1
        file = self.bench.copy(self.origin)
        with closing(sqlite3.connect(file)) as connection:
            places = connection.execute("SELECT lookup, sealed FROM private_reflections ORDER BY lookup").fetchall()
            which, sealed = chance.choice(places)
            new = damage(sealed, chance)
            connection.execute("UPDATE private_reflections SET sealed = ? WHERE lookup = ?", (new, which))
            connection.commit()
        with self.bench.opened(file) as database:
            paths = [read_path(database, SECRET, code) for code in self.codes]
        there = sorted(one.strengths for path in paths for one in path.found)
        all_of_them = {f"{code} {place}" for code in self.codes for place in range(3)}
        row.expect(len(all_of_them) - 1, len(set(there) & all_of_them), "beside a damaged row")
        told = sum(len(path.damaged) for path in paths)
        row.kind += told == 1
        if told != 1:
            row.fail("a damaged row is not told of")
        row.recovered += 1


class Model:
    """A trained model in a folder of its own, to be damaged and put right again."""

    def __init__(self, waymark: Any, folder: Path) -> None:
        self.origin = model_path(waymark)
        shutil.copytree(self.origin.parent, folder, dirs_exist_ok=True)
        settings = SimpleNamespace(
            models_dir=folder, encoder_dir=waymark.settings.encoder_dir, content_dir=waymark.settings.content_dir
        )
        self.waymark: Any = SimpleNamespace(settings=settings)
        self.model = model_path(self.waymark)

    def damage(self, row: Row, chance: random.Random) -> None:
        """A file of it is damaged or lost: a start finds which, and takes nothing of it (and would make it anew)."""
        row.faults += 1
        names = sorted(path for path in self.model.parent.rglob("*") if path.is_file() and path.suffix != ".npz")
        made = [path for path in names if path != self.model.with_name(self.model.name.replace(".tar.gz", ".made"))]
        file = chance.choice(made)
        whole = file.read_bytes()
        if whole and chance.randrange(4):
            file.write_bytes(damage(whole, chance))
        else:
            file.unlink()
        found = find_model(self.waymark)
        if found is None and (not self.model.exists() or find_damaged(self.model)):
            row.kind += 1
        else:
            row.unkind += 1
            row.fail(f"a damaged {file.name} was taken")
        file.write_bytes(whole)
        row.recovered += find_model(self.waymark) == self.model
