"""How the next step of a saved reflection went, in its author's choice and words (ADR 24).

Choice, day and words are sealed in a row of their own among the private ones, which only the return code leads to. When
the author says so, the choice alone stands beside the shared reflection, where coordinators see it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.store.erasures import note_erasure
from bot.store.tables import Base, random_id

ProgressChoice = Literal["done", "begun", "not_yet", "other"]
CHOICES: tuple[ProgressChoice, ...] = get_args(ProgressChoice)


class SharedProgress(Base):
    """The choice that an author lets coordinators see, beside a shared reflection. Never the words, nor the day."""

    __tablename__ = "shared_progress"
    __table_args__ = (
        CheckConstraint("choice IN ('done', 'begun', 'not_yet', 'other')", name="choice"),
        {"sqlite_with_rowid": False},
    )

    reflection_id: Mapped[str] = mapped_column(ForeignKey("reflections.id", ondelete="CASCADE"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(32), default=random_id)
    """Named as erased when its author takes it back, so that no backup brings it back."""


@dataclass(frozen=True)
class Progress:
    """How the next step went: one of the fixed choices, the day it was said, and words of one's own or none."""

    choice: ProgressChoice
    day: date
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """What is sealed."""
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Progress:
        """What `to_json` gave."""
        return cls(**body | {"day": date.fromisoformat(body["day"])})


def shown_progress(session: Session, reflection_id: str) -> str:
    """The choice that coordinators see beside a shared reflection; empty when its author shares none."""
    row = session.get(SharedProgress, reflection_id)
    return row.choice if row else ""


def show_progress(session: Session, reflection_id: str, choice: ProgressChoice) -> None:
    """Let coordinators see it."""
    session.merge(SharedProgress(reflection_id=reflection_id, choice=choice, version=random_id()))


def hide_progress(session: Session, reflection_id: str) -> None:
    """Let coordinators see it no longer, from no backup either."""
    if row := session.get(SharedProgress, reflection_id):
        note_erasure(session, row.version)
        session.delete(row)
        session.flush()
