"""Starts the doors: the chat door and the review door, each a process, both looked after by `waymark run`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType

import click

from bot.runtime.errors import CannotStart
from bot.store.one_bot import Holding, only_bot
from bot.waymark import Waymark

START_WITHIN = 180
"""Seconds until a door must answer."""


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
    app.run(host=settings.host, port=settings.bot_port, single_process=True, access_log=False, motd=False)


def run_review(waymark: Waymark) -> None:
    """Serve the review door in this process until it is stopped."""
    import uvicorn

    from bot.review.app import create_app
    from bot.runtime.logs import set_up_logs

    settings = waymark.settings
    check_port(settings.host, settings.review_port, "WAYMARK_REVIEW_PORT")
    app = create_app(settings, waymark.database, waymark.content)
    set_up_logs()
    uvicorn.run(
        app, host=settings.host, port=settings.review_port, log_config=None, access_log=False, server_header=False
    )


def run_both(waymark: Waymark) -> None:
    """Start both doors, say where they are, and stop both when one ends or the person stops it."""
    from bot.runtime.training import find_model

    settings = waymark.settings
    check_port(settings.host, settings.bot_port, "WAYMARK_BOT_PORT")
    check_port(settings.host, settings.review_port, "WAYMARK_REVIEW_PORT")
    with only_bot(waymark.database):  # before a training; the chat door takes hold of it itself
        pass
    waymark.database.close()
    if find_model(waymark) is None:
        _train_apart()
    doors = [_start(door) for door in ("bot", "review")]

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for door in doors:
            door.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        click.echo("Starting the doors …")
        addresses = [f"http://{settings.host}:{port}" for port in (settings.bot_port, settings.review_port)]
        paths = ("/health/ready", "/health/live")
        if all(answers(door, a + path) for door, a, path in zip(doors, addresses, paths, strict=True)):
            click.echo(
                f"\nWaymark is ready.\n"
                f"  Staff reflect here:        {addresses[0]}/\n"
                f"  Coordinators read here:    {addresses[1]}/login\n"
                f"  Make a first coordinator:  {_uv()} run waymark coordinator add NAME\n"
                f"  Stop with Ctrl+C."
            )
        while all(door.poll() is None for door in doors):
            time.sleep(0.5)
    finally:
        for door in doors:
            if door.poll() is None:
                door.terminate()
        codes = [door.wait(timeout=30) for door in doors]
    if any(code not in (0, -signal.SIGTERM, -signal.SIGINT) for code in codes):
        raise CannotStart("A door stopped by itself. The lines above say why; `uv run waymark doctor` may help.")


def _uv() -> str:
    """How this machine calls uv: the Makefile puts it into .uv/ where there is none."""
    return "uv" if shutil.which("uv") else ".uv/bin/uv"


def _start(door: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bot.cli", "run", door], cwd=Path.cwd(), env=os.environ)


def _train_apart() -> None:
    """Train in a process of its own, so that what training needs does not stay in memory."""
    if subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=False).returncode:
        raise CannotStart("The model could not be trained. The lines above say why.")


def answers(door: subprocess.Popen[bytes], address: str) -> bool:
    """Wait until a door answers at an address. False: it ended, or START_WITHIN is over."""
    end = time.monotonic() + START_WITHIN
    while door.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.2)
    return False
