"""How old our dependencies are: writes docs/dependencies.md from uv.lock and pyproject.toml.

Public bodies may run supported software only, and a release of more than a year ago is a sign to look twice. So each
direct dependency is a release of the last 12 months, or stands in a list here with a reason. A test in
tests/unit/house holds both the list and the page. Release days are the `upload-time` of the lock.

    uv run python tools/dependency_ages.py > docs/dependencies.md
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent

ON = date(2026, 11, 23)
"""The day the ages count to. Move it whenever the lock is updated: it may not be before the newest release there."""

GROUPS = {"": "At run time", "test": "For the tests", "check": "For the checks", "inputs": "For `make inputs` alone"}

OLDER: dict[str, str] = {
    "argon2-cffi": "The newest release. It is a thin, finished layer over Argon2, and its C bindings "
    "(argon2-cffi-bindings) are of this year.",
    "httpx": "The newest stable release. Authlib speaks to an organisation's sign-in service through it.",
    "jinja2": "The newest release, in maintenance by the Pallets team. It renders our own templates only, with "
    "autoescape and strict undefined values.",
    "openpyxl": "The newest release. Only the tests use it: a reader of Excel files that is not the writer.",
    "pytest-xdist": "The newest release. Used by the tests alone.",
    "python-docx": "The newest release, and the kept library for Word files. It writes documents from our own "
    "template only; it reads none that anybody sends.",
    "rasa": "The last open release of Rasa (decision 1). No newer one will come. docs/rasa-runtime.md says what is "
    "replaced, and what is never exposed.",
    "scikit-learn": "1.8 takes away LogisticRegression(multi_class=...), which Rasa 3.6.21 passes. It loads no model "
    "that we did not train ourselves.",
    "segno": "The newest release: a finished library without dependencies. It draws one QR code, from text of our own.",
    "zxcvbn": "The newest release (February 2025): 0.8 MB of word lists and no dependencies. It judges a password that "
    "somebody chooses, cut at 32 characters, and is imported at no other time.",
}
"""Direct dependencies of more than 12 months, and why they stay."""

OLDER_FOR_RASA: dict[str, str] = {
    "colorclass": "Colours in `rasa interactive`, which the doors do not use.",
    "coloredlogs": "Colours in the logs of Rasa's command line. The doors set up logs of their own.",
    "portalocker": "Keeps printed lines apart in Rasa's command line. Rasa 3.6.21 was written for its 2.x line.",
    "pykwalify": "Checks the shape of domain.yml and training data. Reads our own files only.",
    "questionary": "The newest release. Asks questions in `rasa shell`, which the doors do not use.",
    "randomname": "Names models that have no name. Ours always have one.",
    "sanic-cors": "Imported with Rasa's own HTTP API, which the doors do not serve.",
    "sanic-jwt": "Imported with Rasa's own HTTP API, which the doors do not serve.",
    "scikit-learn": OLDER["scikit-learn"],
    "terminaltables": "Tables in `rasa interactive`, which the doors do not use.",
    "typing-utils": "Compares type hints when a model's graph is checked.",
}
"""What Rasa and rasa_sdk need, older than 12 months. We restate their requirements, so we answer for these too."""


class Dependency(NamedTuple):
    """One locked dependency and the day of its release. `group`: "" at run time, else the group's name."""

    name: str
    version: str
    released: date
    group: str

    def months(self, on: date) -> int:
        """Full months since the release."""
        months = (on.year - self.released.year) * 12 + on.month - self.released.month
        return months - (on.day < self.released.day)

    def is_older(self, on: date) -> bool:
        """Whether the release is more than 12 months ago."""
        return self.released < on.replace(year=on.year - 1)


def read_lock(path: Path = ROOT / "uv.lock") -> dict[str, dict[str, Any]]:
    """The locked packages by name."""
    return {package["name"]: package for package in tomllib.loads(path.read_text(encoding="utf-8"))["package"]}


def release_day(package: Mapping[str, Any]) -> date:
    """The day the first file of a locked release was uploaded."""
    files = [package.get("sdist"), *package.get("wheels", [])]
    return date.fromisoformat(min(file["upload-time"] for file in files if file)[:10])


def newest_release(lock: Mapping[str, dict[str, Any]]) -> date:
    """The day of the newest release in the lock, direct or not."""
    return max(release_day(package) for package in lock.values() if "registry" in package["source"])


def direct(lock: Mapping[str, dict[str, Any]]) -> list[Dependency]:
    """What pyproject.toml names, by group and name."""
    ours = lock["waymark"]
    groups = {"": ours["dependencies"], **ours["dev-dependencies"]}
    return [_dependency(lock, name, group) for group in GROUPS for name in _names(groups[group])]


def restated(lock: Mapping[str, dict[str, Any]]) -> list[Dependency]:
    """What pyproject.toml restates that Rasa and rasa_sdk need, by name."""
    return [
        _dependency(lock, name, "") for name in _names(lock["rasa"]["dependencies"] + lock["rasa-sdk"]["dependencies"])
    ]


def _names(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted({entry["name"] for entry in entries})


def _dependency(lock: Mapping[str, dict[str, Any]], name: str, group: str) -> Dependency:
    return Dependency(name, lock[name]["version"], release_day(lock[name]), group)


def write_page(lock: Mapping[str, dict[str, Any]], on: date = ON) -> str:
    """The text of docs/dependencies.md. Raises KeyError for an old dependency without a reason."""
    ours, rasas = direct(lock), restated(lock)
    older = {dependency.name: dependency for dependency in ours if dependency.is_older(on)}
    older_for_rasa = [dependency for dependency in rasas if dependency.is_older(on)]
    parts = [
        "# Dependencies and their ages",
        "This page is generated: `uv run python tools/dependency_ages.py > docs/dependencies.md`. Change the tool, not "
        "the page.",
        f"Every direct dependency is a release of the 12 months before {_day(on)}, or is in the list that follows. "
        "A test fails when one is neither. `uv.lock` pins each one, and everything below them, by hash.",
        "## Older than 12 months, and why",
        _table(
            ("Package", "Version", "Released", "Months", "Why it stays"),
            [(d.name, d.version, d.released.isoformat(), str(d.months(on)), OLDER[d.name]) for d in older.values()],
        ),
        "Two more are pinned below their newest release, though not old. `sanic` 25.12: 26.6 takes away the "
        "`(app, loop)` listeners that Rasa uses. `setuptools` 81: 82 takes away `pkg_resources`, which Rasa imports. "
        "Should a security fix come only above one of these bounds, what needs the bound has to be patched or go.",
    ]
    for group, title in GROUPS.items():
        rows = [(d.name, d.version, d.released.isoformat(), str(d.months(on))) for d in ours if d.group == group]
        parts += [f"## {title}", _table(("Package", "Version", "Released", "Months"), rows)]
    parts += [
        "## What Rasa needs, restated by us",
        f"`pyproject.toml` restates what Rasa 3.6.21 and rasa_sdk really import ({len(rasas)} packages). Those of the "
        "last 12 months are not listed here. These are older:",
        _table(
            ("Package", "Version", "Released", "Why it stays"),
            [(d.name, d.version, d.released.isoformat(), OLDER_FOR_RASA[d.name]) for d in older_for_rasa],
        ),
        "## Keeping up",
        "- `make audit` looks every locked package up in a public list of known vulnerabilities. It fails on a package "
        "it had to skip. Where the service cannot be reached it says that it was not run. `make check` asks too, and "
        "stops for what is known, not for silence. `.github/workflows/weekly.yml` asks each Monday, where it answers.\n"
        "- `make update` takes newer releases, and none that is younger than seven days (`exclude-newer`); a fix that "
        "cannot wait is taken with `exclude-newer-package`. It writes this page again. Then run `make check`, "
        "`make test` and `make audit`.\n"
        "- `make sbom` lists what an installation is made of (`sbom.cdx.json`, CycloneDX 1.6). `tools/licences.py` has "
        "the licences that are allowed, and the exceptions with their reasons. `make check` holds both "
        "([ADR 42](adr/0042-what-we-stand-on.md)).\n"
        "- A test for each part of Rasa that we replace fails when its source changes: see "
        "[rasa-runtime.md](rasa-runtime.md).",
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


if __name__ == "__main__":
    sys.stdout.write(write_page(read_lock()))
