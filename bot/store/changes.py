"""What coordinators say has changed: "you said, we did". Drafts are theirs; what is published, all may be shown.

A change is a draft until it is published, and can be withdrawn, rewritten and published anew. The day of publishing is
kept, so that somebody who comes back is shown what is new since then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.store.areas import Area
from bot.store.tables import Change, random_id

LONGEST = 300
"""Characters of what people said, and of what was done: both are read in a chat."""
LISTED = 100
"""How many the coordinators' page lists."""


class StillPublished(Exception):
    """It is being shown to people: withdraw it first. Nothing was changed."""


def list_changes(session: Session, area: Area) -> Sequence[Change]:
    """The latest `LISTED` changes of an area, the newest first: drafts, published and withdrawn."""
    query = select(Change)
    if area.themes is not None:
        query = query.where(Change.theme.in_(sorted(area.themes)))
    if area.teams is not None:
        query = query.where(or_(Change.team.is_(None), Change.team.in_(sorted(area.teams))))
    return session.scalars(query.order_by(Change.written_at.desc(), Change.id).limit(LISTED)).all()


def find_change(session: Session, change_id: str) -> Change | None:
    """One change, or None."""
    return session.get(Change, change_id)


def write_change(
    session: Session,
    change: Change | None,
    *,
    theme: str | None,
    team: str | None,
    said: str,
    did: str,
    row_id: str | None = None,
) -> Change:
    """Write a new draft (under `row_id`), or another anew: it is a draft then. Raises StillPublished."""
    if change is None:
        change = Change(id=row_id or random_id(), written_at=datetime.now(UTC))
        session.add(change)
    elif is_published(change):
        raise StillPublished
    change.theme, change.team, change.said, change.did = theme, team, said, did
    change.published_on, change.withdrawn = None, False
    session.flush()
    return change


def publish(change: Change, today: date) -> bool:
    """Show it to people from today on. False: it was published already, and keeps its day."""
    if is_published(change):
        return False
    change.published_on, change.withdrawn = today, False
    return True


def withdraw(change: Change) -> bool:
    """Show it to nobody any more. False: it was not shown."""
    if not is_published(change):
        return False
    change.withdrawn = True
    return True


def delete_change(session: Session, change: Change) -> None:
    """Delete a draft or a withdrawn one. Raises StillPublished."""
    if is_published(change):
        raise StillPublished
    session.delete(change)


def is_draft(change: Change) -> bool:
    """Whether it was never published, or written anew since."""
    return change.published_on is None and not change.withdrawn


def is_published(change: Change) -> bool:
    """Whether people are shown it."""
    return change.published_on is not None and not change.withdrawn


def published(
    session: Session,
    *,
    theme: str | None = None,
    team: str | None = None,
    since: date | None = None,
    without: Sequence[str] = (),
    limit: int = 3,
) -> Sequence[Change]:
    """What people are shown, the newest first.

    In: the theme, whose changes and those about all themes count (None: any); for `since`, the day from which on, the
    team, whose changes and those for all teams count; ids that were shown already.
    """
    query = select(Change).where(Change.published_on.is_not(None), ~Change.withdrawn, Change.id.not_in(without))
    if theme is not None:
        query = query.where(or_(Change.theme == theme, Change.theme.is_(None)))
    if since is not None:
        query = query.where(Change.published_on >= since, or_(Change.team == team, Change.team.is_(None)))
    return session.scalars(query.order_by(Change.published_on.desc(), Change.id).limit(limit)).all()
