"""Saving a reflection as its author chose, opening it again with its return code, and withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.content import Organisation
from bot.reflection.answers import Answers
from bot.store import attempts
from bot.store import reflections as store
from bot.store.database import Database
from bot.store.reflections import SavedReflection, Sharing
from bot.store.sealing import return_key

GUESSES = 10
GUESSED_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Receipt:
    """What was saved: the code that opens it, how it is shared, and the last day it is kept."""

    code: str
    sharing: Sharing
    until: date


def save_reflection(
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
) -> Receipt:
    """Save under `code`. Saving the same code again replaces what it held, so a repeated turn saves once."""
    now = datetime.now(UTC)
    until = now.date() + timedelta(days=organisation.retention_days)
    reflection = SavedReflection(
        theme=theme,
        day=now.date(),
        strengths=answers.strengths or "",
        opportunities=answers.opportunities or "",
        next_step=answers.next_step or "",
        rating=answers.rating or "",
        guidance=guidance,
        sharing=sharing,
        team=team,
        expires_on=until,
    )
    key = return_key(code, secret)
    with database.session() as session:
        store.withdraw(session, key)
        session.flush()
        if sharing == "private":
            store.keep_private(session, key, reflection)
        else:
            store.share(session, key, reflection, now)
    return Receipt(code, sharing, until)


class TooManyGuesses(Exception):
    """This conversation tried too many codes that open nothing. Nothing was looked up."""


def open_reflection(database: Database, secret: bytes, code: str, sender: str) -> SavedReflection | None:
    """What a return code opens, or None. Raises TooManyGuesses after ten wrong ones by `sender` in 15 minutes."""
    subject = attempts.hash_subject(secret, "return-code", sender)
    with database.session() as session:
        attempt = attempts.record(session, subject)
    with database.session() as session:
        too_many = attempts.failures(session, subject, GUESSED_WITHIN) > GUESSES
        if too_many:
            attempts.take_back(session, attempt)
    if too_many:
        raise TooManyGuesses
    key = return_key(code, secret)
    with database.session() as session:
        found = store.find_by_code(session, key)
        if found is not None:
            attempts.take_back(session, attempt)
    return found


def withdraw_reflection(database: Database, secret: bytes, code: str) -> bool:
    """Delete what a return code opens, on disk too. Whether there was something."""
    key = return_key(code, secret)
    with database.session() as session:
        found = store.withdraw(session, key)
    if found:
        database.scrub()
    return found
