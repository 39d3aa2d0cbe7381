"""Numbers that no word stands beside: what they are built like, and the company they keep, say whose they are."""

from __future__ import annotations

import pytest

from bot.safety import IdentifierFinder

SOMEBODYS = {
    "case": ("at the other service he is QH/660213, one lad with two names", "QH/660213", "CASE"),
    "police": ("the custody board had RT-B-7716 in red", "RT-B-7716", "CRIME"),
    "court": ("Liability order K2207/25 names her and not him", "K2207/25", "COURT"),
    "tribunal": ("a tribunal case QHTS/25/11408 took all day", "QHTS/25/11408", "COURT"),
    "plate": ("the car in bay two was H9 WLT", "H9 WLT", "VEHICLE"),
    "temporary": ("she was put down as TN140388M until hers came", "TN140388M", "NINO"),
    "pairs": ("the ward had him as 03 09 61 2247", "03 09 61 2247", "CHI"),
    "card": ("he typed 4929 1180 2207 6643 into the chat", "4929 1180 2207 6643", "BANK"),
    "birth": ("the age assessment wrote 21.06.2008 and his mother laughed", "21.06.2008", "DOB"),
    "scots": ("whit's yer birthday I said. 4th o Mairch 2012 she says", "4th o Mairch 2012", "DOB"),
    "house": ("chimney fire, Nether Tullich Farm, by Braco, no numbers", "Nether Tullich Farm, by Braco", "ADDRESS"),
    "named": ("Birchlea, 9 Harbour Road, tell them it is upstairs", "Birchlea, 9 Harbour Road", "ADDRESS"),
}
NOBODYS = {
    "policy": "Policy HR-POL-0144 tells him to wait",
    "ticket": "her IT ticket INC0098812 is still open",
    "printer": "he says printer HP-44201 is jammed",
    "year": "her S4 SQA results came in",
    "office": "We signpost to Clyde Refugee Council at Albany House, 12 Harbour Street, Glasgow G2 5AH",
    "changed": "his date of birth was wrong until 3 March 2024",
    "people": "no numbers, 2024/25 and 2025/26 were hard for her",
}


@pytest.mark.parametrize("name", SOMEBODYS)
def test_what_is_built_like_somebodys_is_found(finder: IdentifierFinder, name: str) -> None:
    text, part, label = SOMEBODYS[name]
    assert (part, label) in [(text[found.start : found.end], found.label) for found in finder.find(text)]


@pytest.mark.parametrize("name", NOBODYS)
def test_what_is_a_things_stays(finder: IdentifierFinder, name: str) -> None:
    assert [found.label for found in finder.find(NOBODYS[name]) if found.label != "NAME"] == []
