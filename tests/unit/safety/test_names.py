"""Names that no list settles: what stands around them does, and the letters of those that nobody listed."""

from __future__ import annotations

import pytest

from bot.safety import IdentifierFinder


def _names(finder: IdentifierFinder, text: str) -> list[str]:
    return [text[part.start : part.end] for part in finder.find(text) if part.label == "NAME"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # also words, months and places
        ("Hope from housing told us", ["Hope"]),
        ("I gave it to Grant yesterday", ["Grant"]),
        ("Frank is good at listening", ["Frank"]),
        ("Paris did not come back", ["Paris"]),
        ("May and June have volunteered for years", ["May", "June"]),
        ("Isla, Finn and Hamish drew it", ["Isla", "Finn", "Hamish"]),
        ("Mark and I split the calls", ["Mark"]),
        ("spoke to mark about the rota", ["mark"]),
        # in no list
        ("When Thokozani joined, it changed", ["Thokozani"]),
        ("a card came from Oluwadamilarewa after", ["Oluwadamilarewa"]),
        ("Bukky, our admin, noticed", ["Bukky"]),
        ("our lead Zwelakhe listens", ["Zwelakhe"]),
        # with what belongs to them
        ("Mr and Mrs Kowalski waited", ["Mr and Mrs Kowalski"]),
        ("saw mrs chikwanda at home", ["mrs chikwanda"]),
        ("R.K. told me so", ["R.K."]),
        ("S. Iqbal wrote it", ["S. Iqbal"]),
        ("The Hendersons moved", ["Hendersons"]),
        ("the McAllister family", ["McAllister"]),
        ("Siobhán’s idea", ["Siobhán"]),
        ("i asked lesley and gordon", ["lesley", "gordon"]),
    ],
)
def test_somebody_is_meant(finder: IdentifierFinder, text: str, names: list[str]) -> None:
    assert _names(finder, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Hope helps, and joy keeps us going",
        "Grant funding ran out in May and I am tired",
        "Will we hear back? Mark the date.",
        "The Hope Centre and the Kelvin ward",
        "River walks at lunch",
        "Charter Mark is long gone",
        "Someone from Digital came to help",
        "Glasgow Life took over the hall",
        "Tenants asked, and Reception said no",
        "I'm worried about it and I've said so",
        "the dr said no",
        "Dear Sir or Madam",
        "We log it on Mosaic and then on Chromebooks",
    ],
)
def test_nobody_is_meant(finder: IdentifierFinder, text: str) -> None:
    assert _names(finder, text) == []
