"""The close of a session: once, whichever process does it. All answers become one draft, or nothing.

What is done stands in one transaction with the deletion of the answers. After it the session's secret is destroyed, and
the database files are made to forget what was deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import days
from bot.days import day_of
from bot.secret import Secret
from bot.sessions.answers import Answers
from bot.sessions.keys import Keys, answer_key, answer_seal
from bot.store import audit, teams_sessions
from bot.store import team_sessions as store
from bot.store.clock import is_sound
from bot.store.database import Database
from bot.store.session_tables import TeamSession


@dataclass(frozen=True)
class Closing:
    """Closes sessions. `scale`: the ids of the Roadmap's ratings in order."""

    database: Database
    keys: Keys
    scale: Sequence[str]
    server: Callable[[], Secret] | None = None
    """Gives the server's secret, which says whose accounts in Teams the facilitators' are. None: there are none."""

    def close(self, session_id: str, by: str) -> bool:
        """Close an open session for good. Whether it was open until now. `by`: who does it, for the record."""
        with self.database.session() as session:
            found = store.take_turn(session, session_id)
            if found is None or found.state != "open":
                return False
            self._finish(session, found)
            audit.record(session, "session_closed", by, session_id)
        self._forget(session_id)
        return True

    def close_due(self) -> None:
        """Close all whose time is over, where the clock can be believed; destroy secrets that no session needs."""
        now = days.read_clock()
        with self.database.session() as session:
            due = store.list_due(session, now) if is_sound(session) else []
        for session_id in due:
            with self.database.session() as session:
                found = store.take_turn(session, session_id)
                if found is None or found.state != "open" or found.closes_at > now:  # closed or extended meanwhile
                    continue
                self._finish(session, found)
                audit.record(session, "session_closed", audit.BY_ITSELF, session_id)
            self._forget(session_id)
        with self.database.session() as session:
            still_open = store.list_open(session)
        self.keys.destroy_all_but(still_open)

    def _finish(self, session: Session, found: TeamSession) -> None:
        from bot.sessions.summary import summarise  # brings spaCy, which the commands that only forget do without

        secret = self.keys.read(found.id)
        sealed = store.take_answers(session, found.id)
        teams_sessions.end_invitations(session, found.id)
        found.closed_on = day_of(days.read_clock())
        if secret is None:
            found.state = "lost"
            return
        seal = answer_seal(secret, found.id)
        theirs = self._keys_of_leaders(session, found, secret)
        answers = []
        for key, one in sealed.items():
            answer = Answers.from_json(seal.open(one))
            answers.append(replace(answer, leads=True) if key in theirs else answer)
        found.summary = summarise(answers, found.themes, found.steps, self.scale)
        found.state = "too_few" if found.summary is None else "draft"

    def _keys_of_leaders(self, session: Session, found: TeamSession, secret: bytes) -> set[bytes]:
        """Where answers stand of those who lead the session or did, as far as Teams says who they are.

        Whoever it was handed over to may have answered before: it counts for nothing from then on.
        """
        if self.server is None:
            return set()
        people = [teams_sessions.find_person(session, self.server(), one) for one in store.list_leaders(session, found)]
        return {answer_key(secret, one) for one in people if one}

    def _forget(self, session_id: str) -> None:
        self.keys.destroy(session_id)
        self.database.scrub()
        self.database.rewrite()


def erase_old(session: Session, retention_days: int, today: date) -> None:
    """Forget the sessions that were closed longer ago than what people save is kept."""
    store.erase_closed(session, today - timedelta(days=retention_days))
