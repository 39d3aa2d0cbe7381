"""The tables of reading: what coordinators put on reflections, and how each of them finds their way back.

Those of reflections, people and the audit are in tables.py. What stands on a reflection goes with it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, random_id


class Tag(Base):
    """A word or two that coordinators sort reflections by. It goes when no reflection carries it."""

    __tablename__ = "tags"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Tagging(Base):
    """That a reflection carries a tag."""

    __tablename__ = "taggings"
    __table_args__ = (Index(None, "tag_id", "day", "reflection_id"), {"sqlite_with_rowid": False})

    tag_id: Mapped[str] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    reflection_id: Mapped[str] = mapped_column(
        ForeignKey("reflections.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    day: Mapped[date] = mapped_column(Date)
    """The reflection's, once more: a tag's list is read from an index. It never changes."""
    putting: Mapped[str | None] = mapped_column(String(32), default=random_id)
    """A random name for this one putting. Who takes the tag off and puts it back makes another."""


class Search(Base):
    """Words that a coordinator searched for. An address holds the id and never the words."""

    __tablename__ = "searches"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Text)
    day: Mapped[date] = mapped_column(Date)
    """When it was made. The next day it is forgotten, unless a view holds it."""


class View(Base):
    """A list that a coordinator comes back to: filters, and perhaps a search. Nobody else sees it."""

    __tablename__ = "views"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(Text)
    """The query of the list's address."""
    search_id: Mapped[str | None] = mapped_column(ForeignKey("searches.id", ondelete="CASCADE"), index=True)


class Visit(Base):
    """The days on which a coordinator last read, so that what came since can be marked. Never the hour."""

    __tablename__ = "visits"

    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    before: Mapped[date | None] = mapped_column(Date)
    """The day of the visit before that one. None: there was none."""


class Invitation(Base):
    """An invitation to an author to say more. They meet it when they come back with their return code.

    Whether they came back, read it or let it be is kept nowhere. That they changed their words is seen from `edits`.
    """

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint("about IN ('strengths', 'opportunities', 'next_step')", name="about"),)

    reflection_id: Mapped[str] = mapped_column(ForeignKey("reflections.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[str] = mapped_column(String(20))
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("coordinators.id", ondelete="SET NULL"))
    asked_on: Mapped[date] = mapped_column(Date)
    edits: Mapped[int] = mapped_column()
    """How often the author had changed the words when they were invited."""


class Assignment(Base):
    """Whose a reflection is to read. It goes with the reflection, and with the account."""

    __tablename__ = "assignments"
    __table_args__ = {"sqlite_with_rowid": False}

    reflection_id: Mapped[str] = mapped_column(ForeignKey("reflections.id", ondelete="CASCADE"), primary_key=True)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"), index=True)
    given_on: Mapped[date] = mapped_column(Date)
