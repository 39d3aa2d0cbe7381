"""Reminders that people asked for: one for each person, sent once, without a word of what they wrote."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.store.sealing import CannotOpen, Seal, conversation_key, derive
from bot.store.tables import Reminder


@dataclass(frozen=True)
class DueReminder:
    """A reminder whose day has come: for whom, and about which theme."""

    sender: str
    theme: str


def set_reminder(session: Session, secret: bytes, sender: str, theme: str, due_on: date) -> None:
    """Remind a person of a theme's next step. It takes the place of an earlier reminder."""
    key = conversation_key(sender)
    sealed = _seal(secret, key).close({"sender": sender, "theme": theme})
    session.merge(Reminder(key=key, due_on=due_on, sealed=sealed))


def has_reminder(session: Session, sender: str) -> bool:
    """Whether a person has a reminder that was not sent yet."""
    return session.get(Reminder, conversation_key(sender)) is not None


def cancel_reminder(session: Session, sender: str) -> bool:
    """Take a person's reminder back. Whether there was one."""
    found = has_reminder(session, sender)
    session.execute(delete(Reminder).where(Reminder.key == conversation_key(sender)))
    return found


def take_due(session: Session, secret: bytes, today: date) -> list[DueReminder]:
    """Take out the reminders whose day has come. They are gone from here: each is sent once, or not at all."""
    due = []
    for row in session.scalars(select(Reminder).where(Reminder.due_on <= today)).all():
        with suppress(CannotOpen):  # the secret was changed meanwhile
            due.append(DueReminder(**_seal(secret, row.key).open(row.sealed)))
        session.delete(row)
    return due


def _seal(secret: bytes, key: str) -> Seal:
    return Seal(derive(secret, "reminder"), key.encode())
