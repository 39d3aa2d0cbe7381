"""Who resets somebody's account knows its password for a while. So its owner is told who it was, and when."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.review.door import Person
from bot.store import audit
from bot.store.tables import AuditEvent

SAID_FOR = timedelta(days=30)


def find_reset(session: Session, person: Person) -> AuditEvent | None:
    """The last time that somebody else reset this account, within SAID_FOR; None when nobody did."""
    found = audit.last_of(session, person.name, "coordinator_reset", within=SAID_FOR)
    return found if found and found.actor != person.name else None
