"""The machine: ports, processes, files and disk."""

from __future__ import annotations

import os
import shutil
import urllib.request
from contextlib import suppress
from pathlib import Path

from bot.runtime.doors import check_port
from bot.runtime.errors import CannotStart
from bot.runtime.examined.finding import Mend
from bot.store.bots import AnotherBot, as_bot, count_bots
from bot.waymark import Waymark

ROOM = 1 << 30
"""Bytes."""

NETWORKED = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph")
"""File systems over which SQLite's locks are not to be trusted (sqlite.org/faq.html, question 5)."""

_DEBUGGING = ("PYTHONASYNCIODEBUG", "PYTHONDEVMODE", "SANIC_DEBUG")


def look_at_ports(waymark: Waymark) -> str:
    """Whether something else has the ports."""
    settings = waymark.settings
    running = []
    for door, port in (("BOT", settings.bot_port), ("REVIEW", settings.review_port)):
        try:
            check_port(settings.host, port, f"WAYMARK_{door}_PORT")
        except CannotStart as taken:
            if not _answers(settings.host, port):
                raise Mend(str(taken)) from None
            running.append(str(port))
    return f"Waymark answers on {' and '.join(running)}." if running else "Both ports are free."


def look_for_another_bot(waymark: Waymark) -> str:
    """A bot that has the database and is not the one that these settings name."""
    settings, database = waymark.settings, waymark.database
    if database.is_shared:
        return f"Bots that are at work on this database now: {count_bots(database)}. PostgreSQL takes many."
    file = Path(database.url.database or "")
    if not file.with_name(f"{file.stem}.bot").exists():  # and the doctor, who may be another user, makes none
        return "No bot was at work on this database yet."
    try:
        with as_bot(database):
            return "No bot is at work on this database now."
    except AnotherBot:
        if _answers(settings.host, settings.bot_port):
            return f"The bot on port {settings.bot_port} has the database."
    raise Mend(
        f"A bot has this database, and none answers on port {settings.bot_port}: it was started with other settings, "
        "or it hangs. Stop it, and see that only one is started."
    )


def _answers(host: str, port: int) -> bool:
    """Whether a door of Waymark answers there."""
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/health/live", timeout=5) as answer:
            return b'"status"' in answer.read(200)
    except (OSError, ValueError):
        return False


def look_at_owners(waymark: Waymark) -> str:
    """Files of another user: somebody ran a command as root, and now the service cannot write."""
    settings = waymark.settings
    owner = settings.home.stat().st_uid
    strangers = [path for path in settings.own_files if path.stat().st_uid != owner]
    if strangers:
        names = " ".join(map(str, strangers))
        raise Mend(
            f"These files have another owner than their folder, so Waymark may not be able to write them. Run: chown "
            f"{owner} {names}. Run commands as the user that runs Waymark."
        )
    return "All that Waymark keeps has one owner."


def look_at_disk(waymark: Waymark) -> str:
    """Room for a day or two, while somebody makes more."""
    free = shutil.disk_usage(waymark.settings.home).free
    if free < ROOM:
        raise Mend(
            f"The disk of {waymark.settings.home} has {free >> 20} MB left. Make room for {ROOM >> 20} MB: on a full "
            "disk nobody can save."
        )
    return f"The disk has {free >> 30} GB left."


def look_at_file_system(waymark: Waymark) -> str:
    """SQLite on a share of another machine loses what two processes write."""
    if waymark.database.engine.dialect.name != "sqlite":
        return "The database keeps its own files."
    home = waymark.settings.home.resolve()
    with suppress(OSError):
        kind = _file_system(Path("/proc/self/mounts").read_text(encoding="utf-8"), home)
        if kind in NETWORKED:
            raise Mend(
                f"{home} is on a share of another machine ({kind}), where SQLite's locks cannot be trusted. Set "
                "WAYMARK_HOME to a folder on this machine's own disk, or use PostgreSQL."
            )
    return "The database is on a disk of this machine."


def _file_system(mounts: str, folder: Path) -> str:
    """The kind of the file system that holds a folder, by the lines of /proc/self/mounts."""
    found = ("", "")
    for line in mounts.splitlines():
        where, kind = line.split(" ")[1:3]
        if folder.is_relative_to(where) and len(where) >= len(found[0]):
            found = (where, kind)
    return found[1]


def look_for_debugging(_: Waymark) -> str:
    """What makes libraries talk: their notes may quote what somebody typed."""
    on = [name for name in _DEBUGGING if os.environ.get(name, "") not in ("", "0")]
    on += ["LOG_LEVEL"] if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG" else []
    if on:
        raise Mend(
            f"{', '.join(on)}: set for debugging, which costs time and may write down what people typed. Take it away."
        )
    return "Nothing is set for debugging."
