"""Saving a reflection as its author chose, opening it again with its return code, changing and withdrawing it.

A code can hold several reflections (paths.py). `code` is then the address of one of them (codes.make_address).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import days
from bot.content import Organisation
from bot.days import day_of, today_in_scotland
from bot.reflection.answers import QUESTIONS, Answers
from bot.reflection.codes import split_address
from bot.store import reflections as store
from bot.store.clock import latest
from bot.store.database import Database
from bot.store.locking import only_one
from bot.store.overtaking import stand_by
from bot.store.progress import CHOICES, Progress, ProgressChoice
from bot.store.reflections import SavedReflection, Sharing, Withdrawn
from bot.store.sealing import CannotOpen, ReturnKey, return_key


@dataclass(frozen=True)
class Receipt:
    """What was saved: its code, the day it carries, how it is shared, the last day it is kept, and its team, if any."""

    code: str
    day: date
    sharing: Sharing
    until: date
    end: date
    """The last day of grace: until then the code opens it."""
    copy_until: date | None = None
    """The last day of a legal hold that keeps a sealed copy of what was shared before."""
    team: str | None = None
    """The team's id, where it is shared by team."""


class CodeTaken(Exception):
    """The code opens something else already, as two codes can come out alike. Nothing was saved: draw another."""


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
    """Save under a new code. What says the same as what it holds is that one, so a turn that runs twice saves once.

    screened: the questions whose answer is never shared. Those words stay sealed, whatever `sharing` is.
    Raises CodeTaken: nothing is ever written over (ADR 37).
    """
    key = key_of(code, secret)
    with database.session() as session:
        today = day_of(latest(session, days.read_clock()))
        reflection = describe(organisation, today, theme, answers, guidance, sharing, team, screened)
        only_one(session, key.lookup)
        found = None
        if store.is_taken(session, key):
            with suppress(CannotOpen):
                found = store.find_by_code(session, key)
            if found is None or not says_the_same(found, reflection):
                raise CodeTaken
            return receipt_for(code, found)
        stand_by(session)
        store.keep(session, key, reflection, datetime.now(UTC))
    return receipt_for(code, reflection)


def describe(
    organisation: Organisation,
    today: date,
    theme: str,
    answers: Answers,
    guidance: tuple[str, ...],
    sharing: Sharing,
    team: str | None,
    screened: Sequence[str],
) -> SavedReflection:
    """What is saved today, with its last days by the organisation's schedule."""
    until = today + timedelta(days=organisation.retention_days)
    return SavedReflection(
        theme=theme,
        day=today,
        guidance=guidance,
        sharing=sharing,
        team=team,
        expires_on=until,
        grace_until=until + timedelta(days=organisation.grace_days),
        screened=_answered(answers, screened),
        **_texts(answers),
    )


def key_of(code: str, secret: bytes) -> ReturnKey:
    """Where what a code, or an address, names stands."""
    words, place = split_address(code)
    return return_key(words, secret).at(place)


def read_reflection(database: Database, secret: bytes, code: str) -> SavedReflection | None:
    """What a code opens that is known to be right, or None when it is gone. Codes that are typed: `open_reflection`."""
    key = key_of(code, secret)
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
    key = key_of(code, secret)
    with database.session() as session:
        before = after = store.find_by_code(session, key)
        if before is None or after is None:
            return None
        if answers is not None:
            after = replace(after, screened=_answered(answers, screened), **_texts(answers))
        if sharing is not None:
            after = replace(after, sharing=sharing, team=team)
        stand_by(session)
        copy_until = store.change(session, key, before, after, datetime.now(UTC), secret)
    database.scrub()  # of the words that were there before
    return replace(receipt_for(code, after), copy_until=copy_until)


def keep_longer(database: Database, secret: bytes, organisation: Organisation, code: str) -> Receipt | None:
    """Keep a private reflection for another retention, where its end is near. None: it is gone.

    The new last day counts from the old one, so that the database does not tell when the author came back.
    """
    key = key_of(code, secret)
    with database.session() as session:
        found = store.find_by_code(session, key)
        if found is None:
            return None
        if may_keep_longer(found, organisation):
            stand_by(session)
            until = found.expires_on + timedelta(days=organisation.retention_days)
            found = replace(found, expires_on=until, grace_until=until + timedelta(days=organisation.grace_days))
            store.put_off(session, key, found)
    return receipt_for(code, found)


def may_keep_longer(found: SavedReflection, organisation: Organisation) -> bool:
    """Whether its author may choose to keep it longer: it is private, and it goes soon."""
    return found.sharing == "private" and today_in_scotland() >= warned_from(found.expires_on, organisation)


def warned_from(until: date, organisation: Organisation) -> date:
    """The first day on which an author who comes back is told that it goes soon."""
    return until - timedelta(days=organisation.warning_days)


def note_progress(
    database: Database, secret: bytes, code: str, choice: ProgressChoice, day: date, words: str | None = None
) -> bool:
    """Keep how the next step went, sealed under the code, instead of what was said before. False: it is gone.

    A choice that is another than the one that coordinators see is theirs no longer: its author has to share it anew.
    Raises ValueError for a choice that there is not.
    """
    if choice not in CHOICES:
        raise ValueError(choice)
    key = key_of(code, secret)
    with database.session() as session:
        found = store.find_by_code(session, key)
        if found is None:
            return False
        stand_by(session)
        store.note_progress(session, key, found, Progress(choice, day, words or ""), secret)
    database.scrub()  # of what was said before
    return True


def share_progress(database: Database, secret: bytes, code: str, shared: bool) -> bool:
    """Let coordinators see the choice beside a reflection that is shared, or no longer. The words are never shared.

    False: there is nothing to share, because the reflection is gone or private, or nothing was noted.
    """
    key = key_of(code, secret)
    with database.session() as session:
        found = store.find_by_code(session, key)
        if found is None or found.sharing == "private" or (shared and found.progress is None):
            return False
        stand_by(session)
        store.share_progress(session, key, found.progress if shared else None, secret)
    if not shared:
        database.scrub()
    return True


def withdraw_reflection(database: Database, secret: bytes, code: str) -> Withdrawn | None:
    """Delete what a return code opens, on disk too. None: there was nothing.

    A legal hold keeps a sealed copy of what was shared; then the answer says until when.
    """
    key = key_of(code, secret)
    with database.session() as session:
        found = store.withdraw(session, key, secret)
    if found:
        database.scrub()
    return found


def says_the_same(one: SavedReflection, other: SavedReflection) -> bool:
    """Whether `other`, to be saved, is `one`: the same words, shared in the same way, that day or the day after."""
    return _said(one) == _said(other) and other.day - one.day <= timedelta(days=1)


def _said(one: SavedReflection) -> tuple[object, ...]:
    team = one.team if one.sharing == "team" else None
    return one.theme, one.words(), one.screened, sorted(one.guidance), one.sharing, team


def receipt_for(code: str, saved: SavedReflection) -> Receipt:
    """The receipt of what is saved under a code or an address."""
    end = saved.grace_until or saved.expires_on
    return Receipt(code, saved.day, saved.sharing, saved.expires_on, end, team=saved.team)


def _texts(answers: Answers) -> dict[str, Any]:
    return {question: getattr(answers, question) or "" for question in QUESTIONS}


def _answered(answers: Answers, questions: Sequence[str]) -> tuple[str, ...]:
    return tuple(question for question in QUESTIONS if question in questions and getattr(answers, question))
