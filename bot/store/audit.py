"""The record of who did what and when. Each event declares exactly which fields it carries.

An event or a field that is not declared here is refused, and so is a value of the wrong kind: no text that somebody
wrote, and no free text that somebody searched for, can get in by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.audit_chain import wait_for_commit
from bot.store.tables import AuditEvent

Value = str | bool | int
_Check = Callable[[Value], bool]

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_NAME = re.compile(r"[\w.@+'-]{2,80}|command line")
_ROUTE = re.compile(r"[A-Z]{3,7} /[a-z/{}._-]{0,80}")


class AuditRefused(Exception):
    """The event or one of its fields is not declared. A mistake in the program, never in what a person did."""


def _id(value: Value) -> bool:
    """A short name from content, such as a theme's."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _name(value: Value) -> bool:
    """A coordinator's name, or who else may be an actor."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


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


_LIST: Mapping[str, _Check] = {
    "theme": _id,
    "team": _id,
    "sharing": _one_of("anonymous", "team"),
    "first_day": _day,
    "last_day": _day,
    "rating": _id,
    "reviewed": _flag,
    "answer": _one_of("strengths", "opportunities", "next_step"),
    "tag": _flag,
    "search": _flag,
}
"""How a list was narrowed."""

EVENTS: Mapping[str, Mapping[str, _Check]] = {
    "signed_in": {"way": _one_of("code", "recovery-code", "organisation", "password-for-once"), "given_by": _name},
    "sign_in_failed": {
        "reason": _one_of("unknown-name", "wrong-password", "wrong-code", "disabled", "throttled", "no-role")
    },
    "signed_out": {},
    "account_viewed": {},
    "password_changed": {},
    "app_added": {},
    "recovery_codes_made": {},
    "sign_ins_ended": {"how_many": _count},
    "page_refused": {"route": _route},
    "home_viewed": {},
    "reflections_listed": {**_LIST, "further_page": _flag},
    "view_kept": {"search": _flag},
    "view_deleted": {},
    "reflection_viewed": {},
    "reflection_reviewed": {
        "reviewed": _flag,
        "note": _one_of("added", "changed", "removed", "same"),
        "tags": _one_of("changed", "same"),
    },
    "reflection_given": {"to": _name},
    "waiting_viewed": {},
    "author_invited": {"about": _one_of("strengths", "opportunities", "next_step")},
    "invitation_taken_back": {},
    "so_far_viewed": {},
    "board_viewed": {},
    "board_taken_away": {"format": _one_of("docx", "pdf")},
    "kit_viewed": {},
    "kit_taken_away": {"piece": _one_of("poster", "mail", "teams", "meeting"), "format": _one_of("docx", "pdf")},
    "strengths_viewed": {"theme": _id},
    "topics_viewed": {"theme": _id, "answer": _one_of("strengths", "opportunities", "next_step")},
    "themes_viewed": {},
    "theme_viewed": {},
    "taken_away": {
        **_LIST,
        "format": _one_of("xlsx", "csv", "xlsx-answers", "csv-answers", "qdpx", "docx", "pdf"),
    },
    "changes_viewed": {},
    "change_viewed": {},
    "change_written": {"theme": _id, "team": _id},
    "change_published": {"theme": _id, "team": _id},
    "change_withdrawn": {},
    "change_deleted": {},
    "actions_viewed": {"theme": _id, "status": _id, "overdue": _flag},
    "action_viewed": {},
    "action_written": {"theme": _id, "from_reflection": _flag},
    "action_marked": {"status": _id},
    "action_deleted": {},
    "plan_viewed": {},
    "keeping_viewed": {},
    "requests_viewed": {},
    "request_viewed": {},
    "request_taken": {"kind": _id},
    "request_met": {"kind": _id, "held": _flag},
    "request_code_unknown": {},
    "request_closed": {"outcome": _id},
    "holds_viewed": {},
    "hold_placed": {"one": _flag, "theme": _id, "first_day": _day, "last_day": _day, "until": _day},
    "hold_extended": {"until": _day},
    "hold_lifted": {},
    "hold_disclosed": {},
    "sessions_viewed": {},
    "session_viewed": {},
    "session_opened": {"team": _id},
    "session_extended": {},
    "session_handed_over": {},
    "session_reminded": {},
    "session_closed": {},
    "session_lines_removed": {},
    "session_published": {},
    "session_taken_away": {"format": _one_of("docx", "pdf")},
    "session_refused": {"route": _route},
    "teams_linked": {},
    "teams_link_made": {},
    "teams_unlinked": {},
    "audit_viewed": {"filtered": _flag},
    "people_viewed": {},
    "person_viewed": {},
    "settings_viewed": {},
    "coordinator_added": {"role": _id, "all_themes": _flag, "all_teams": _flag},
    "coordinator_changed": {"role": _id, "all_themes": _flag, "all_teams": _flag, "way": _one_of("organisation")},
    "coordinator_disabled": {},
    "coordinator_enabled": {},
    "coordinator_reset": {},
    "reflections_purged": {},
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
    """Write one event, at the session's commit (bot/store/audit_chain.py).

    In: the event; who did it (a coordinator's name, NOBODY or COMMAND_LINE); what it was done to (an id or a
    coordinator's name); its fields. Raises AuditRefused when the event does not declare a field or its value.
    """
    declared = EVENTS.get(event)
    if declared is None:
        raise AuditRefused(f"bot/store/audit.py declares no event {event!r}.")
    for name, value in fields.items():
        if name not in declared or not declared[name](value):
            raise AuditRefused(f"The event {event!r} does not carry this value for {name!r}. See bot/store/audit.py.")
    done = AuditEvent(at=datetime.now(UTC), actor=actor, event=event, subject=subject, fields=dict(fields))
    wait_for_commit(session, done)


@dataclass(frozen=True)
class Asked:
    """Which events to list. None does not filter. The days are both included, and are days in UTC."""

    actor: str | None = None
    event: str | None = None
    first_day: date | None = None
    last_day: date | None = None


def list_events(
    session: Session, limit: int, before: int | None = None, asked: Asked = Asked()
) -> Sequence[AuditEvent]:
    """Up to `limit` events, the latest first; only those before the event with the id `before`, when it is given."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    if asked.actor is not None:
        query = query.where(AuditEvent.actor == asked.actor)
    if asked.event is not None:
        query = query.where(AuditEvent.event == asked.event)
    if asked.first_day is not None:
        query = query.where(AuditEvent.at >= datetime.combine(asked.first_day, time.min, UTC))
    if asked.last_day is not None:
        query = query.where(AuditEvent.at <= datetime.combine(asked.last_day, time.max, UTC))
    return session.scalars(query).all()


def last_of(session: Session, subject: str, *events: str, within: timedelta) -> AuditEvent | None:
    """The latest of some kinds of events that were done to `subject`; None when there was none in this time."""
    since = datetime.now(UTC) - within
    query = select(AuditEvent).where(AuditEvent.at > since, AuditEvent.subject == subject, AuditEvent.event.in_(events))
    return session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(1)).first()


def list_actors(session: Session) -> list[str]:
    """Whoever did anything that is on record, in alphabetical order."""
    return list(session.scalars(select(AuditEvent.actor).distinct().order_by(AuditEvent.actor)))
