"""An author may keep a private reflection longer, when its end is near; what is shared goes with the schedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.content import Organisation, load_content
from bot.reflection.answers import Answers
from bot.reflection.copies import read_phrases
from bot.reflection.disclosing import describe_held
from bot.reflection.keeping import change_reflection, keep_longer, read_reflection, save_reflection, withdraw_reflection
from bot.settings import ROOT, Settings
from bot.store import holds
from bot.store.database import Database
from bot.store.keeping_tables import Hold
from bot.store.tables import PrivateReflection, Reflection

SECRET = b"a-secret-of-the-server-0123456789"
CODE = "acorn-river-lamp-bread"
CONTENT = load_content(Settings().content_dir)
TODAY = datetime.now(UTC).date()


@pytest.fixture
def organisation() -> Organisation:
    return CONTENT.organisation


def save(database: Database, sharing: str = "private") -> None:
    save_reflection(
        database, SECRET, CONTENT.organisation, code=CODE, theme="culture",
        answers=Answers(strengths="Our huddle is kind"), guidance=(), sharing=sharing,
    )  # fmt: skip


def age(database: Database, days: int) -> None:
    with database.session() as session:
        for table in (PrivateReflection, Reflection):
            for row in session.scalars(select(table)):
                row.expires_on -= timedelta(days=days)
                row.grace_until -= timedelta(days=days)


@pytest.mark.parametrize(("days", "moves"), [(0, False), (334, False), (335, True), (370, True)])
def test_only_near_its_end_and_from_the_old_day_on(
    database: Database, organisation: Organisation, days: int, moves: bool
) -> None:
    save(database)
    age(database, days)
    before = read_reflection(database, SECRET, CODE)
    receipt = keep_longer(database, SECRET, organisation, CODE)
    assert before and receipt
    moved = timedelta(days=organisation.retention_days if moves else 0)
    assert receipt.until == before.expires_on + moved
    found = read_reflection(database, SECRET, CODE)
    assert found
    assert (found.expires_on, found.grace_until) == (receipt.until, receipt.until + timedelta(days=14))
    assert (found.day, found.strengths) == (before.day, before.strengths)


def test_what_is_shared_stays_with_the_schedule(database: Database, organisation: Organisation) -> None:
    save(database, "anonymous")
    age(database, 350)
    before = read_reflection(database, SECRET, CODE)
    receipt = keep_longer(database, SECRET, organisation, CODE)
    assert before and receipt
    assert receipt.until == before.expires_on


def test_nothing_is_there(database: Database, organisation: Organisation) -> None:
    assert keep_longer(database, SECRET, organisation, CODE) is None


def test_a_hold_is_told_with_each_change_and_its_file_has_all_of_it(database: Database) -> None:
    save(database, "anonymous")
    until = TODAY + timedelta(days=60)
    with database.session() as session:
        placed = holds.place_hold(session, by="isla", reason="A tribunal asked.", until=until, theme="culture").id
    found = read_reflection(database, SECRET, CODE)
    assert found
    assert found.held_until == until
    changed = change_reflection(database, SECRET, CODE, answers=Answers(strengths="New words"))
    assert changed
    assert changed.copy_until == until
    gone = withdraw_reflection(database, SECRET, CODE)
    assert gone
    assert gone.held_until == until
    with database.session() as session:
        hold = session.get(Hold, placed)
        assert hold
        document = str(describe_held(CONTENT, hold, holds.read_held(session, hold, SECRET)))
    assert "Our huddle is kind" in document
    assert "New words" in document


def test_the_words_for_a_copy_are_those_of_the_chat() -> None:
    phrases = read_phrases(ROOT / "data" / "responses")
    assert phrases["utter_document_title"] == "My reflections"
    assert "{day}" in phrases["utter_document_intro_request"]
