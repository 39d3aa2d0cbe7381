"""The tables of figures: what was released of many reflections together (ADR 21).

No true count is in them. They are kept for good, and in every backup: a period must not be released a second time.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base


class Release(Base):
    """A closed period whose figures were released: once, and never again (ADR 21)."""

    __tablename__ = "releases"

    first_day: Mapped[date] = mapped_column(Date, primary_key=True)
    last_day: Mapped[date] = mapped_column(Date, unique=True)


class ReleasedFigure(Base):
    """One cell of a released period, blurred. What was really counted is stored nowhere."""

    __tablename__ = "released_figures"

    first_day: Mapped[date] = mapped_column(ForeignKey("releases.first_day", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True)
    part: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]
