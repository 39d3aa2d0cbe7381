"""The tables, typed. Migrations must equal them; a test compares. Rows that must not tell their order have no rowid."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    literal_column,
    true,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from bot.store.json_columns import Fields, Names


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def random_id() -> str:
    """An id that tells nothing: 32 hexadecimal digits."""
    return uuid.uuid4().hex


NAMED, IN_TEAM = literal_column("sharing = 'team'", Boolean), literal_column("team IS NOT NULL", Boolean)
"""What some indexes hold alone. A query that says so too can be read from them."""


class Conversation(Base):
    """One open talk. `key` is SHA-256 of the sender id, in hexadecimal: the id itself is never stored."""

    __tablename__ = "conversations"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    version: Mapped[int] = mapped_column(default=0, server_default="0")  # bot/store/overtaking.py


class ConversationEvents(Base):
    """The dialogue events that the next turn begins from, sealed with a key that only the person's browser holds.

    One row a conversation, written anew at each turn. Releases before ADR 13 added rows: those become one.
    """

    __tablename__ = "conversation_events"
    __table_args__ = (Index("ix_conversation_events_conversation_id", "conversation", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.key", ondelete="CASCADE"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ConversationTurn(Base):
    """One message and its answer, sealed the same way: the transcript, and the memory of what was already answered."""

    __tablename__ = "conversation_turns"
    __table_args__ = (UniqueConstraint("conversation", "message"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.key", ondelete="CASCADE"), index=True)
    message: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the sender id and the client's message id, in hexadecimal."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Pass(Base):
    """A leave to begin one conversation, given to somebody who signed in. Nothing here tells who that was."""

    __tablename__ = "passes"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the pass and of the challenge that asked for it, in hexadecimal."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used: Mapped[bool] = mapped_column(Boolean, default=False)


class Saved:
    """What private and shared reflections have in common."""

    expires_on: Mapped[date] = mapped_column(Date, index=True)
    grace_until: Mapped[date | None] = mapped_column(Date)
    """The last day of grace: until then its return code still opens it. None: it goes when `expires_on` is over."""
    secret_id: Mapped[str] = mapped_column(String(8), default="", server_default="")
    """Which of the server's secrets finds the row by its return code. Empty: the one before they were written down."""
    version: Mapped[str] = mapped_column(String(32), default=random_id, server_default="")
    """A random name for the words as they stand. New words get a new one, so that old ones can be named as erased."""


class PrivateReflection(Saved, Base):
    """A reflection that only the holder of its return code can open. Nothing but its last day is readable."""

    __tablename__ = "private_reflections"
    __table_args__ = {"sqlite_with_rowid": False}

    lookup: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Reflection(Saved, Base):
    """A reflection that its author chose to share.

    An anonymous one carries the day and no time and no team; its id is random, so nothing orders it among others.
    """

    __tablename__ = "reflections"
    __table_args__ = (
        CheckConstraint("sharing IN ('anonymous', 'team')", name="sharing"),
        CheckConstraint("sharing = 'team' OR (team IS NULL AND shared_at IS NULL)", name="anonymous"),
        *(Index(None, *leading, "day", "id") for leading in ((), ("theme",), ("team",), ("sharing",), ("reviewed",))),
        Index(None, "team", "theme", "day", "id", postgresql_where=IN_TEAM, sqlite_where=IN_TEAM),
        Index(None, "rating", "day", "id", postgresql_where=NAMED, sqlite_where=NAMED),
        Index(None, "words", postgresql_using="gin", postgresql_with={"fastupdate": "off"}).ddl_if(
            dialect="postgresql"
        ),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    lookup: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    sharing: Mapped[str] = mapped_column(String(9))
    theme: Mapped[str] = mapped_column(String(40))
    team: Mapped[str | None] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    strengths: Mapped[str] = mapped_column(Text, default="")
    opportunities: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    rating: Mapped[str] = mapped_column(String(40), default="")
    guidance: Mapped[list[str]] = mapped_column(Names, default=list)
    """Ids of the guidance pieces that were shown."""
    edits: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often its author changed the words after sharing them. When is kept nowhere."""
    reviewed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """What its review says, once more: the list reads it from an index."""
    words: Mapped[str | None] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"), deferred=True)
    """Stems of what it says, and its month (bot/store/search.py). None: not written yet."""

    review: Mapped[Review | None] = relationship(back_populates="reflection", passive_deletes=True)


class Coordinator(Base):
    """Somebody who may sign in to the review door."""

    __tablename__ = "coordinators"
    __table_args__ = (Index("uq_coordinators_subject", "subject", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    """What they sign in with, in lower case."""
    password_hash: Mapped[str] = mapped_column(String(200))
    """Empty: they sign in at their organisation alone."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    role: Mapped[str] = mapped_column(String(20), default="coordinator", server_default="coordinator")
    """A `bot.store.coordinators.Role`."""
    themes: Mapped[list[str] | None] = mapped_column(Names(none_as_null=True))
    teams: Mapped[list[str] | None] = mapped_column(Names(none_as_null=True))
    """Their area, by ids. None: all of them."""
    temporary: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Somebody else chose the password, so they choose another one first."""
    totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The secret of their authenticator app, sealed with the server's."""
    totp_step: Mapped[int | None] = mapped_column()
    """The half minute of the last code that was taken. A code is never taken twice."""
    subject: Mapped[str | None] = mapped_column(String(64))
    """Who they are at their organisation's sign-in: SHA-256 of issuer and `sub`, in hexadecimal."""


class Review(Base):
    """A coordinator's mark and note on a shared reflection."""

    __tablename__ = "reviews"

    reflection_id: Mapped[str] = mapped_column(ForeignKey("reflections.id", ondelete="CASCADE"), primary_key=True)
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("coordinators.id", ondelete="SET NULL"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None: a note was written, but it is not marked as reviewed."""
    note: Mapped[str] = mapped_column(Text, default="")

    reflection: Mapped[Reflection] = relationship(back_populates="review")


class Change(Base):
    """What coordinators say has changed ("you said, we did"). Written by coordinators, shown to everybody."""

    __tablename__ = "changes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    theme: Mapped[str | None] = mapped_column(String(40))
    """None: it is about all themes."""
    team: Mapped[str | None] = mapped_column(String(40))
    """None: it is for all teams."""
    said: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    published_on: Mapped[date | None] = mapped_column(Date, index=True)
    """None: a draft."""
    withdrawn: Mapped[bool] = mapped_column(default=False)


class SignIn(Base):
    """A coordinator's open session in the review door. The cookie's value is stored as its SHA-256."""

    __tablename__ = "sign_ins"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False: the password was right, and the code of the authenticator app is still to come."""


class RecoveryCode(Base):
    """A code that stands in once for an authenticator app that is lost. Kept as a hash only."""

    __tablename__ = "recovery_codes"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), index=True)


class Attempt(Base):
    """A failed try at something guarded: a sign-in, or a return code. `subject` is a keyed hash, never the thing."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEvent(Base):
    """Who did what and when in the review door or on the command line. Never what anybody wrote."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(80))
    event: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(Fields, default=dict)
    chain: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """SHA-256 over the event and the chain of the event before it, in hexadecimal (ADR 20)."""


class AuditHead(Base):
    """Where the chain of audit events ends. One row, signed with the server's secret."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column()
    """The id of the last event."""
    chain: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(64))
