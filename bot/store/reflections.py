"""Saved reflections: private ones sealed, shared ones readable by coordinators, both found by return code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.store.erasures import note_erasure
from bot.store.sealing import ReturnKey
from bot.store.tables import PrivateReflection, Reflection, Review

Sharing = Literal["private", "anonymous", "team"]


@dataclass(frozen=True)
class SavedReflection:
    """What a person saved: their own words about one theme. An empty answer was skipped."""

    theme: str
    day: date
    strengths: str = ""
    opportunities: str = ""
    next_step: str = ""
    rating: str = ""
    guidance: tuple[str, ...] = ()
    sharing: Sharing = "private"
    team: str | None = None
    expires_on: date = field(default=date.max)


def keep_private(session: Session, key: ReturnKey, reflection: SavedReflection) -> None:
    """Seal a reflection under its return code."""
    body = asdict(reflection) | {"day": reflection.day.isoformat(), "expires_on": reflection.expires_on.isoformat()}
    session.add(
        PrivateReflection(
            lookup=key.lookup,
            secret_id=key.secret_id,
            sealed=key.seal.close(body),
            expires_on=reflection.expires_on,
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
        )
    )


def find_by_code(session: Session, key: ReturnKey) -> SavedReflection | None:
    """What the return code opens, or None. Raises CannotOpen when the row was tampered with.

    What stands under an older secret is put under the newest, for the code that this takes is at hand only now.
    """
    row, under = _find_row(session, key)
    if row is None:
        return None
    if isinstance(row, PrivateReflection):
        body = under.seal.open(row.sealed)
        if under is not key:
            row.lookup, row.secret_id, row.sealed = key.lookup, key.secret_id, key.seal.close(body)
        return SavedReflection(
            **body
            | {
                "day": date.fromisoformat(body["day"]),
                "expires_on": date.fromisoformat(body["expires_on"]),
                "guidance": tuple(body["guidance"]),
            }
        )
    if under is not key:
        row.lookup, row.secret_id = key.lookup, key.secret_id
    return SavedReflection(
        theme=row.theme,
        day=row.day,
        strengths=row.strengths,
        opportunities=row.opportunities,
        next_step=row.next_step,
        rating=row.rating,
        guidance=tuple(row.guidance),
        sharing="team" if row.sharing == "team" else "anonymous",
        team=row.team,
        expires_on=row.expires_on,
    )


def withdraw(session: Session, key: ReturnKey) -> bool:
    """Delete what the return code opens, with any review of it, and remember that. Whether there was something."""
    row, _ = _find_row(session, key)
    if row is None:
        return False
    note_erasure(session, row.version)
    if isinstance(row, PrivateReflection):
        session.delete(row)
    else:
        _delete_shared(session, [row.id])
    return True


def _find_row(session: Session, key: ReturnKey) -> tuple[PrivateReflection | Reflection | None, ReturnKey]:
    """The row of a return code, and the key that it stands under: the newest, else an older one."""
    for under in key.under_each_secret():
        row = session.get(PrivateReflection, under.lookup) or session.scalar(
            select(Reflection).where(Reflection.lookup == under.lookup)
        )
        if row is not None:
            return row, under
    return None, key


def count_by_secret(session: Session) -> dict[str, tuple[int, date]]:
    """For each secret's id: how many reflections need it, and the last day of the last of them."""
    needed: dict[str, tuple[int, date]] = {}
    for table in (PrivateReflection, Reflection):
        query = select(table.secret_id, func.count(), func.max(table.expires_on)).group_by(table.secret_id)
        for secret_id, count, until in session.execute(query):
            before, last = needed.get(secret_id, (0, date.min))
            needed[secret_id] = (before + count, max(last, until))
    return needed


def erase_outdated(session: Session, today: date) -> int:
    """Delete the reflections whose last day is over; how many there were."""
    private = session.scalars(select(PrivateReflection).where(PrivateReflection.expires_on < today)).all()
    for row in private:
        session.delete(row)
    shared = list(session.scalars(select(Reflection.id).where(Reflection.expires_on < today)))
    _delete_shared(session, shared)
    return len(private) + len(shared)


def _delete_shared(session: Session, ids: list[str]) -> None:
    session.execute(delete(Review).where(Review.reflection_id.in_(ids)))
    session.execute(delete(Reflection).where(Reflection.id.in_(ids)))
