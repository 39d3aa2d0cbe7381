"""Starts the doors: the chat door and the review door, each a process, both looked after by `waymark run`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from bot.runtime.errors import CannotStart
from bot.store.one_bot import Holding, only_bot
from bot.waymark import Waymark

START_WITHIN = 180
"""Seconds until a door must answer."""

STOP_WITHIN = 30
"""Seconds until a door must have stopped."""

AGAIN, WITHIN = 5, 600
"""A door that ended more often than this in so many seconds is not started again."""


def check_port(host: str, port: int, setting: str) -> None:
    """Raises CannotStart when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what listens there, or choose another with {setting}."
            ) from None


def run_bot(waymark: Waymark) -> None:
    """Serve the chat door in this process until it is stopped. Raises AnotherBot, CannotStart or TrainingFailed."""
    with only_bot(waymark.database) as holding:
        _serve_bot(waymark, holding)


def _serve_bot(waymark: Waymark, holding: Holding) -> None:
    import asyncio

    from bot.runtime.logs import set_up_logs
    from bot.runtime.serve import create_app, load_model
    from bot.runtime.training import train_if_needed
    from bot.runtime.wire import Punctual
    from bot.safety import default_finder

    settings = waymark.settings
    check_port(settings.host, settings.bot_port, "WAYMARK_BOT_PORT")
    default_finder()  # a recogniser that cannot be loaded is told of now, not at somebody's first message
    model = train_if_needed(waymark)
    set_up_logs()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    agent = loop.run_until_complete(load_model(model))
    app = create_app(waymark, agent, holding)
    set_up_logs()  # again: loading set levels and handlers of its own
    app.run(
        host=settings.host,
        port=settings.bot_port,
        protocol=Punctual,
        single_process=True,
        access_log=False,
        motd=False,
    )


def run_review(waymark: Waymark) -> None:
    """Serve the review door in this process until it is stopped."""
    import uvicorn

    from bot.review.app import create_app
    from bot.review.wire import Punctual
    from bot.runtime.logs import set_up_logs

    settings = waymark.settings
    check_port(settings.host, settings.review_port, "WAYMARK_REVIEW_PORT")
    app = create_app(settings, waymark.database, waymark.content)
    set_up_logs()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.review_port,
        http=Punctual,
        log_config=None,
        access_log=False,
        server_header=False,
    )


def run_both(waymark: Waymark) -> None:
    """Start both doors and say where they are. One that ends by itself is started again, until somebody stops them."""
    from bot.runtime.training import find_model

    settings = waymark.settings
    check_port(settings.host, settings.bot_port, "WAYMARK_BOT_PORT")
    check_port(settings.host, settings.review_port, "WAYMARK_REVIEW_PORT")
    with only_bot(waymark.database):  # before a training; the chat door takes hold of it itself
        pass
    waymark.database.close()
    if find_model(waymark) is None:
        _train_apart()
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo("Starting the doors …")
    addresses = [f"http://{settings.host}:{port}" for port in (settings.bot_port, settings.review_port)]
    paths = ("/health/ready", "/health/live")
    doors = [_Door(name, a + path) for name, a, path in zip(("bot", "review"), addresses, paths, strict=True)]
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
        codes = [door.process.wait(timeout=STOP_WITHIN) for door in doors]
    if not stopped.is_set() or any(code not in (0, -signal.SIGTERM, -signal.SIGINT) for code in codes):
        raise CannotStart("A door stopped by itself. The lines above say why; `uv run waymark doctor` may help.")


def _uv() -> str:
    """How this machine calls uv: the Makefile puts it into .uv/ where there is none."""
    return "uv" if shutil.which("uv") else ".uv/bin/uv"


class _Door:
    """One door's process, which is started again when it ends by itself."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address
        self.opened = False
        """Whether it ever answered: one that never did would not the next time either."""
        self._ends: list[float] = []
        self.start()

    def start(self) -> None:
        """Start it. It holds the end of a pipe, and stops when this process is gone, however that ended."""
        self.process = subprocess.Popen(_command(self.name), cwd=Path.cwd(), env=os.environ, stdin=subprocess.PIPE)

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


def stop_with_launcher() -> None:
    """Stop this door when the launcher is gone: a door that outlived it would keep its port and the database."""

    def watch() -> None:
        with suppress(OSError):
            sys.stdin.buffer.read()  # it ends when nobody holds the other end of the pipe
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_WITHIN)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="launcher").start()


def _command(door: str) -> list[str]:
    return [sys.executable, "-m", "bot.cli", "run", door, "--until-launcher-ends"]


def _train_apart() -> None:
    """Train in a process of its own, so that what training needs does not stay in memory."""
    if subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=False).returncode:
        raise CannotStart("The model could not be trained. The lines above say why.")


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
