"""How a coordinator finds the way back: words searched for, lists kept as views, and the day of the last visit.

All of it is theirs alone. The words stand here, and addresses hold an id: an address is kept by browsers and proxies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.store.locking import only_one
from bot.store.reading_tables import Search, View, Visit

LONGEST_NAME, MOST = 60, 20
"""Characters of a view's name; views of one coordinator."""


def keep_search(session: Session, coordinator_id: str, words: str, today: date) -> str:
    """Keep words that were searched for; the id that finds them."""
    forget_searches(session, today)
    mine = Search.coordinator_id == coordinator_id
    row = session.scalar(select(Search).where(mine, Search.words == words).limit(1))
    if row is None:
        row = Search(coordinator_id=coordinator_id, words=words)
    row.day = today
    session.add(row)
    session.flush()
    return row.id


def read_search(session: Session, coordinator_id: str, search_id: str) -> str | None:
    """The words of a search of this coordinator, or None: it is over, or somebody else's."""
    row = session.get(Search, search_id)
    return row.words if row is not None and row.coordinator_id == coordinator_id else None


def forget_searches(session: Session, today: date) -> None:
    """Forget what was searched for on days before, unless a view holds it."""
    held = select(View.search_id).where(View.search_id.is_not(None))
    session.execute(delete(Search).where(Search.day < today, Search.id.not_in(held)))


def list_views(session: Session, coordinator_id: str) -> Sequence[View]:
    """The coordinator's views, by name."""
    return session.scalars(select(View).where(View.coordinator_id == coordinator_id).order_by(View.name)).all()


def keep_view(session: Session, coordinator_id: str, name: str, query: str, search_id: str | None) -> bool:
    """Keep a list under a name; one of the same name is replaced. False: there are as many as there may be."""
    only_one(session, bytes.fromhex(coordinator_id))
    views = list_views(session, coordinator_id)
    row = next((view for view in views if view.name == name), None)
    if row is None and len(views) >= MOST:
        return False
    row = row or View(coordinator_id=coordinator_id, name=name)
    row.query, row.search_id = query, search_id
    session.add(row)
    session.flush()
    return True


def delete_view(session: Session, coordinator_id: str, view_id: str) -> bool:
    """Forget a view of this coordinator. Whether there was one."""
    row = session.get(View, view_id)
    if row is None or row.coordinator_id != coordinator_id:
        return False
    session.delete(row)
    session.flush()
    return True


def note_visit(session: Session, coordinator_id: str, today: date) -> date | None:
    """Remember that a coordinator reads today. Out: the day of the visit before today's, or None at the first."""
    row = session.get(Visit, coordinator_id)
    if row is None:  # the first: several tabs may open at one moment
        only_one(session, bytes.fromhex(coordinator_id))
        row = session.get(Visit, coordinator_id)
    if row is None:
        session.add(Visit(coordinator_id=coordinator_id, day=today))
        session.flush()
        return None
    if row.day < today:
        row.before, row.day = row.day, today
        session.flush()
    return row.before
