"""Nobody unmasked: 1,000 rounds of each attack, and each attack succeeds as soon as its defence is taken away."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from attack import (
    DOMAIN,
    PERIODS,
    THRESHOLD,
    Person,
    count,
    other_answers,
    random_people,
    random_person,
    weigh,
    work_out,
)

from bot.disclosure import REACH, Cell, Published, Table, blur_all, publish, tables
from bot.disclosure.noise import RATIO

ROUNDS = 1000
FLOOR = THRESHOLD + REACH


def release(people: list[Person], key: bytes) -> Published:
    released = {period: blur_all(count(people, period), DOMAIN, period, key) for period in PERIODS}
    return Published.make(DOMAIN, THRESHOLD, released)


def small_groups_shown(people: list[Person], published: Published) -> int:
    """How many groups below the threshold have a number somewhere."""
    found = 0
    for period in PERIODS:
        counts = count(people, period)
        for theme in DOMAIN.themes:
            if published.by_theme(period).rows[DOMAIN.themes.index(theme)].count is not None:
                found += counts[Cell(Table.SHARED, theme)] < THRESHOLD
            for table in (Table.RATING, Table.ANSWERED, Table.GUIDANCE):
                for row in published.in_theme(period, table, theme).rows:
                    found += row.count is not None and counts[Cell(table, theme, row.key)] < THRESHOLD
    return found


def numbers_too_small(published: Published) -> list[tuple[str, int]]:
    """What the accountant works out, and nobody may be told."""
    return [
        (about, number)
        for period in published.periods
        for theme in DOMAIN.themes
        for about, number in work_out(published, period, theme)
        if number < FLOOR
    ]


def accountant(rounds: int, change: Callable[[Published], Published] = lambda published: published) -> tuple[int, int]:
    """(small groups with a number, numbers worked out that are too small) over so many random organisations."""
    small = worked_out = 0
    for n in range(rounds):
        rng = random.Random(n)
        people = random_people(rng)
        published = change(release(people, rng.randbytes(32)))
        small += small_groups_shown(people, published)
        worked_out += len(numbers_too_small(published))
    return small, worked_out


def test_no_group_below_the_threshold_is_shown_or_can_be_worked_out():
    assert accountant(ROUNDS) == (0, 0)


def test_the_attack_sees_small_groups_without_the_threshold():
    small, _ = accountant(30, lambda published: replace(published, floor=1))
    assert small > 100


def test_the_attack_works_small_groups_out_without_secondary_suppression(monkeypatch: pytest.MonkeyPatch):
    def primary_only(whole: int | None, parts: Mapping[str, int], floor: int, *, complete: bool):
        return {name: n if whole is not None and n >= floor else None for name, n in parts.items()}

    monkeypatch.setattr(publish, "hide", primary_only)
    _, worked_out = accountant(100)
    assert worked_out > 50


def test_the_attack_works_small_groups_out_when_the_rest_is_left_unguarded(monkeypatch: pytest.MonkeyPatch):
    """A rule that only asks for two hidden parts, as simple tools do, is not enough."""
    real = publish.hide

    def at_least_two(whole: int | None, parts: Mapping[str, int], floor: int, *, complete: bool):
        shown = {name: n for name, n in parts.items() if n >= floor} if whole is not None else {}
        if len(parts) == 1:
            return real(whole, parts, floor, complete=complete)
        if len(parts) - len(shown) == 1:
            del shown[min(shown, key=shown.__getitem__)]
        return {name: shown.get(name) for name in parts}

    monkeypatch.setattr(publish, "hide", at_least_two)
    _, worked_out = accountant(100)
    assert worked_out > 5


def neighbour(rounds: int, differ: Callable[[random.Random, Person], Person]) -> tuple[int, list[float]]:
    """Somebody who knows all but one person guesses which of two worlds is real: (right guesses, weights).

    They have stolen the blurred figures of every period, before rounding and hiding.
    """
    right, weights = 0, []
    for n in range(rounds):
        rng = random.Random(n)
        others = random_people(rng)
        theme, period = rng.choice(DOMAIN.themes), rng.choice(PERIODS)
        person = random_person(rng, theme, period, rng.random())
        worlds = [[*others, person], [*others, differ(rng, person)]]
        real = rng.randrange(2)
        key = rng.randbytes(32)
        weight = 0.0
        for period in PERIODS:
            counts = [count(world, period) for world in worlds]
            weight += weigh(blur_all(counts[real], DOMAIN, period, key), *counts)
        right += (weight > 0 if real == 0 else weight < 0) or (weight == 0 and rng.random() < 0.5)
        weights.append(weight)
    return right, weights


STEP = -math.log(RATIO)


@pytest.mark.parametrize(
    ("differ", "cells"),
    [
        (lambda rng, person: replace(person, rating="some" if person.rating != "some" else "most"), 2),
        (lambda rng, person: replace(person, answered=person.answered ^ {"next_step"}), 1),
        (other_answers, 5),
    ],
    ids=["rating", "skipped question", "every answer"],
)
def test_who_knows_all_but_one_learns_no_more_than_the_stated_bound(differ, cells: int):
    right, weights = neighbour(ROUNDS, differ)
    beyond = [weight for weight in weights if abs(weight) > cells * STEP + 1e-9]
    # the edge of the noise: at most 3 in 1,000 for each cell, and chance may make it somewhat more
    assert len(beyond) <= 3 * cells * ROUNDS / 1000 + 10
    # the best that anybody can do with such weights, and three standard deviations of luck
    most = 1 / (1 + RATIO**cells)
    assert right / ROUNDS <= most + 3 * math.sqrt(0.25 / ROUNDS)


def test_without_noise_who_knows_all_but_one_knows_that_one_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "blur", lambda number, cell, key: number)
    rng = random.Random(1)
    for _ in range(50):
        others = random_people(rng)
        person = random_person(rng, "culture", PERIODS[0], 0.5)
        worlds = [[*others, person], [*others, other_answers(rng, person)]]
        stolen = blur_all(count(worlds[0], PERIODS[0]), DOMAIN, PERIODS[0], b"key")
        fits = [stolen == {cell: count(world, PERIODS[0])[cell] for cell in stolen} for world in worlds]
        assert fits == [True, False]


def test_noise_that_is_new_each_time_is_averaged_away():
    """What the key is for: the mean of many answers would tell the count, so there is only one answer."""
    rng = random.Random(2)
    cell = DOMAIN_CELL
    fresh = [blur_all({cell: 57}, DOMAIN, PERIODS[0], rng.randbytes(32))[cell] for _ in range(3000)]
    assert round(sum(fresh) / len(fresh)) == 57
    kept = {blur_all({cell: 57}, DOMAIN, PERIODS[0], b"one key")[cell] for _ in range(300)}
    assert len(kept) == 1


DOMAIN_CELL = Cell(Table.RATING, "culture", "most")


def test_noise_that_follows_the_cell_alone_would_tell_who_left(monkeypatch: pytest.MonkeyPatch):
    """Why the count is part of what the noise is made from, should a period ever be counted twice."""
    real = tables.blur

    def left(number: int) -> int:
        before, after = (
            blur_all({DOMAIN_CELL: n}, DOMAIN, PERIODS[0], b"key")[DOMAIN_CELL] for n in (number, number - 1)
        )
        return before - after

    assert len({left(number) for number in range(40, 80)}) > 5
    monkeypatch.setattr(tables, "blur", lambda number, cell, key: number + real(0, cell, key))
    assert {left(number) for number in range(40, 80)} == {1}


def test_an_area_sees_the_same_figures_or_none():
    """So what somebody of one area sees tells nothing more beside what somebody of another sees."""
    for n in range(100):
        rng = random.Random(n)
        published = release(random_people(rng), rng.randbytes(32))
        area = frozenset(rng.sample(DOMAIN.themes, rng.randint(1, 3)))
        seen = published.within(area)
        for period in PERIODS:
            whole = {row.key: row.count for row in published.by_theme(period).rows}
            assert {row.key: row.count for row in seen.by_theme(period).rows} == {t: whole[t] for t in area}
            for theme in set(DOMAIN.themes) - area:
                for table in Table:
                    assert all(row.count is None for row in seen.in_theme(period, table, theme).rows)


def test_the_noise_never_goes_further_than_it_says():
    seen = Counter(
        blur_all({DOMAIN_CELL: 100}, DOMAIN, PERIODS[0], n.to_bytes(32))[DOMAIN_CELL] - 100 for n in range(20_000)
    )
    assert min(seen) == -REACH
    assert max(seen) == REACH
    assert seen[0] > seen[6] > seen[14] > 0
