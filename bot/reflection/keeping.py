"""Saving a reflection as its author chose, opening it again with its return code, changing and withdrawing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.content import Organisation
from bot.reflection.answers import QUESTIONS, Answers
from bot.store import reflections as store
from bot.store.database import Database
from bot.store.reflections import SavedReflection, Sharing
from bot.store.sealing import return_key


@dataclass(frozen=True)
class Receipt:
    """What was saved: its code, the day it carries, how it is shared, the last day it is kept, and its team, if any."""

    code: str
    day: date
    sharing: Sharing
    until: date
    team: str | None = None


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
    screened: Sequence[str] = (),
) -> Receipt:
    """Save under `code`. Saving the same code again replaces what it held, so a repeated turn saves once.

    screened: the questions whose answer is never shared. Those words stay sealed, whatever `sharing` is.
    """
    now = datetime.now(UTC)
    until = now.date() + timedelta(days=organisation.retention_days)
    reflection = SavedReflection(
        theme=theme,
        day=now.date(),
        guidance=guidance,
        sharing=sharing,
        team=team,
        expires_on=until,
        screened=_answered(answers, screened),
        **_texts(answers),
    )
    key = return_key(code, secret)
    with database.session() as session:
        store.withdraw(session, key)
        session.flush()
        store.keep(session, key, reflection, now)
    return Receipt(code, reflection.day, sharing, until, team)


def read_reflection(database: Database, secret: bytes, code: str) -> SavedReflection | None:
    """What a code opens that is known to be right, or None when it is gone. Codes that are typed: `open_reflection`."""
    key = return_key(code, secret)
    with database.session() as session:
        return store.find_by_code(session, key)


def change_reflection(
    database: Database,
    secret: bytes,
    code: str,
    *,
    answers: Answers | None = None,
    screened: Sequence[str] = (),
    sharing: Sharing | None = None,
    team: str | None = None,
) -> Receipt | None:
    """Change the answers, the sharing or both. The code, the first day and the last one stay. None: it is gone.

    In: the new answers, with the questions whose answer is never shared; how it is shared from now on, and the team.
    """
    key = return_key(code, secret)
    with database.session() as session:
        before = after = store.find_by_code(session, key)
        if before is None or after is None:
            return None
        if answers is not None:
            after = replace(after, screened=_answered(answers, screened), **_texts(answers))
        if sharing is not None:
            after = replace(after, sharing=sharing, team=team)
        store.change(session, key, before, after, datetime.now(UTC))
    database.scrub()  # of the words that were there before
    return Receipt(code, after.day, after.sharing, after.expires_on, after.team)


def withdraw_reflection(database: Database, secret: bytes, code: str) -> bool:
    """Delete what a return code opens, on disk too. Whether there was something."""
    key = return_key(code, secret)
    with database.session() as session:
        found = store.withdraw(session, key)
    if found:
        database.scrub()
    return found


def _texts(answers: Answers) -> dict[str, Any]:
    return {question: getattr(answers, question) or "" for question in QUESTIONS}


def _answered(answers: Answers, questions: Sequence[str]) -> tuple[str, ...]:
    return tuple(question for question in QUESTIONS if question in questions and getattr(answers, question))
