"""The receipts of purges: that what was over was erased, by which schedule, and never what it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.store.keeping_tables import PurgeReceipt
from bot.store.reflections import Outdated
from bot.store.tables import PrivateReflection, Reflection

LISTED = 60
"""How many days the records officer's page lists."""


def note_purge(session: Session, now: datetime, outdated: Outdated, retention_days: int, grace_days: int) -> None:
    """Put a purge on the receipt of its day."""
    receipt = session.get(PurgeReceipt, now.date())
    if receipt is None:
        receipt = PurgeReceipt(day=now.date(), erased=0, kept_under_hold=False)
        session.add(receipt)
    receipt.ran_at, receipt.retention_days, receipt.grace_days = now, retention_days, grace_days
    receipt.erased += outdated.erased
    receipt.kept_under_hold = receipt.kept_under_hold or outdated.held
    session.flush()


def list_receipts(session: Session) -> Sequence[PurgeReceipt]:
    """The receipts of the latest `LISTED` days, the latest first. Their numbers are bare: hide small ones."""
    return session.scalars(select(PurgeReceipt).order_by(PurgeReceipt.day.desc()).limit(LISTED)).all()


def count_ending(session: Session, first: date, after: date) -> int:
    """How many saved reflections have their last day from `first` on and before `after`. Bare: hide small ones."""
    tables = (PrivateReflection, Reflection)
    queries = (
        select(func.count()).select_from(table).where(table.expires_on >= first, table.expires_on < after)
        for table in tables
    )
    return sum(session.scalar(query) or 0 for query in queries)
