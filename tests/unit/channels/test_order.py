"""One message after the other, also between processes: two orders with a turnstile each are two processes."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.channels.order import Order
from bot.channels.refusals import Refused
from bot.store.database import Database
from bot.store.turnstile import Turnstile, number_of


@pytest.fixture
def turnstiles(migrated_postgres: Database) -> Iterator[list[Turnstile]]:
    both = [Turnstile(migrated_postgres), Turnstile(migrated_postgres)]
    yield both
    for one in both:
        one.close()


async def test_two_processes_are_never_at_work_on_one_conversation(turnstiles: list[Turnstile]) -> None:
    orders = [Order(one) for one in turnstiles]
    inside: list[str] = []
    most = 0

    async def turn(order: Order, key: str) -> None:
        nonlocal most
        async with order.of(key):
            inside.append(key)
            most = max(most, len(inside))
            assert inside.count(key) == 1
            await asyncio.sleep(0.002)
            inside.remove(key)

    await asyncio.gather(*(turn(o, k) for o, k, _ in itertools.product(orders, "abc", range(20))))
    assert most > 1, "other conversations go on meanwhile"


async def test_who_waits_too_long_is_told(turnstiles: list[Turnstile]) -> None:
    first, second = (Order(one) for one in turnstiles)
    async with first.of("talk"):
        with pytest.raises(Refused):
            async with second.of("talk", patience=0.1):
                pass
    async with second.of("talk", patience=5):
        pass


async def test_who_gives_up_waiting_leaves_nothing_locked(turnstiles: list[Turnstile]) -> None:
    first, second = (Order(one) for one in turnstiles)

    async def wait() -> None:
        async with second.of("talk"):
            raise AssertionError("it was not free")

    async with first.of("talk"):
        waiting = [asyncio.create_task(wait()) for _ in range(3)]
        await asyncio.sleep(0.1)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with first.of("talk", patience=2):
        pass


async def test_the_locks_of_a_session_that_was_cut_are_free_and_the_next_turn_goes_on(
    turnstiles: list[Turnstile], migrated_postgres: Database
) -> None:
    """As when a process is killed, or PostgreSQL starts again. What such a turn writes is held to its version."""
    first, second = (Order(one) for one in turnstiles)
    async with first.of("talk"):
        cut = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :low")
        with migrated_postgres.session() as session:
            session.execute(cut, {"low": number_of("talk") & 0xFFFFFFFF})
        async with second.of("talk", patience=5):
            pass
    async with first.of("talk", patience=5), second.of("another", patience=5):
        pass


def test_a_lock_costs_little(turnstiles: list[Turnstile]) -> None:
    """One round lets go of what was held and takes what comes next: a fraction of what a turn costs."""
    numbers = [number_of(str(one)) for one in range(200)]
    turnstiles[0].move((), numbers[:1])
    began = time.process_time()
    for before, after in itertools.pairwise(numbers):
        assert turnstiles[0].move((before,), (after,)) == {after}
    assert (time.process_time() - began) / len(numbers) < 0.005
