"""The tables of the Teams door (bot/store/tables.py has the others, and says what holds for all of them)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, UtcDateTime


class TeamsActivity(Base):
    """Something that came from Teams: once only, and not lost when we stop before it is answered.

    `key` is a keyed hash of its id. `sealed` holds what must still be done, and `person` whose it is (as conversations
    are found): both are emptied once it is done.
    """

    __tablename__ = "teams_activities"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[str | None] = mapped_column(String(64), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TeamsReference(Base):
    """Where somebody who installed the Teams app can be reached, sealed under the server's secret."""

    __tablename__ = "teams_references"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the sender id, in hexadecimal."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Reminder(Base):
    """One reminder that somebody asked for. What it is about is sealed under the server's secret."""

    __tablename__ = "reminders"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the sender id, in hexadecimal: a person has one at most."""
    due_on: Mapped[date] = mapped_column(Date, index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
