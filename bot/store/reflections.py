"""Saved reflections: private ones sealed, shared ones readable by coordinators, both found by return code.

Words that the distress screen marked are never shared. Where the rest of a reflection is shared, they stay sealed, in a
row of their own that only the return code leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from bot.store.erasures import note_erasure
from bot.store.holds import held, held_until, set_aside
from bot.store.invitations import About, asked_about
from bot.store.keeping_tables import HeldReflection
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
    grace_until: date | None = None
    """The last day that the return code opens it, where that is later."""
    screened: tuple[str, ...] = ()
    """The questions whose answer is never shared."""
    held_until: date | None = None
    """The last day of a legal hold on what is shared of it."""
    invited: About | None = field(default=None, compare=False)
    """The question that a coordinator asks the author to say more about. It is read, and never saved with the words."""

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


def change(
    session: Session, key: ReturnKey, before: SavedReflection, after: SavedReflection, now: datetime, secret: bytes
) -> date | None:
    """Put `after` in the place of `before`.

    Shared words that change stay in their row, with their day and the coordinators' note; the mark of being reviewed
    goes. Where the sharing changes, the row goes with all that coordinators wrote on it, and a new one has a new id:
    nothing tells that an anonymous one was a team's before.

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
            sealed=key.seal.close(_to_json(reflection)),
            expires_on=reflection.expires_on,
            grace_until=reflection.grace_until,
        )
    )


def _to_json(reflection: SavedReflection) -> dict[str, Any]:
    """Without what stands beside the sealed words, or comes from elsewhere."""
    days = {"day": reflection.day.isoformat(), "expires_on": reflection.expires_on.isoformat()}
    beside = ("grace_until", "held_until", "invited")
    return {name: value for name, value in asdict(reflection).items() if name not in beside} | days


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
        grace_until=shared.grace_until,
        held_until=held_until(session, shared),
        invited=asked_about(session, shared),
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
    return SavedReflection(**body | days | lists | {"expires_on": row.expires_on, "grace_until": row.grace_until})


def _put_under(key: ReturnKey, older: ReturnKey, rows: Sequence[PrivateReflection | Reflection]) -> None:
    for row in rows:
        new = key if row.lookup == older.lookup else key.kept_back
        if isinstance(row, PrivateReflection):
            row.sealed = new.seal.close(_to_json(_open(older, row)))
        row.lookup, row.secret_id = new.lookup, new.secret_id


@dataclass(frozen=True)
class Withdrawn:
    """What the return code opened is gone; or from every page, where a legal hold keeps a sealed copy until a day."""

    held_until: date | None = None


def withdraw(session: Session, key: ReturnKey, secret: bytes) -> Withdrawn | None:
    """Delete what the return code opens, with any review of it, and remember that. None: there was nothing.

    `secret`, the server's, seals the copy that a legal hold keeps of what was shared.
    """
    _, rows = _find_rows(session, key)
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
    under, rows = _find_rows(session, key)
    for row in rows:
        if isinstance(row, PrivateReflection):
            opened = replace(_open(under, row), expires_on=later.expires_on)
            seal = (under if row.lookup == under.lookup else under.kept_back).seal
            row.sealed = seal.close(_to_json(opened))
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
