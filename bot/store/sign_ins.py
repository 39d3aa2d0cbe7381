"""What people have open in the review door: sessions on the server, each ending by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from bot.store.tables import Coordinator, SignIn

LONGEST_SIGN_IN = timedelta(hours=12)
"""A sign-in ends this long after it began, however much it is used."""


def end_sign_ins(session: Session, coordinator: Coordinator, but: str = "") -> int:
    """End what somebody has open, but the session stored as `but`; how many there were."""
    mine = delete(SignIn).where(SignIn.coordinator_id == coordinator.id, SignIn.token != but)
    return len(session.scalars(mine.returning(SignIn.token)).all())


def list_sign_ins(session: Session, coordinator_id: str) -> Sequence[SignIn]:
    """What somebody has open, the latest first."""
    query = select(SignIn).where(SignIn.coordinator_id == coordinator_id).order_by(SignIn.started_at.desc())
    return session.scalars(query).all()


def end_outdated_sign_ins(session: Session, idle: timedelta, now: datetime) -> int:
    """Delete the sign-ins that were not used for `idle`, or began longer ago than LONGEST_SIGN_IN; how many."""
    over = delete(SignIn).where(or_(SignIn.last_used_at < now - idle, SignIn.started_at < now - LONGEST_SIGN_IN))
    return len(session.scalars(over.returning(SignIn.token)).all())
