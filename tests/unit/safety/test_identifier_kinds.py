"""The numbers that organisations give to people, what only looks like one, and that the work stays bounded."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.safety import IdentifierFinder
from bot.safety.codes import find_spelled, find_spoken
from bot.safety.forms import has_card_check, has_iban_check
from bot.safety.identifiers import LABELS
from bot.safety.source import read_safety_file
from bot.settings import ROOT


def _found(finder: IdentifierFinder, text: str) -> list[tuple[str, str]]:
    return [(part.label, text[part.start : part.end]) for part in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "label", "part"),
    [
        ("her case number is 204518", "CASE", "204518"),
        ("20451, her case number", "CASE", "20451"),
        ("the case reference they gave me was CP/24/118", "CASE", "CP/24/118"),
        ("Mosaic id 1084471", "CASE", "1084471"),
        ("Crime no: LB/07731/24", "CRIME", "LB/07731/24"),
        ("logged as PS-20241102-1873", "CRIME", "PS-20241102-1873"),
        ("the PF ref is GL24008117", "COURT", "GL24008117"),
        ("case ref EDI-F118-24 was called", "COURT", "EDI-F118-24"),
        ("his SCN is 118204571", "SCHOOL", "118204571"),
        ("candidate number 041 882 915", "SCHOOL", "041 882 915"),
        ("my payroll number, 0022071, is known", "STAFF", "0022071"),
        ("NMC pin 98I4471E", "STAFF", "98I4471E"),
        ("parked at the door, SK19 OXT again", "VEHICLE", "SK19 OXT"),
        ("reg sf68 kdj and gone", "VEHICLE", "sf68 kdj"),
        ("sort code 83-22-17", "BANK", "83-22-17"),
        ("sort code eighty thirty-one twelve", "BANK", "eighty thirty-one twelve"),
        ("account number one oh four four nine oh two seven", "BANK", "one oh four four nine oh two seven"),
        ("the number on her passport is 118204417", "PASSPORT", "118204417"),
        ("Home Office ref M1184472", "IMMIGRATION", "M1184472"),
        ("BRP RF2041187", "IMMIGRATION", "RF2041187"),
        ("share code W4K 9BT 2RX", "IMMIGRATION", "W4K 9BT 2RX"),
        ("he is @finn.lad.99 there", "SOCIAL", "@finn.lad.99"),
        ("see facebook.com/davie.rfc.1978.", "SOCIAL", "facebook.com/davie.rfc.1978"),
        ("her insta is mags_in_motion", "SOCIAL", "mags_in_motion"),
        ("CHI 4512781234", "CHI", "4512781234"),
        ("3113771234 is her chi", "CHI", "3113771234"),
        ("oh one four one four nine six oh one double eight", "PHONE", None),
        ("oh seven seven double oh nine hundred one two three", "PHONE", None),
        ("he turned sixteen on the third of May", "DOB", "the third of May"),
        ("Rory was five on 14 August", "DOB", "14 August"),
        ("lives at Rowan Cottage, Mill Road now", "ADDRESS", "Rowan Cottage, Mill Road"),
        ("bides at the Old Schoolhouse", "ADDRESS", "the Old Schoolhouse"),
        ("the house is called Dunroamin", "ADDRESS", "Dunroamin"),
        ("C R zero zero seven one four four two slash twenty six", "CRIME", None),
        ("police incident number is 2214 of 14 March", "CRIME", "2214 of 14 March"),
        ("for the flat Q Q one two four oh nine six A thanks", "NINO", "Q Q one two four oh nine six A"),
        ("she is at P A three seven, one Z Q now", "POSTCODE", "P A three seven, one Z Q"),
        ("bins in dd2 3vq were missed", "POSTCODE", "dd2 3vq"),
        ("reg was sierra papa two three uniform lima tango", "VEHICLE", "sierra papa two three uniform lima tango"),
        ("his warrant has SCS/2025-061143 on it", "COURT", "SCS/2025-061143"),
        ("I lost my passport on the number 10 bus (number was 548810362)", "PASSPORT", "548810362"),
        ("his s.c.n. 118204571", "SCHOOL", "118204571"),
        ("application number 3434-1190-4420-8871 (UAN)", "IMMIGRATION", "3434-1190-4420-8871"),
        ("my wages go to 20447186 and sort code 82 61 14", "BANK", "20447186"),
        ("IBAN PL61109010140000071219812874", "BANK", "PL61109010140000071219812874"),
        ("the twitter handle is at grumpy buddie sixty two", "SOCIAL", "at grumpy buddie sixty two"),
        ("applicant b. 17/10/88", "DOB", "17/10/88"),
        ("born on Christmas Day 1947", "DOB", "Christmas Day 1947"),
        ("a lad in the hall turns 21 on 19th October", "DOB", "19th October"),
        ("date of birth oh one oh four nineteen seventy two", "DOB", "oh one oh four nineteen seventy two"),
        ("a visit to Tigh na Mara", "ADDRESS", "Tigh na Mara"),
        ("found near home (Rowanlea, Birk Brae)", "ADDRESS", "Rowanlea, Birk Brae"),
        ("outside forty one Graham Wynd", "ADDRESS", "forty one Graham Wynd"),
        ("from 23 Balgowan Gait top left", "ADDRESS", "23 Balgowan Gait top left"),
        ("add the reference ND06410526 the police gave her", "CRIME", "ND06410526"),
        ("quote 1462 of 9 March when I ring 101", "CRIME", "1462 of 9 March"),
        ("crime refernce AY-118204-26", "CRIME", "AY-118204-26"),
        ("3041187? it's my case number", "CASE", "3041187"),
        ("for the SAAS form his reference is SAAS/26/118204", "SCHOOL", "SAAS/26/118204"),
        ("P0348812, that's her social work file", "CASE", "P0348812"),
        ("the home office gave him P1182046 in 2019", "IMMIGRATION", "P1182046"),
        ("her travel document from the Home Office is GBT118205", "PASSPORT", "GBT118205"),
        ("the proof in ham-b1102-25 went off", "COURT", "ham-b1102-25"),
        ("pay 83 19 04 10277346 now", "BANK", "83 19 04 10277346"),
        ("should be 00418847 80-41-07", "BANK", "00418847 80-41-07"),
        ("blue Corsa, sd68 ywh, again", "VEHICLE", "sd68 ywh"),
        ("my licence is CAMPB 704189 KL9FT", "CASE", "CAMPB 704189 KL9FT"),
        ("CHI zero four one two, seven eight, one two three four", "CHI",
         "zero four one two, seven eight, one two three four"),
        ("O7700 9OO138 is the number", "PHONE", "O7700 9OO138"),
        ("he's tam hyphen rae at outlook dot com", "EMAIL", "tam hyphen rae at outlook dot com"),
        ("my gmail is mo.ali.99", "EMAIL", "mo.ali.99"),
        ("they made a fake insta of the teacher, mr.quiz.fails", "SOCIAL", "mr.quiz.fails"),
        ("insta at shona underscore x eighty eight", "SOCIAL", "at shona underscore x eighty eight"),
        ("hame postcode's ab 10 1 ab", "POSTCODE", "ab 10 1 ab"),
        ("dobs 4/2/15 and 6/11/17", "DOB", "6/11/17"),
        ("the baby came on 3 June 2026", "DOB", "3 June 2026"),
        ("12/03/2014, aged 12", "DOB", "12/03/2014"),
        ("missed bin at 27 pansport rd, again", "ADDRESS", "27 pansport rd"),
        ("number 14 on the corner of Mill Road", "ADDRESS", "14 on the corner of Mill Road"),
        ("Flat 3, Rowan House, 12 Bank Street", "ADDRESS", "Flat 3, Rowan House, 12 Bank Street"),
        ("2 Mains of Torbeg", "ADDRESS", "2 Mains of Torbeg"),
        ("post to The Bothy, Easter Whinhill, Rothes, AB38 9ZZ", "ADDRESS", "The Bothy, Easter Whinhill, Rothes"),
        ("letters go c/o Rowantree Cottage, by Gartocharn.", "ADDRESS", "Rowantree Cottage, by Gartocharn"),
        ("she is at 12 Mill Road, Kelso, now", "ADDRESS", "12 Mill Road, Kelso"),
        ("the end hoose at Nether Blackhaugh", "ADDRESS", "the end hoose at Nether Blackhaugh"),
        ("14 the Crescent", "ADDRESS", "14 the Crescent"),
        ("gave my statement at the cells and got 24/KY/1190", "CRIME", "24/KY/1190"),
        ("0412 of 2nd Feb is all I have", "CRIME", "0412 of 2nd Feb"),
        ("his hearing is PA/05713/2023", "COURT", "PA/05713/2023"),
        ("80-22-60 and 10277346", "BANK", "10277346"),
        ("dob 17.08.84 on one form and 18.07.84 on the other", "DOB", "18.07.84"),
    ],
)  # fmt: skip
def test_what_an_organisation_calls_somebody_is_found(
    finder: IdentifierFinder, text: str, label: str, part: str | None
) -> None:
    assert (label, part or text) in _found(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        "Room 214 and room B12 are cold",
        "The budget of 204,518 was cut by 12%",
        "Policy number HR-2024-118 and HR policy 118204",
        "Invoice number 204418 and order 4500118204",
        "Case loads rose to 1200 in 2024, in case you ask",
        "Form 3B, Section 23, SCQF level 8",
        "Form SK19 is for leave",
        "Printer model HP4118DN",
        "Account code 450118",
        "The handle is broken and Facebook is overwhelming",
        "Court on a Tuesday, school at 9.15, staff of 14",
        "We were 40 on 12 March and turned ten on Tuesday",
        "The service turned ten on 4 June",
        "They live in a cottage; meet at the lodge at ten",
        "One, two, three, breathe, four, five, six",
        "Angus has two hubs and Fife has six, across Angus and Dundee",
        "Leslie pod, the Kelso team, Project Grace and Douglas ward",
        "Lloyds and Morrisons gave us lamps",
        "Stewart Park and Hope House were shut",
        "Hope is what we run on. Will you mark the form before May?",
        "I have a one, two, three or four of them and I go at five six days a week",
        "The hall turned 21 on 19th October; a team born on Christmas Day",
        "two Main Street shops and B2 5PM on the rota",
        "C for Charlie, D for Delta",
        "Angus have changed their rules, and so has Arnold Clark",
        "3 Main Street shops closed and number 10 Downing Street",
        "finish at seven or walk home; eleven years I drive; a soft green room",
        "part number 81.25902-0458 and the try_this box of the online form",
        "rm12 and ps45 off, pg14 the end",
        "The school itself turned sixty on the third of May",
        "Heather and Rowan classes swap after Nat 5, before Berlin",
        "The office at 16 Church Street was freezing",
        "I gave oot the switchboard, 01389 000 400, instead",
        "We call the minibus Grace and the box is marked Bella",
        "Angus is a word that people mix up with beef, a name for both",
    ],
)
def test_what_is_a_thing_is_left(finder: IdentifierFinder, text: str) -> None:
    assert _found(finder, text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("then logan murray and kirsty mcallan came", ["logan murray", "kirsty mcallan"]),
        ("Our rep, Gordon Peebles, sat in", ["Gordon Peebles"]),
        ("spoke with Kirtsy and then Catrionna's mum", ["Kirtsy", "Catrionna"]),
        ("everybody calls him Big Jinky", ["Big Jinky"]),
        ("when will came in he sat down", ["will"]),
        ("i asked grace to read and faith cried", ["grace", "faith"]),
        ("it's grace who keeps the peace", ["grace"]),
        ("hope was on the desk and she covered", ["hope"]),
        ("Staff Nurse Coyle and sister mcgraw", ["Staff Nurse Coyle", "sister mcgraw"]),
        ("Mr & Mrs Tulloch waited", ["Mr & Mrs Tulloch"]),
        ("I told Angus the truth", ["Angus"]),
        ("I promised Connor I'd be there", ["Connor"]),
        ("I phoned J McKay twice", ["J McKay"]),
        ("told ailsa id swap and ally said no", ["ailsa", "ally"]),
        ("Muirhead and Scobie had to be parted", ["Muirhead", "Scobie"]),
        ("Drew hasnt clocked in", ["Drew"]),
        ("logans dad rang and stevie'll ring back", ["logan", "stevie"]),
    ],
)
def test_the_whole_name_is_marked(finder: IdentifierFinder, text: str, names: list[str]) -> None:
    assert [part for label, part in _found(finder, text) if label == "NAME"] == names


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("it's P A I dash A one one two dash twenty five, then", ["PAI-A112-25"]),
        ("C for Charlie four two Bravo double L I think", ["C42BLL"]),
        ("CF four four eight one two oh", ["CF448120"]),
        ("I have a one, two, three of them", []),
    ],
)
def test_codes_that_were_spelled_aloud_are_read(text: str, written: list[str]) -> None:
    assert [code.written for code in find_spelled(text)] == written


def test_spoken_digits_are_read() -> None:
    text = "oh one four one, double five nine hundred twenty-two"
    assert [(code.plain, text[code.start : code.end]) for code in find_spoken(text)] == [("01415590022", text)]


@pytest.mark.parametrize(
    ("check", "good"), [(has_iban_check, "GB33BUKB20201555555555"), (has_card_check, "4539148803436467")]
)
def test_check_digits_of_banks(check: object, good: str) -> None:
    assert callable(check)
    assert check(good)
    assert not check(good[:-1] + str((int(good[-1]) + 1) % 10))


def test_masking_twice_changes_nothing(finder: IdentifierFinder) -> None:
    masked = finder.mask("Case number 204518, crime number CR/0048213/24, reg SK19 OXT, she lives at Rowan Cottage")
    assert masked == (
        "Case number [case number removed], crime number [crime number removed], reg [car number removed], "
        "she lives at [address removed]"
    )
    assert finder.mask(masked) == masked
    assert finder.holds_masks(masked)
    assert not finder.holds_masks("I removed the form [twice]")


def test_what_was_taken_out_is_named(finder: IdentifierFinder) -> None:
    assert finder.name_masked("case number 204518") == "a case number"
    assert finder.name_masked("case number 204518, reg SK19 OXT") == "some numbers or details"
    assert finder.name_masked("we had a calm week with Kirsty") == ""


def test_every_kind_has_its_row_in_the_privacy_page(content: Path) -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `"): line for line in page.splitlines() if line.startswith("| `")}
    replacements = read_safety_file(content, "masks.yml")["replacements"]
    assert {label for label in rows if label.isupper()} == set(LABELS)
    for label, words in replacements.items():
        assert words in rows[label], label


PATTERNS = [
    *("0", "0 ", "a@", "a.", "Mr ", "Jean ", "12 A ", "at dot ", "o", "1/", "born ", "-", "oh double ", "McA", "A B "),
    *("case 1 ", "case number 1234 ", "12345678 ", "A1-", "one two ", "lives at ", "lives at Rowan ", "insta is "),
    *("turned ten on ", "the first of ", "he is 1 on ", "Ann 01/01/2000, ", "call him ", "x.com/a", "80-22-60 "),
    *("@a ", "a/", "AB12 ABC "),
    *("number of the ", "hope and she ", "Angus and Fife ", "Kirtsy ", "username a ", "faith in action ", "GB00 "),
    *("C R one ", "a for apple ", "alpha - ", "double a ", "CF four. ", "slash ", "x is at one dot "),
    *("insta at a b c ", "W4K "),
    *("logged it under 1 of ", "incident number 12 of 3 May ", "number forty one ", "visit to Rowan ", "Muirhead and "),
    *("the number the a have is ", "his reference SAAS ", "A1234567, that's ", "from the Home Office "),
    *("1 of 9 March ", "83 19 04 ", "sd68 yw ", "ham-b1-", "snap a_b ", "big tam underscore ", "born, 1/1/11 and "),
    *("baby came on ", "ASP 26/", "gmail is a.b ", "1 Mill Road shops ", "Flat 3, Rowan House, ", "postcode p a 1 "),
    *("number 1 on the corner of ", "Main Street, number ", "number one, ", "case number? ", "101 gave me "),
    *("my passport, number was ", "b 1/1/", "first of the second ", "PL61 1090 ", "s.c.n. ", "lad in the hall turns "),
    *("Office On, In The ", "the office at 1 Mill Road, ", "Library ", "reception number ", "01389 000 400, "),
    *("The Old Aaa House, ", "Aaa Aaa, ", "c/o Aaa Cottage, by ", "1 Mill Road Aaa ", "the end hoose at Aaa Aaa "),
    *("logans dad ", "we call the minibus ", "police 1234 of 3 May ", "A/1-", "83 07 41 or ", "dob 1/1/11 not "),
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_twice_the_text_is_about_twice_the_work(finder: IdentifierFinder, pattern: str) -> None:
    """The best of three, so that a busy machine does not fail it; with a quadratic rule the ratio would be four."""

    def cost(size: int) -> float:
        text, spent = (pattern * size)[:size], []
        for _ in range(3):
            begin = time.process_time()
            finder.find(text)
            spent.append(time.process_time() - begin)
        return min(spent)

    cost(1_000)
    assert cost(8_000) <= 3 * cost(4_000) + 0.02
