"""A review door in a process of its own, as people start it, with a coordinator who is signed in."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.review.auth import open_session
from bot.runtime.launcher import answers
from bot.settings import ROOT
from bot.store.database import Database
from bot.store.tables import Coordinator

PATIENCE = 600
"""Seconds that an answer may take: the first page also releases the figures of a whole year."""


class Reader:
    """Somebody who reads. Seconds are from the request to the last byte, unless said otherwise."""

    def __init__(self, address: str, token: str, process: int) -> None:
        own = {"Sec-Fetch-Site": "same-origin", "Origin": address}
        self._http = httpx.Client(
            base_url=address, headers=own, cookies={"waymark-review": token}, timeout=PATIENCE, trust_env=False
        )
        self._process = process

    def open(self, path: str) -> float:
        """Open a page."""
        began = time.perf_counter()
        self._http.get(path).raise_for_status()
        return time.perf_counter() - began

    def search(self, words: str, **filters: str) -> str:
        """Search for words. Out: the address of what is found."""
        return self._post("/reflections", {"words": words, **filters})

    def first_row(self, about: str) -> float:
        """Ask for a list as CSV. Out: seconds until its first row is here; the rest is not waited for."""
        began = time.perf_counter()
        with self._http.stream("POST", "/reports", data={"about": about, "kind": "csv"}) as answer:
            answer.raise_for_status()
            lines = answer.iter_lines()
            next(lines, ""), next(lines, "")
            return time.perf_counter() - began

    def take(self, kind: str, about: str = "all") -> float:
        """Take a whole file away."""
        began = time.perf_counter()
        with self._http.stream("POST", "/reports", data={"about": about, "kind": kind}) as answer:
            answer.raise_for_status()
            for _ in answer.iter_raw():
                pass
        return time.perf_counter() - began

    def memory(self) -> float:
        """The most memory that the door took so far, in MB (resident; Linux alone tells it of another process)."""
        status = Path(f"/proc/{self._process}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    def _post(self, path: str, form: dict[str, str]) -> str:
        reply = self._http.post(path, data=form)
        if (status := reply.status_code) != httpx.codes.SEE_OTHER:
            raise RuntimeError(f"{path} gave {status}")
        return reply.headers["location"]

    def close(self) -> None:
        self._http.close()


@contextmanager
def open_door(url: str, home: Path) -> Iterator[Reader]:
    """A door over a migrated database, until the end of the block. `home` is a folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home.mkdir(exist_ok=True)
    env = {n: value for n, value in os.environ.items() if not n.startswith("WAYMARK_") or n == "WAYMARK_CONTENT_DIR"}
    env |= {"WAYMARK_HOME": str(home), "WAYMARK_DATABASE_URL": url, "WAYMARK_REVIEW_PORT": str(port)}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "run", "review"], cwd=ROOT, env=env, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        if not answers(process, f"{address}/health/live"):
            raise RuntimeError("the review door did not open")
        reader = Reader(address, _sign_in(url), process.pid)
        yield reader
        reader.close()
    finally:
        process.terminate()
        process.wait(timeout=60)


def _sign_in(url: str) -> str:
    """Out: the value of the cookie. The password is not what is measured."""
    database = Database(url)
    with database.session() as session:
        name = f"reader-{datetime.now(UTC):%H%M%S%f}"
        coordinator = Coordinator(name=name, password_hash="", created_at=datetime.now(UTC))
        session.add(coordinator)
        session.flush()
        token = open_session(session, coordinator)
    database.close()
    return token
