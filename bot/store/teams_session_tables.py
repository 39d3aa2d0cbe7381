"""The tables of sessions inside Microsoft Teams. Those of sessions themselves are in session_tables.py."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, UtcDateTime


class SessionPlace(Base):
    """The channel or group chat of Teams that has the card of a session. Nothing in it says who took part."""

    __tablename__ = "session_places"

    session_id: Mapped[str] = mapped_column(ForeignKey("team_sessions.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Where the card is, and its id once Teams said it; sealed under the server's secret."""
    shows: Mapped[str] = mapped_column(String(40), default="")
    """What the card says: the session's state, and while it is open until when. Empty: it was not sent yet."""
    sent_anew: Mapped[bool] = mapped_column(default=False)
    """One new message took the place of a card that was gone. There is no second one."""
    reminded: Mapped[bool] = mapped_column(default=False)
    gone: Mapped[bool] = mapped_column(default=False)
    """Teams has no such place for us any more: the app was removed, or the channel deleted."""


class SessionInvitation(Base):
    """Somebody pressed "Take part" and is to be written to, one to one. It goes when that is done, and at the close."""

    __tablename__ = "session_invitations"
    __table_args__ = {"sqlite_with_rowid": False}

    session_id: Mapped[str] = mapped_column(ForeignKey("team_sessions.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """HMAC of the person under the session's secret, as in `SessionAnswer`, and another than there."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Whom to write to, sealed under the session's secret: after the close nothing opens it."""


class TeamsFacilitator(Base):
    """Which account in Teams is a facilitator's, as they said with a code from the review app."""

    __tablename__ = "teams_facilitators"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the sender id, in hexadecimal."""
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """How they can be met one to one, sealed under the server's secret."""


class TeamsLink(Base):
    """A code that a facilitator was shown in the review app, to be typed in Teams: once, and soon."""

    __tablename__ = "teams_links"

    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """A keyed hash of the code."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
