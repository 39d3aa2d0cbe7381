"""A limit holds whichever process is asked. Two doors on one database are two processes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.channels.counting import Counting, MessageCount
from bot.channels.refusals import Refused
from bot.store import rates
from bot.store.database import Database
from bot.store.keeping_tables import RateCount
from tests.conftest import empty_used

SECRET = b"only-for-tests-of-counting-0123456789ab"


@pytest.fixture
def shared(migrated_postgres: Database) -> Database:
    empty_used(migrated_postgres)
    return migrated_postgres


def door(database: Database) -> Any:
    return SimpleNamespace(database=database, settings=SimpleNamespace(secret=SECRET))


async def taken(counting: Counting, address: str, times: int) -> int:
    done, said = 0, None
    for _ in range(times):
        try:
            await counting.take(address)
            done += 1
        except Refused as refused:
            said = (refused.status, refused.code, 1 <= (refused.retry_after or 0) <= 61)
    assert said in (None, (429, "openings_too_many", True))
    return done


async def test_one_address_has_one_limit_at_both_and_shuts_nobody_out(shared: Database) -> None:
    first, second = (Counting(door(shared), "openings", 6, 4) for _ in range(2))
    assert await taken(first, "203.0.113.7", 3) == 3
    assert await taken(second, "203.0.113.7", 3) == 1
    assert await taken(second, "198.51.100.1", 9) == 2, "over all there are six"
    assert await taken(first, "", 2) == 0, "and what was refused by its address counted nothing"


async def test_what_did_not_matter_is_given_back_whoever_took_it(shared: Database) -> None:
    first, second = (Counting(door(shared), "wrong-codes", 20, 1) for _ in range(2))
    await first.take("203.0.113.7")
    await second.give_back("203.0.113.7")
    assert await taken(second, "203.0.113.7", 2) == 1


async def test_kinds_are_counted_apart(shared: Database) -> None:
    assert await taken(Counting(door(shared), "openings", 9, 1), "203.0.113.7", 2) == 1
    assert await taken(Counting(door(shared), "sign-ins", 9, 1), "203.0.113.7", 2) == 1


def test_messages_of_a_conversation_are_counted_for_all_and_come_back_one_by_one(shared: Database) -> None:
    first, second = (MessageCount(door(shared), 3) for _ in range(2))

    def say(token: str, count: MessageCount = first) -> None:
        with shared.session() as session:
            count.take(session, token)

    for count in (first, second, first):
        say("talk", count)
    with pytest.raises(Refused) as refused:
        say("talk", second)
    assert (refused.value.code, refused.value.retry_after) == ("too_many", 20)
    say("another")


async def test_no_row_tells_an_address_or_a_conversation_and_all_are_gone_in_a_minute(shared: Database) -> None:
    await Counting(door(shared), "openings", 6, 4).take("203.0.113.7")
    with shared.session() as session:
        MessageCount(door(shared), 30).take(session, "talk")
        kept = session.scalars(select(RateCount.key)).all()
        assert len(kept) == 3
        assert [len(key) for key in sorted(kept, key=len)] == [len("openings-0000"), 64, 64]
        assert not any("203.0" in key or "talk" in key for key in kept)
        rates.forget_over(session)
        assert session.scalars(select(RateCount)).all(), "they are of this minute"
        session.execute(text("UPDATE rates SET until = until - interval '1 minute'"))
        rates.forget_over(session)
        assert session.scalars(select(RateCount)).all() == []


def test_counts_stand_in_a_table_without_a_log(shared: Database) -> None:
    with shared.session() as session:
        assert session.scalar(text("SELECT relpersistence FROM pg_class WHERE relname = 'rates'")) == "u"


def test_one_process_on_sqlite_counts_in_its_memory(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'db'}")
    count = MessageCount(door(database), 2)
    for token in ("a", "a", "b"):
        count.take(None, token)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        count.take(None, "a")  # type: ignore[arg-type]
    assert refused.value.retry_after == 30
    database.close()
