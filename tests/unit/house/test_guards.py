"""The threat model is true: each file and test that it names exists, and each guard stands where it is said to stand.

`make guards` goes further: it takes each out and sees its tests fail. That takes some fifteen minutes.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from house import DOCS, ROOT, read_python

from tools.guards import Guard, read_guards, take_out, with_table

PAGES = [DOCS / "threat-model.md", DOCS / "dpia.md"]
TEST = re.compile(r"tests/[\w/.-]+\.py::\w+")
FILE = re.compile(r"`((?:bot|data|actions|docs|tests|tools)/[\w./-]+|[\w-]+\.(?:yml|toml|lock|md))`")
ATTACKS = {
    "Session fixation", "Token guessing", "Replay", "IDOR", "Clickjacking", "Stored XSS", "Cross-site requests",
    "Header injection", "Open redirect", "SSRF", "Traversal", "Injection into files", "JWT confusion", "Brute force",
    "Timing", "Mass assignment", "Eavesdropping",
}  # fmt: skip


def names_of_tests(path: Path) -> set[str]:
    """The names of the tests in a file."""
    found = (node for node in ast.walk(read_python(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in found if node.name.startswith("test_")}


def missing(names: list[str]) -> list[str]:
    """Tests that do not exist, of some."""
    return [
        name
        for name in names
        if not (ROOT / name.partition("::")[0]).exists()
        or name.partition("::")[2] not in names_of_tests(ROOT / name.partition("::")[0])
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_file_and_test_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert missing(TEST.findall(text)) == []
    assert [name for name in FILE.findall(text) if not (ROOT / name).exists() and not (DOCS / name).exists()] == []


def test_each_threat_has_a_control_and_a_test() -> None:
    text = (DOCS / "threat-model.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if re.match(r"\| T\d+ ", row)]
    numbers = [int(re.match(r"\| T(\d+) ", row)[1]) for row in rows]  # type: ignore[index]
    assert numbers == list(range(1, len(rows) + 1)) and len(rows) >= 30
    for row in rows:
        *_, control, test, _ = row.split("|")
        assert FILE.search(control), f"no file: {row}"
        assert TEST.search(test), f"no test: {row}"


def test_each_attack_has_a_guard() -> None:
    assert {one.attack for one in read_guards()} == ATTACKS


@pytest.mark.parametrize("guard", read_guards(), ids=lambda one: f"{one.attack}, {one.guard}")
def test_each_guard_stands_where_it_is_said_to_stand(guard: Guard, tmp_path: Path) -> None:
    for name in guard.files:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    take_out(guard, tmp_path)
    for name in guard.files:
        taken = (tmp_path / name).read_text(encoding="utf-8")
        assert taken != (ROOT / name).read_text(encoding="utf-8")
        if name.endswith(".py"):
            ast.parse(taken)
    assert guard.tests and missing(list(guard.tests)) == []


def test_the_table_of_guards_is_fresh() -> None:
    page = (DOCS / "threat-model.md").read_text(encoding="utf-8")
    assert with_table(page, read_guards()) == page, "write it anew: uv run python -m tools.guards --page"
