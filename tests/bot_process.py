"""The chat door as a process of its own, which can be killed at any moment and started again on the same home."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.settings import ROOT
from tests.doors import START_WITHIN, free_port


class BotProcess:
    """`waymark run bot`. Use as a context manager."""

    def __init__(self, home: Path, port: int = 0, **settings: str) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = home / "bot.log"
        env = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}
        own = {"HOME": str(home), "BOT_PORT": str(self.port), "MESSAGES_PER_MINUTE": "1000"} | settings
        self._env = env | {f"WAYMARK_{name}": value for name, value in own.items()}
        self.arguments: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; does not wait."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "run", "bot", *self.arguments],
                cwd=ROOT,
                env=self._env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + START_WITHIN
        while time.monotonic() < end and self._process and self._process.poll() is None:
            try:
                if httpx.get(f"{self.address}/health/ready", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError(f"The bot did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process
        return self._process.pid

    def end(self) -> int:
        """Wait until it ends by itself. Its exit status."""
        assert self._process
        return self._process.wait(timeout=60)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=30)

    def __enter__(self) -> BotProcess:
        self.start()
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)
