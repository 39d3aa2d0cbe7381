"""A clock that is wrong erases nothing, closes nothing for good, and says what it is. One that is put right goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from bot import days, upkeep
from bot.content import load_content
from bot.reflection.answers import Answers
from bot.reflection.keeping import save_reflection
from bot.reflection.releasing import release_figures
from bot.runtime.doctor import examine
from bot.runtime.purge import purge
from bot.runtime.serve import CLOCK_DOUBTED, PURGED, _purge
from bot.settings import ROOT, Settings
from bot.store import clock
from bot.store import conversations as talks
from bot.store.clock import ClockDoubted
from bot.store.database import Database
from bot.store.erasures import note_erasure
from bot.store.figure_tables import Release
from bot.store.keeping_tables import Erasure
from bot.store.tables import Conversation, PrivateReflection, Reflection
from bot.waymark import Waymark

CONTENT = load_content(ROOT / "data" / "content")
SECRET = "only-for-tests-of-the-clock-0123456789"


class Hands:
    """Sets the clock, and the steady one that nobody can set."""

    def __init__(self) -> None:
        self.now, self.steady = datetime.now(UTC), 1000.0

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.steady += timedelta(**time).total_seconds()


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(days, "read_clock", lambda: hands.now)
    monkeypatch.setattr(clock, "read_steady", lambda: hands.steady)
    monkeypatch.setattr(clock, "_compare_with_the_database", lambda *_: None)
    return hands


@pytest.fixture
def waymark(database: Database, tmp_path: Path) -> Waymark:
    return Waymark(Settings(home=tmp_path, secret_key=SECRET), database, CONTENT)


def forget(waymark: Waymark, today: date | None = None) -> None:
    purge(waymark.database, waymark.settings, CONTENT.organisation, today=today)


def start_anew(waymark: Waymark) -> Waymark:
    """Another process on the same database: it remembers nothing of the steady clock."""
    return replace(waymark, database=Database(waymark.database.url.render_as_string(hide_password=False)))


def fill(waymark: Waymark, now: datetime) -> None:
    for code, sharing in (("one-of-the-codes", "private"), ("two-of-the-codes", "anonymous")):
        save_reflection(
            waymark.database,
            SECRET.encode(),
            CONTENT.organisation,
            code=code,
            theme="leadership",
            answers=Answers(strengths="Our huddle is kind"),
            guidance=(),
            sharing=sharing,  # type: ignore[arg-type]
        )
    with waymark.database.session() as session:
        talks.open_conversation(session, "talk", now + timedelta(hours=20))
        note_erasure(session, "1" * 32)


def kept(waymark: Waymark) -> list[int]:
    with waymark.database.session() as session:
        tables = (Conversation, PrivateReflection, Reflection, Erasure)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@pytest.mark.parametrize("ahead", [timedelta(days=8), timedelta(days=400), timedelta(days=40_000)])
@pytest.mark.parametrize("running", [True, False])
def test_a_clock_far_ahead_erases_nothing_and_goes_on_once_it_is_right(
    waymark: Waymark, hands: Hands, ahead: timedelta, running: bool
) -> None:
    fill(waymark, hands.now)
    forget(waymark)
    hands.now += ahead
    met = waymark if running else start_anew(waymark)
    with pytest.raises(ClockDoubted) as doubted:
        forget(met)
    assert "Nothing was erased" in str(doubted.value) and f"{hands.now:%Y}" in str(doubted.value)
    assert "\n" not in str(doubted.value)
    assert kept(waymark) == [1, 1, 1, 1]
    hands.now -= ahead
    hands.pass_by(hours=1)
    forget(met)
    assert kept(waymark) == [1, 1, 1, 1]


def test_a_jump_of_hours_is_noticed_by_the_process_that_was_running(waymark: Waymark, hands: Hands) -> None:
    fill(waymark, hands.now)
    forget(waymark)
    hands.pass_by(days=30)  # it slept for a month with its machine, or the steady clock says so
    with pytest.raises(ClockDoubted):
        forget(waymark)
    forget(waymark, today=hands.now.date())
    hands.now += timedelta(hours=5)
    with pytest.raises(ClockDoubted, match="jumped"):
        forget(waymark)


def test_a_clock_that_is_behind_is_doubted_too(waymark: Waymark, hands: Hands) -> None:
    forget(waymark)
    hands.now -= timedelta(hours=2)
    with pytest.raises(ClockDoubted, match="already"):
        forget(start_anew(waymark))
    hands.now = datetime(1970, 1, 1, tzinfo=UTC)
    with pytest.raises(ClockDoubted, match="before this release"):
        forget(start_anew(waymark))


def test_a_first_purge_in_1970_is_not_believed(waymark: Waymark, hands: Hands) -> None:
    right, hands.now = hands.now, datetime(1970, 1, 1, tzinfo=UTC)
    with pytest.raises(ClockDoubted):
        forget(waymark)
    hands.now = right
    forget(waymark)


def test_postgresql_has_a_clock_of_its_own(
    migrated_postgres: Database, waymark: Waymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    if waymark.database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has none")
    ahead = datetime.now(UTC) + timedelta(hours=2)
    monkeypatch.setattr(days, "read_clock", lambda: ahead)
    for today in (None, ahead.date()):
        with pytest.raises(ClockDoubted, match="PostgreSQL's says"):
            forget(waymark, today)


def test_a_person_says_which_day_it_is(waymark: Waymark, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine stood still for three weeks. The command takes the day from a person, and not from the clock."""
    fill(waymark, hands.now)
    forget(waymark)
    hands.pass_by(days=21)
    monkeypatch.setattr(upkeep, "open_waymark", lambda: start_anew(waymark))
    run = CliRunner()
    doubted = run.invoke(upkeep.purge)
    assert doubted.exit_code == 1
    assert "Nothing was erased" in doubted.output and "--today" in doubted.output
    wrong = run.invoke(upkeep.purge, ["--today", "2026-01-01"])
    assert wrong.exit_code == 1 and "you say it is 1 January 2026" in wrong.output
    assert kept(waymark)[0] == 1
    done = run.invoke(upkeep.purge, ["--today", f"{hands.now:%Y-%m-%d}"])
    assert done.exit_code == 0, done.output
    assert kept(waymark)[0] == 0, "that conversation was over"
    hands.pass_by(hours=1)
    forget(waymark)  # the bot, which was running all the time, believes it from now on


def test_the_doctor_and_the_metrics_say_it(waymark: Waymark, hands: Hands, caplog: pytest.LogCaptureFixture) -> None:
    _purge(waymark)
    assert (CLOCK_DOUBTED._value.get(), PURGED._value.get() > 0) == (0, True)
    assert [one.well for one in examine(waymark) if "clock" in one.what] == [True]
    hands.now += timedelta(days=400)
    _purge(waymark)
    assert CLOCK_DOUBTED._value.get() == 1
    assert "Nothing was erased" in caplog.text
    [said] = [one for one in examine(waymark) if "clock" in one.what]
    assert not said.well and "set it right" in said.what


def test_a_release_of_figures_is_not_closed_by_a_clock_that_is_ahead(waymark: Waymark, hands: Hands) -> None:
    """A sibling: a period that is not over would be counted once, and for good."""
    fill(waymark, hands.now)
    forget(waymark)
    hands.now += timedelta(days=400)
    assert release_figures(waymark.database, CONTENT, waymark.settings, hands.now.date()) == 0
    with waymark.database.session() as session:
        assert session.scalar(select(func.count()).select_from(Release)) == 0


def test_a_conversation_is_not_over_by_a_clock_that_is_ahead(waymark: Waymark, hands: Hands) -> None:
    """A sibling: its tab would forget the only key to it. What that clock put off is over in a day all the same."""
    fill(waymark, hands.now)
    forget(waymark)
    hands.now += timedelta(days=400)
    with waymark.database.session() as session:
        assert talks.is_open(session, "talk", hands.now)
        assert not talks.is_open(session, "another", hands.now)
        talks.prolong(session, "talk", hands.now + talks.LASTS)
    hands.now -= timedelta(days=400)
    hands.pass_by(hours=1)
    forget(waymark)
    with waymark.database.session() as session:
        assert talks.is_open(session, "talk", hands.now)
        assert not talks.is_open(session, "talk", hands.now + timedelta(hours=25))


def test_what_is_saved_while_the_clock_is_behind_is_kept_as_long_as_was_said(waymark: Waymark, hands: Hands) -> None:
    """A sibling: its last day would be long ago when the clock is put right, and the next purge would take it."""
    forget(waymark)
    today, hands.now = hands.now.date(), datetime(1970, 1, 1, tzinfo=UTC)
    fill(waymark, hands.now)
    with waymark.database.session() as session:
        lasts = session.scalars(select(PrivateReflection.expires_on)).all()
        assert lasts == [today + timedelta(days=CONTENT.organisation.retention_days)]


def test_the_moment_of_the_last_receipt_is_where_an_update_begins(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'then'}")
    database.migrate("0012")
    with database.session() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO purge_receipts VALUES ('2026-11-29', '2026-11-29 10:00:00', 365, 30, 0),"
            " ('2026-11-30', '2026-11-30 09:00:00', 365, 30, 0)"
        )
    database.migrate()
    with database.session() as session:
        assert clock.believed_at(session) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    database.close()
