"""docs/wording-review.md tells the truth: every rule has its line, and every test that a line names exists."""

from __future__ import annotations

import re

import pytest

from tests.unit.house.house import DOCS, ROOT

PAGE = (DOCS / "wording-review.md").read_text(encoding="utf-8")
LINES = {
    int(number): (ways.strip(), re.findall(r"`(test_\w+)`", tests))
    for number, ways, tests in re.findall(r"^\| (\d+) \|[^|]*\|([^|]*)\|([^|]*)\|$", PAGE, re.MULTILINE)
}
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_every_rule_has_its_line() -> None:
    assert sorted(LINES) == list(range(1, 33))


@pytest.mark.parametrize("rule", range(1, 33))
def test_every_test_that_a_rule_names_exists(rule: int) -> None:
    ways, tests = LINES[rule]
    assert set(ways.split(", ")) <= {"tests", "browser", "human", "not yet"}
    assert bool(tests) == (ways != "not yet")
    assert [name for name in tests if name not in TESTS] == []


def test_every_test_with_a_rules_number_is_on_the_page() -> None:
    """Or is a second one of the same rule, which the page need not name."""
    numbered = {int(number) for name in TESTS for number in re.findall(r"^test_rule_(\d+)_", name)}
    assert numbered <= {number for number, (ways, _) in LINES.items() if "tests" in ways}
