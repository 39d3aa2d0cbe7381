"""Saved reflections: private ones sealed, shared ones readable by coordinators, both found by return code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

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
    session.add(PrivateReflection(lookup=key.lookup, sealed=key.seal.close(body), expires_on=reflection.expires_on))


def share(session: Session, key: ReturnKey, reflection: SavedReflection, shared_at: datetime) -> None:
    """Save a reflection for coordinators. An anonymous one keeps neither the moment nor the team."""
    by_team = reflection.sharing == "team"
    session.add(
        Reflection(
            lookup=key.lookup,
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
    """What the return code opens, or None. Raises CannotOpen when the row was tampered with."""
    private = session.get(PrivateReflection, key.lookup)
    if private is not None:
        body = key.seal.open(private.sealed)
        return SavedReflection(
            **body
            | {
                "day": date.fromisoformat(body["day"]),
                "expires_on": date.fromisoformat(body["expires_on"]),
                "guidance": tuple(body["guidance"]),
            }
        )
    shared = session.scalar(select(Reflection).where(Reflection.lookup == key.lookup))
    if shared is None:
        return None
    return SavedReflection(
        theme=shared.theme,
        day=shared.day,
        strengths=shared.strengths,
        opportunities=shared.opportunities,
        next_step=shared.next_step,
        rating=shared.rating,
        guidance=tuple(shared.guidance),
        sharing="team" if shared.sharing == "team" else "anonymous",
        team=shared.team,
        expires_on=shared.expires_on,
    )


def withdraw(session: Session, key: ReturnKey) -> bool:
    """Delete what the return code opens, with any review of it. Whether there was something."""
    private = session.get(PrivateReflection, key.lookup)
    if private is not None:
        session.delete(private)
        return True
    shared = session.scalar(select(Reflection.id).where(Reflection.lookup == key.lookup))
    if shared is None:
        return False
    _delete_shared(session, [shared])
    return True


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
