"""Starts the doors: the chat door and the review door, each a process, both looked after by bot.runtime.launcher."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

from bot.runtime.errors import CannotStart
from bot.runtime.launcher import STOP_WITHIN
from bot.store.one_bot import Holding, only_bot
from bot.waymark import Waymark


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
    """See that both doors can start, then become the process that starts them and looks after them.

    It becomes another program (bot.runtime.launcher), so that nothing of what was needed to look stays in memory.

    Raises AnotherBot, CannotStart.
    """
    from bot.runtime.training import find_model

    settings = waymark.settings
    check_port(settings.host, settings.bot_port, "WAYMARK_BOT_PORT")
    check_port(settings.host, settings.review_port, "WAYMARK_REVIEW_PORT")
    with only_bot(waymark.database):  # before a training; the chat door takes hold of it itself
        pass
    waymark.database.close()
    if find_model(waymark) is None:
        _train_apart()
    sys.stdout.flush()
    where = [settings.host, str(settings.bot_port), str(settings.review_port)]
    os.execv(sys.executable, [sys.executable, "-m", "bot.runtime.launcher", *where])  # noqa: S606


def stop_with_launcher() -> None:
    """Stop this door when the launcher is gone: a door that outlived it would keep its port and the database."""

    def watch() -> None:
        with suppress(OSError):
            sys.stdin.buffer.read()  # it ends when nobody holds the other end of the pipe
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_WITHIN)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="launcher").start()


def _train_apart() -> None:
    """Train in a process of its own, so that what training needs does not stay in memory."""
    if subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=False).returncode:
        raise CannotStart("The model could not be trained. The lines above say why.")
