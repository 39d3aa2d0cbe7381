"""Several chat processes on one machine: the model is loaded once, and each worker is a copy of what loaded it.

A copy shares its memory with the others until it changes some of it, so a further worker costs a fraction of the first.
All of them accept from one socket: whoever is free takes what comes, and what waits there outlives a worker that is
killed. A fork takes none of the parent's threads along. So it comes when none is needed: the encoders run on one thread
(bot/encoder/encoder.py), OpenMP is told to (`one_thread`), and no lane or loop has begun.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from bot.runtime.launcher import AGAIN, STOP_WITHIN, WITHIN

BACKLOG = 512
"""Connections that may wait to be accepted."""


def one_thread(workers: int) -> None:
    """Let libraries start no threads of their own, and let metrics be counted together. Call it before imports."""
    if workers > 1:
        os.environ["OMP_NUM_THREADS"] = "1"
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="waymark-metrics-")


def listen(host: str, port: int) -> socket.socket:
    """The socket that all workers accept from."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind((host, port))
    opened.listen(BACKLOG)
    opened.setblocking(False)
    return opened


def run_workers(count: int, serve: Callable[[], None]) -> bool:
    """Run `serve` in `count` copies of this process until somebody stops it. One that ends is copied again.

    Out: whether it was stopped. False: workers ended too often.
    """
    pool = _Pool(serve)
    gc.collect()
    gc.freeze()  # what is there now is never collected, so that no worker touches, and so copies, its memory
    for _ in range(count):
        pool.start()
    return pool.look_after()


class _Pool:
    def __init__(self, serve: Callable[[], None]) -> None:
        self._serve = serve
        self._workers: set[int] = set()
        self._stopped = False
        self._ends: list[float] = []
        self._alive, self._held = os.pipe()  # only this process holds its other end
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def start(self) -> None:
        """Copy this process."""
        sys.stdout.flush()
        sys.stderr.flush()
        if worker := os.fork():
            self._workers.add(worker)
            return
        status = 1
        try:
            os.close(self._held)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            threading.Thread(target=_stop_when_over, args=(self._alive,), daemon=True).start()
            self._serve()
            status = 0
        except BaseException as error:
            from bot.runtime.logs import describe

            click.echo(f"A worker could not go on: {describe(error)}", err=True)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)  # what the parent has open is the parent's to close

    def look_after(self) -> bool:
        """Wait for workers to end, and start others, until it is stopped."""
        while self._workers and not self._stopped:
            worker = self._wait()
            if worker is None or self._stopped:
                continue
            self._workers.discard(worker)
            _forget_metrics(worker)
            now = time.monotonic()
            self._ends = [end for end in self._ends if end > now - WITHIN] + [now]
            if len(self._ends) > AGAIN * (len(self._workers) + 1):
                break
            click.echo("A worker stopped by itself. Another is started.", err=True)
            time.sleep(min(2 ** len(self._ends), 20) / 20)
            if not self._stopped:
                self.start()
        self._end_all()
        return self._stopped

    def _wait(self) -> int | None:
        with suppress(InterruptedError, ChildProcessError):
            return os.waitpid(-1, 0)[0]
        return None

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopped = True
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGTERM)

    def _end_all(self) -> None:
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGTERM)
        end = time.monotonic() + STOP_WITHIN
        while self._workers and time.monotonic() < end:
            ended = {worker for worker in self._workers if _has_ended(worker)}
            self._workers -= ended
            time.sleep(0.05)
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)


def _has_ended(worker: int) -> bool:
    try:
        return os.waitpid(worker, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _stop_when_over(alive: int) -> None:
    """Stop this worker when the process that copied it is gone."""
    with suppress(OSError):
        os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_WITHIN)
    os._exit(1)


def _forget_metrics(worker: int) -> None:
    """Numbers of a worker that are about now, such as how much waits, are over with it. Its counts stay."""
    from prometheus_client.multiprocess import mark_process_dead

    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if folder and Path(folder).is_dir():
        mark_process_dead(worker)  # type: ignore[no-untyped-call]
