"""What a facilitator may do with a session, and who is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.sessions import leading
from bot.sessions.closing import Closing
from bot.sessions.keys import Keys
from bot.sessions.leading import NotNow, NotTheirs, Who
from bot.sessions.summary import MINIMUM
from bot.store import team_sessions as store
from bot.store.database import Database
from bot.store.session_tables import TeamSession
from tests.unit.sessions.conftest import SESSION, WORDS, Team, add_facilitator, events, now_is, plan

NOW = datetime.now(UTC)


def test_only_the_one_who_has_it_may_act(database: Database, opened: TeamSession, morag: Who, closing: Closing) -> None:
    eilidh, records = add_facilitator(database, "eilidh"), add_facilitator(database, "iain", "records")
    later = opened.closes_at + timedelta(days=1)

    def acts(who: Who) -> list[Callable[[], None]]:
        def in_session(act: Callable[..., None], *values: object) -> Callable[[], None]:
            def run() -> None:
                with database.session() as session:
                    act(session, who, SESSION, *values)

            return run

        return [
            in_session(leading.extend, later, NOW),
            in_session(leading.remind, NOW),
            in_session(leading.hand_over, eilidh.id),
            in_session(leading.remove_lines, []),
            in_session(leading.publish),
        ]

    for act in acts(eilidh):
        with pytest.raises(NotTheirs):
            act()
    with database.session() as session, pytest.raises(NotNow):
        leading.hand_over(session, morag, SESSION, records.id)
    acts(morag)[0]()
    acts(morag)[1]()
    with pytest.raises(NotNow):
        acts(morag)[1]()  # a reminder comes once
    acts(morag)[2]()
    for act in acts(morag):
        with pytest.raises(NotTheirs):
            act()
    with database.session() as session:
        assert [one.id for one in store.list_sessions(session, eilidh.id)] == [SESSION]
        assert list(store.list_sessions(session, morag.id)) == []
    assert now_is(database).closes_at == later


def test_what_cannot_be_done_now_is_refused(
    database: Database, opened: TeamSession, morag: Who, closing: Closing, team: Team
) -> None:
    team(MINIMUM)
    for closes_at in (opened.closes_at - timedelta(days=1), opened.opened_at + timedelta(days=61)):
        with database.session() as session, pytest.raises(NotNow):
            leading.extend(session, morag, SESSION, closes_at, NOW)
    for act in (leading.publish, lambda *a: leading.remove_lines(*a, [])):
        with database.session() as session, pytest.raises(NotNow):
            act(session, morag, SESSION)
    closing.close(SESSION, "morag")
    with database.session() as session, pytest.raises(NotNow):
        leading.extend(session, morag, SESSION, opened.closes_at + timedelta(days=1), NOW)
    with database.session() as session, pytest.raises(NotNow):
        leading.remind(session, morag, SESSION, NOW)
    with database.session() as session:
        leading.publish(session, morag, SESSION)
    with database.session() as session, pytest.raises(NotNow):
        leading.remove_lines(session, morag, SESSION, [("culture", "strengths", "Kindness number 1")])


@pytest.mark.parametrize(
    "wrong",
    [
        {"themes": ()},
        {"themes": ("a", "b", "c", "d")},
        {"steps": ("x",) * 9},
        {"closes_at": NOW - timedelta(days=1)},
        {"closes_at": NOW + timedelta(days=99)},
    ],
    ids=["no theme", "four themes", "nine steps", "over already", "for ever"],
)
def test_a_plan_that_does_not_do_opens_nothing(
    database: Database, keys: Keys, morag: Who, wrong: dict[str, object]
) -> None:
    with database.session() as session, pytest.raises(ValueError):
        leading.open_session(session, keys, morag, plan(**wrong), WORDS, datetime.now(UTC), "ab" * 16)
    assert keys.read("ab" * 16) is None


def test_opening_twice_with_one_form_opens_one(database: Database, keys: Keys, morag: Who, opened: TeamSession) -> None:
    with database.session() as session:
        again = leading.open_session(session, keys, morag, plan(team="schools"), WORDS, datetime.now(UTC), SESSION)
    assert (again.join_code, again.team) == (opened.join_code, "housing")
    assert events(database).count(("session_opened", "morag")) == 1
