"""Counts whether conversations were helpful: how many a month, by choice. Nothing of who, or about what (ADR 25).

A month's counts are here until its period is released as blurred figures (ADR 21). Then they go.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Date, String, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.store.tables import Base

Helpful = Literal["yes", "a_bit", "no"]
HELPFUL: tuple[Helpful, ...] = get_args(Helpful)


class HelpfulCount(Base):
    """How often a choice was tapped in a month."""

    __tablename__ = "helpful_counts"
    __table_args__ = (
        CheckConstraint("choice IN ('yes', 'a_bit', 'no')", name="choice"),
        {"sqlite_with_rowid": False},
    )

    month: Mapped[date] = mapped_column(Date, primary_key=True)
    """Its first day."""
    choice: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int]


def count_helpful(session: Session, choice: Helpful, day: date) -> None:
    """Count one tap. Raises ValueError for a choice that there is not."""
    if choice not in HELPFUL:
        raise ValueError("There is no such choice.")
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    one = insert(HelpfulCount).values(month=day.replace(day=1), choice=choice, count=1)
    more = {"count": HelpfulCount.count + 1}
    session.execute(one.on_conflict_do_update(index_elements=["month", "choice"], set_=more))


def read_helpful(session: Session, first: date, last: date) -> dict[str, int]:
    """How often each choice was tapped in the months that begin on these days or between. Not for showing."""
    query = select(HelpfulCount.choice, func.sum(HelpfulCount.count)).where(HelpfulCount.month.between(first, last))
    return {choice: int(count) for choice, count in session.execute(query.group_by(HelpfulCount.choice))}


def forget_helpful(session: Session, last: date) -> None:
    """Forget the counts of the months up to a day: their figures are released."""
    session.execute(delete(HelpfulCount).where(HelpfulCount.month <= last))


def first_month(session: Session) -> date | None:
    """The first month that has counts."""
    return session.scalar(select(func.min(HelpfulCount.month)))
