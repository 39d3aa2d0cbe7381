"""Builds the review door's vendored style sheet from a pinned release of GOV.UK Frontend (ADR 22).

    uv run python tools/vendor_look.py

It needs npm, in no running Waymark. The two packages are fetched into a temporary folder without running their
scripts, GOV.UK Frontend's integrity is compared with the one pinned here, and tools/look/govuk.scss is compiled. To
take a newer release, change VERSION and INTEGRITY (`npm view govuk-frontend@X dist.integrity`), run it, and look at
the pages in light and dark.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "6.6.0"
INTEGRITY = "sha512-xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg=="
SASS = "1.108.2"

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "tools" / "look" / "govuk.scss"
TARGET = ROOT / "bot" / "review" / "static" / "govuk-frontend.css"
HEAD = (
    f"/* GOV.UK Frontend {VERSION}, (C) 2017 Crown Copyright (Government Digital Service), MIT licence: see "
    "govuk-frontend.LICENSE.txt. Built by tools/vendor_look.py with our colours and no fonts. Do not edit. */\n"
)


def build(folder: Path) -> str:
    """The style sheet, built in an empty folder. Raises CalledProcessError, or ValueError for another integrity."""
    (folder / "package.json").write_text("{}", encoding="utf-8")
    wanted = [f"govuk-frontend@{VERSION}", f"sass@{SASS}"]
    subprocess.run(["npm", "install", "--silent", "--ignore-scripts", "--no-audit", *wanted], cwd=folder, check=True)
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    found = lock["packages"]["node_modules/govuk-frontend"]["integrity"]
    if found != INTEGRITY:
        raise ValueError(f"govuk-frontend {VERSION} is not the one that was pinned: {found}")
    modules = folder / "node_modules"
    made = subprocess.run(
        [
            modules / ".bin" / "sass",
            "--no-source-map",
            "--no-charset",
            "--style=compressed",
            f"--load-path={modules / 'govuk-frontend' / 'dist' / 'govuk'}",
            SOURCE,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return HEAD + made.stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        TARGET.write_text(build(Path(name)), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size // 1024} KB\n")
