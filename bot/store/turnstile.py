"""Who may be at work on a conversation, among all processes: advisory locks of one session of PostgreSQL (ADR 56).

One session holds the locks of a whole process, and one statement lets go of some and asks for others. It never waits
for another process: who did not get a lock asks again. All of them go with the session, so whoever was killed stands
in nobody's way. Where the session was cut, a turn that goes on is held to the version of its conversation alone
(bot/store/overtaking.py): it is written if nobody overtook it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database

_PASS = text(
    "SELECT one.number, CASE WHEN one.leaves THEN pg_advisory_unlock(one.number) "
    "ELSE pg_try_advisory_lock(one.number) END "
    "FROM unnest(CAST(:numbers AS bigint[]), CAST(:leave AS boolean[])) WITH ORDINALITY AS one(number, leaves, at) "
    "ORDER BY one.at"
)


def number_of(key: str) -> int:
    """The number of a key's lock."""
    return int.from_bytes(hashlib.sha256(f"order\0{key}".encode()).digest()[:8], signed=True)


class Turnstile:
    """The locks of one process. Not for two threads at once."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._session: Connection | None = None

    def move(self, leaving: Sequence[int], asking: Sequence[int]) -> set[int]:
        """Let go of some locks and ask for others, which this process must not hold. Out: those it got.

        Raises SQLAlchemyError; then it holds none.
        """
        try:
            return self._move(leaving, asking)
        except SQLAlchemyError:  # the session was cut, and its locks are gone with it
            self.close()
            if not asking:
                return set()
        try:
            return self._move((), asking)
        except SQLAlchemyError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of all."""
        if self._session is not None:
            self._session.invalidate()  # closed, and not back into the pool, which would go on holding
            self._session = None

    def _move(self, leaving: Sequence[int], asking: Sequence[int]) -> set[int]:
        if self._session is None:
            self._session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        numbers = [*leaving, *asking]
        leave = [True] * len(leaving) + [False] * len(asking)
        rows = self._session.execute(_PASS, {"numbers": numbers, "leave": leave}).all()
        return {number for (number, done), leaves in zip(rows, leave, strict=True) if done and not leaves}
