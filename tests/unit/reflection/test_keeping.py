"""Saving, opening, changing and withdrawing by return code, on real databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from bot.content import Organisation, load_content
from bot.reflection.answers import Answers
from bot.reflection.keeping import change_reflection, read_reflection, save_reflection, withdraw_reflection
from bot.settings import Settings
from bot.store.database import Database
from bot.store.reflections import SavedReflection
from bot.store.tables import PrivateReflection, Reflection, Review

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
    found = read_reflection(database, SECRET, CODE)
    assert found is not None
    kept = (found.theme, found.strengths, found.next_step, found.sharing)
    assert kept == ("culture", "Our huddle is kind", "", sharing)
    assert (found.expires_on - found.day).days == organisation.retention_days
    assert withdraw_reflection(database, SECRET, CODE)
    assert read_reflection(database, SECRET, CODE) is None
    assert not withdraw_reflection(database, SECRET, CODE)


def test_another_secret_opens_nothing(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    assert read_reflection(database, SECRET[::-1], CODE) is None


def change(database: Database, **changes: object) -> None:
    assert change_reflection(database, SECRET, CODE, **changes) is not None  # type: ignore[arg-type]


def shared(database: Database) -> Reflection:
    with database.session() as session:
        return session.scalars(select(Reflection)).one()


def sealed(database: Database) -> int:
    with database.session() as session:
        return len(session.scalars(select(PrivateReflection)).all())


def found(database: Database) -> SavedReflection:
    one = read_reflection(database, SECRET, CODE)
    assert one is not None
    return one


def backdate(database: Database, organisation: Organisation) -> date:
    """Let what is shared have been saved ten days ago."""
    day = datetime.now(UTC).date() - timedelta(days=10)
    with database.session() as session:
        row = session.scalars(select(Reflection)).one()
        row.day, row.expires_on = day, day + timedelta(days=organisation.retention_days)
    return day


@pytest.mark.parametrize("sharing", ["private", "anonymous", "team"])
def test_a_change_keeps_the_code_the_sharing_and_the_days(
    database: Database, organisation: Organisation, sharing: Literal["private", "anonymous", "team"]
) -> None:
    save(database, organisation, sharing)
    before = found(database)
    receipt = change_reflection(database, SECRET, CODE, answers=replace(ANSWERS, strengths="Kinder", rating=""))
    assert receipt is not None
    assert (receipt.code, receipt.day, receipt.sharing, receipt.until) == (CODE, before.day, sharing, before.expires_on)
    assert found(database) == replace(before, strengths="Kinder", rating="")
    assert change_reflection(database, SECRET, "no-such-code-here", answers=ANSWERS) is None


def test_an_edit_of_an_anonymous_one_keeps_its_first_day_and_no_moment(
    database: Database, organisation: Organisation
) -> None:
    save(database, organisation, "anonymous")
    day = backdate(database, organisation)
    before = shared(database)
    change(database, answers=replace(ANSWERS, strengths="Kinder"))
    after = shared(database)
    assert (after.id, after.day, after.expires_on) == (before.id, day, before.expires_on)
    assert (after.strengths, after.edits, after.shared_at, after.team) == ("Kinder", 1, None, None)


def test_the_same_words_again_are_no_edit(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "anonymous")
    change(database, answers=ANSWERS)
    assert shared(database).edits == 0


def test_an_edit_takes_the_mark_of_being_reviewed_away_and_leaves_the_note(
    database: Database, organisation: Organisation
) -> None:
    save(database, organisation, "anonymous")
    with database.session() as session:
        row = session.scalars(select(Reflection)).one()
        session.add(Review(reflection_id=row.id, reviewed_at=datetime.now(UTC), note="ask facilities"))
    change(database, answers=replace(ANSWERS, strengths="Kinder"))
    with database.session() as session:
        review = session.scalars(select(Review)).one()
        assert (review.reviewed_at, review.note) == (None, "ask facilities")


def test_taking_it_back_leaves_nothing_for_coordinators(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "team")
    with database.session() as session:
        session.add(Review(reflection_id=session.scalars(select(Reflection.id)).one(), note="seen"))
    change(database, sharing="private")
    with database.session() as session:
        assert not session.scalars(select(Reflection)).all()
        assert not session.scalars(select(Review)).all()
    assert found(database).team is None
    assert found(database).sharing == "private"


def test_sharing_later_carries_the_first_day_and_tells_no_other(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "anonymous")
    day = backdate(database, organisation)
    change(database, sharing="private")
    change(database, sharing="anonymous")
    row = shared(database)
    assert (row.day, row.shared_at, row.team, row.edits) == (day, None, None, 0)


def test_nothing_links_an_anonymous_one_to_the_team_it_was_shared_with(
    database: Database, organisation: Organisation
) -> None:
    save(database, organisation, "team")
    before = shared(database)
    change(database, sharing="anonymous")
    after = shared(database)
    assert after.id != before.id
    assert (after.team, after.shared_at) == (None, None)


SCREENED = replace(ANSWERS, opportunities="a heavy thing")


def save_screened(database: Database, organisation: Organisation, sharing: Literal["private", "anonymous"]) -> None:
    save_reflection(
        database, SECRET, organisation, code=CODE, theme="culture", answers=SCREENED, guidance=(), sharing=sharing,
        screened=["opportunities", "next_step"],
    )  # fmt: skip


def test_screened_words_are_never_shared_and_never_lost(database: Database, organisation: Organisation) -> None:
    save_screened(database, organisation, "anonymous")
    assert "heavy" not in shared(database).opportunities
    assert found(database).opportunities == "a heavy thing"
    assert found(database).screened == ("opportunities",)
    with database.session() as session:
        lookup = session.scalars(select(PrivateReflection.lookup)).one()
        assert lookup != session.scalars(select(Reflection.lookup)).one(), "a thief could tell which one it belongs to"


def test_screened_words_stay_out_of_a_later_sharing_and_come_back_with_it(
    database: Database, organisation: Organisation
) -> None:
    save_screened(database, organisation, "private")
    change(database, sharing="anonymous")
    assert shared(database).opportunities == ""
    assert found(database).opportunities == "a heavy thing"
    change(database, sharing="private")
    assert sealed(database) == 1
    assert (found(database).opportunities, found(database).screened) == ("a heavy thing", ("opportunities",))


def test_an_edit_screens_too(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "anonymous")
    change(database, answers=SCREENED, screened=["opportunities"])
    assert (shared(database).opportunities, shared(database).edits) == ("", 0), "coordinators see no difference"
    assert found(database).opportunities == "a heavy thing"
    change(database, answers=replace(SCREENED, opportunities="a lighter one"), screened=[])
    assert shared(database).opportunities == "a lighter one"
    assert sealed(database) == 0


def test_withdrawing_takes_the_screened_words_too(database: Database, organisation: Organisation) -> None:
    save_screened(database, organisation, "anonymous")
    assert withdraw_reflection(database, SECRET, CODE)
    assert sealed(database) == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda database: change(database, answers=replace(ANSWERS, strengths="Kinder")),
        lambda database: change(database, sharing="private"),
        lambda database: withdraw_reflection(database, SECRET, CODE),
    ],
    ids=["edit", "take back", "withdraw"],
)
def test_words_that_are_gone_are_nowhere_in_the_files(
    tmp_path: Path, organisation: Organisation, act: Callable[[Database], object]
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    database.migrate()
    save(database, organisation, "anonymous")
    assert b"Our huddle is kind" in raw(tmp_path)
    act(database)
    assert b"Our huddle is kind" not in raw(tmp_path)
    database.close()


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
