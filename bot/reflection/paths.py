"""Several reflections under one return code: a person's own path over time (ADR 24).

Each has a place, from 0, and keeps its own sharing, days and progress. Nothing in the database tells that two of them
belong together: only the code leads from one to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot import days
from bot.content import Organisation
from bot.days import day_of
from bot.reflection.answers import Answers
from bot.reflection.codes import make_address
from bot.reflection.keeping import Receipt, describe, receipt_for, says_the_same
from bot.store import reflections as store
from bot.store.clock import latest
from bot.store.database import Database
from bot.store.locking import only_one
from bot.store.overtaking import stand_by
from bot.store.reflections import Path, Sharing, Withdrawn
from bot.store.sealing import LONGEST_PATH, return_key


class PathFull(Exception):
    """The code holds as many reflections as a code can. Nothing was saved."""


def read_path(database: Database, secret: bytes, code: str) -> Path:
    """All that a code opens that is known to be right. Codes that are typed: `open_path`."""
    with database.session() as session:
        return store.read_path(session, return_key(code, secret))


def next_place(path: Path) -> int | None:
    """The place for one more: after the last, or a free one when that was the last there is. None: the code is full."""
    after = max(path.places, default=-1) + 1
    return after if after < LONGEST_PATH else next((one for one in range(LONGEST_PATH) if one not in path.places), None)


def add_to_path(
    database: Database,
    secret: bytes,
    organisation: Organisation,
    *,
    code: str,
    theme: str,
    answers: Answers,
    guidance: tuple[str, ...],
    sharing: Sharing,
    team: str | None = None,
    screened: Sequence[str] = (),
) -> Receipt:
    """Save one more reflection under a code that exists. The receipt's code is its address (codes.make_address).

    A turn that runs twice saves once (ADR 10): what says the same as one of that day or the day before is that one.
    Raises PathFull.
    """
    key = return_key(code, secret)
    with database.session() as session:
        today = day_of(latest(session, days.read_clock()))
        reflection = describe(organisation, today, theme, answers, guidance, sharing, team, screened)
        only_one(session, key.lookup)
        path = store.read_path(session, key)
        same = next((one for one in path.found if says_the_same(one, reflection)), None)
        if same is not None:
            return receipt_for(make_address(code, same.place), same)
        place = next_place(path)
        if place is None:
            raise PathFull
        stand_by(session)
        store.keep(session, key.at(place), reflection, datetime.now(UTC))
    return receipt_for(make_address(code, place), reflection)


def withdraw_path(database: Database, secret: bytes, code: str) -> Withdrawn | None:
    """Delete all that a code holds, on disk too; also what cannot be read any more. None: there was nothing.

    A legal hold keeps sealed copies of what was shared; then the answer says until when at the latest.
    """
    key = return_key(code, secret)
    with database.session() as session:
        gone = [store.withdraw(session, key.at(place), secret) for place in store.read_path(session, key).places]
    if not gone:
        return None
    database.scrub()
    held = [one.held_until for one in gone if one and one.held_until]
    return Withdrawn(max(held, default=None))
