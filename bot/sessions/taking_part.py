"""Taking part: join by the code, answer, change, withdraw; each whole or not at all, until the close.

Nothing here goes through a conversation, and nothing says who somebody is: on the web a person is the code that was
made for them, which is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.days import read_clock
from bot.reflection.codes import make_code, read_code
from bot.sessions.answers import Answers
from bot.sessions.keys import Keys, answer_key, answer_seal
from bot.store import team_sessions as store
from bot.store.database import Database
from bot.store.sealing import derive
from bot.store.session_tables import TeamSession

MOST = 500
"""Answers in one session: more is no team, but somebody who sends for ever."""


class TooLate(Exception):
    """The session is closed, or its time is over. Nothing was kept or changed."""


class TooMany(Exception):
    """The session is full."""


class NothingThere(Exception):
    """No answer of this person is in the session."""


@dataclass(frozen=True)
class TakingPart:
    """What somebody can do in a session. `now` is asked for each time."""

    database: Database
    keys: Keys
    words: tuple[str, ...]
    """What codes are made of."""
    now: Callable[[], datetime] = read_clock

    def find(self, typed: str) -> TeamSession | None:
        """The session of a join code, however it is typed, in whatever state; None when there is none."""
        code = read_code(typed, self.words).code
        if code is None:
            return None
        with self.database.session() as session:
            return store.find_by_join_code(session, code)

    def own_code(self, session_id: str, form: str) -> str:
        """The code for whoever sends this form (32 random hexadecimal digits), the same when it is sent again.

        Raises TooLate when the session's secret is gone.
        """
        return make_code(derive(self._secret(session_id), "own-code").hex(), form, self.words)

    def person(self, typed: str) -> str | None:
        """Who somebody is by their own code, for the functions below; None when it is no code."""
        code = read_code(typed, self.words).code
        return code and f"web\0{code}"

    def answer(self, session_id: str, person: str, answers: Answers) -> None:
        """Keep what a person answers, in the place of what they answered before. Raises TooLate or TooMany."""
        secret = self._secret(session_id)
        key = answer_key(secret, person)
        with self.database.session() as session:
            found = self._open(session, session_id)
            if store.find_answer(session, session_id, key) is None and store.count_answers(session, session_id) >= MOST:
                raise TooMany
            sealed = answer_seal(secret, session_id).close(answers.to_json(len(found.themes)))
            store.put_answer(session, session_id, key, sealed)

    def read(self, session_id: str, person: str) -> Answers:
        """What a person answered so far. Raises TooLate or NothingThere."""
        secret = self._secret(session_id)
        with self.database.session() as session:
            self._open(session, session_id)
            sealed = store.find_answer(session, session_id, answer_key(secret, person))
        if sealed is None:
            raise NothingThere
        return Answers.from_json(answer_seal(secret, session_id).open(sealed))

    def withdraw(self, session_id: str, person: str) -> None:
        """Delete what a person answered, on disk too. Raises TooLate or NothingThere."""
        key = answer_key(self._secret(session_id), person)
        with self.database.session() as session:
            self._open(session, session_id)
            if not store.delete_answer(session, session_id, key):
                raise NothingThere
        self.database.scrub()

    def _secret(self, session_id: str) -> bytes:
        secret = self.keys.read(session_id)
        if secret is None:
            raise TooLate
        return secret

    def _open(self, session: Session, session_id: str) -> TeamSession:
        """The session, which nobody closes before this transaction is over. Raises TooLate."""
        found = store.take_turn(session, session_id)
        if found is None or found.state != "open" or found.closes_at <= self.now():
            raise TooLate
        return found
