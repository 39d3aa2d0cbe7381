"""Identifiers, in the ways in which people write them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from bot.safety import Identifier, IdentifierFinder
from bot.safety.structured import has_check_digit


def _found(finder: IdentifierFinder, text: str) -> list[tuple[str, str]]:
    return [(part.label, text[part.start : part.end]) for part in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "label", "part"),
    [
        ("call 07700 900456 now", "PHONE", "07700 900456"),
        ("ring +44 (0)7700 900456", "PHONE", "+44 (0)7700 900456"),
        ("on 0044 7700 900456.", "PHONE", "0044 7700 900456"),
        ("(0141) 496 0999 is the desk", "PHONE", "(0141) 496 0999"),
        ("text 07700.900.456", "PHONE", "07700.900.456"),
        ("0 7 7 0 0 9 0 0 4 5 6", "PHONE", "0 7 7 0 0 9 0 0 4 5 6"),
        ("phone 496 0412", "PHONE", "496 0412"),
        ("oh seven seven double oh nine double oh four five six", "PHONE", None),
        ("０７７００ ９００４５６", "PHONE", "０７７００ ９００４５６"),
        ("a.b-c@example.co.uk.", "EMAIL", "a.b-c@example.co.uk"),
        ("jean dot reid at example dot org", "EMAIL", "jean dot reid at example dot org"),
        ("she is in eh1 2ab now", "POSTCODE", "eh1 2ab"),
        ("at G514TF", "POSTCODE", "G514TF"),
        ("number 1204786100", "CHI", "1204786100"),
        ("CHI 030155 2401", "CHI", "030155 2401"),
        ("(120478.6100) again", "CHI", "120478.6100"),
        ("put in AB 12.34.56 C and lost it", "NINO", "AB 12.34.56 C"),
        ("born the first of May nineteen twenty-nine, she", "DOB", "first of May nineteen twenty-nine"),
        ("born six May 1948", "DOB", "six May 1948"),
        ("born the 3rd of May two thousand and four", "DOB", "3rd of May two thousand and four"),
        ("01.01.1990 is only the date of birth they gave him", "DOB", "01.01.1990"),
        ("wrote 120478/6100 on a towel", "CHI", "120478/6100"),
        ("date of birth given as 1990-11-06, it says", "DOB", "1990-11-06"),
        ("moved to top right, 58 tannery street", "ADDRESS", "top right, 58 tannery street"),
        ("NHS number 943 476 5919", "CHI", "943 476 5919"),
        ("ni ab123456c", "NINO", "ab123456c"),
        ("NI: AB 12 34 56 C", "NINO", "AB 12 34 56 C"),
        ("born on 3rd of May 1984", "DOB", "3rd of May 1984"),
        ("dob 3/5/84", "DOB", "3/5/84"),
        ("D.O.B. 1984-05-03", "DOB", "1984-05-03"),
        ("her birthday is May 3rd", "DOB", "May 3rd"),
        ("lives at 12 Mill Road with", "ADDRESS", "12 Mill Road"),
        ("flat 2/1, 14 High St", "ADDRESS", "flat 2/1, 14 High St"),
        ("at 12 mill road", "ADDRESS", "12 mill road"),
    ],
)
def test_structured_ones_are_found(finder: IdentifierFinder, text: str, label: str, part: str | None) -> None:
    assert _found(finder, text) == [(label, part if part is not None else text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I spoke to Mhairi about it", "Mhairi"),
        ("Mr Paterson was late", "Mr Paterson"),
        ("the tenant, a Mr al-Masri, had it", "Mr al-Masri"),
        ("my colleague davie has been off", "davie"),
        ("The advocate was called Nuala", "Nuala"),
        ("It was Iain's idea", "Iain"),
        ("Ask Grace in HR", "Grace"),
        ("Oluwaseun Adeyemi joined us", "Oluwaseun Adeyemi"),
        ("Agnieszka Nowak leads it", "Agnieszka Nowak"),
        ("I asked Mohammed Iqbal", "Mohammed Iqbal"),
        ("kirsty said it was fine", "kirsty"),
        ("Will Henderson chairs it", "Will Henderson"),
    ],
)
def test_names_are_suspected(finder: IdentifierFinder, text: str, name: str) -> None:
    assert _found(finder, text) == [("NAME", name)]


@pytest.mark.parametrize(
    "text",
    [
        "We hope to train everyone by April and May will be for reviewing.",
        "Will there be time in March? Mark the date.",
        "Grace under pressure and hope for the future",
        "Iona and Lewis are islands, and Skye is too",
        "Victoria Road is loud and Clyde House is quiet",
        "Samaritans are on 116 123 and Breathing Space on 0800 83 85 87",
        "Social Work, Police Scotland and NHS 24 (111) met",
        "the CHI system and the NHS app",
        "We spent £120,000 in 2023 and 1,410 in 2024, on 12 March 2024",
        "Band 6 nurses, 20 or 30 families, HR-2021-0045, 4567890123 hits",
        "the 2nd floor, s1 2nd term, 24 hour road works",
        "3 years down the road",
        "call me on Monday 12 May at 10.30",
        "4504786101 is not a health number",
    ],
)
def test_everyday_words_and_numbers_are_left(finder: IdentifierFinder, text: str) -> None:
    assert _found(finder, text) == []


def test_offsets_are_of_the_text_as_typed(finder: IdentifierFinder) -> None:
    text = "😀 “Mhairi’s” num\u200bber: 07700\u200b 900456 👩‍👩‍👧 “EH1\u00a02AB”"
    assert [(part.label, text[part.start : part.end]) for part in finder.find(text)] == [
        ("NAME", "Mhairi"),
        ("PHONE", "07700\u200b 900456"),
        ("POSTCODE", "EH1\u00a02AB"),
    ]


def test_found_in_order_without_overlap(finder: IdentifierFinder) -> None:
    found = finder.find("Ryan Gallacher, 02/09/2004, 8 Mill Lane, PA3 2BN, 07700 900456")
    assert [part.label for part in found] == ["NAME", "DOB", "ADDRESS", "POSTCODE", "PHONE"]
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_masking_leaves_names_and_does_nothing_twice(finder: IdentifierFinder) -> None:
    masked = finder.mask("Mhairi Reid, 07700 900456, a@b.org, born 3/5/84, 8 Mill Lane EH1 2AB, AB123456C, 1204786100")
    assert masked == (
        "Mhairi Reid, [phone number removed], [email address removed], born [date of birth removed], [address removed] "
        "[postcode removed], [National Insurance number removed], [health number removed]"
    )
    assert finder.mask(masked) == masked


def test_empty_text_holds_nothing(finder: IdentifierFinder) -> None:
    assert finder.find("") == ()
    assert finder.mask("") == ""


def test_module_functions_use_the_configured_content() -> None:
    from bot.safety import find_identifiers, mask

    assert find_identifiers("ring 07700 900456") == (Identifier(5, 17, "PHONE"),)
    assert mask("ring 07700 900456") == "ring [phone number removed]"


@pytest.mark.parametrize(
    "text",
    ["0" * 4000, "0 " * 2000, "a@" * 2000, "a." * 2000, "Mr " * 1300, "Jean " * 800, "12 A " * 800, "at dot " * 570,
     "o" * 4000, "1/" * 2000, "born " * 800, "-" * 4000, "oh double " * 400, "McA" * 1300, "A B " * 1000],
)  # fmt: skip
def test_no_text_makes_a_rule_slow(finder: IdentifierFinder, text: str) -> None:
    begin = time.process_time()
    finder.find(text)
    assert time.process_time() - begin < 1.0


@pytest.mark.parametrize(("digits", "good"), [("0101011237", True), ("1204786100", True), ("9434765919", True)])
def test_check_digit(digits: str, good: bool) -> None:
    assert has_check_digit(digits) is good
    assert not has_check_digit(digits[:9] + str((int(digits[9]) + 1) % 10))
