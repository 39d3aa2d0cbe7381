"""A session from its opening to its summary, on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sessions import leading
from bot.sessions.closing import Closing, erase_old
from bot.sessions.keys import Keys
from bot.sessions.leading import Who
from bot.sessions.summary import MINIMUM
from bot.sessions.taking_part import NothingThere, TakingPart, TooLate, TooMany
from bot.store import audit
from bot.store import team_sessions as store
from bot.store.backup import make_backup, restore_backup
from bot.store.database import Database
from bot.store.session_tables import TeamSession
from tests.unit.sessions.conftest import SESSION, STEPS, Team, answers_left, events, given, now_is

NOW = datetime.now(UTC)


def test_from_opening_to_a_published_summary(
    database: Database, morag: Who, opened: TeamSession, part: TakingPart, closing: Closing, team: Team
) -> None:
    found = part.find(opened.join_code.replace("-", " ").upper())
    assert found is not None
    assert found.id == opened.id
    team(MINIMUM)
    assert closing.close(opened.id, "morag")
    made = now_is(database)
    assert (made.state, answers_left(database)) == ("draft", 0)
    assert made.summary is not None
    assert set(made.summary["themes"][0]["strengths"]) == {f"Kindness number {place}" for place in range(MINIMUM)}
    with database.session() as session:
        leading.remove_lines(session, morag, SESSION, [("culture", "strengths", "Kindness number 3")])
        leading.publish(session, morag, SESSION)
        leading.publish(session, morag, SESSION)
    made = now_is(database)
    assert made.state == "published"
    assert made.summary is not None
    assert "Kindness number 3" not in made.summary["themes"][0]["strengths"]
    assert [name for name, _ in events(database)] == [
        "session_opened",
        "session_closed",
        "session_lines_removed",
        "session_published",
    ]


def test_below_the_minimum_nothing_is_left(
    database: Database, opened: TeamSession, part: TakingPart, closing: Closing, team: Team
) -> None:
    """Four members and the facilitator: the facilitator's own answers count for nothing."""
    team(MINIMUM - 1)
    part.answer(opened.id, "web\0the-one-who-leads", given("Mine", leads=True))
    closing.close(opened.id, "morag")
    assert (now_is(database).state, now_is(database).summary, answers_left(database)) == ("too_few", None, 0)


def test_somebody_who_answers_nothing_is_no_member(
    database: Database, opened: TeamSession, part: TakingPart, closing: Closing, team: Team
) -> None:
    team(MINIMUM - 1)
    part.answer(opened.id, "web\0nothing", given("", rating="", picks=()))
    closing.close(opened.id, "morag")
    assert now_is(database).state == "too_few"


def test_an_answer_is_read_changed_and_withdrawn_with_ones_own_code(
    database: Database, opened: TeamSession, part: TakingPart, team: Team
) -> None:
    mine, _ = team(2)
    person = part.person(mine.replace("-", " "))
    assert person is not None
    assert part.read(opened.id, person) == given("Kindness number 0")
    part.answer(opened.id, person, given("Kindness, changed"))
    assert answers_left(database) == 2
    assert part.read(opened.id, person) == given("Kindness, changed")
    part.withdraw(opened.id, person)
    assert answers_left(database) == 1
    for again in (part.read, part.withdraw):
        with pytest.raises(NothingThere):
            again(opened.id, person)


def test_the_same_form_sent_twice_is_one_answer(database: Database, opened: TeamSession, part: TakingPart) -> None:
    for _ in range(2):
        person = part.person(part.own_code(opened.id, "a" * 32))
        assert person is not None
        part.answer(opened.id, person, given("Once"))
    assert answers_left(database) == 1
    assert part.own_code(opened.id, "b" * 32) != part.own_code(opened.id, "a" * 32)


@pytest.mark.parametrize("how", ["over", "closed"])
def test_what_comes_too_late_changes_nothing_and_says_so(
    database: Database, opened: TeamSession, part: TakingPart, closing: Closing, team: Team, how: str
) -> None:
    person = part.person(team(MINIMUM)[0])
    assert person is not None
    if how == "closed":
        closing.close(opened.id, "morag")
    late = replace(part, now=lambda: opened.closes_at) if how == "over" else part
    before = answers_left(database)
    for attempt in (
        lambda: late.answer(SESSION, person, given("Late")),
        lambda: late.withdraw(SESSION, person),
        lambda: late.read(SESSION, person),
    ):
        with pytest.raises(TooLate):
            attempt()
    assert answers_left(database) == before
    if how == "over":
        replace(part, now=lambda: opened.closes_at - timedelta(microseconds=1)).withdraw(SESSION, person)


def test_a_session_is_never_too_large(
    opened: TeamSession, part: TakingPart, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sessions.taking_part.MOST", 2)
    person = part.person(team(2)[0])
    assert person is not None
    part.answer(opened.id, person, given("Changing still works"))
    with pytest.raises(TooMany):
        part.answer(opened.id, "web\0another", given("One more"))


def test_closing_at_the_same_moment_happens_once_and_loses_no_answer(
    database: Database, opened: TeamSession, part: TakingPart, closing: Closing, team: Team
) -> None:
    """Five processes close while others answer: each answer is in the summary, or its author was told."""
    team(MINIMUM)
    start, closed, kept = threading.Barrier(8), [], []

    def close() -> None:
        start.wait()
        closed.append(closing.close(opened.id, "morag"))

    def answer(number: int) -> None:
        start.wait()
        try:
            part.answer(opened.id, f"web\0late-{number}", given(f"Late {number}"))
        except TooLate:
            return
        kept.append(f"Late {number}")

    threads = [threading.Thread(target=close) for _ in range(5)]
    threads += [threading.Thread(target=answer, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(closed) == [False] * 4 + [True]
    summary = now_is(database).summary
    assert summary is not None
    assert {line for line in summary["themes"][0]["strengths"] if line.startswith("Late")} == set(kept)
    assert [name for name, _ in events(database)].count("session_closed") == 1
    assert answers_left(database) == 0


def test_it_closes_itself_when_its_time_is_over(
    database: Database, opened: TeamSession, closing: Closing, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(MINIMUM)
    closing.close_due()
    assert now_is(database).state == "open"
    monkeypatch.setattr("bot.days.read_clock", lambda: opened.closes_at)
    monkeypatch.setattr("bot.sessions.closing.is_sound", lambda _: False)
    closing.close_due()
    assert now_is(database).state == "open", "a clock that is doubted closes nothing for good"
    monkeypatch.setattr("bot.sessions.closing.is_sound", lambda _: True)
    closing.close_due()
    closing.close_due()
    assert now_is(database).state == "draft"
    assert [one for one in events(database) if one[0] == "session_closed"] == [("session_closed", audit.BY_ITSELF)]


def test_a_close_that_is_cut_short_is_done_again(
    database: Database, opened: TeamSession, closing: Closing, keys: Keys, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(MINIMUM)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("bot.sessions.closing.audit.record", stop)  # before the commit
        with pytest.raises(KeyboardInterrupt):
            closing.close(opened.id, "morag")
    assert (now_is(database).state, answers_left(database)) == ("open", MINIMUM)
    with monkeypatch.context() as cut:
        cut.setattr("bot.sessions.keys.Keys.destroy", stop)  # after it
        with pytest.raises(KeyboardInterrupt):
            closing.close(opened.id, "morag")
    assert now_is(database).state == "draft"
    assert keys.read(opened.id) is not None
    monkeypatch.setattr("bot.sessions.keys.YOUNG", -1)
    closing.close_due()
    assert keys.read(opened.id) is None


def test_a_secret_that_is_lost_is_told_and_tells_nothing(
    database: Database, opened: TeamSession, part: TakingPart, closing: Closing, keys: Keys, team: Team
) -> None:
    team(MINIMUM)
    keys.destroy(opened.id)
    with pytest.raises(TooLate):
        part.own_code(opened.id, "a" * 32)
    closing.close(opened.id, "morag")
    assert (now_is(database).state, answers_left(database)) == ("lost", 0)


def test_secrets_of_open_sessions_and_of_those_being_opened_are_left(
    opened: TeamSession, closing: Closing, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.make("ab" * 16)
    closing.close_due()
    assert keys.read("ab" * 16)
    monkeypatch.setattr("bot.sessions.keys.YOUNG", -1)
    closing.close_due()
    assert keys.read("ab" * 16) is None
    assert keys.read(opened.id)


def test_summaries_are_kept_as_long_as_reflections_are(
    database: Database, opened: TeamSession, closing: Closing
) -> None:
    closing.close(SESSION, "morag")
    for days, there in ((365, True), (366, False)):
        with database.session() as session:
            erase_old(session, 365, NOW.date() + timedelta(days=days))
            assert (store.find_session(session, SESSION) is not None) is there


def test_a_backup_holds_the_session_and_no_answer(
    database: Database, opened: TeamSession, team: Team, closing: Closing, tmp_path: Path
) -> None:
    team(MINIMUM)
    counts = make_backup(database, b"s" * 40, tmp_path / "backup")
    assert counts["team_sessions"] == 1
    assert "session_answers" not in counts
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    restore_backup(other, b"s" * 40, tmp_path / "backup", {}, 30)
    assert answers_left(other) == 0
    assert now_is(other).steps == list(STEPS)
    other.close()
