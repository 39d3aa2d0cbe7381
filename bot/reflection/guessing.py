"""Opening what somebody typed a return code for, so that guessing gets nowhere and nobody honest is kept out.

A code is one of 2.6 million million, and each look-up costs an Argon2id of 64 MiB, two at a time. On top of that:

- One conversation may be wrong ten times in 15 minutes.
- Wrong codes are counted over all conversations too, so that a new one is no fresh start for a guesser. Beyond fifty in
  15 minutes every look-up waits first, a little longer with each, ten seconds at most, and a conversation may be wrong
  three times only. Nobody is refused for what others did: somebody with the right code waits a few seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.reflection.keeping import read_reflection
from bot.reflection.paths import read_path
from bot.store import attempts
from bot.store.database import Database
from bot.store.reflections import Path, SavedReflection

Found = TypeVar("Found")

GUESSES = 10
GUESSES_WHILE_MANY = 3
GUESSED_WITHIN = timedelta(minutes=15)
MANY = 50
"""Wrong codes of all conversations together in that time. A busy day of honest slips stays below."""
LONGEST_WAIT = 10.0
"""Seconds."""
WAIT_FOR_EACH = 0.1
"""Seconds for each wrong code beyond MANY."""


class TooManyGuesses(Exception):
    """This conversation tried too many codes that open nothing. Nothing was looked up."""


def wait_before(database: Database, secret: bytes) -> float:
    """How many seconds to wait before the next code is looked up: 0 unless many wrong ones came lately."""
    with database.session() as session:
        wrong = attempts.failures(session, _everybody(secret), GUESSED_WITHIN)
    return min(LONGEST_WAIT, max(0, wrong - MANY) * WAIT_FOR_EACH)


def open_reflection(database: Database, secret: bytes, code: str, sender: str) -> SavedReflection | None:
    """What a return code opens, or None. Raises TooManyGuesses after too many wrong ones by `sender`.

    Of several reflections under the code it is the first that was saved: `open_path` opens them all.
    """
    return _try(database, secret, sender, lambda: read_reflection(database, secret, code))


def open_path(database: Database, secret: bytes, code: str, sender: str) -> Path:
    """All that a return code opens; false when that is nothing. Raises TooManyGuesses as above."""
    return _try(database, secret, sender, lambda: read_path(database, secret, code))


def _try(database: Database, secret: bytes, sender: str, look: Callable[[], Found]) -> Found:
    own, all_of_them = attempts.hash_subject(secret, "return-code", sender), _everybody(secret)
    with database.session() as session:
        tries = [attempts.record(session, own), attempts.record(session, all_of_them)]
    with database.session() as session:
        many = attempts.failures(session, all_of_them, GUESSED_WITHIN) > MANY
        too_many = attempts.failures(session, own, GUESSED_WITHIN) > (GUESSES_WHILE_MANY if many else GUESSES)
        if too_many:
            _take_back(session, tries)
    if too_many:
        raise TooManyGuesses
    found = look()
    if found:
        with database.session() as session:
            _take_back(session, tries)
    return found


def _everybody(secret: bytes) -> str:
    return attempts.hash_subject(secret, "return-code-by-anybody", "")


def _take_back(session: Session, tries: list[int]) -> None:
    for attempt in tries:
        attempts.take_back(session, attempt)
