"""Remembers what people took back, so that restoring a backup does not bring it back (ADR 14).

What is remembered is a random name of the words and the day, and nothing else. It is kept as long as backups are: in
the database, and in a journal beside it that is still there when the database is not.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.store.keeping_tables import Erasure

logger = logging.getLogger("waymark.store")

JOURNAL = "erasure journal"
"""The key of `Session.info` under which the journal's folder stands."""

_LINE = re.compile(r"([0-9a-f]{32}) (\d{4}-\d\d-\d\d)")


def note_erasure(session: Session, version: str) -> None:
    """Remember that a version of a reflection is erased: deleted, replaced by other words, or no longer shared."""
    if not version:
        return
    today = today_in_scotland()
    session.merge(Erasure(version=version, erased_on=today))
    if folder := session.info.get(JOURNAL):
        _write_down(folder, version, today)


def _write_down(folder: Path, version: str, today: date) -> None:
    """Before the commit, so that a crash in between forgets nothing. One short write, which is whole or not there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / f"{today:%Y-%m}.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{version} {today}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:  # erasing matters more than remembering that it was done
        logger.error("an erasure could not be written into the journal: %s", type(error).__name__)


def list_erasures(session: Session) -> dict[str, date]:
    """The versions that were erased, and the day of each."""
    return {row.version: row.erased_on for row in session.scalars(select(Erasure).order_by(Erasure.version))}


def read_lists(files: Iterable[Path]) -> dict[str, date]:
    """The versions that journals, or lists from `waymark erased`, hold. Raises OSError, and ValueError for no list."""
    erased: dict[str, date] = {}
    for file in files:
        lines = [line for line in file.read_text(encoding="ascii").splitlines() if line.strip()]
        for line in lines:
            found = _LINE.fullmatch(line.strip())
            if found:
                erased[found[1]] = date.fromisoformat(found[2])
            elif line is not lines[-1]:  # a crash may have cut the last
                raise ValueError("not a list of erasures")
    return erased


def add_erasures(session: Session, erased: Mapping[str, date]) -> None:
    """Remember what another database, or a journal, remembered."""
    for version, day in erased.items():
        session.merge(Erasure(version=version, erased_on=day))


def forget_erasures(session: Session, backup_days: int, today: date) -> None:
    """Forget the erasures that no backup can bring back any more."""
    oldest = today - timedelta(days=backup_days)
    session.execute(delete(Erasure).where(Erasure.erased_on < oldest))
    if folder := session.info.get(JOURNAL):
        for file in folder.glob("????-??.txt"):
            if file.stem < f"{oldest:%Y-%m}":
                file.unlink(missing_ok=True)
