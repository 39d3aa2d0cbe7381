"""Starts both doors, each a process, and looks after them: `waymark run` becomes this program.

It waits for as long as Waymark runs. So it loads Python's own library and click, and nothing of ours.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from types import FrameType

import click

START_WITHIN = 180
"""Seconds until a door must answer."""

STOP_WITHIN = 90
"""Seconds until a door must have stopped: the longest drain (`WAYMARK_DRAIN_SECONDS`), and the turns under way."""

AGAIN, WITHIN = 5, 600
"""A door that ended more often than this in so many seconds is not started again."""


def launch(host: str, bot_port: int, review_port: int, workers: int = 1) -> bool:
    """Start both doors and say where they are. One that ends by itself is started again, until somebody stops them.

    Out: whether they were stopped, and ended well. False: a door stopped by itself.
    """
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo("Starting the doors …")
    addresses = [f"http://{host}:{port}" for port in (bot_port, review_port)]
    paths = ("/health/ready", "/health/live")
    doors = [_Door(name, a + path, workers) for name, a, path in zip(("bot", "review"), addresses, paths, strict=True)]
    try:
        for door in doors:
            door.opened = answers(door.process, door.address, stopped)
        if all(door.opened for door in doors):
            click.echo(
                f"\nWaymark is ready.\n"
                f"  Staff reflect here:        {addresses[0]}/\n"
                f"  Coordinators read here:    {addresses[1]}/login\n"
                f"  Make a first coordinator:  {_uv()} run waymark coordinator add NAME\n"
                f"  Stop with Ctrl+C."
            )
        _keep_open(doors, stopped)
    finally:
        for door in doors:
            if door.process.poll() is None:
                door.process.terminate()
        codes = [_wait_for(door.process) for door in doors]
    return stopped.is_set() and all(code in (0, -signal.SIGTERM, -signal.SIGINT) for code in codes)


def main(host: str, bot_port: str, review_port: str, workers: str = "1") -> None:
    """Launch, and end with 1 and a line when a door stopped by itself."""
    if not launch(host, int(bot_port), int(review_port), int(workers)):
        click.echo("A door stopped by itself. The lines above say why; `uv run waymark doctor` may help.", err=True)
        sys.exit(1)


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    """The code a door ends with; one that does not end in time is ended."""
    try:
        return process.wait(timeout=STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _uv() -> str:
    """How this machine calls uv: the Makefile puts it into .uv/ where there is none."""
    return "uv" if shutil.which("uv") else ".uv/bin/uv"


class _Door:
    """One door's process, which is started again when it ends by itself."""

    def __init__(self, name: str, address: str, workers: int = 1) -> None:
        self.name, self.address = name, address
        self._more = ["--workers", str(workers)] if name == "bot" and workers > 1 else []
        self.opened = False
        """Whether it ever answered: one that never did would not the next time either."""
        self._ends: list[float] = []
        self.start()

    def start(self) -> None:
        """Start it. It holds the end of a pipe, and stops when this process is gone, however that ended."""
        self.process = subprocess.Popen(
            [*_command(self.name), *self._more], cwd=Path.cwd(), env=os.environ, stdin=subprocess.PIPE
        )

    def may_start_again(self) -> bool:
        """It ended: whether to start it again. Not when it never answered, or ended too often lately."""
        now = time.monotonic()
        self._ends = [end for end in self._ends if end > now - WITHIN] + [now]
        return self.opened and len(self._ends) <= AGAIN

    def rest(self) -> float:
        """How many seconds to wait before it starts again: more each time."""
        return float(min(2 ** len(self._ends), 30)) / 2


def _keep_open(doors: list[_Door], stopped: threading.Event) -> None:
    """Start a door again that ended by itself; the other goes on. Ends when that is no use, or on `stopped`."""
    while not stopped.is_set():
        for door in doors:
            if door.process.poll() is None or stopped.is_set():
                continue
            if not door.may_start_again():
                return
            click.echo(f"The {door.name} door stopped by itself. It is started again.", err=True)
            stopped.wait(door.rest())
            if not stopped.is_set():
                door.start()
        stopped.wait(0.5)


def _command(door: str) -> list[str]:
    return [sys.executable, "-m", "bot.cli", "run", door, "--until-launcher-ends"]


def answers(door: subprocess.Popen[bytes], address: str, stopped: threading.Event | None = None) -> bool:
    """Wait until a door answers at an address. False: it ended, it was stopped, or START_WITHIN is over."""
    end, stopped = time.monotonic() + START_WITHIN, stopped or threading.Event()
    while door.poll() is None and time.monotonic() < end and not stopped.is_set():
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return True
        except OSError:
            stopped.wait(0.2)
    return False


if __name__ == "__main__":
    main(*sys.argv[1:])
