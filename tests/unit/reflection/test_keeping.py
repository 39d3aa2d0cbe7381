"""Saving, opening and withdrawing by return code, on real databases; and guessing that gets nowhere."""

from __future__ import annotations

from typing import Literal

import pytest
from sqlalchemy import select

from bot.content import Organisation, load_content
from bot.reflection.answers import Answers
from bot.reflection.keeping import GUESSES, TooManyGuesses, open_reflection, save_reflection, withdraw_reflection
from bot.settings import Settings
from bot.store.database import Database
from bot.store.tables import PrivateReflection, Reflection

SECRET = b"a-secret-of-the-server-0123456789"
CODE = "acorn-river-lamp-bread"
ANSWERS = Answers(strengths="Our huddle is kind", opportunities="", next_step=None, rating="some")


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return load_content(Settings().content_dir).organisation


def save(
    database: Database, organisation: Organisation, sharing: Literal["private", "anonymous", "team"], code: str = CODE
) -> None:
    receipt = save_reflection(
        database,
        SECRET,
        organisation,
        code=code,
        theme="culture",
        answers=ANSWERS,
        guidance=("a",),
        sharing=sharing,
        team="housing" if sharing == "team" else None,
    )
    assert receipt.code == code


@pytest.mark.parametrize("sharing", ["private", "anonymous", "team"])
def test_what_is_saved_is_opened_and_withdrawn(
    database: Database, organisation: Organisation, sharing: Literal["private", "anonymous", "team"]
) -> None:
    save(database, organisation, sharing)
    found = open_reflection(database, SECRET, CODE, "sender")
    assert found is not None
    kept = (found.theme, found.strengths, found.next_step, found.sharing)
    assert kept == ("culture", "Our huddle is kind", "", sharing)
    assert (found.expires_on - found.day).days == organisation.retention_days
    assert withdraw_reflection(database, SECRET, CODE)
    assert open_reflection(database, SECRET, CODE, "sender") is None
    assert not withdraw_reflection(database, SECRET, CODE)


def test_saving_the_same_code_again_replaces_it(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    save(database, organisation, "anonymous")
    save(database, organisation, "anonymous")
    with database.session() as session:
        assert len(session.scalars(select(Reflection)).all()) == 1
        assert not session.scalars(select(PrivateReflection)).all()


def test_another_secret_opens_nothing(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    assert open_reflection(database, SECRET[::-1], CODE, "sender") is None


def test_guessing_is_slowed_down_for_the_guesser_alone(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    for _ in range(GUESSES):
        assert open_reflection(database, SECRET, "not-the-right-code", "guesser") is None
    with pytest.raises(TooManyGuesses):
        open_reflection(database, SECRET, CODE, "guesser")
    for _ in range(GUESSES + 2):
        assert open_reflection(database, SECRET, CODE, "somebody else") is not None
