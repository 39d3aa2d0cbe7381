"""Guessing return codes is slow and gets nowhere, in one conversation or in many; nobody honest is kept out."""

from __future__ import annotations

import pytest

from bot.content import load_content
from bot.reflection import guessing
from bot.reflection.answers import Answers
from bot.reflection.guessing import GUESSES, GUESSES_WHILE_MANY, MANY, TooManyGuesses, open_reflection, wait_before
from bot.reflection.keeping import save_reflection
from bot.settings import Settings
from bot.store import attempts
from bot.store.database import Database

SECRET = b"a-secret-of-the-server-0123456789"
CODE, WRONG = "acorn-river-lamp-bread", "not-the-right-code"


@pytest.fixture(autouse=True)
def _saved(database: Database) -> None:
    save_reflection(
        database,
        SECRET,
        load_content(Settings().content_dir).organisation,
        code=CODE,
        theme="culture",
        answers=Answers(strengths="Kind"),
        guidance=(),
        sharing="private",
    )


def fail_elsewhere(database: Database, times: int) -> None:
    """Wrong codes of other conversations, without what each costs."""
    with database.session() as session:
        for _ in range(times):
            attempts.record(session, guessing._everybody(SECRET))


def guess(database: Database, sender: str, times: int) -> None:
    for _ in range(times):
        assert open_reflection(database, SECRET, WRONG, sender) is None


def test_a_guesser_is_stopped_and_nobody_else(database: Database) -> None:
    guess(database, "guesser", GUESSES)
    with pytest.raises(TooManyGuesses):
        open_reflection(database, SECRET, CODE, "guesser")
    for _ in range(GUESSES + 2):
        assert open_reflection(database, SECRET, CODE, "somebody else") is not None


def test_a_right_code_costs_no_try(database: Database) -> None:
    for _ in range(GUESSES + 2):
        assert open_reflection(database, SECRET, CODE, "sender") is not None
    guess(database, "sender", GUESSES)


def test_there_is_no_wait_on_a_day_of_honest_slips(database: Database) -> None:
    fail_elsewhere(database, MANY)
    assert wait_before(database, SECRET) == 0


def test_many_wrong_codes_make_everybody_slower_and_refuse_nobody(database: Database) -> None:
    fail_elsewhere(database, MANY + 20)
    assert wait_before(database, SECRET) == pytest.approx(2)
    fail_elsewhere(database, 1_000)
    assert wait_before(database, SECRET) == guessing.LONGEST_WAIT
    assert open_reflection(database, SECRET, CODE, "somebody honest") is not None


def test_a_new_conversation_is_no_fresh_start_while_many_are_wrong(database: Database) -> None:
    fail_elsewhere(database, MANY)
    guess(database, "a fresh one", GUESSES_WHILE_MANY)
    with pytest.raises(TooManyGuesses):
        open_reflection(database, SECRET, WRONG, "a fresh one")


def test_wrong_codes_of_a_conversation_that_left_still_count(database: Database) -> None:
    guess(database, "left", 2)
    with database.session() as session:
        attempts.forget(session, attempts.hash_subject(SECRET, "return-code", "left"))
        assert attempts.failures(session, guessing._everybody(SECRET), guessing.GUESSED_WITHIN) == 2
