"""`make audit`: known vulnerabilities in what is locked. Green only when every package was really looked up."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

UNREACHABLE = ("ConnectionError", "Max retries exceeded", "ServiceError", "Failed to resolve", "Name or service", "403")


def main(uv: str) -> int:
    """Export the lock and hand it to pip-audit --strict, which fails on a package it had to skip."""
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "requirements.txt"
        export = [uv, "export", "--quiet", "--locked", "--no-default-groups", "--no-emit-project"]
        subprocess.run([*export, "--output-file", str(locked)], check=True, stdout=subprocess.DEVNULL)
        audit = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes"]
        done = subprocess.run([*audit, "--requirement", str(locked)], check=False, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode and any(sign in said for sign in UNREACHABLE):
        print("The audit was not run: the vulnerability service cannot be reached from here.")
        return 2
    print(said.strip())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
