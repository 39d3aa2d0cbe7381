"""What takes long has threads of its own, waits its turn, and is given up kindly."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from bot.lanes import SHORT_TEXT, Full, Lane, Lanes


async def test_the_loop_goes_on_while_a_lane_works() -> None:
    lane, ticks, over = Lane("test", workers=1, places=1, patience=5), 0, threading.Event()
    working = asyncio.ensure_future(lane.run("somebody", over.wait, 5))
    while ticks < 5:
        await asyncio.sleep(0.01)
        ticks += 1
    over.set()
    assert await working


async def test_no_more_wait_than_there_are_places() -> None:
    lane, over = Lane("test", workers=1, places=1, patience=5), threading.Event()
    first, second = (asyncio.ensure_future(lane.run("somebody", over.wait, 5)) for _ in range(2))
    await asyncio.sleep(0)
    with pytest.raises(Full):
        await lane.run("another", over.wait, 5)
    over.set()
    assert await first and await second
    assert await lane.run("another", over.wait, 5), "there is a place again"


async def test_whoever_used_least_comes_first() -> None:
    lane, over, order = Lane("test", workers=1, places=9, patience=5), threading.Event(), []
    await lane.run("flood", time.sleep, 0.05)
    first = asyncio.ensure_future(lane.run("flood", over.wait, 5))
    await asyncio.sleep(0)
    others = [asyncio.ensure_future(lane.run(who, order.append, who)) for who in ("flood", "flood", "witness")]
    await asyncio.sleep(0)
    over.set()
    await asyncio.gather(first, *others)
    assert order == ["witness", "flood", "flood"]


async def test_who_waits_too_long_is_told_and_the_lane_goes_on() -> None:
    lane, over = Lane("test", workers=1, places=3, patience=0.1), threading.Event()
    first = asyncio.ensure_future(lane.run("somebody", over.wait, 5))
    await asyncio.sleep(0)
    with pytest.raises(Full):
        await lane.run("another", over.wait, 5)
    over.set()
    assert await first, "what has begun and changes something is waited for"
    assert await lane.run("another", over.wait, 5)


async def test_reading_that_takes_too_long_is_not_waited_for() -> None:
    lane, over = Lane("test", workers=1, places=3, patience=0.1, reads=True), threading.Event()
    with pytest.raises(Full):
        await lane.run("somebody", over.wait, 5)
    over.set()
    await asyncio.sleep(0.05)
    assert await lane.run("another", over.wait, 5)


async def test_an_error_is_passed_on_and_the_place_is_free_again() -> None:
    lane = Lane("test", workers=1, places=0, patience=5)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await lane.run("somebody", lambda: 1 / 0)


def test_long_messages_do_not_hold_up_short_ones() -> None:
    lanes = Lanes()
    assert lanes.for_text("x" * SHORT_TEXT) is lanes.short
    assert lanes.for_text("x" * (SHORT_TEXT + 1)) is lanes.long
