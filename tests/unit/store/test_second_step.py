"""The codes of an authenticator app, as RFC 6238 has them, each taken once; and recovery codes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.secret import Secret
from bot.store import second_step
from bot.store.coordinators import add_coordinator
from bot.store.second_step import KeyLost, find_step, keep_app, open_key, take_code, take_recovery_code
from bot.store.tables import Coordinator, RecoveryCode

KEY = b"12345678901234567890"  # RFC 6238, appendix B
SECRET = Secret(b"s" * 40)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds, code):
    assert find_step(KEY, code, at(seconds)) == seconds // 30
    assert find_step(KEY, f" {code[:3]} {code[3:]} ", at(seconds)) == seconds // 30


@pytest.mark.parametrize("seconds", [59 - 60, 59 + 90, 59 + 3600])
def test_a_code_of_another_time_is_none(seconds):
    assert find_step(KEY, "287082", at(max(seconds, 0) if seconds > 0 else 5000)) is None


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "28708a", "２８７０８２", "287082\x00", "-87082", "x" * 999])
def test_odd_input_is_no_code(typed):
    assert find_step(KEY, typed, at(59)) is None


@pytest.fixture
def morag(database) -> str:
    with database.session() as session:
        who = add_coordinator(session, "morag", "three quiet herons")
        keep_app(who, SECRET, KEY, 1)
        assert KEY not in who.totp
    return who.id


def now_code(key: bytes = KEY) -> str:
    return second_step._code(key, int(datetime.now(UTC).timestamp()) // 30).decode()


def test_a_code_is_taken_once(database, morag):
    code = now_code()
    for taken in (True, False):
        with database.session() as session:
            assert take_code(session, session.get(Coordinator, morag), SECRET, code) is taken


def test_the_key_opens_with_the_secret_it_was_sealed_with_and_for_its_owner_alone(database, morag):
    with database.session() as session:
        who = session.get(Coordinator, morag)
        assert open_key(who, Secret(b"n" * 40, [bytes(SECRET)])) == KEY
        with pytest.raises(KeyLost):
            open_key(who, Secret(b"n" * 40))
        other = add_coordinator(session, "ailsa", "three quiet herons")
        other.totp = who.totp
        with pytest.raises(KeyLost):
            open_key(other, SECRET)


def test_a_code_seals_the_key_with_the_newest_secret(database, morag):
    new = Secret(b"n" * 40, [bytes(SECRET)])
    with database.session() as session:
        assert second_step.count_apps(session, new) == (1, 0)
        assert second_step.count_apps(session, Secret(b"n" * 40)) == (0, 1)
        assert take_code(session, session.get(Coordinator, morag), new, now_code())
    with database.session() as session:
        assert second_step.count_apps(session, Secret(b"n" * 40)) == (0, 0)
        assert open_key(session.get(Coordinator, morag), Secret(b"n" * 40)) == KEY


def test_a_recovery_code_works_once_and_for_its_owner(database, morag):
    with database.session() as session:
        codes = second_step.make_recovery_codes(session, session.get(Coordinator, morag))
        add_coordinator(session, "ailsa", "three quiet herons")
    assert len(set(codes)) == second_step.HOW_MANY_CODES
    with database.session() as session:
        assert not set(session.scalars(select(RecoveryCode.hash))) & set(codes)
        ailsa = session.scalars(select(Coordinator).where(Coordinator.name == "ailsa")).one()
        assert not take_recovery_code(session, ailsa, codes[0])
        who = session.get(Coordinator, morag)
        assert take_recovery_code(session, who, codes[0].upper().replace("-", " "))
        assert not take_recovery_code(session, who, codes[0])
        assert not take_recovery_code(session, who, "")
        assert second_step.count_recovery_codes(session, morag) == second_step.HOW_MANY_CODES - 1


def test_new_recovery_codes_end_the_old_ones(database, morag):
    with database.session() as session:
        who = session.get(Coordinator, morag)
        old = second_step.make_recovery_codes(session, who)
        second_step.make_recovery_codes(session, who)
        assert not any(take_recovery_code(session, who, code) for code in old)


def test_an_offer_is_for_one_person(database):
    sealed = second_step.seal_offer(SECRET, "a" * 32, KEY)
    assert second_step.open_offer(SECRET, "a" * 32, sealed) == KEY
    for who, offer in (("b" * 32, sealed), ("a" * 32, sealed[:-4]), ("a" * 32, ""), ("a" * 32, "é")):
        assert second_step.open_offer(SECRET, who, offer) is None
