"""Reminders that people asked for: one for each person, sent once, without a word of what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.secret import Secret
from bot.store.sealing import CannotOpen, ServerSeal, conversation_key
from bot.store.teams_tables import Reminder

KEPT_TRYING = timedelta(days=7)
"""How long a reminder that could not be sent is tried again. After that it would come out of the blue."""


@dataclass(frozen=True)
class DueReminder:
    """A reminder whose day has come: for whom, about which theme, and since when."""

    sender: str
    theme: str
    due_on: date


def set_reminder(session: Session, secret: Secret, sender: str, theme: str, due_on: date) -> None:
    """Remind a person of a theme's next step. It takes the place of an earlier reminder."""
    key = conversation_key(sender)
    sealed = _seal(secret, key).close({"sender": sender, "theme": theme})
    session.merge(Reminder(key=key, due_on=due_on, sealed=sealed))


def find_reminder(session: Session, sender: str) -> date | None:
    """The day of a person's reminder that was not sent yet, or None."""
    return session.scalar(select(Reminder.due_on).where(Reminder.key == conversation_key(sender)))


def end_reminder(session: Session, sender: str) -> bool:
    """Forget a person's reminder: it is sent, or taken back. Whether there was one: of two at once, one hears yes."""
    ended = delete(Reminder).where(Reminder.key == conversation_key(sender)).returning(Reminder.key)
    return session.scalar(ended) is not None


def find_due(session: Session, secret: Secret, today: date) -> list[DueReminder]:
    """The reminders whose day has come. Those that can never be sent any more are forgotten."""
    session.execute(delete(Reminder).where(Reminder.due_on < today - KEPT_TRYING))
    due = []
    for row in session.scalars(select(Reminder).where(Reminder.due_on <= today)).all():
        try:
            due.append(DueReminder(**_seal(secret, row.key).open(row.sealed), due_on=row.due_on))
        except CannotOpen:  # its secret is not there any more
            session.delete(row)
    return due


def _seal(secret: Secret, key: str) -> ServerSeal:
    return ServerSeal(secret, "reminder", key)
