"""Whoever starts both doors starts one again that ended, and no door outlives them. The doors here are small ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT
from tests.doors import free_port

DOOR = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from bot.runtime.doors import stop_with_launcher
stop_with_launcher()
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/die":
            os._exit(9)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""

LAUNCHER = """
import sys
from bot.runtime import launcher
home, door, *ports = sys.argv[1:]
launcher._command = lambda name: [sys.executable, door, ports[name == "review"]]
launcher.main("127.0.0.1", *ports)
"""


class Launched:
    """A launcher, and where its doors are."""

    def __init__(self, home: Path) -> None:
        self.ports = [free_port(), free_port()]
        for name, script in (("door.py", DOOR), ("launcher.py", LAUNCHER)):
            (home / name).write_text(textwrap.dedent(script))
        command = [sys.executable, home / "launcher.py", home, home / "door.py", *map(str, self.ports)]
        env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self.log = home / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)

    def said(self, words: str) -> bool:
        return words in self.log.read_text()

    def pid(self, door: int) -> int:
        """The process that answers there; 0: nobody does."""
        try:
            return int(httpx.get(f"http://127.0.0.1:{self.ports[door]}/", timeout=2).text)
        except httpx.HTTPError:
            return 0

    def end(self, door: int) -> None:
        """A door dies of itself."""
        try:
            httpx.get(f"http://127.0.0.1:{self.ports[door]}/die", timeout=2)
        except httpx.HTTPError:
            return


@contextmanager
def launched(home: Path) -> Iterator[Launched]:
    one = Launched(home)
    try:
        assert until(lambda: one.said("Waymark is ready"), 60), one.log.read_text()
        yield one
    finally:
        one.process.kill()
        one.process.wait()


def until(is_so, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def test_a_door_that_died_is_started_again_and_the_other_goes_on(tmp_path: Path) -> None:
    with launched(tmp_path) as both:
        bot, review = both.pid(0), both.pid(1)
        both.end(1)
        assert until(lambda: both.pid(1) not in (0, review))
        assert both.pid(0) == bot, "it never stopped"
        assert both.said("The review door stopped by itself. It is started again.")
        both.process.send_signal(signal.SIGTERM)
        assert both.process.wait(timeout=40) == 0
        assert [both.pid(0), both.pid(1)] == [0, 0]


def test_no_door_outlives_a_launcher_that_was_killed(tmp_path: Path) -> None:
    with launched(tmp_path) as both:
        assert both.pid(0) and both.pid(1)
        both.process.send_signal(signal.SIGKILL)
        assert until(lambda: both.pid(0) == 0 and both.pid(1) == 0)


@pytest.mark.parametrize("tired", [0])
def test_a_door_that_keeps_dying_ends_both_with_a_line(tired: int, tmp_path: Path) -> None:
    source = (tmp_path / "launcher.py", LAUNCHER.replace("home, ", "launcher.AGAIN = 1\nhome, ", 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "LAUNCHER", source[1])
        with launched(tmp_path) as both:
            first = both.pid(tired)
            both.end(tired)
            assert until(lambda: both.pid(tired) not in (0, first))
            both.end(tired)
            assert both.process.wait(timeout=40) == 1
            assert both.said("A door stopped by itself")
            assert both.pid(1) == 0
