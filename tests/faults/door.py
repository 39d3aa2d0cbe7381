"""The chat door as the campaign holds it: opened in an instant, killed at will, its limits lowered from outside."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from bot.settings import ROOT
from bot.store.database import Database
from tests.doors import START_WITHIN, free_port
from tests.faults.points import limit

SECRET = "only-for-tests-of-faults-0123456789abcdef"


class Door:
    """One home with one database, and the door on it. Use as a context manager."""

    def __init__(self, home: Path, database_url: str = "", **settings: str) -> None:
        self.home, self.port = home, free_port()
        home.mkdir(parents=True, exist_ok=True)
        self.url = database_url or f"sqlite:///{home / 'waymark.sqlite3'}"
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = home / "door.log"
        env = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}
        own = {
            "HOME": str(home),
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET,
            "BOT_PORT": str(self.port),
            "MESSAGES_PER_MINUTE": "100000",
            "SESSIONS_PER_MINUTE": "100000",
            "SESSIONS_PER_ADDRESS": "100000",
            **settings,
        }
        self._env = env | {f"WAYMARK_{name}": value for name, value in own.items()}
        self.pid = 0
        self.opened = 0
        self.read = 0
        """How much of the log was looked at."""

    def __enter__(self) -> Door:
        self._launcher, self._held = os.pipe()
        with self.log.open("ab") as log:  # through a pipe: a full disk must not hide what is logged
            self._writer = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log)
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery", str(self._launcher)],
            cwd=ROOT,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._writer.stdin,
            text=True,
            pass_fds=[self._launcher],
        )
        assert self._nursery.stdout
        assert self._nursery.stdout.readline() == "ready\n", self.log.read_text(errors="replace")[-3000:]
        self.store = Database(self.url)
        self.open()
        return self

    def open(self, wait: bool = True) -> None:
        """Open the door anew, as the launcher does where one ended."""
        assert self._nursery.stdin and self._nursery.stdout
        self._nursery.stdin.write("open\n")
        self._nursery.stdin.flush()
        self.pid = int(self._nursery.stdout.readline())
        self.opened += 1
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it is well."""
        end = time.monotonic() + START_WITHIN
        while time.monotonic() < end and self.alive():
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/health/ready", timeout=10).status_code == httpx.codes.OK:
                    return
            time.sleep(0.02)
        raise AssertionError(f"the door is not well:\n{self.log.read_text(errors='replace')[-2000:]}")

    def alive(self) -> bool:
        """Whether its process is there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def wait_for_end(self, patience: float) -> None:
        """Wait a little: a process that was killed is there until all its memory is given back."""
        end = time.monotonic() + patience
        while self.alive() and time.monotonic() < end:
            time.sleep(0.01)

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End it, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, how)
        while self.alive():
            time.sleep(0.005)

    def signal(self, what: int) -> None:
        os.kill(self.pid, what)

    def plan(self, do: str = "", at: int = 0) -> None:
        """What goes wrong in the next message that comes."""
        new = self.home / "fault.new"
        new.write_text(json.dumps({"do": do, "at": at}))
        new.replace(self.home / "fault")

    def points(self) -> list[str]:
        """The points that the last planned message passed."""
        found: list[str] = json.loads((self.home / "points").read_text())
        (self.home / "points").unlink()
        return found

    def give_back_limits(self) -> None:
        """The disk has room again, and there are handles."""
        for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
            with suppress(ProcessLookupError):
                limit(what, -1, self.pid)

    def set_clock(self, seconds: float) -> None:
        """Let the door's clock differ from the machine's by so much."""
        new = self.home / "clock.new"
        new.write_text(str(seconds))
        new.replace(self.home / "clock")

    def logged(self) -> str:
        """What was logged since this was asked last."""
        with self.log.open("rb") as log:
            log.seek(self.read)
            new = log.read()
        self.read += len(new)
        return new.decode(errors="replace")

    def send(self, token: str, body: dict[str, Any], timeout: float = 60) -> httpx.Response | None:
        """Send a message. None: the connection ended without an answer."""
        try:
            return httpx.post(
                f"{self.address}/chat/messages",
                content=json.dumps(body),
                headers={"Authorization": f"Bearer {token}"},
                timeout=timeout,
            )
        except httpx.HTTPError:
            return None

    def raw(self, token: str, body: dict[str, Any]) -> bytes:
        """A message as it goes over the wire."""
        content = json.dumps(body).encode()
        head = f"POST /chat/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content

    def __exit__(self, *_: object) -> None:
        self.store.close()
        self.kill(signal.SIGKILL)
        assert self._nursery.stdin
        self._nursery.stdin.close()
        self._nursery.wait(timeout=30)
        assert self._writer.stdin
        self._writer.stdin.close()
        self._writer.wait(timeout=30)
        os.close(self._held)
        os.close(self._launcher)
