"""The attack on figures: random organisations, and readers who try to work out what is not shown.

Two readers. The *accountant* knows all that is published to anybody, and takes figures from each other by linear
algebra, over all tables of a theme at once. The *neighbour* knows every answer of everybody but one person, and the
noise's law, and has stolen the blurred figures before anything was hidden or rounded. Only the key is unknown.
"""

from __future__ import annotations

import functools
import itertools
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.disclosure import QUESTIONS, Cell, Domain, Period, Published, Table, chance

PERIODS = (
    Period(date(2026, 1, 1), date(2026, 3, 31)),
    Period(date(2026, 4, 1), date(2026, 6, 30)),
)
DOMAIN = Domain(
    themes=("culture", "leadership", "budgets"),
    ratings=("not-yet", "some", "most"),
    guidance={"culture": ("g1", "g2"), "leadership": ("g3",), "budgets": ()},
)
THRESHOLD = 10


@dataclass(frozen=True)
class Person:
    """What one reflection says, and when it was shared."""

    theme: str
    period: Period
    rating: str
    answered: frozenset[str]
    guidance: frozenset[str]

    def cells(self) -> Iterator[Cell]:
        yield Cell(Table.SHARED, self.theme)
        yield Cell(Table.RATING, self.theme, self.rating)
        for question in self.answered:
            yield Cell(Table.ANSWERED, self.theme, question)
        for piece in self.guidance:
            yield Cell(Table.GUIDANCE, self.theme, piece)


def random_person(rng: random.Random, theme: str, period: Period, keen: float) -> Person:
    return Person(
        theme,
        period,
        rng.choices((*DOMAIN.ratings, ""), (keen, 1, 3, 1 - keen))[0],
        frozenset(question for question in QUESTIONS if rng.random() < 0.4 + keen / 2),
        frozenset(piece for piece in DOMAIN.guidance[theme] if rng.random() < 0.5),
    )


def random_people(rng: random.Random) -> list[Person]:
    """An organisation with themes of very different sizes, around the thresholds above all."""
    people = []
    for theme, period in itertools.product(DOMAIN.themes, PERIODS):
        size = rng.choice((0, 3, 9, 10, 11, 28, 45, 60, 90, 150, 260))
        keen = rng.random()
        people += [random_person(rng, theme, period, keen) for _ in range(size)]
    return people


def count(people: Sequence[Person], period: Period) -> Counter[Cell]:
    return Counter(cell for person in people if person.period == period for cell in person.cells())


def other_answers(rng: random.Random, person: Person) -> Person:
    """The same person with every answer another one."""
    rating = rng.choice([one for one in (*DOMAIN.ratings, "") if one != person.rating])
    return replace(person, rating=rating, answered=frozenset(QUESTIONS) - person.answered)


# The accountant


Group = tuple[tuple[Table, str, bool], ...]
"""All who are (or are not) in each of these parts."""


def work_out(published: Published, period: Period, theme: str) -> Iterator[tuple[str, int]]:
    """Every number about a group that is not shown, and follows from those that are: what it is about, the number."""
    shown = list(_shown(published, period, theme))
    numbers = np.array([number for _, number in shown])
    for about, mixture in _mixtures(theme, tuple(group for group, _ in shown)):
        yield about, round(float(mixture @ numbers))


@functools.cache
def _mixtures(theme: str, shown: tuple[Group, ...]) -> list[tuple[str, np.ndarray]]:
    """What can be worked out of the numbers of the groups shown, and how: a factor for each of them."""
    if not shown:
        return []
    wanted = _wanted(theme)
    rows = np.array([_members(group, _kinds(theme)) for group in shown])
    dependent = np.linalg.matrix_rank(rows) < len(rows)
    found = []
    # where figures say the same in two ways, each way is tried
    for left_out in (None, *(range(len(rows)) if dependent else ())):
        use = [n for n in range(len(rows)) if n != left_out]
        factors, *_ = np.linalg.lstsq(rows[use].T, wanted.T, rcond=None)
        follows = np.abs(rows[use].T @ factors - wanted.T).max(axis=0) < 1e-8
        for n in np.flatnonzero(follows):
            if _groups(theme)[n] in shown:
                continue
            mixture = np.zeros(len(rows))
            mixture[use] = factors[:, n]
            about = (f"{table}:{part}:{'yes' if yes else 'no'}" for table, part, yes in _groups(theme)[n])
            found.append((" and ".join(about), mixture))
    return found


@functools.cache
def _wanted(theme: str) -> np.ndarray:
    return np.array([_members(group, _kinds(theme)) for group in _groups(theme)])


@functools.cache
def _kinds(theme: str) -> list[frozenset[tuple[Table, str]]]:
    """Every way in which somebody can have answered."""
    kinds = []
    switches = [(Table.ANSWERED, q) for q in QUESTIONS] + [(Table.GUIDANCE, g) for g in DOMAIN.guidance[theme]]
    for rating in (*DOMAIN.ratings, ""):
        for on in itertools.product((False, True), repeat=len(switches)):
            kinds.append(frozenset({(Table.RATING, rating)} | set(itertools.compress(switches, on))))
    return kinds


def _members(group: Group, kinds: Sequence[frozenset[tuple[Table, str]]]) -> list[int]:
    return [int(all(((table, part) in kind) == yes for table, part, yes in group)) for kind in kinds]


@functools.cache
def _groups(theme: str) -> list[Group]:
    """What an attacker wants a number about: every part, all who are not in it, unions of ratings, and pairs."""
    groups: list[Group] = []
    ratings = [(Table.RATING, rating) for rating in (*DOMAIN.ratings, "")]
    others = [(Table.ANSWERED, q) for q in QUESTIONS] + [(Table.GUIDANCE, g) for g in DOMAIN.guidance[theme]]
    for table, part in ratings + others:
        groups.append(((table, part, True),))
        groups.append(((table, part, False),))
    for one, other in itertools.combinations(ratings, 2):
        groups.append(((*one, False), (*other, False)))
    for one, other in itertools.product(ratings, others):
        groups.append(((*one, True), (*other, True)))
        groups.append(((*one, True), (*other, False)))
    return groups


def _shown(published: Published, period: Period, theme: str) -> Iterator[tuple[Group, int]]:
    for row in published.by_theme(period).rows:
        if row.key == theme and row.count is not None:
            yield (), row.count
    for table in (Table.RATING, Table.ANSWERED, Table.GUIDANCE):
        for row in published.in_theme(period, table, theme).rows:
            if row.count is not None:
                yield ((table, row.key, True),), row.count


# The neighbour


def weigh(stolen: Mapping[Cell, int], one: Mapping[Cell, int], other: Mapping[Cell, int]) -> float:
    """How much likelier the stolen figures are in world `one` than in world `other`, as a natural logarithm."""
    weight = 0.0
    for cell in stolen:
        here, there = (chance(stolen[cell] - world.get(cell, 0)) for world in (one, other))
        if here != there:
            weight += math.inf if there == 0 else -math.inf if here == 0 else math.log(here / there)
    return weight
