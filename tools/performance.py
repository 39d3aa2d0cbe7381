"""Compares what Waymark costs with what it cost before, and with the bare bot of stock Rasa, in one run on one machine.

    uv run python -m tools.performance --before COMMIT [--stock PYTHON --bot FOLDER] [--rounds 3]

Rounds alternate between the versions, and figures are medians: processor time, because a machine is shared, and memory
as the kernel tells it (Linux). Both versions take this environment's libraries and the models of this folder. `--stock`
is a Python 3.10 with `rasa==3.6.21`, `--bot` a folder where `rasa init` was run. docs/performance.md has a table of it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import ROOT

TALKS = 6
PATIENCE = 900
TICKS = os.sysconf("SC_CLK_TCK")
NAMES = {
    "typed": "a typed answer, ms",
    "pressed": "a pressed choice, ms",
    "share_private": "keeping it, with its Argon2id, ms",
    "message": "a message of a reflection, its keeping apart, ms",
    "loading": "loading the model, ms",
    "help": "`waymark --help`, ms",
    "start": "`waymark run` until both doors answer, ms",
    "launcher": "memory of the launcher, MB",
    "chat": "memory of the chat door, MB",
    "review": "memory of the review door, MB",
    "together": "memory together, MB",
}
Figures = dict[str, float]


def environment(tree: Path, home: Path) -> dict[str, str]:
    """What a process over a tree runs in: none of our own settings, a home that is thrown away."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}
    return kept | {"PYTHONPATH": str(tree), "WAYMARK_HOME": str(home), "RASA_TELEMETRY_ENABLED": "false"}


def take_turns(tree: Path, home: Path) -> Figures:
    """Processor time of turns."""
    command = [sys.executable, str(ROOT / "tools" / "performance_turns.py"), str(TALKS)]
    return _read(_run(command, tree, home))


def _run(command: list[str], tree: Path, home: Path) -> bytes:
    """What a command printed. Raises RuntimeError with its last lines when it failed."""
    done = subprocess.run(command, cwd=tree, env=environment(tree, home), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()[-2000:]}")
    return done.stdout


def ask_for_help(tree: Path, home: Path) -> Figures:
    """Processor time of the shortest command."""
    before = os.times()
    command = [sys.executable, "-m", "bot.cli", "--help"]
    subprocess.run(command, cwd=tree, env=environment(tree, home), capture_output=True, check=True)
    after = os.times()
    return {
        "help": (after.children_user + after.children_system - before.children_user - before.children_system) * 1000
    }


def start(tree: Path, home: Path) -> Figures:
    """Processor time until both doors answer, and the memory of each process then. The model is there already."""
    ports = [_free_port(), _free_port()]
    env = environment(tree, home) | {"WAYMARK_BOT_PORT": str(ports[0]), "WAYMARK_REVIEW_PORT": str(ports[1])}
    command = [sys.executable, "-m", "bot.cli", "run"]
    launcher = subprocess.Popen(command, cwd=tree, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for port, path in zip(ports, ("ready", "live"), strict=True):
            _wait_for(f"http://127.0.0.1:{port}/health/{path}", launcher)
        doors = {
            name: pid for pid, line in _children(launcher.pid) for name in ("bot", "review") if f" run {name}" in line
        }
        memory = {
            "launcher": _memory(launcher.pid),
            "chat": _memory(doors["bot"]),
            "review": _memory(doors["review"]),
        }
        spent = sum(_spent(pid) for pid in (launcher.pid, *doors.values()))
    finally:
        launcher.terminate()
        launcher.wait(timeout=PATIENCE)
    return {"start": spent * 1000, **memory, "together": sum(memory.values())}


def talk_to_stock(python: Path, bot: Path) -> Figures:
    """Processor time of messages to the bare bot."""
    model = max((bot / "models").glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    command = [str(python), str(ROOT / "tools" / "performance_stock.py"), str(model), str(TALKS)]
    env = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return _read(subprocess.run(command, cwd=bot, env=env, capture_output=True, check=True).stdout)


def _read(out: bytes) -> Figures:
    found: Figures = json.loads(out.splitlines()[-1])
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(address: str, launcher: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and launcher.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The doors did not open.")


def _children(parent: int) -> Iterator[tuple[int, str]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if int((folder / "stat").read_text().rpartition(") ")[2].split()[1]) == parent:
                yield int(folder.name), line
        except OSError:
            continue


def _memory(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _spent(pid: int) -> float:
    user, system, *_ = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


@contextmanager
def tree_of(commit: str) -> Iterator[Path]:
    """The repository as it was at a commit, with a model of its own where this one's is not its."""
    with tempfile.TemporaryDirectory(prefix="waymark-before-") as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", tree, commit], cwd=ROOT, check=True)
        try:
            # a copy: a version that trains for itself takes other models away
            shutil.copytree(ROOT / "models", tree / "models")
            _run([sys.executable, "-m", "bot.cli", "train"], tree, Path(folder) / "home")
            yield tree
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)


def main() -> None:
    """Measure, tell what is being done, and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--before", required=True)
    options.add_argument("--stock", type=Path)
    options.add_argument("--bot", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", choices=["turns", "help", "start"], help="one kind of figure alone")
    asked = options.parse_args()
    takes = {"turns": take_turns, "help": ask_for_help, "start": start}
    found: dict[str, list[Figures]] = {"before": [], "now": [], "stock": []}
    with tree_of(asked.before) as before:
        for turn in range(asked.rounds):
            for name, tree in (("before", before), ("now", ROOT)):
                figures: Figures = {}
                for kind, take in takes.items():
                    if asked.only in (None, kind):
                        print(f"round {turn + 1}, {name}: {kind} …", file=sys.stderr)
                        home = Path(tempfile.mkdtemp(prefix="waymark-home-"))
                        figures |= take(tree, home)
                        shutil.rmtree(home)
                found[name].append(figures)
            if asked.stock and asked.bot and asked.only in (None, "turns"):
                print(f"round {turn + 1}, stock …", file=sys.stderr)
                found["stock"].append(talk_to_stock(asked.stock, asked.bot))
    print("| | before | now | now to before | stock, bare |\n|---|---|---|---|---|")
    for name, what in NAMES.items():
        one, other, stock = (_median(found[version], name) for version in found)
        if one is not None and other is not None:
            bare = "" if stock is None else f"{stock:,.0f}"
            print(f"| {what} | {one:,.1f} | {other:,.1f} | {other / one:.2f} | {bare} |")


def _median(figures: list[Figures], name: str) -> float | None:
    known = [one[name] for one in figures if name in one]
    return statistics.median(known) if known else None


if __name__ == "__main__":
    main()
