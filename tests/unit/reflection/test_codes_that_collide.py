"""Two return codes can come out alike. Then nothing is written over, and nobody opens what is not theirs (ADR 37)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from sqlalchemy import select, update

from bot.content import Organisation, load_content
from bot.reflection.keeping import CodeTaken, read_reflection, save_reflection, withdraw_reflection
from bot.reflection.paths import add_to_path
from bot.secret import Secret
from bot.settings import Settings
from bot.store.database import Database
from bot.store.tables import PrivateReflection, Reflection
from tests.unit.reflection.test_keeping import ANSWERS, CODE, SECRET, save


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return load_content(Settings().content_dir).organisation


@pytest.mark.parametrize("sharing", ["private", "anonymous", "team"])
def test_a_code_that_is_taken_is_refused_and_what_it_opens_stays(
    database: Database, organisation: Organisation, sharing: Literal["private", "anonymous", "team"]
) -> None:
    """Two codes can come out alike: nobody's words are written over by somebody else's."""
    save(database, organisation, sharing)
    before = read_reflection(database, SECRET, CODE)
    for other in (replace(ANSWERS, strengths="Somebody else's"), replace(ANSWERS, rating="")):
        with pytest.raises(CodeTaken):
            save_reflection(
                database, SECRET, organisation, code=CODE, theme="culture", answers=other, guidance=(), sharing=sharing,
                team="housing" if sharing == "team" else None,
            )  # fmt: skip
    assert read_reflection(database, SECRET, CODE) == before
    save(database, organisation, sharing)  # a turn that runs twice saves once
    assert read_reflection(database, SECRET, CODE) == before
    with database.session() as session:
        rows = [*session.scalars(select(PrivateReflection)), *session.scalars(select(Reflection))]
    assert len(rows) == 1


def test_a_code_whose_first_place_is_free_is_taken_all_the_same(database: Database, organisation: Organisation) -> None:
    """Its author deleted the first and kept the second: a stranger under the same code would open that."""
    save(database, organisation, "private")
    more = {"theme": "culture", "answers": replace(ANSWERS, strengths="The second"), "guidance": ()}
    add_to_path(database, SECRET, organisation, code=CODE, sharing="private", **more)  # type: ignore[arg-type]
    assert withdraw_reflection(database, SECRET, CODE)
    with pytest.raises(CodeTaken):
        save(database, organisation, "private")


def test_a_code_under_an_older_secret_is_taken_too(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    rotated = Secret(b"a-newer-secret-of-the-server-01234", [SECRET])
    with pytest.raises(CodeTaken):
        save_reflection(
            database, rotated, organisation, code=CODE, theme="culture", answers=replace(ANSWERS, rating=""),
            guidance=(), sharing="private",
        )  # fmt: skip


def test_a_code_whose_row_cannot_be_read_is_taken_too(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    with database.session() as session:
        session.execute(update(PrivateReflection).values(sealed=b"cut"))
    with pytest.raises(CodeTaken):
        save(database, organisation, "private")
