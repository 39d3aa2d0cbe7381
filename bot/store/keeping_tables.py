"""The tables of acting, and of keeping and forgetting. Those of reflections, people and the audit are in tables.py."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, Saved, UtcDateTime, random_id


class Action(Base):
    """Something that coordinators plan to do. Written by coordinators, in words of their own."""

    __tablename__ = "actions"
    __table_args__ = (
        CheckConstraint("status IN ('planned', 'started', 'done', 'stopped')", name="status"),
        Index("ix_actions_status_due_on", "status", "due_on"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    theme: Mapped[str | None] = mapped_column(String(40))
    """None: it is about all themes."""
    what: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(80))
    """Who will do it: a role, a group or somebody at work."""
    due_on: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(10))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    change_id: Mapped[str | None] = mapped_column(ForeignKey("changes.id", ondelete="SET NULL"))
    """The "you said, we did" that it became."""


class ActionStep(Base):
    """One line of an action's history: who set which status or date, and when."""

    __tablename__ = "action_steps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    action_id: Mapped[str] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
    """A coordinator's name."""
    status: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")


class ActionSource(Base):
    """That an action was made from a shared reflection. It goes when either of them goes."""

    __tablename__ = "action_sources"
    __table_args__ = {"sqlite_with_rowid": False}

    action_id: Mapped[str] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True)
    reflection_id: Mapped[str] = mapped_column(
        ForeignKey("reflections.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Hold(Base):
    """A legal hold: what must not be erased, for what reason, by whom, and until when (ADR 23).

    It names one shared reflection, or shared ones by theme and days; what is None does not narrow it.
    """

    __tablename__ = "holds"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    reflection_id: Mapped[str | None] = mapped_column(String(32))
    """No foreign key: the hold stays on record when the reflection has gone."""
    theme: Mapped[str | None] = mapped_column(String(40))
    first_day: Mapped[date | None] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[date] = mapped_column(Date, index=True)
    """The last day. It ends by itself."""
    placed_by: Mapped[str] = mapped_column(String(80))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str | None] = mapped_column(String(80))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HeldReflection(Saved, Base):
    """Words that their author took back or changed while a hold covered them. Sealed with the server's secret.

    No page reads this table. When no hold covers a row any more, the next purge erases it.
    """

    __tablename__ = "held_reflections"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    reflection_id: Mapped[str] = mapped_column(String(32))
    theme: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RightsRequest(Base):
    """A person's request for a copy of their words, or to have them erased. Nothing in it says who that is."""

    __tablename__ = "rights_requests"
    __table_args__ = (
        CheckConstraint("kind IN ('access', 'erasure')", name="kind"),
        CheckConstraint("outcome IN ('', 'done', 'nothing', 'withdrawn')", name="outcome"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    kind: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str] = mapped_column(String(40), default="")
    """The organisation's own case number."""
    received_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date, index=True)
    taken_by: Mapped[str] = mapped_column(String(80))
    answered: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many return codes of the person were met."""
    held: Mapped[bool] = mapped_column(default=False)
    """Whether a legal hold kept a sealed copy of what was erased."""
    outcome: Mapped[str] = mapped_column(String(10), default="")
    """Empty: it is open."""
    closed_on: Mapped[date | None] = mapped_column(Date)


class Clock(Base):
    """The last moment at which the clock was believed, so that a jump is noticed. One row (bot/store/clock.py)."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    believed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PurgeReceipt(Base):
    """That what was over was erased on a day, and by which schedule. One row a day; how much it was is kept nowhere."""

    __tablename__ = "purge_receipts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The last time on that day."""
    retention_days: Mapped[int] = mapped_column()
    grace_days: Mapped[int] = mapped_column()
    under_hold: Mapped[bool] = mapped_column(default=False)
    """Whether a legal hold was in force."""


class Erasure(Base):
    """A version of a reflection that its author took back. A restored backup leaves it out (ADR 14)."""

    __tablename__ = "erasures"
    __table_args__ = {"sqlite_with_rowid": False}

    version: Mapped[str] = mapped_column(String(32), primary_key=True)
    erased_on: Mapped[date] = mapped_column(Date, index=True)


class RateCount(Base):
    """How often something happened lately, on PostgreSQL alone: any process may be asked next (bot/store/rates.py)."""

    __tablename__ = "rates"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A keyed hash of what is counted. Of an address so little that thousands of others have the same."""
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """When it counts as if nothing had happened."""
