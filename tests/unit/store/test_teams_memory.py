"""What the Teams door remembers: once only, for as long as it is needed, and through a change of the secret."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.secret import Secret
from bot.store import teams
from bot.store.conversations import erase_conversation, open_conversation
from bot.store.database import Database
from bot.store.reminders import end_reminder, find_due, find_reminder, set_reminder

OLD, NEW = b"o" * 32, b"n" * 32
BEFORE, ROTATED, AFTER = Secret(OLD), Secret(NEW, [OLD]), Secret(NEW)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WHERE = {"service_url": "https://smba.trafficmanager.net/uk/", "conversation": "a:1", "bot": "28:bot"}


def test_a_person_stays_the_same_through_a_rotation_while_they_can_be_reached(database: Database) -> None:
    with database.session() as session:
        before = teams.find_sender(session, BEFORE, "tenant", "person")
        teams.remember_reference(session, BEFORE, before, WHERE)
    with database.session() as session:
        assert teams.find_sender(session, ROTATED, "tenant", "person") == before
        assert teams.find_reference(session, ROTATED, before) == WHERE
        assert teams.find_sender(session, ROTATED, "tenant", "another") != before
        teams.forget_person(session, before)
        assert teams.find_sender(session, ROTATED, "tenant", "person") != before


def test_what_was_sealed_under_a_secret_that_is_gone_is_as_if_it_never_was(database: Database) -> None:
    with database.session() as session:
        teams.remember_reference(session, BEFORE, "teams-x", WHERE)
        teams.take_in(session, BEFORE, "a:1", "1", {"text": "hello"}, NOW)
        set_reminder(session, BEFORE, "teams-x", "leadership", NOW.date())
    with database.session() as session:
        assert teams.find_reference(session, AFTER, "teams-x") is None
        assert list(teams.left_to_do(session, AFTER)) == []
        assert find_due(session, AFTER, NOW.date()) == []
        assert find_reminder(session, "teams-x") is None


def test_an_activity_is_taken_in_once_also_through_a_rotation(database: Database) -> None:
    with database.session() as session:
        assert teams.take_in(session, BEFORE, "a:1", "1", {"text": "hello"}, NOW) is not None
        assert teams.take_in(session, BEFORE, "a:1", "1", {"text": "hello"}, NOW) is None
        assert teams.take_in(session, ROTATED, "a:1", "1", {"text": "hello"}, NOW) is None
        assert teams.take_in(session, ROTATED, "a:2", "1", {"text": "of another chat"}, NOW) is not None


def test_what_is_left_to_do_is_there_oldest_first_until_it_is_ticked_off(database: Database) -> None:
    with database.session() as session:
        numbers = [teams.take_in(session, BEFORE, "a:1", str(at), {"text": str(at)}, NOW) for at in range(3)]
        teams.tick_off(session, numbers[1] or 0)
    with database.session() as session:
        assert [work["text"] for _, work in teams.left_to_do(session, ROTATED)] == ["0", "2"]


def test_where_somebody_is_goes_with_their_chat_unless_a_reminder_waits(database: Database) -> None:
    with database.session() as session:
        for sender in ("teams-chats", "teams-waits", "teams-neither"):
            teams.remember_reference(session, BEFORE, sender, WHERE)
        open_conversation(session, "teams-chats", NOW + timedelta(days=1))
        set_reminder(session, BEFORE, "teams-waits", "leadership", date(2026, 12, 7))
        teams.take_in(session, BEFORE, "a:1", "old", {}, NOW - timedelta(days=3))
        teams.take_in(session, BEFORE, "a:1", "new", {}, NOW)
    with database.session() as session:
        teams.forget_what_is_over(session, NOW)
        known = [who for who in ("chats", "waits", "neither") if teams.find_reference(session, BEFORE, f"teams-{who}")]
        assert known == ["chats", "waits"]
        assert len(list(teams.left_to_do(session, BEFORE))) == 1
        erase_conversation(session, "teams-chats")
        end_reminder(session, "teams-waits")
        teams.forget_what_is_over(session, NOW)
        assert teams.find_reference(session, BEFORE, "teams-chats") is None
        assert teams.find_reference(session, BEFORE, "teams-waits") is None


def test_a_person_has_one_reminder_and_can_take_it_back(database: Database) -> None:
    with database.session() as session:
        set_reminder(session, BEFORE, "teams-x", "leadership", date(2026, 12, 7))
        set_reminder(session, BEFORE, "teams-x", "culture", date(2026, 12, 8))
    with database.session() as session:
        assert find_reminder(session, "teams-x") == date(2026, 12, 8)
        assert find_due(session, ROTATED, date(2026, 12, 7)) == []
        (due,) = find_due(session, ROTATED, date(2026, 12, 8))
        assert (due.sender, due.theme) == ("teams-x", "culture")
        assert end_reminder(session, "teams-x")
        assert not end_reminder(session, "teams-x")
        assert find_due(session, ROTATED, date(2026, 12, 9)) == []


def test_a_reminder_that_could_not_be_sent_for_a_week_is_let_go(database: Database) -> None:
    with database.session() as session:
        set_reminder(session, BEFORE, "teams-x", "leadership", date(2026, 12, 7))
        assert len(find_due(session, BEFORE, date(2026, 12, 14))) == 1
        assert find_due(session, BEFORE, date(2026, 12, 15)) == []
        assert find_reminder(session, "teams-x") is None
