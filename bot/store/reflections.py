"""Saved reflections: private ones sealed, shared ones readable by coordinators, both found by return code.

Words that the distress screen marked are never shared. Where the rest of a reflection is shared, they stay sealed, in a
row of their own that only the return code leads to. So does what its author says of how the next step went.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from bot.store.erasures import note_erasure
from bot.store.holds import held, set_aside
from bot.store.keeping_tables import HeldReflection
from bot.store.opening import Path, find_by_code, find_rows, is_taken, read_path, unseal
from bot.store.progress import Progress, hide_progress, show_progress, shown_progress
from bot.store.saved import ANSWERS, SavedReflection, Sharing
from bot.store.sealing import ReturnKey
from bot.store.tables import PrivateReflection, Reflection, Review, random_id

__all__ = ["ANSWERS", "Path", "SavedReflection", "Sharing", "find_by_code", "is_taken", "read_path"]


def keep(session: Session, key: ReturnKey, reflection: SavedReflection, now: datetime) -> None:
    """Save a reflection as its author chose. What is never shared stays sealed."""
    if reflection.progress:
        _seal_progress(session, key, reflection, reflection.progress)
    if reflection.sharing == "private":
        keep_private(session, key, reflection)
        return
    share(session, key, reflection.shareable(), now)
    if left := reflection.kept_back():
        keep_private(session, key.kept_back, left)


def note_progress(session: Session, key: ReturnKey, found: SavedReflection, progress: Progress, secret: bytes) -> None:
    """Seal how the next step of what the code opens went, in the place of what was noted before.

    Another choice than the one that coordinators see is not shared: its author says so anew.
    """
    if found.progress_shared and (found.progress is None or found.progress.choice != progress.choice):
        share_progress(session, key, None, secret)
    if (row := session.get(PrivateReflection, key.progress.lookup)) is not None:
        note_erasure(session, row.version)
        session.delete(row)
        session.flush()
    _seal_progress(session, key, found, progress)


def _seal_progress(session: Session, key: ReturnKey, beside: SavedReflection, progress: Progress) -> None:
    session.add(
        PrivateReflection(
            lookup=key.progress.lookup,
            secret_id=key.secret_id,
            sealed=key.progress.seal.close(progress.to_json()),
            expires_on=beside.expires_on,
            grace_until=beside.grace_until,
        )
    )


def share_progress(session: Session, key: ReturnKey, progress: Progress | None, secret: bytes) -> None:
    """Let coordinators see the choice beside what the code shares; None: no longer. A hold keeps a sealed copy."""
    row = session.scalars(select(Reflection).where(Reflection.lookup == key.lookup).with_for_update()).one()
    before = shown_progress(session, row.id)
    if before == (progress.choice if progress else ""):
        return
    if before:
        set_aside(session, row, secret)
        hide_progress(session, row.id)
    if progress:
        show_progress(session, row.id, progress.choice)


def change(
    session: Session, key: ReturnKey, before: SavedReflection, after: SavedReflection, now: datetime, secret: bytes
) -> date | None:
    """Put `after` in the place of `before`.

    Shared words that change stay in their row, with their day and the coordinators' note; the mark of being reviewed
    goes. Where the sharing changes, the row goes with all that coordinators wrote on it, and a new one has a new id:
    nothing tells that an anonymous one was a team's before. So its progress is not shared with it any more.

    Out: the last day of a legal hold that keeps a sealed copy of what was shared before, or None.
    """
    if (before.sharing, before.team) != (after.sharing, after.team) or after.sharing == "private":
        gone = withdraw(session, key, secret)
        session.flush()
        keep(session, key, after, now)
        return gone.held_until if gone else None
    aside = None
    seen, shown = before.shareable(), after.shareable()
    if seen.words() != shown.words():
        row = session.scalars(select(Reflection).where(Reflection.lookup == key.lookup).with_for_update()).one()
        aside = set_aside(session, row, secret)
        for answer in ANSWERS:
            setattr(row, answer, getattr(shown, answer))
        row.edits += 1
        row.reviewed = False
        note_erasure(session, row.version)
        row.version = random_id()
        session.execute(update(Review).where(Review.reflection_id == row.id).values(reviewed_at=None, reviewed_by=None))
    if (row_kept_back := session.get(PrivateReflection, key.kept_back.lookup)) is not None:
        note_erasure(session, row_kept_back.version)
        session.delete(row_kept_back)
        session.flush()
    if left := after.kept_back():
        keep_private(session, key.kept_back, left)
    return aside


def keep_private(session: Session, key: ReturnKey, reflection: SavedReflection) -> None:
    """Seal a reflection under its return code."""
    session.add(
        PrivateReflection(
            lookup=key.lookup,
            secret_id=key.secret_id,
            sealed=key.seal.close(reflection.to_json()),
            expires_on=reflection.expires_on,
            grace_until=reflection.grace_until,
        )
    )


def share(session: Session, key: ReturnKey, reflection: SavedReflection, shared_at: datetime) -> None:
    """Save a reflection for coordinators. An anonymous one keeps neither the moment nor the team."""
    by_team = reflection.sharing == "team"
    session.add(
        Reflection(
            lookup=key.lookup,
            secret_id=key.secret_id,
            sharing=reflection.sharing,
            theme=reflection.theme,
            team=reflection.team if by_team else None,
            day=reflection.day,
            shared_at=shared_at if by_team else None,
            strengths=reflection.strengths,
            opportunities=reflection.opportunities,
            next_step=reflection.next_step,
            rating=reflection.rating,
            guidance=sorted(reflection.guidance),
            expires_on=reflection.expires_on,
            grace_until=reflection.grace_until,
        )
    )


@dataclass(frozen=True)
class Withdrawn:
    """What the return code opened is gone; or from every page, where a legal hold keeps a sealed copy until a day."""

    held_until: date | None = None


def withdraw(session: Session, key: ReturnKey, secret: bytes) -> Withdrawn | None:
    """Delete what the return code opens, with any review of it, and remember that. None: there was nothing.

    `secret`, the server's, seals the copy that a legal hold keeps of what was shared.
    """
    _, rows = find_rows(session, key)
    until = None
    for row in rows:
        note_erasure(session, row.version)
        if isinstance(row, PrivateReflection):
            session.delete(row)
        else:
            until = set_aside(session, row, secret)
            session.flush()
            _delete_shared(session, Reflection.id == row.id)
    return Withdrawn(until) if rows else None


def put_off(session: Session, key: ReturnKey, later: SavedReflection) -> None:
    """Keep a private reflection until other days, those of `later`. The date in its seal is written anew with them."""
    under, rows = find_rows(session, key)
    for row in rows:
        if isinstance(row, PrivateReflection):
            if row.lookup == under.lookup:
                opened = replace(unseal(under, row), expires_on=later.expires_on)
                row.sealed = under.seal.close(opened.to_json())
            row.expires_on, row.grace_until = later.expires_on, later.grace_until


def count_by_secret(session: Session) -> dict[str, tuple[int, date]]:
    """For each secret's id: how many rows need it, and the last day of the last of them."""
    needed: dict[str, tuple[int, date]] = {}
    for table in (PrivateReflection, Reflection, HeldReflection):
        query = select(table.secret_id, func.count(), func.max(table.expires_on)).group_by(table.secret_id)
        for secret_id, count, until in session.execute(query):
            before, last = needed.get(secret_id, (0, date.min))
            needed[secret_id] = (before + count, max(last, until))
    return needed


def erase_outdated(session: Session, today: date) -> int:
    """Delete the reflections whose last day, with any days of grace, is over; how many there were.

    What a legal hold covers stays.
    """
    private = delete(PrivateReflection).where(_over(PrivateReflection, today))
    gone = session.execute(private.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    return int(gone) + _delete_shared(session, _over(Reflection, today) & ~held())


def _over(table: type[PrivateReflection | Reflection], today: date) -> ColumnElement[bool]:
    return func.coalesce(table.grace_until, table.expires_on) < today


def _delete_shared(session: Session, which: ColumnElement[bool]) -> int:
    """Delete shared reflections with the coordinators' marks; how many there were."""
    options = {"synchronize_session": False}
    reviews = delete(Review).where(Review.reflection_id.in_(select(Reflection.id).where(which)))
    session.execute(reviews.execution_options(**options))
    found = session.execute(delete(Reflection).where(which).execution_options(**options))
    return int(found.rowcount)  # type: ignore[attr-defined]
