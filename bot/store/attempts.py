"""Counts failed tries at something guarded, so that guessing a password or a return code is slow.

What was tried is kept as a keyed hash only: the table alone does not tell which names or codes were tried.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.store.tables import Attempt

KEPT = timedelta(days=1)
"""How long a failed try is kept. No window may be longer."""


def hash_subject(secret: bytes, kind: str, thing: str) -> str:
    """The keyed hash of `thing`, as 64 hexadecimal digits.

    In: the server's secret; what is guarded ("sign-in", "return-code"); what was tried.
    """
    return hmac.new(secret, f"attempt\0{kind}\0{thing}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def record(session: Session, subject: str, now: datetime | None = None) -> int:
    """Note one failed try at `subject` (from `hash_subject`). Out: its number, for `take_back`.

    Record and commit before the try is checked, then count: so tries sent at the same moment are all counted.
    """
    now = now or datetime.now(UTC)
    session.execute(delete(Attempt).where(Attempt.subject == subject, Attempt.at < now - KEPT))
    attempt = Attempt(subject=subject, at=now)
    session.add(attempt)
    session.flush()
    return attempt.id


def take_back(session: Session, attempt: int) -> None:
    """Strike out a try that was refused unchecked, so that waiting does not begin again."""
    session.execute(delete(Attempt).where(Attempt.id == attempt))


def failures(session: Session, subject: str, within: timedelta, now: datetime | None = None) -> int:
    """How many tries at `subject` failed in the last `within`."""
    since = (now or datetime.now(UTC)) - within
    count = select(func.count()).select_from(Attempt).where(Attempt.subject == subject, Attempt.at > since)
    return session.scalar(count) or 0


def history(session: Session, subject: str, within: timedelta, but: int = 0) -> tuple[int, datetime | None]:
    """How many tries at `subject` failed in the last `within`, and when the last did. The try `but` is left out."""
    since = datetime.now(UTC) - within
    mine = (Attempt.subject == subject, Attempt.at > since, Attempt.id != but)
    count, last = session.execute(select(func.count(), func.max(Attempt.at)).where(*mine)).one()
    return count, last


def forget(session: Session, subject: str) -> None:
    """Start again for `subject`: it was got right."""
    session.execute(delete(Attempt).where(Attempt.subject == subject))


def purge(session: Session, now: datetime | None = None) -> int:
    """Delete every failed try that is older than `KEPT`; how many there were."""
    old = delete(Attempt).where(Attempt.at < (now or datetime.now(UTC)) - KEPT)
    return len(session.scalars(old.returning(Attempt.id)).all())
