"""The named points of a piece of work, and what goes wrong at one of them.

A point is a statement, the moment before or after a commit, a file that is written, or the edge of a function that a
turn passes. They are found by doing the work once and noting them, so a statement that is new has its point by itself.
The product knows nothing of them: everything is hung on from outside, in a process of the tests.
"""

from __future__ import annotations

import functools
import inspect
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import Engine, event

SLOW = 1.0
"""Seconds that a slow point takes."""
_WHAT = re.compile(
    r"\s*(UPDATE|\w+(?=.*?\b(?:FROM|INTO|TABLE|INDEX)\b)|\w+)"
    r"(?:.*?\b(?:FROM|INTO|TABLE|INDEX)\b)?\s*(?:IF (?:NOT )?EXISTS )?\"?(\w+)?",
    re.DOTALL | re.IGNORECASE,
)


@dataclass
class Plan:
    """What goes wrong (`do`), and at which point, from 1; 0: at none. `seen` gets the names of those that passed."""

    do: str = ""
    at: int = 0
    seen: list[str] = field(default_factory=list)


_plan: ContextVar[Plan | None] = ContextVar("plan", default=None)


@contextmanager
def planned(plan: Plan) -> Iterator[Plan]:
    """Within the block, and in threads that it starts through asyncio, points count for this plan."""
    token = _plan.set(plan)
    try:
        yield plan
    finally:
        _plan.reset(token)


def pass_point(name: str, session: Any = None) -> None:
    """Here is a point, and the driver's connection that it is on. What is planned for it happens."""
    plan = _plan.get()
    if plan is None:
        return
    plan.seen.append(name)
    if len(plan.seen) == plan.at:
        FAULTS[plan.do](session)


def _kill(_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _be_slow(_: Any) -> None:
    time.sleep(SLOW)


def _fill_disk(_: Any) -> None:
    """No file may grow or be written beyond its first page: the kernel refuses it, as it does on a full disk."""
    limit(resource.RLIMIT_FSIZE, 4096)


def _take_handles(_: Any) -> None:
    limit(resource.RLIMIT_NOFILE, 3)


def _cut(session: Any) -> None:
    """PostgreSQL ends the session that is at work, as it does when it restarts."""
    if isinstance(session, psycopg.Connection):
        with psycopg.connect(session.info.dsn) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", [session.info.backend_pid])


FAULTS: dict[str, Callable[[Any], None]] = {
    "killed": _kill,
    "slow": _be_slow,
    "disk full": _fill_disk,
    "no file handles": _take_handles,
    "session cut": _cut,
}


def limit(what: int, least: int, process: int = 0) -> None:
    """Lower a limit of a process, or give it back all that it may have: -1."""
    hard = resource.prlimit(process, what)[1]
    resource.prlimit(process, what, (hard if least < 0 else least, hard))


def name_of(statement: str) -> str:
    """What a statement does to which table."""
    found = _WHAT.match(statement)
    return f"{found[1].upper()} {found[2] or ''}".strip() if found else "a statement"


def watch_engine(engine: Engine) -> None:
    """Every statement and commit of an engine is a point."""

    @event.listens_for(engine, "before_cursor_execute")
    def execute(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        pass_point(name_of(statement), connection.connection.dbapi_connection)

    commit = engine.dialect.do_commit

    def do_commit(connection: Any) -> None:
        pass_point("before a commit", getattr(connection, "driver_connection", connection))
        commit(connection)
        pass_point("after a commit")

    engine.dialect.do_commit = do_commit  # type: ignore[method-assign]


def watch_files() -> None:
    """Every file that is opened to be written, renamed or removed is a point. For the rest of the process."""

    def hook(what: str, arguments: tuple[Any, ...]) -> None:
        if what in ("os.rename", "os.remove", "os.link") or (
            what == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        ):
            pass_point(f"file: {what}")

    sys.addaudithook(hook)


def watch_call(owner: Any, name: str) -> None:
    """Going into a function and coming out of it are points."""
    plain = getattr(owner, name)

    @functools.wraps(plain)
    def call(*args: Any, **named: Any) -> Any:
        pass_point(f"into {name}")
        done = plain(*args, **named)
        pass_point(f"out of {name}")
        return done

    @functools.wraps(plain)
    async def call_async(*args: Any, **named: Any) -> Any:
        pass_point(f"into {name}")
        done = await plain(*args, **named)
        pass_point(f"out of {name}")
        return done

    setattr(owner, name, call_async if inspect.iscoroutinefunction(plain) else call)
