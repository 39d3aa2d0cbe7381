"""Opening what was saved: one reflection by its return code, or all that one code holds (ADR 24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.holds import held_until
from bot.store.invitations import asked_about
from bot.store.progress import Progress, shown_progress
from bot.store.saved import SavedReflection
from bot.store.sealing import LONGEST_PATH, CannotOpen, ReturnKey
from bot.store.tables import PrivateReflection, Reflection

Row = PrivateReflection | Reflection


@dataclass(frozen=True)
class Path:
    """What one return code holds: what can be read, the oldest first, and the places of what cannot any more."""

    found: tuple[SavedReflection, ...] = ()
    damaged: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether the code holds anything."""
        return bool(self.places)

    @property
    def places(self) -> frozenset[int]:
        """The places that are taken."""
        return self.damaged | {one.place for one in self.found}


def find_by_code(session: Session, key: ReturnKey) -> SavedReflection | None:
    """What the return code opens, whole, or None. Raises CannotOpen when a row was tampered with.

    What stands under an older secret is put under the newest: the code that this takes is at hand only now.
    """
    under, rows = find_rows(session, key)
    found = _read(session, under, rows)
    _put_under(key, under, rows)
    return found


def read_path(session: Session, key: ReturnKey) -> Path:
    """All that one return code opens, each with its place. A row that was damaged does not stop the others.

    Several are not put under the newest secret together: rows that move in one moment could be seen to belong together.
    """
    found: dict[int, SavedReflection] = {}
    damaged: set[int] = set()
    alone: list[tuple[ReturnKey, ReturnKey, list[Row]]] = []
    for base in key.under_each_secret():
        keys = [base.at(place) for place in range(LONGEST_PATH)]
        by_lookup = {row.lookup: row for row in _rows_at(session, *keys)}
        for place, under in enumerate(keys):
            rows = [by_lookup[lookup] for lookup in under.seals if lookup in by_lookup]
            try:
                one = None if place in found else _read(session, under, rows)
            except CannotOpen:
                damaged.add(place)
                continue
            if one:
                found[place] = replace(one, place=place)
                alone.append((key.at(place), under, rows))
    if len(alone) == 1:
        _put_under(*alone[0])
    return Path(tuple(sorted(found.values(), key=lambda one: (one.day, one.place))), frozenset(damaged))


def _read(session: Session, key: ReturnKey, rows: Sequence[Row]) -> SavedReflection | None:
    """What the rows of a return code say. None: there are none."""
    sealed = {row.lookup: row for row in rows if isinstance(row, PrivateReflection)}
    shared = next((row for row in rows if isinstance(row, Reflection)), None)
    private, left = (unseal(one, sealed[one.lookup]) if one.lookup in sealed else None for one in (key, key.kept_back))
    progress = (
        Progress.from_json(key.progress.seal.open(sealed[key.progress.lookup].sealed))
        if key.progress.lookup in sealed
        else None
    )
    if shared is None:
        return replace(private, progress=progress) if private else None
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
        progress=progress,
        progress_shared=bool(shown_progress(session, shared.id)),
    )
    if left is None:
        return found
    return replace(found, **{answer: getattr(left, answer) for answer in left.screened}, screened=left.screened)


def is_taken(session: Session, key: ReturnKey) -> bool:
    """Whether a return code opens anything, at any of its places and under any secret; also what cannot be read."""
    return any(
        _rows_at(session, *(under.at(place) for place in range(LONGEST_PATH))) for under in key.under_each_secret()
    )


def find_rows(session: Session, key: ReturnKey) -> tuple[ReturnKey, list[Row]]:
    """The rows of a return code, and the key that they stand under: the newest, else an older one."""
    for under in key.under_each_secret():
        if rows := _rows_at(session, under):
            return under, rows
    return key, []


def _rows_at(session: Session, *keys: ReturnKey) -> list[Row]:
    sealed = PrivateReflection.lookup.in_([lookup for key in keys for lookup in key.seals])
    shared = Reflection.lookup.in_([key.lookup for key in keys])
    return [
        *session.scalars(select(PrivateReflection).where(sealed)),
        *session.scalars(select(Reflection).where(shared)),
    ]


def unseal(key: ReturnKey, row: PrivateReflection) -> SavedReflection:
    """What a sealed row says. Raises CannotOpen."""
    return SavedReflection.from_json(key.seal.open(row.sealed), row.expires_on, row.grace_until)


def _put_under(key: ReturnKey, older: ReturnKey, rows: Sequence[Row]) -> None:
    """Let rows that stand under an older secret stand under this one."""
    if older.secret_id == key.secret_id:
        return
    new = dict(zip(older.seals, key.seals.items(), strict=True))
    for row in rows:
        opened = older.seals[row.lookup]
        lookup, seal = new[row.lookup]
        if isinstance(row, PrivateReflection):
            row.sealed = seal.close(opened.open(row.sealed))
        row.lookup, row.secret_id = lookup, key.secret_id
