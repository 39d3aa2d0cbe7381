"""`make sbom`: what an installation is made of, as a CycloneDX list (sbom.cdx.json) that other programs read.

An environment without development groups is made from the lock, and cyclonedx-py lists what is really in it. The list
is held against the lock, and a package that declares no licence gets the one that somebody read (tools/licences.py).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.licences import run_time_packages, spdx_of

ROOT = Path(__file__).resolve().parent.parent
SBOM = ROOT / "sbom.cdx.json"


def make_sbom(uv: str) -> dict[str, Any]:
    """The list of all packages at run time, by CycloneDX 1.6. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        sync = [uv, "sync", "--quiet", "--locked", "--no-default-groups", "--no-install-project"]
        env = os.environ | {"UV_PROJECT_ENVIRONMENT": folder, "UV_COMPILE_BYTECODE": "0"}
        subprocess.run(sync, check=True, cwd=ROOT, env=env)
        listing = [
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            "--spec-version",
            "1.6",
            "--output-reproducible",
        ]
        listing += ["--no-validate", "--pyproject", "pyproject.toml", folder]
        done = subprocess.run(listing, check=True, cwd=ROOT, stdout=subprocess.PIPE)
    made: dict[str, Any] = json.loads(done.stdout)
    for component in made["components"]:
        if not component.get("licenses"):
            spdx = spdx_of(distribution(component["name"]))
            component["licenses"] = [{"expression": spdx, "acknowledgement": "concluded"}]
    return made


def find_wrong(made: dict[str, Any], locked: dict[str, str]) -> list[str]:
    """What is wrong with a list: not by the standard, or not what `locked` has (package -> version). A line each."""
    listed = {re.sub(r"[-_.]+", "-", one["name"]).lower(): one["version"] for one in made["components"]}
    wrong = [f"{name} {locked[name]} is not in it." for name in sorted(set(locked) - set(listed))]
    wrong += [f"{name} is in it and not locked." for name in sorted(set(listed) - set(locked))]
    both = sorted(set(listed) & set(locked))
    wrong += [
        f"{name} is {listed[name]}, and {locked[name]} is locked." for name in both if listed[name] != locked[name]
    ]
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(made))
    return [*wrong, f"It is not CycloneDX 1.6: {error}"] if error else wrong


def read_locked() -> dict[str, str]:
    """The version of each package that is locked for run time on this platform."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    versions = {package["name"]: package["version"] for package in packages}
    return {name: versions[name] for name in run_time_packages()}


def main(uv: str) -> int:
    """Write sbom.cdx.json. Out: 1 when it is not what it should be."""
    made = make_sbom(uv)
    wrong = find_wrong(made, read_locked())
    if not wrong:
        SBOM.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        "\n".join(wrong) if wrong else f"{SBOM.name} lists the {len(made['components'])} packages of an installation."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
