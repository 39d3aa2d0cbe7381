"""What is kept, what opens it, and whether it is backed up and forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from bot.runtime.examined.finding import LOOPBACK, Mend, reading, serves_people
from bot.store import clock
from bot.store.audit import Asked, list_events
from bot.store.sealed_file import MAGIC
from bot.store.tables import PrivateReflection, Reflection
from bot.waymark import Waymark

BACKED_UP_WITHIN = timedelta(days=8)
"""A weekly job, and a day."""

ERASED_WITHIN = timedelta(days=2)
"""The chat door erases what is over each hour."""

FEWEST_SIGNS = 8
"""Of 32 random hexadecimal signs fewer than this are different once in 20 million."""


def look_at_key(waymark: Waymark) -> str:
    """A key that somebody typed."""
    secret = waymark.settings.secret
    if len(set(bytes(secret))) < FEWEST_SIGNS:
        raise Mend(
            "The secret key repeats a few characters, and can be guessed. Make another (openssl rand -hex 32), and put "
            "this one into WAYMARK_SECRET_KEYS_BEFORE."
        )
    return "The secret key is none that somebody typed."


def look_where_key_is(waymark: Waymark) -> str:
    """Who takes the folder must not have both: what is sealed, and what opens it."""
    settings = waymark.settings
    folder = settings.key_file.absolute().parent
    backups = [] if settings.secret_key else _sealed_files(folder)
    if backups:
        raise Mend(
            f"The secret key and the backup {backups[0].name} are in one folder, {folder}: who takes it opens the "
            "backup. Keep them in different places."
        )
    beside = not settings.secret_key and not settings.database_url and folder == settings.home.absolute()
    if beside and settings.environment == "production":
        raise Mend(
            f"The secret key stands beside the database in {folder}. Move it to another place, and name that in "
            "WAYMARK_SECRET_KEY_FILE."
        )
    return "The secret key does not stand beside a backup."


def _sealed_files(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_file():
            with path.open("rb") as file:
                found += [path] if file.read(len(MAGIC)) == MAGIC else []
    return found


def look_at_backups(waymark: Waymark) -> str:
    """Whether there is a backup, and not an old one. `waymark backup` puts itself on record."""
    with reading(waymark, "Whether there is a backup") as session:
        kept = sum(
            session.scalar(select(func.count()).select_from(one)) or 0 for one in (Reflection, PrivateReflection)
        )
        made = list_events(session, 1, None, Asked(event="backup_made"))
        last = made[0].at if made else None
    if last is not None and datetime.now(UTC) - last < BACKED_UP_WITHIN:
        return f"A backup was made on {last:%-d %B %Y}."
    if not kept:
        return "Nothing is saved yet that a backup would bring back."
    if not serves_people(waymark.settings):
        return "Whether there is a backup matters once other people use it."
    said = f"The last backup is of {last:%-d %B %Y}" if last else "There is no backup yet"
    raise Mend(
        f"{said}, and words are saved. Run each day: uv run waymark backup FILE. docs/operating.md says the rest."
    )


def look_at_erasing(waymark: Waymark) -> str:
    """Whether what is over is erased at all: the chat door does it, while it runs."""
    with reading(waymark, "When anything was erased") as session:
        last = clock.believed_at(session)
    if last is None:
        return "Nothing was erased yet: the chat door does it from its first start on."
    if serves_people(waymark.settings) and datetime.now(UTC) - last > ERASED_WITHIN:
        raise Mend(
            f"Nothing that is over was erased since {last:%-d %B %Y}. Start the chat door, which does it each hour, or "
            "run each day: uv run waymark purge"
        )
    return f"What is over was erased on {last:%-d %B %Y}."


def look_at_postgresql_logs(waymark: Waymark) -> str:
    """PostgreSQL may write what is saved into its own logs: statements, and the values in them."""
    if waymark.database.engine.dialect.name != "postgresql":
        return "SQLite writes no log of statements."
    with reading(waymark, "What PostgreSQL logs") as session:
        shown = {name: str(session.scalar(text(f"SHOW {name}"))) for name in _LOGGING}
    if shown["log_parameter_max_length"] == "0" and shown["log_parameter_max_length_on_error"] == "0":
        return "PostgreSQL logs no values."
    wordy = [name for name, quiet in _LOGGING.items() if quiet is not None and shown[name] not in quiet]
    if wordy:
        raise Mend(
            f"PostgreSQL writes people's words into its logs ({', '.join(wordy)}). Run in it: ALTER ROLE (Waymark's "
            "user) SET log_parameter_max_length = 0, and the same with log_parameter_max_length_on_error."
        )
    return "PostgreSQL logs no statements with their values."


_LOGGING: dict[str, tuple[str, ...] | None] = {
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "log_parameter_max_length": None,
}
"""Settings of PostgreSQL, with the values at which no word of a statement's parameters is logged by them."""


def look_at_postgresql_tls(waymark: Waymark) -> str:
    """Whether what is saved travels readable to the database."""
    url = waymark.database.url
    if url.get_backend_name() != "postgresql" or not url.host or url.host in LOOPBACK or url.host.startswith("/"):
        return "The database is on this machine."
    if url.query.get("sslmode") not in ("verify-full", "verify-ca"):
        raise Mend(
            "The database is on another machine, and nothing makes sure that it is the right one. Add "
            "?sslmode=verify-full&sslrootcert=system to WAYMARK_DATABASE_URL."
        )
    return "The way to the database is sealed, and its certificate is checked."
