"""How a next step went: sealed beside the reflection; coordinators see the choice alone, and only if they are let."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from bot.content import Organisation, load_content
from bot.reflection.answers import Answers
from bot.reflection.keeping import (
    change_reflection,
    keep_longer,
    note_progress,
    read_reflection,
    save_reflection,
    share_progress,
    withdraw_reflection,
)
from bot.secret import Secret
from bot.settings import ROOT
from bot.store.backup import make_backup, restore_backup
from bot.store.database import Database
from bot.store.erasures import list_erasures
from bot.store.holds import place_hold, read_held
from bot.store.progress import Progress, SharedProgress
from bot.store.reflections import SavedReflection, Sharing, erase_outdated
from bot.store.tables import PrivateReflection, Reflection

SECRET = b"a-secret-of-the-server-0123456789"
CODE = "acorn-river-lamp-bread"
ANSWERS = Answers(strengths="Our huddle is kind", next_step="Ask who is new on Monday")
TODAY = datetime.now(UTC).date()
WORDS = "Two folk came, and the kettle was on"
SHARED: list[Sharing] = ["anonymous", "team"]


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return load_content(ROOT / "data" / "content").organisation


@pytest.fixture(params=["private", "anonymous", "team"])
def sharing(request: pytest.FixtureRequest) -> Sharing:
    value: Sharing = request.param
    return value


def save(database: Database, organisation: Organisation, sharing: Sharing, secret: bytes = SECRET) -> None:
    save_reflection(
        database, secret, organisation, code=CODE, theme="culture", answers=ANSWERS, guidance=(), sharing=sharing,
        team="housing" if sharing == "team" else None,
    )  # fmt: skip


def told(database: Database, choice: Literal["done", "begun", "not_yet", "other"] = "done") -> None:
    assert note_progress(database, SECRET, CODE, choice, TODAY, WORDS)


def found(database: Database, secret: bytes = SECRET) -> SavedReflection:
    one = read_reflection(database, secret, CODE)
    assert one is not None
    return one


def seen(database: Database) -> list[str]:
    """What coordinators see."""
    with database.session() as session:
        return list(session.scalars(select(SharedProgress.choice)))


def test_it_is_kept_beside_the_reflection_and_nobody_else_reads_it(
    database: Database, organisation: Organisation, sharing: Sharing
) -> None:
    save(database, organisation, sharing)
    before = found(database)
    told(database)
    after = found(database)
    assert after == replace(before, progress=Progress("done", TODAY, WORDS))
    assert seen(database) == []
    with database.session() as session:
        assert not any(WORDS.encode() in row.sealed for row in session.scalars(select(PrivateReflection)))
    assert note_progress(database, SECRET, CODE, "begun", TODAY)
    assert found(database).progress == Progress("begun", TODAY), "what was said last is what is kept"
    assert not note_progress(database, SECRET, "no-such-code-here", "done", TODAY)
    with pytest.raises(ValueError, match="finished"):
        note_progress(database, SECRET, CODE, "finished", TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("sharing", SHARED, indirect=True)
def test_coordinators_see_the_choice_alone_and_as_long_as_they_are_let(
    database: Database, organisation: Organisation, sharing: Sharing
) -> None:
    save(database, organisation, sharing)
    assert not share_progress(database, SECRET, CODE, True), "nothing was said yet"
    told(database)
    assert share_progress(database, SECRET, CODE, True)
    assert (seen(database), found(database).progress_shared) == (["done"], True)
    told(database)
    assert seen(database) == ["done"], "the same again is still shared"
    told(database, "other")
    assert (seen(database), found(database).progress_shared) == ([], False), "another choice is shared anew or not"
    assert share_progress(database, SECRET, CODE, True)
    assert share_progress(database, SECRET, CODE, False)
    assert (seen(database), found(database).progress) == ([], Progress("other", TODAY, WORDS))


def test_a_private_one_shares_nothing(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    told(database)
    assert not share_progress(database, SECRET, CODE, True)
    assert seen(database) == []


def test_another_way_of_sharing_keeps_it_and_shares_it_no_longer(
    database: Database, organisation: Organisation
) -> None:
    save(database, organisation, "team")
    told(database)
    share_progress(database, SECRET, CODE, True)
    for sharing in ("anonymous", "private", "anonymous"):
        assert change_reflection(database, SECRET, CODE, sharing=sharing)  # type: ignore[arg-type]
        assert found(database).progress == Progress("done", TODAY, WORDS)
        assert seen(database) == [], "it could tell that both were the same author's"


def test_an_edit_leaves_it(database: Database, organisation: Organisation, sharing: Sharing) -> None:
    save(database, organisation, sharing)
    told(database)
    assert share_progress(database, SECRET, CODE, True) == (sharing != "private")
    before = found(database)
    assert change_reflection(database, SECRET, CODE, answers=replace(ANSWERS, strengths="Kinder"))
    assert found(database) == replace(before, strengths="Kinder")


def test_it_goes_with_the_reflection(database: Database, organisation: Organisation, sharing: Sharing) -> None:
    for end in (withdraw, outdate):
        save(database, organisation, sharing)
        told(database)
        share_progress(database, SECRET, CODE, True)
        end(database)
        with database.session() as session:
            for table in (PrivateReflection, Reflection, SharedProgress):
                assert not session.scalars(select(table)).all()


def withdraw(database: Database) -> None:
    assert withdraw_reflection(database, SECRET, CODE)


def outdate(database: Database) -> None:
    with database.session() as session:
        erase_outdated(session, TODAY + timedelta(days=4000))


def test_it_stays_when_a_private_one_is_kept_longer(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    told(database)
    with database.session() as session:
        for row in session.scalars(select(PrivateReflection)):
            row.expires_on = TODAY
    receipt = keep_longer(database, SECRET, organisation, CODE)
    assert receipt is not None
    with database.session() as session:
        rows = session.scalars(select(PrivateReflection)).all()
        assert [(row.expires_on, row.grace_until) for row in rows] == [(receipt.until, receipt.end)] * 2
    assert found(database).progress == Progress("done", TODAY, WORDS)


def test_it_follows_to_the_newest_secret(database: Database, organisation: Organisation, sharing: Sharing) -> None:
    save(database, organisation, sharing)
    told(database)
    newest = SECRET[::-1]
    first = found(database, Secret(newest, [SECRET]))
    assert first.progress == Progress("done", TODAY, WORDS)
    assert found(database, newest) == first, "the older secret is not needed any more"


def test_a_restored_backup_brings_back_nothing_that_was_taken_back(
    database: Database, organisation: Organisation, tmp_path: Path
) -> None:
    save(database, organisation, "anonymous")
    told(database)
    share_progress(database, SECRET, CODE, True)
    make_backup(database, SECRET, tmp_path / "backup")
    share_progress(database, SECRET, CODE, False)
    assert note_progress(database, SECRET, CODE, "begun", TODAY)
    with database.session() as session:
        erased = list_erasures(session)
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    restore_backup(other, SECRET, tmp_path / "backup", erased, 30)
    assert (seen(other), found(other).progress, found(other).strengths) == ([], None, "Our huddle is kind")
    other.close()


def test_a_legal_hold_keeps_a_copy_of_what_was_shared(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "anonymous")
    told(database)
    share_progress(database, SECRET, CODE, True)
    with database.session() as session:
        hold = place_hold(session, by="isla", reason="A tribunal asked.", until=TODAY + timedelta(days=9))
    share_progress(database, SECRET, CODE, False)
    assert seen(database) == []
    with database.session() as session:
        assert {one.progress for one in read_held(session, hold, SECRET)} == {"", "done"}
        assert not any(WORDS in repr(one) for one in read_held(session, hold, SECRET))


def test_what_was_said_before_is_nowhere_in_the_files(tmp_path: Path, organisation: Organisation) -> None:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    database.migrate()
    save(database, organisation, "anonymous")
    told(database)
    with database.session() as session:
        sealed = session.scalars(select(PrivateReflection.sealed)).one()
    told(database, "begun")
    assert sealed not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    database.close()


def test_days_are_days() -> None:
    once = Progress("begun", date(2026, 11, 2), "aye")
    assert Progress.from_json(once.to_json()) == once
