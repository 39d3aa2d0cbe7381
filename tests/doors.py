"""Starts Waymark as people do, `waymark run`, on free ports and a home of its own, and stops it again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.settings import ROOT

START_WITHIN = 240
"""Seconds, a training included."""


@dataclass
class Doors:
    """Where the doors are, and what they wrote."""

    chat: str
    review: str
    home: Path
    log: Path
    env: dict[str, str]

    def waymark(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run another command on the same home."""
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=ROOT,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def add_coordinator(self, name: str, password: str) -> None:
        done = self.waymark("coordinator", "add", name, "--password-stdin", stdin=password + "\n")
        assert done.returncode == 0, done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def open_doors(home: Path, database_url: str = "", **settings: str) -> Iterator[Doors]:
    """Run both doors until the end of the block."""
    home.mkdir(parents=True, exist_ok=True)
    ports = free_port(), free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}
    env |= {
        "WAYMARK_HOME": str(home),
        "WAYMARK_DATABASE_URL": database_url,
        "WAYMARK_BOT_PORT": str(ports[0]),
        "WAYMARK_REVIEW_PORT": str(ports[1]),
        "WAYMARK_MESSAGES_PER_MINUTE": "1000",
        "WAYMARK_SESSIONS_PER_ADDRESS": "1000",
        **settings,
    }
    chat, review = (f"http://127.0.0.1:{port}" for port in ports)
    log = home / "doors.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "run"], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _await(process, log)
            yield Doors(chat, review, home, log, env)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _await(process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end and process.poll() is None:
        if b"Waymark is ready" in log.read_bytes():
            return
        time.sleep(0.2)
    raise AssertionError(f"The doors did not open:\n{log.read_text(errors='replace')[-3000:]}")


class Chat:
    """A client of the chat API that knows only the contract."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=30)
        opened = self.http.post("/chat/sessions")
        assert opened.status_code == 201
        self.token = opened.json()["token"]
        self.messages: list[dict[str, Any]] = []

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, body: object) -> httpx.Response:
        return self.http.post("/chat/messages", content=json.dumps(body), headers=self.headers)

    def start(self) -> Chat:
        """Get the welcome, as the widget does."""
        self._take(self.post({"id": str(uuid.uuid4()), "choice": "start"}))
        return self

    def say(self, text: str) -> None:
        self._take(self.post({"id": str(uuid.uuid4()), "text": text}))

    def press(self, label: str) -> None:
        value = next((c["value"] for c in self.messages[-1]["choices"] if c["label"] == label), None)
        assert value, f"{label} is not among {self.labels()}"
        self._take(self.post({"id": str(uuid.uuid4()), "choice": value}))

    def labels(self) -> list[str]:
        return [choice["label"] for choice in self.messages[-1]["choices"]]

    def transcript(self) -> list[dict[str, Any]]:
        answer = self.http.get("/chat/messages", headers=self.headers)
        assert answer.status_code == 200
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def _take(self, answer: httpx.Response) -> None:
        assert answer.status_code == 200, answer.text
        self.messages = answer.json()["messages"]
