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
from typing import TYPE_CHECKING

from bot.runtime.errors import CannotStart
from bot.runtime.launcher import STOP_WITHIN
from bot.store.bots import Holding, as_bot
from bot.waymark import Waymark

if TYPE_CHECKING:
    from rasa.core.agent import Agent


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


def check_workers(waymark: Waymark, workers: int) -> None:
    """Raises CannotStart for several chat processes on SQLite."""
    if workers > 1 and not waymark.database.is_shared:
        raise CannotStart(
            f"SQLite takes one chat process, and you asked for {workers}. Leave --workers out, or use PostgreSQL: "
            "set WAYMARK_DATABASE_URL."
        )


def run_bot(waymark: Waymark, workers: int = 1) -> None:
    """Serve the chat door until it is stopped: in this process, or in copies of it that share its memory.

    Raises AnotherBot, CannotStart or TrainingFailed.
    """
    check_workers(waymark, workers)
    with as_bot(waymark.database) as holding:
        agent = _load(waymark)
        if workers == 1:
            _serve_bot(waymark, agent, holding)
            return
    _run_copies(waymark, agent, workers)


def _run_copies(waymark: Waymark, agent: Agent, workers: int) -> None:
    from bot.runtime.workers import listen, run_workers

    sock = listen(waymark.settings.host, waymark.settings.bot_port)
    waymark.database.close()

    def serve() -> None:
        waymark.database.forget_connections()
        with as_bot(waymark.database) as holding:
            _serve_bot(waymark, agent, holding, sock)

    if not run_workers(workers, serve):
        raise CannotStart("The workers of the chat door stopped by themselves. `uv run waymark doctor` may help.")


def _load(waymark: Waymark) -> Agent:
    import asyncio

    from bot.runtime.logs import set_up_logs
    from bot.runtime.serve import load_model
    from bot.runtime.training import train_if_needed
    from bot.safety import default_finder

    settings = waymark.settings
    check_port(settings.host, settings.bot_port, "WAYMARK_BOT_PORT")
    default_finder()  # a recogniser that cannot be loaded is told of now, not at somebody's first message
    model = train_if_needed(waymark)
    set_up_logs()
    agent = asyncio.run(load_model(model))  # and its loop and threads are over
    set_up_logs()  # again: loading set levels and handlers of its own
    return agent


def _serve_bot(waymark: Waymark, agent: Agent, holding: Holding, sock: socket.socket | None = None) -> None:
    import asyncio

    from bot.runtime.serve import create_app
    from bot.runtime.wire import Punctual
    from bot.runtime.workers import BACKLOG

    settings = waymark.settings
    asyncio.set_event_loop(asyncio.new_event_loop())
    app = create_app(waymark, agent, holding)
    where = {"sock": sock} if sock else {"host": settings.host, "port": settings.bot_port}
    app.run(
        **where,
        protocol=Punctual,
        backlog=BACKLOG,
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


def run_both(waymark: Waymark, workers: int = 1) -> None:
    """See that both doors can start, then become the process that starts them and looks after them.

    It becomes another program (bot.runtime.launcher), so that nothing of what was needed to look stays in memory.

    Raises AnotherBot, CannotStart.
    """
    from bot.runtime.training import find_model

    settings = waymark.settings
    check_workers(waymark, workers)
    check_port(settings.host, settings.bot_port, "WAYMARK_BOT_PORT")
    check_port(settings.host, settings.review_port, "WAYMARK_REVIEW_PORT")
    with as_bot(waymark.database):  # before a training; the chat door takes hold of it itself
        pass
    waymark.database.close()
    if find_model(waymark) is None:
        _train_apart()
    sys.stdout.flush()
    where = [settings.host, str(settings.bot_port), str(settings.review_port), str(workers)]
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
