"""`make audit`: known vulnerabilities in what is locked. Green only when every package was really looked up."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path


def judge(returncode: int, said: str) -> tuple[int, str]:
    """What pip-audit's end means: the exit code, and what to print.

    0: every package was looked up and none has a known vulnerability. 1: some have. 2: not run, for pip-audit --strict
    ends like that when it had to skip a package, or could not reach its service.
    """
    said = said.strip()
    if returncode == 0:
        return 0, said
    if "known vulnerabilit" in said and "No known vulnerabilit" not in said:
        return 1, said
    reason = said.splitlines()[-1] if said else "it said nothing"
    return 2, f"The audit was not run: its service could not look up every package.\n{reason}"


def main(uv: str, *options: str) -> int:
    """Export the lock and hand it to pip-audit.

    Out: 0, 1 or 2 as `judge` says. With --where-it-answers 2 is 0: what cannot be looked up here is said, and is no
    reason to stop. The weekly workflow looks it up without that option, where the service answers.
    """
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "requirements.txt"
        export = [uv, "export", "--quiet", "--locked", "--no-default-groups", "--no-emit-project"]
        subprocess.run([*export, "--output-file", str(locked)], check=True, stdout=subprocess.DEVNULL)
        audit = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes"]
        done = subprocess.run([*audit, "--requirement", str(locked)], check=False, capture_output=True, text=True)
    code, line = judge(done.returncode, done.stdout + done.stderr)
    print(line)
    return forgive(code, options)


def forgive(code: int, options: tuple[str, ...]) -> int:
    """Whether an audit that was not run stops whoever asked. One that found something always does."""
    return 0 if code == 2 and "--where-it-answers" in options else code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
