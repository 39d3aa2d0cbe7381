"""A campaign: every target gets its share of the cases, and what became of them is written down as it goes.

uv run pytest tests/inputs                     a few hundred cases
make inputs                                    100,000 cases, and some more that coverage guides (atheris)
make inputs INPUTS=5000                        so many
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from tqdm import tqdm

from bot.settings import ROOT
from tests.inputs.hammering import Attempt, hammer
from tests.inputs.noticing import KINDS, Tally, watch_logs
from tests.integration.conftest import microsoft, someone  # noqa: F401  both are fixtures here, too

SHARES = {
    "gate": 2,
    "readers": 4,
    "content files": 1,
    "sealed rows": 22,
    "sealed files": 22,
    "Teams activities": 22,
    "Teams door": 1,
    "documents": 4,
    "lists": 6,
    "restores": 1,
    "review forms": 5,
    "chat API": 5,
    "review API": 5,
}
"""Of 100 cases, how many go to each target. Targets that are slow have few."""

FOLDER = ROOT / "var" / "inputs"
Hammer = Callable[..., None]


class Campaign:
    """All that was tried so far."""

    def __init__(self, cases: int, folder: Path | None, first: int) -> None:
        self.cases, self.folder, self.first = cases, folder, first
        self.tallies: dict[str, Tally] = {}

    def strike(self, target: str, strategy: object, attempt: Attempt) -> Tally:
        """Send a target its share."""
        many = max(1, self.cases * SHARES[target] // 100)
        progress = (self.folder / "progress").open("a", encoding="utf-8") if self.folder else None
        with watch_logs() as lines, tqdm(total=many, desc=target, file=progress, disable=not progress) as bar:
            self.tallies[target] = hammer(strategy, attempt, many, lines, bar.update, self.first)  # type: ignore[arg-type]
        self.write()
        return self.tallies[target]

    def write(self) -> None:
        """Write what was found so far."""
        if self.folder:
            told = {name: asdict(tally) for name, tally in self.tallies.items()}
            (self.folder / "result.json").write_text(json.dumps(told, indent=1), encoding="utf-8")

    def table(self) -> list[str]:
        """A row for each target, and one for all."""
        rows = [f"{'target':18}{'cases':>9}" + "".join(f"{kind:>9}" for kind in KINDS) + f"{'slowest':>11}"]
        for name, tally in self.tallies.items():
            counts = "".join(f"{tally.count(kind):>9}" for kind in KINDS)
            rows.append(f"{name:18}{tally.cases:>9,}{counts}{tally.slowest:>9.2f} s")
        total = sum(tally.cases for tally in self.tallies.values())
        counts = "".join(f"{sum(tally.count(kind) for tally in self.tallies.values()):>9}" for kind in KINDS)
        return [*rows, f"{'all':18}{total:>9,}{counts}"]


@pytest.fixture(scope="session")
def campaign(request: pytest.FixtureRequest) -> Iterator[Campaign]:
    cases = request.config.getoption("--cases")
    folder = FOLDER / request.config.getoption("--written-to") if request.config.getoption("--written-to") else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "progress").write_text("", encoding="utf-8")
    running = Campaign(cases, folder, request.config.getoption("--first-seed"))
    yield running
    request.config.stash[TABLE] = running.table()


TABLE = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--written-to"):
        terminalreporter.write_line("\n".join(["", *config.stash.get(TABLE, [])]))


@pytest.fixture
def strike(campaign: Campaign) -> Hammer:
    """Send a target its share of the cases, and fail with whatever was noticed."""

    def send(target: str, strategy: object, attempt: Attempt) -> None:
        tally = campaign.strike(target, strategy, attempt)
        if tally.found:
            told = "\n".join(f"  {what}\n    {case}" for what, case in tally.found.items())
            pytest.fail(f"{target}, {tally.cases} cases:\n{told}", pytrace=False)

    return send
