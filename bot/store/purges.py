"""The receipts of purges: that all that was over was erased on a day, and by which schedule.

How much that was is neither counted nor kept: in a small organisation it would tell how many shared on one day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.days import day_of
from bot.store.keeping_tables import PurgeReceipt

LISTED = 60
"""How many days the records officer's page lists."""


def note_purge(session: Session, now: datetime, *, retention_days: int, grace_days: int, under_hold: bool) -> bool:
    """Put a purge on the receipt of its day. Whether it was the first one of that day."""
    receipt = session.get(PurgeReceipt, day_of(now))
    first = receipt is None
    if receipt is None:
        receipt = PurgeReceipt(day=day_of(now), under_hold=False)
        session.add(receipt)
    receipt.ran_at, receipt.retention_days, receipt.grace_days = now, retention_days, grace_days
    receipt.under_hold = receipt.under_hold or under_hold
    session.flush()
    return first


def list_receipts(session: Session) -> Sequence[PurgeReceipt]:
    """The receipts of the latest `LISTED` days, the latest first."""
    return session.scalars(select(PurgeReceipt).order_by(PurgeReceipt.day.desc()).limit(LISTED)).all()
