"""The record of who did what and when. Each event declares exactly which fields it carries.

An event or a field that is not declared here is refused, and so is a value of the wrong kind: no text that somebody
wrote, and no free text that somebody searched for, can get in by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables import AuditEvent

Value = str | bool | int
_Check = Callable[[Value], bool]

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ROUTE = re.compile(r"[A-Z]{3,7} /[a-z/{}._-]{0,80}")


class AuditRefused(Exception):
    """The event or one of its fields is not declared. A mistake in the program, never in what a person did."""


def _id(value: Value) -> bool:
    """A short name from content, such as a theme's."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _route(value: Value) -> bool:
    """A route as the program names it, such as "GET /reflections/{reflection_id}"; never an address that was typed."""
    return isinstance(value, str) and _ROUTE.fullmatch(value) is not None


def _flag(value: Value) -> bool:
    return isinstance(value, bool)


def _count(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _day(value: Value) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _one_of(*words: str) -> _Check:
    return lambda value: value in words


EVENTS: Mapping[str, Mapping[str, _Check]] = {
    "signed_in": {},
    "sign_in_failed": {"reason": _one_of("unknown-name", "wrong-password", "disabled", "throttled")},
    "signed_out": {},
    "page_refused": {"route": _route},
    "home_viewed": {},
    "reflections_listed": {
        "theme": _id,
        "team": _id,
        "sharing": _one_of("anonymous", "team"),
        "first_day": _day,
        "last_day": _day,
        "reviewed": _flag,
        "further_page": _flag,
    },
    "reflection_viewed": {},
    "reflection_reviewed": {"reviewed": _flag, "note": _one_of("added", "changed", "removed", "same")},
    "themes_viewed": {},
    "changes_viewed": {},
    "change_viewed": {},
    "change_written": {"theme": _id, "team": _id},
    "change_published": {"theme": _id, "team": _id},
    "change_withdrawn": {},
    "change_deleted": {},
    "audit_viewed": {},
    "coordinator_added": {},
    "coordinator_disabled": {},
    "coordinator_reset": {},
    "reflections_purged": {"how_many": _count},
    "backup_made": {},
    "backup_restored": {"left_out": _count},
    "secret_rotated": {},
}
"""Every event, and for each field it may carry the check that its value must pass. Fields may be left out."""

NOBODY = "nobody"
"""The actor of an event that no known coordinator did. A name that was only tried is never kept: people
sometimes type their password there."""

COMMAND_LINE = "command line"

BY_ITSELF = "by itself"
"""The actor of what Waymark does at its time."""


def record(session: Session, event: str, actor: str, subject: str = "", /, **fields: Value) -> None:
    """Write one event.

    In: the event; who did it (a coordinator's name, NOBODY or COMMAND_LINE); what it was done to (an id or a
    coordinator's name); its fields. Raises AuditRefused when the event does not declare a field or its value.
    """
    declared = EVENTS.get(event)
    if declared is None:
        raise AuditRefused(f"bot/store/audit.py declares no event {event!r}.")
    for name, value in fields.items():
        if name not in declared or not declared[name](value):
            raise AuditRefused(f"The event {event!r} does not carry this value for {name!r}. See bot/store/audit.py.")
    session.add(AuditEvent(at=datetime.now(UTC), actor=actor, event=event, subject=subject, fields=dict(fields)))
    session.flush()


def list_events(session: Session, limit: int, before: int | None = None) -> Sequence[AuditEvent]:
    """Up to `limit` events, the latest first; only those before the event with the id `before`, when it is given."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return session.scalars(query).all()
