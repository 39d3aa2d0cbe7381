"""Saved reflections: private ones sealed, shared ones readable by coordinators, both found by return code.

Words that the distress screen marked are never shared. Where the rest of a reflection is shared, they stay sealed, in a
row of their own that only the return code leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.store.erasures import note_erasure
from bot.store.sealing import ReturnKey
from bot.store.tables import PrivateReflection, Reflection, Review, random_id

Sharing = Literal["private", "anonymous", "team"]

ANSWERS = ("strengths", "opportunities", "next_step", "rating")
"""By the names of their columns."""


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
    screened: tuple[str, ...] = ()
    """The questions whose answer is never shared."""

    def shareable(self) -> SavedReflection:
        """The same without what is never shared."""
        without: dict[str, Any] = dict.fromkeys(self.screened, "")
        return replace(self, screened=(), **without)

    def kept_back(self) -> SavedReflection | None:
        """What is never shared, or None when there are no such words."""
        others: dict[str, Any] = {answer: "" for answer in ANSWERS if answer not in self.screened}
        left = replace(self, **others, guidance=(), sharing="private", team=None)
        return left if any(left.words()) else None

    def words(self) -> tuple[str, ...]:
        """The answers, the empty ones too."""
        return tuple(getattr(self, answer) for answer in ANSWERS)


def keep(session: Session, key: ReturnKey, reflection: SavedReflection, now: datetime) -> None:
    """Save a reflection as its author chose. What is never shared stays sealed."""
    if reflection.sharing == "private":
        keep_private(session, key, reflection)
        return
    share(session, key, reflection.shareable(), now)
    if left := reflection.kept_back():
        keep_private(session, key.kept_back, left)


def change(session: Session, key: ReturnKey, before: SavedReflection, after: SavedReflection, now: datetime) -> None:
    """Put `after` in the place of `before`.

    Shared words that change stay in their row, with their day and the coordinators' note; the mark of being reviewed
    goes. Where the sharing changes, the row goes with all that coordinators wrote on it, and a new one has a new id:
    nothing tells that an anonymous one was a team's before.
    """
    if (before.sharing, before.team) != (after.sharing, after.team) or after.sharing == "private":
        withdraw(session, key)
        session.flush()
        keep(session, key, after, now)
        return
    seen, shown = before.shareable(), after.shareable()
    if seen.words() != shown.words():
        row = session.scalars(select(Reflection).where(Reflection.lookup == key.lookup).with_for_update()).one()
        for answer in ANSWERS:
            setattr(row, answer, getattr(shown, answer))
        row.edits += 1
        note_erasure(session, row.version)
        row.version = random_id()
        session.execute(update(Review).where(Review.reflection_id == row.id).values(reviewed_at=None, reviewed_by=None))
    if (row_kept_back := session.get(PrivateReflection, key.kept_back.lookup)) is not None:
        note_erasure(session, row_kept_back.version)
        session.delete(row_kept_back)
        session.flush()
    if left := after.kept_back():
        keep_private(session, key.kept_back, left)


def keep_private(session: Session, key: ReturnKey, reflection: SavedReflection) -> None:
    """Seal a reflection under its return code."""
    session.add(
        PrivateReflection(
            lookup=key.lookup,
            secret_id=key.secret_id,
            sealed=key.seal.close(_to_json(reflection)),
            expires_on=reflection.expires_on,
        )
    )


def _to_json(reflection: SavedReflection) -> dict[str, Any]:
    return asdict(reflection) | {"day": reflection.day.isoformat(), "expires_on": reflection.expires_on.isoformat()}


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
    """What the return code opens, whole, or None. Raises CannotOpen when a row was tampered with.

    What stands under an older secret is put under the newest: the code that this takes is at hand only now.
    """
    under, rows = _find_rows(session, key)
    opened = {row.lookup: _open(under, row) for row in rows if isinstance(row, PrivateReflection)}
    shared = next((row for row in rows if isinstance(row, Reflection)), None)
    private, left = opened.get(under.lookup), opened.get(under.kept_back.lookup)
    if under is not key:
        _put_under(key, under, rows)
    if shared is None:
        return private
    found = SavedReflection(
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
    if left is None:
        return found
    return replace(found, **{answer: getattr(left, answer) for answer in left.screened}, screened=left.screened)


def _find_rows(session: Session, key: ReturnKey) -> tuple[ReturnKey, list[PrivateReflection | Reflection]]:
    """The rows of a return code, and the key that they stand under: the newest, else an older one."""
    for under in key.under_each_secret():
        sealed = PrivateReflection.lookup.in_([under.lookup, under.kept_back.lookup])
        rows = [
            *session.scalars(select(PrivateReflection).where(sealed)),
            *session.scalars(select(Reflection).where(Reflection.lookup == under.lookup)),
        ]
        if rows:
            return under, rows
    return key, []


def _open(key: ReturnKey, row: PrivateReflection) -> SavedReflection:
    body = (key if row.lookup == key.lookup else key.kept_back).seal.open(row.sealed)
    days = {name: date.fromisoformat(body[name]) for name in ("day", "expires_on")}
    lists = {name: tuple(body.get(name, ())) for name in ("guidance", "screened")}
    return SavedReflection(**body | days | lists)


def _put_under(key: ReturnKey, older: ReturnKey, rows: Sequence[PrivateReflection | Reflection]) -> None:
    for row in rows:
        new = key if row.lookup == older.lookup else key.kept_back
        if isinstance(row, PrivateReflection):
            row.sealed = new.seal.close(_to_json(_open(older, row)))
        row.lookup, row.secret_id = new.lookup, new.secret_id


def withdraw(session: Session, key: ReturnKey) -> bool:
    """Delete what the return code opens, with any review of it, and remember that. Whether there was something."""
    _, rows = _find_rows(session, key)
    for row in rows:
        note_erasure(session, row.version)
        if isinstance(row, PrivateReflection):
            session.delete(row)
    _delete_shared(session, [row.id for row in rows if isinstance(row, Reflection)])
    return bool(rows)


def count_by_secret(session: Session) -> dict[str, tuple[int, date]]:
    """For each secret's id: how many rows need it, and the last day of the last of them."""
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
