"""Legal holds: what must not be erased for a while, and what becomes of words that authors take back (ADR 23).

A hold covers shared reflections alone. Private ones are sealed under their authors' codes: nobody but the author could
read them, so there is nothing to hold. What an author takes back goes from every page at once; a hold keeps a sealed
copy, and the author is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.days import today_in_scotland
from bot.secret import Secret
from bot.store.keeping_tables import HeldReflection, Hold
from bot.store.progress import shown_progress
from bot.store.sealing import Seal, derive, secret_id
from bot.store.tables import Reflection, random_id

LONGEST_REASON = 300
"""Characters."""


@dataclass(frozen=True)
class HeldWords:
    """Shared words that a hold keeps: all that can be read of them."""

    theme: str
    day: date
    sharing: str
    team: str | None
    strengths: str
    opportunities: str
    next_step: str
    rating: str
    progress: str = ""
    """How the next step went, where its author let coordinators see it."""

    @classmethod
    def of(cls, session: Session, row: Reflection) -> HeldWords:
        """What a shared reflection says."""
        answers = (row.strengths, row.opportunities, row.next_step, row.rating)
        return cls(row.theme, row.day, row.sharing, row.team, *answers, shown_progress(session, row.id))


def place_hold(
    session: Session,
    *,
    by: str,
    reason: str,
    until: date,
    reflection_id: str | None = None,
    theme: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    row_id: str | None = None,
) -> Hold:
    """Stop the erasing of one shared reflection, or of those of a theme and some days; of all, when none is given.

    `row_id`: the hold's own id, where it has one already.
    """
    hold = Hold(
        id=row_id or random_id(),
        reflection_id=reflection_id,
        theme=theme,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        until=until,
        placed_by=by,
        placed_at=datetime.now(UTC),
    )
    session.add(hold)
    session.flush()
    return hold


def extend_hold(hold: Hold, until: date) -> bool:
    """Let it end on another day. False: it ends on that day already."""
    if hold.until == until:
        return False
    hold.until = until
    return True


def lift_hold(hold: Hold, by: str) -> bool:
    """End it. What is past its time goes with the next purge. False: it was over already."""
    if not in_force(hold):
        return False
    hold.lifted_by, hold.lifted_at = by, datetime.now(UTC)
    return True


def in_force(hold: Hold) -> bool:
    """Whether it stops anything today."""
    return hold.lifted_at is None and hold.until >= today_in_scotland()


def list_holds(session: Session) -> Sequence[Hold]:
    """Every hold there was, the newest first."""
    return session.scalars(select(Hold).order_by(Hold.placed_at.desc(), Hold.id)).all()


def find_hold(session: Session, hold_id: str) -> Hold | None:
    """One hold, or None."""
    return session.get(Hold, hold_id)


def can_hold(session: Session, reflection_id: str) -> bool:
    """Whether there is a shared reflection of this id, or a sealed copy of one that its author took back."""
    kept = (select(Reflection.id).where(Reflection.id == reflection_id),
            select(HeldReflection.id).where(HeldReflection.reflection_id == reflection_id))  # fmt: skip
    return any(session.scalar(query.limit(1)) for query in kept)


def first_day(session: Session) -> date | None:
    """The first day of all that a hold could cover; None: there is nothing yet."""
    days = [session.scalar(select(func.min(one.day))) for one in (Reflection, HeldReflection)]
    return min((day for day in days if day), default=None)


def any_in_force(session: Session) -> bool:
    """Whether something must not be erased today."""
    return session.scalar(select(Hold.id).where(_current()).limit(1)) is not None


def list_ending(session: Session, by: date) -> Sequence[Hold]:
    """The holds that end on or before a day, the earliest first."""
    query = select(Hold).where(_current(), Hold.until <= by)
    return session.scalars(query.order_by(Hold.until, Hold.id)).all()


def held() -> ColumnElement[bool]:
    """For a query over `Reflection`: whether a hold covers it today."""
    return _covered(Reflection.id, Reflection.theme, Reflection.day)


def held_until(session: Session, row: Reflection) -> date | None:
    """The last day of the holds that cover a shared reflection; None when none does."""
    query = select(func.max(Hold.until)).select_from(Reflection).join(Hold, _covers_reflection())
    return session.scalar(query.where(Reflection.id == row.id, _current()))


def set_aside(session: Session, row: Reflection, secret: bytes) -> date | None:
    """Keep a sealed copy of words that are about to go, when a hold covers them. Out: the hold's last day, or None."""
    until = held_until(session, row)
    if until is None:
        return None
    copy = random_id()
    words: dict[str, Any] = asdict(HeldWords.of(session, row)) | {"day": row.day.isoformat()}
    session.add(
        HeldReflection(
            id=copy,
            reflection_id=row.id,
            theme=row.theme,
            day=row.day,
            expires_on=until,
            secret_id=secret_id(secret),
            sealed=_seal(secret, copy).close(words),
        )
    )
    return until


def release(session: Session) -> None:
    """Erase the sealed copies that no hold covers any more."""
    covered = _covered(HeldReflection.reflection_id, HeldReflection.theme, HeldReflection.day)
    session.execute(delete(HeldReflection).where(~covered).execution_options(synchronize_session=False))


def read_held(session: Session, hold: Hold, secret: bytes) -> Iterator[HeldWords]:
    """What a hold keeps: what is still there, the earliest first, then what authors took back. For disclosure alone.

    Raises CannotOpen when the secret that sealed a copy is not at hand.
    """
    query = select(Reflection).join(Hold, _covers_reflection()).where(Hold.id == hold.id)
    for row in session.scalars(query.order_by(Reflection.day, Reflection.id)):
        yield HeldWords.of(session, row)
    secrets = {secret_id(one): one for one in (secret.all if isinstance(secret, Secret) else (secret,))}
    copies = select(HeldReflection).join(
        Hold, _covers(HeldReflection.reflection_id, HeldReflection.theme, HeldReflection.day)
    )
    for copy in session.scalars(copies.where(Hold.id == hold.id).order_by(HeldReflection.day, HeldReflection.id)):
        words = _seal(secrets.get(copy.secret_id, secret), copy.id).open(copy.sealed)
        yield HeldWords(**words | {"day": date.fromisoformat(words["day"])})


def _seal(secret: bytes, copy: str) -> Seal:
    return Seal(derive(secret, "held-reflection"), copy.encode())


def _current() -> ColumnElement[bool]:
    return and_(Hold.lifted_at.is_(None), Hold.until >= today_in_scotland())


def _covered(
    identity: InstrumentedAttribute[str], theme: InstrumentedAttribute[str], day: InstrumentedAttribute[date]
) -> ColumnElement[bool]:
    return exists(select(Hold.id).where(_current(), _covers(identity, theme, day)))


def _covers_reflection() -> ColumnElement[bool]:
    return _covers(Reflection.id, Reflection.theme, Reflection.day)


def _covers(
    identity: InstrumentedAttribute[str], theme: InstrumentedAttribute[str], day: InstrumentedAttribute[date]
) -> ColumnElement[bool]:
    """Whether a hold covers a row, in force or not."""
    return and_(
        or_(Hold.reflection_id.is_(None), Hold.reflection_id == identity),
        or_(Hold.theme.is_(None), Hold.theme == theme),
        or_(Hold.first_day.is_(None), Hold.first_day <= day),
        or_(Hold.last_day.is_(None), Hold.last_day >= day),
    )
