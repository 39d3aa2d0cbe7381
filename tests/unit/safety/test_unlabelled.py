"""Numbers that no word stands beside, and things that look like them."""

from __future__ import annotations

import pytest

from bot.safety.unlabelled import find_unlabelled


@pytest.mark.parametrize(
    ("text", "label", "number"),
    [
        ("the inhaler has 2605980453 on it", "CHI", "2605980453"),
        ("two falls for 13 11 29 7702 this week", "CHI", "13 11 29 7702"),
        ("she read it slow, 1 7 0 8 6 9 0 0 4 5, ower the phone", "CHI", "1 7 0 8 6 9 0 0 4 5"),
        ("oh eight oh one one four five five two three is hers", "CHI", "oh eight oh one one four five five two three"),
        ("his pension goes to 09 01 27, 4410 7762 every month", "BANK", "09 01 27, 4410 7762"),
        ("a building society book, roll 7719-04-K, in the drawer", "BANK", "7719-04-K"),
        ("SCRA telephoned, their ref 1048823, about a report", "COURT", "1048823"),
        ("Falkirk, case FAL-25-001846, on the 14th", "COURT", "FAL-25-001846"),
        ("both passports were there, 534 180 226 and one more", "PASSPORT", "534 180 226"),
        ("the asylum support is ASF/118204 now", "IMMIGRATION", "ASF/118204"),
        ("prelim appeals, S5, 099 318 842, mum has moved", "SCHOOL", "099 318 842"),
        ("the taxi goes to ML11 9 T E on Mondays", "POSTCODE", "ML11 9 T E"),
        ("date of birth on the screen is 09/09/1948", "DOB", "09/09/1948"),
        ("quote complaint SLC-24-00932 when you ring", "CASE", "SLC-24-00932"),
    ],
)  # fmt: skip
def test_somebodys_number_is_found(text: str, label: str, number: str) -> None:
    assert (label, number) in [(kind, text[start:end]) for kind, start, end in find_unlabelled(text)]


@pytest.mark.parametrize(
    "text",
    [
        "invoice 2605980453 was paid",
        "order code for the blue bin liners is BL-4420-90",
        "we had 9945127733 hits on the page",
        "reference HX/2024/0093 was closed",
        "our team came together on 3 March 2019",
        "head office is Ochil House, Stirling FK7 7XE",
        "the shop sold 534 180 226 cups",
        "Honda TRX420 and model KV-200",
    ],
)
def test_a_things_number_stays(text: str) -> None:
    assert list(find_unlabelled(text)) == []
