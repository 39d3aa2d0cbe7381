"""Takes each guard of tests/guards.yml out, in a copy of the tree, and sees the tests fail that stand for it.

    uv run python -m tools.guards            all of them, in the order of the file (`make guards`)
    uv run python -m tools.guards SSRF JWT   those whose attack begins so
    uv run python -m tools.guards --page     write the table of docs/threat-model.md anew

A guard whose tests stay green without it is named, and the command ends with 1. The tree itself is never touched.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
GUARDS = ROOT / "tests" / "guards.yml"
PAGE = ROOT / "docs" / "threat-model.md"
BEGIN, END = "<!-- guards: written by tools/guards.py -->\n", "<!-- end of guards -->"
NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", ".uv", "models", "var", "__pycache__", ".*_cache", "node_modules")
LINKED = ("models", ".venv")


@dataclass(frozen=True)
class Guard:
    """What stands in the way of an attack, how it is taken out, and the tests that fail then."""

    attack: str
    guard: str
    out: tuple[tuple[str, str, str], ...]
    """Files, what stands there once, and what comes in its place."""
    tests: tuple[str, ...]

    @property
    def files(self) -> list[str]:
        """The files that the guard stands in, each once."""
        return list(dict.fromkeys(file for file, _, _ in self.out))


def read_guards() -> list[Guard]:
    """All guards, in the order of the file."""
    return [
        Guard(
            one["attack"], one["guard"], tuple((str(a), str(b), str(c)) for a, b, c in one["out"]), tuple(one["tests"])
        )
        for one in YAML(typ="safe").load(GUARDS.read_text(encoding="utf-8"))
    ]


def table(guards: Sequence[Guard]) -> str:
    """The guards as a table in Markdown."""
    lines = ["| Attack | Guard | Where | Test that fails without it |", "|---|---|---|---|"]
    for one in guards:
        files, tests = ("<br>".join(f"`{name}`" for name in names) for names in (one.files, one.tests))
        lines.append(f"| {one.attack} | {one.guard} | {files} | {tests} |")
    return "\n".join(lines) + "\n"


def with_table(page: str, guards: Sequence[Guard]) -> str:
    """The page with its table written anew."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + table(guards) + END + rest.split(END)[1]


def take_out(guard: Guard, folder: Path) -> dict[Path, str]:
    """Take a guard out of the tree in `folder`. Out: what the files were. Raises ValueError: it is not there once."""
    were: dict[Path, str] = {}
    for name, stands, comes in guard.out:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        were.setdefault(file, text)
        if text.count(stands) != 1:
            raise ValueError(f"{name} does not have it once: {stands}")
        file.write_text(text.replace(stands, comes), encoding="utf-8")
    return were


def failing(tests: Sequence[str], folder: Path) -> tuple[set[str], str]:
    """Which of some tests fail in a tree, in any of their cases; and what pytest said last."""
    quick = ["-k", "not postgresql"]  # one database is enough to see whether a test notices
    command = [sys.executable, "-m", "pytest", "-q", "-rf", "--tb=no", "-p", "no:cacheprovider", *quick, *tests]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    failed = re.findall(r"^FAILED ([^\s\[]+)", done.stdout, re.MULTILINE)
    return {test for test in tests if test in failed}, (done.stdout.strip().splitlines() or [done.stderr[-200:]])[-1]


def main(asked: Sequence[str]) -> int:
    """Run what is asked for. Out: the status to end with."""
    guards = read_guards()
    if "--page" in asked:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), guards), encoding="utf-8")
        return 0
    chosen = [one for one in guards if not asked or one.attack.startswith(tuple(asked))]
    still_green: list[str] = []
    with tempfile.TemporaryDirectory(prefix="waymark-guards-") as made:
        folder = Path(made) / "tree"
        shutil.copytree(ROOT, folder, ignore=NOT_COPIED, symlinks=True)
        for name in LINKED:
            (folder / name).symlink_to(ROOT / name)
        for number, one in enumerate(chosen, 1):
            were = take_out(one, folder)
            red, said = failing(one.tests, folder)
            for file, text in were.items():
                file.write_text(text, encoding="utf-8")
            green = [test for test in one.tests if test not in red]
            still_green += green
            verdict = "red" if not green else f"STILL GREEN: {', '.join(green)}"
            sys.stdout.write(f"{number} of {len(chosen)}  {one.attack}: {one.guard}\n    {verdict} ({said})\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} guards, {len(still_green)} tests that stayed green\n")
    return 1 if still_green else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
