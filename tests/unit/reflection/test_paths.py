"""Several reflections under one code: each is found, changed and taken back by itself, and nothing links them."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.content import Organisation, load_content
from bot.reflection import paths
from bot.reflection.answers import Answers
from bot.reflection.codes import make_address, read_code, split_address
from bot.reflection.guessing import GUESSES, TooManyGuesses, open_path, open_reflection
from bot.reflection.keeping import (
    Receipt,
    change_reflection,
    note_progress,
    read_reflection,
    save_reflection,
    withdraw_reflection,
)
from bot.reflection.paths import PathFull, add_to_path, next_place, read_path, withdraw_path
from bot.secret import Secret
from bot.settings import ROOT
from bot.store.database import Database
from bot.store.holds import place_hold
from bot.store.reflections import Sharing
from bot.store.sealing import ReturnKey, Seal, derive, return_key
from bot.store.tables import Attempt, PrivateReflection, Reflection

SECRET = b"a-secret-of-the-server-0123456789"
CODE = "acorn-river-lamp-bread"
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return load_content(ROOT / "data" / "content").organisation


def first(database: Database, organisation: Organisation, sharing: Sharing = "private") -> None:
    save_reflection(
        database, SECRET, organisation, code=CODE, theme="culture", answers=Answers(strengths="first"),
        guidance=("b", "a"), sharing=sharing,
    )  # fmt: skip


def more(
    database: Database, organisation: Organisation, text: str, sharing: Sharing = "private", secret: bytes = SECRET
) -> Receipt:
    return add_to_path(
        database, secret, organisation, code=CODE, theme="leadership", answers=Answers(strengths=text, next_step="go"),
        guidance=("b", "a"), sharing=sharing, team="housing" if sharing == "team" else None, screened=["next_step"],
    )  # fmt: skip


def texts(database: Database, secret: bytes = SECRET) -> list[tuple[int, str]]:
    return [(one.place, one.strengths) for one in read_path(database, secret, CODE).found]


def test_one_code_opens_all_of_them_the_oldest_first(database: Database, organisation: Organisation) -> None:
    first(database, organisation)
    codes = [more(database, organisation, text, way).code for text, way in (("b", "anonymous"), ("c", "team"))]
    assert codes == [f"{CODE}/1", f"{CODE}/2"]
    found = open_path(database, SECRET, CODE, "sender").found
    assert [(one.place, one.strengths, one.sharing) for one in found] == [
        (0, "first", "private"), (1, "b", "anonymous"), (2, "c", "team"),
    ]  # fmt: skip
    assert found[1].screened == ("next_step",) and found[1].next_step == "go"
    alone = read_reflection(database, SECRET, codes[0])
    assert alone is not None and alone.strengths == "b"
    assert open_reflection(database, SECRET, CODE, "sender") == found[0], "the code alone is still the first one's"
    with database.session() as session:
        shared = session.scalars(select(Reflection).where(Reflection.sharing == "anonymous")).one()
        shared.day = TODAY - timedelta(days=3)
    assert texts(database) == [(1, "b"), (0, "first"), (2, "c")]


def test_each_is_changed_and_taken_back_by_itself(database: Database, organisation: Organisation) -> None:
    first(database, organisation)
    one, two = (more(database, organisation, text, "anonymous").code for text in ("b", "c"))
    assert change_reflection(database, SECRET, one, answers=Answers(strengths="better"))
    assert note_progress(database, SECRET, two, "done", TODAY)
    assert withdraw_reflection(database, SECRET, CODE)
    assert texts(database) == [(1, "better"), (2, "c")], "a gap hides nothing"
    assert [one.progress is not None for one in read_path(database, SECRET, CODE).found] == [False, True]
    assert more(database, organisation, "d").code == f"{CODE}/3", "a place is not used twice"
    assert withdraw_path(database, SECRET, CODE)
    assert withdraw_path(database, SECRET, CODE) is None
    with database.session() as session:
        assert not [*session.scalars(select(PrivateReflection)), *session.scalars(select(Reflection))]


def test_deleting_all_says_until_when_a_hold_keeps_copies(database: Database, organisation: Organisation) -> None:
    first(database, organisation)
    more(database, organisation, "b", "anonymous")
    with database.session() as session:
        place_hold(session, by="isla", reason="A tribunal asked.", until=TODAY + timedelta(days=9))
    gone = withdraw_path(database, SECRET, CODE)
    assert gone is not None and gone.held_until == TODAY + timedelta(days=9)


@pytest.mark.parametrize("sharing", ["private", "anonymous", "team"])
def test_a_turn_that_runs_twice_saves_once(database: Database, organisation: Organisation, sharing: Sharing) -> None:
    first(database, organisation)
    receipts = [more(database, organisation, "b", sharing) for _ in range(2)]
    assert receipts[0] == receipts[1]
    assert texts(database) == [(0, "first"), (1, "b")]


def test_the_same_words_on_a_later_day_are_another(database: Database, organisation: Organisation) -> None:
    first(database, organisation)
    more(database, organisation, "b", "anonymous")
    with database.session() as session:
        session.scalars(select(Reflection)).one().day = TODAY - timedelta(days=2)
    more(database, organisation, "b", "anonymous")
    assert len(texts(database)) == 3


def test_two_tabs_at_once_lose_nothing(database: Database, organisation: Organisation) -> None:
    first(database, organisation)
    ways: list[tuple[str, Sharing]] = [("b", "private"), ("c", "anonymous")]
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(more, database, organisation, text, way) for text, way in ways]
        codes = {one.result().code for one in done}
    assert len(codes) == 2
    assert {text for _, text in texts(database)} == {"first", "b", "c"}


def test_nothing_in_the_database_links_them(database: Database, organisation: Organisation) -> None:
    """No value of one row stands in another's, nor can be made from it without the code."""
    first(database, organisation, "anonymous")
    for text in "bcd":
        more(database, organisation, text, "anonymous")
    with database.session() as session:
        shared, sealed = session.scalars(select(Reflection)).all(), session.scalars(select(PrivateReflection)).all()
    rows = [*shared, *sealed]
    assert (len(shared), len(sealed)) == (4, 3)
    for name in ("lookup", "version"):
        assert len({getattr(row, name) for row in rows}) == len(rows)
    assert len({row.id for row in shared}) == 4
    own = {"id", "lookup", "version", "strengths", "theme", "words", "next_step", "guidance"}
    everybodys = {
        name: {str(getattr(row, name)) for row in shared} for name in set(Reflection.__table__.columns.keys()) - own
    }
    assert all(len(values) == 1 for values in everybodys.values()), "what all anonymous ones of a day have in common"
    key = return_key(CODE, SECRET)
    for one, other in itertools.permutations([key.at(place) for place in range(4)], 2):
        assert one.lookup not in other.seals
        assert one.seal.key not in {seal.key for seal in other.seals.values()}


def test_a_path_follows_to_the_newest_secret_one_by_one(database: Database, organisation: Organisation) -> None:
    """All in one moment could be seen to belong together. One alone moves as it always did."""
    newest = SECRET[::-1]
    both = Secret(newest, [SECRET])
    first(database, organisation)
    more(database, organisation, "b", "anonymous")
    assert texts(database, both) == [(0, "first"), (1, "b")]
    assert texts(database, newest) == []
    assert read_reflection(database, both, f"{CODE}/1")
    assert texts(database, newest) == [(1, "b")]
    assert texts(database, both) == [(0, "first"), (1, "b")], "some under one secret and some under another"
    assert more(database, organisation, "c", secret=both).code == f"{CODE}/2"
    assert withdraw_reflection(database, both, CODE)
    assert texts(database, newest) == [(1, "b"), (2, "c")]


def test_a_code_has_an_end(database: Database, organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "LONGEST_PATH", 3)
    first(database, organisation)
    for text in "bc":
        more(database, organisation, text)
    with pytest.raises(PathFull):
        more(database, organisation, "d")
    assert withdraw_reflection(database, SECRET, f"{CODE}/1")
    assert next_place(read_path(database, SECRET, CODE)) == 1


def test_guessing_a_path_gets_nowhere_either(database: Database, organisation: Organisation) -> None:
    first(database, organisation)
    for _ in range(GUESSES):
        assert not open_path(database, SECRET, "no-such-code-here", "sender")
    with pytest.raises(TooManyGuesses):
        open_path(database, SECRET, CODE, "sender")
    assert len(open_path(database, SECRET, CODE, "somebody else").found) == 1


def test_a_damaged_row_stops_none_beside_it(database: Database, organisation: Organisation) -> None:
    """It is told that there is one, its place is not used again, and deleting all deletes it too."""
    first(database, organisation)
    more(database, organisation, "b", "anonymous")
    more(database, organisation, "c")
    with database.session() as session:
        row = session.get(PrivateReflection, return_key(CODE, SECRET).lookup)
        assert row is not None
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    path = open_path(database, SECRET, CODE, "sender")
    assert [(one.place, one.strengths) for one in path.found] == [(1, "b"), (2, "c")] and path.damaged == {0}
    assert not database_tries(database), "the code is right, and no guess"
    assert more(database, organisation, "d").code == f"{CODE}/3"
    assert withdraw_reflection(database, SECRET, f"{CODE}/3")
    assert next_place(read_path(database, SECRET, CODE)) == 3
    assert withdraw_path(database, SECRET, CODE)
    assert not read_path(database, SECRET, CODE)
    with database.session() as session:
        assert not [*session.scalars(select(PrivateReflection)), *session.scalars(select(Reflection))]


def test_where_all_is_damaged_that_is_told_and_not_that_there_is_nothing(
    database: Database, organisation: Organisation
) -> None:
    first(database, organisation)
    with database.session() as session:
        for row in session.scalars(select(PrivateReflection)):
            row.sealed = b"cut"
    path = open_path(database, SECRET, CODE, "sender")
    assert path and not path.found and path.damaged == {0}


def database_tries(database: Database) -> int:
    with database.session() as session:
        return len(session.scalars(select(Attempt)).all())


def test_places_that_were_derived_before_stay_where_they_are() -> None:
    key = ReturnKey(b"l" * 16, Seal(b"s" * 32, b"l" * 16))
    assert key.at(0) is key
    assert key.kept_back.lookup == derive(b"s" * 32, "kept-back-place", 16)
    assert key.kept_back.seal.key == derive(b"s" * 32, "kept-back")


def test_an_address_is_the_code_and_a_place() -> None:
    for place in (0, 1, 12):
        assert split_address(make_address(CODE, place)) == (CODE, place)
    assert make_address(CODE, 0) == CODE
    words = tuple(CODE.split("-"))
    assert read_code(make_address(CODE, 3), words).code == CODE, "an address that was copied still opens the path"
