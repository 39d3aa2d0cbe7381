from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.store.coordinators import (
    CoordinatorUnknown,
    NameTaken,
    NameUnusable,
    add_coordinator,
    disable_coordinator,
    find_coordinator,
    has_coordinators,
    reset_password,
    verify_password,
)
from bot.store.passwords import PasswordUnusable
from bot.store.tables import Coordinator, SignIn

PASSWORD = "three quiet herons"


def test_a_coordinator_is_added_found_disabled_and_reset(database):
    with database.session() as session:
        assert not has_coordinators(session)
        added = add_coordinator(session, " Mòrag@Example.Scot ", PASSWORD)
        assert added.name == "mòrag@example.scot"
        assert PASSWORD not in added.password_hash
        assert added.password_hash.startswith("$argon2id$")
        session.add(SignIn(token="t", coordinator_id=added.id, started_at=NOW, last_used_at=NOW))
    with database.session() as session:
        assert has_coordinators(session)
        assert verify_password(find_coordinator(session, "MÒRAG@example.scot"), PASSWORD)
        first = disable_coordinator(session, "mòrag@example.scot").disabled_at
        assert disable_coordinator(session, "mòrag@example.scot").disabled_at == first
        assert session.scalars(select(SignIn)).all() == []
    with database.session() as session:
        again = reset_password(session, "mòrag@example.scot", "another good password")
        assert again.disabled_at is None
        assert not verify_password(again, PASSWORD)
        assert verify_password(again, "another good password")


NOW = datetime.now(UTC)


@pytest.mark.parametrize("name", ["", "a", "two words", "x" * 81, "new\nline", "nul\x00", "<b>", "x/y"])
def test_unusable_names_are_refused(database, name):
    with pytest.raises(NameUnusable), database.session() as session:
        add_coordinator(session, name, PASSWORD)


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 1001])
def test_unusable_passwords_are_refused_and_not_repeated(database, password):
    with pytest.raises(PasswordUnusable) as caught, database.session() as session:
        add_coordinator(session, "morag", password)
    assert not password or password not in str(caught.value)
    with database.session() as session:
        assert session.scalars(select(Coordinator)).all() == []


def test_a_name_is_taken_in_any_case(database):
    with database.session() as session:
        add_coordinator(session, "morag", PASSWORD)
    with pytest.raises(NameTaken), database.session() as session:
        add_coordinator(session, "MORAG", PASSWORD)


def test_somebody_unknown_is_named_as_such(database):
    for act in (find_coordinator, disable_coordinator):
        with pytest.raises(CoordinatorUnknown), database.session() as session:
            act(session, "nobody\x00")
    with pytest.raises(CoordinatorUnknown), database.session() as session:
        reset_password(session, "nobody", PASSWORD)


def test_one_accent_written_two_ways_is_one_password(database):
    with database.session() as session:
        somebody = add_coordinator(session, "morag", "caf\u00e9 caf\u00e9 caf\u00e9")
    assert verify_password(somebody, "cafe\u0301 cafe\u0301 cafe\u0301")
