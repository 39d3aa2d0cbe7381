"""The tables of facilitated sessions of a team. Those of reflections, people and the audit are in tables.py."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.json_columns import Fields, Names
from bot.store.tables import Base, UtcDateTime


class TeamSession(Base):
    """A session that a facilitator opened for a team, and what came of it. Nothing in it says who took part."""

    __tablename__ = "team_sessions"
    __table_args__ = (CheckConstraint("state IN ('open', 'draft', 'published', 'too_few', 'lost')", name="state"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    join_code: Mapped[str] = mapped_column(String(80), unique=True)
    """Whoever has it may take part, and may read the summary."""
    team: Mapped[str] = mapped_column(String(40))
    themes: Mapped[list[str]] = mapped_column(Names)
    steps: Mapped[list[str]] = mapped_column(Names)
    """The next steps that people may choose from, as the facilitator typed them for the team."""
    facilitator_id: Mapped[str | None] = mapped_column(ForeignKey("coordinators.id", ondelete="SET NULL"), index=True)
    """The one who may act on it now."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10))
    """"too_few": below the minimum; "lost": its secret was gone. Then no answer and no summary is left."""
    closed_on: Mapped[date | None] = mapped_column(Date, index=True)
    summary: Mapped[dict[str, Any] | None] = mapped_column(Fields(none_as_null=True))
    """What bot/sessions/summary.py made at the close, less the lines that were removed."""


class SessionAnswer(Base):
    """What one person answers in an open session, until its close. It has no time and no order."""

    __tablename__ = "session_answers"
    __table_args__ = {"sqlite_with_rowid": False}

    session_id: Mapped[str] = mapped_column(ForeignKey("team_sessions.id", ondelete="CASCADE"), primary_key=True)
    answer_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """HMAC of the person under the session's secret, which stands in no database (bot/sessions/keys.py)."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed under a key made from the same secret; in one session each is as long as the other."""
