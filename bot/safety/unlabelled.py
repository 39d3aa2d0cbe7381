"""Numbers that are somebody's though no word beside them says whose: what is left when everything else was looked for.

In Scotland ten digits that begin with a day are a CHI number far likelier than anything else (of random ones, 1 in 27
begins so). Pairs of a sort code and an account, nine digits where a passport is spoken of, and letters with a long
number behind a dash or a slash are much the same. Each gives way where the words before call it a thing's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.safety.codes import find_spoken
from bot.safety.structured import is_day

_HEALTH = re.compile(
    r"(?<![\d£$€.,/-])(?<!\d[ ])(?:\d\d[ ./-]?\d\d[ ./-]?\d\d(?:[ ./-]| ?[-,] ?)?\d[ ]?\d[ ]?\d[ ]?\d"
    r"|\d(?: \d){9})(?![\d/]|[.,]\d|[ -]\d)"
)
_PAID = re.compile(
    r"(?<![\w£./-])\d\d([ -])\d\d\1\d\d(?:[ ,/&]{1,4}|,? (?:and|then|with) )"
    r"(?:(?:the )?(?:acct?|account|a/c|rest)(?: n[ou]m?(?:ber)?)?(?: is)?[.: ]{1,2})?\d{4} ?\d{4}(?![\w/-])",
    re.IGNORECASE,
)
_ROLL = re.compile(
    r"\broll (?:(?:n[ou]m?(?:ber)?|is|was)[.: ]{1,2}){0,2}(?P<code>[A-Z0-9][A-Z0-9/ -]{3,16}(?<=[A-Z0-9]))(?![\w/-])"
)
_OF_THE_REPORTER = re.compile(
    r"\b(?i:scra|reporter)(?:'s)?\b[^.!?\n\d]{0,30}?[\s,](?P<code>(?:SCRA|R)?[ /-]?(?:[A-Z]{2,3}[/-])?"
    r"\d[\d/ -]{3,14}\d(?:[ -]?[A-Z]{1,2})?)(?![\w/-])"
)
_TOWNS: Final = (
    "ABE|ALL|ARB|AYR|BAN|CAM|DUM|DUN|DND|EDI|ELG|FAL|FOR|GLA|GLW|GRN|HAM|INV|JED|KIL|KIR|KLM|KWL|LAN|LER|LIV|LOC|OBA|"
    "PAI|PER|PHD|POR|SEL|STI|STO|TAI|WIC"
)
_SHERIFF = re.compile(rf"(?<![\w/-])(?:{_TOWNS})-?(?:[A-Z]{{1,4}}\d{{0,4}}-)?(?:20)?\d\d-\d{{2,7}}(?![\w/-])")
_PASSPORT_NEAR = re.compile(r"\bpass+ ?ports?\b", re.IGNORECASE)
_NINE = re.compile(r"(?<![\w£./-])(?:\d{3} \d{3} \d{3}|\d{9})(?![\w/-]|[ .,]\d)")
_BY_HOME_OFFICE = re.compile(
    r"\b(?:home office|visa|asylum|uan|refugee|leave to remain|settled status|brp|biometric|immigration|naturalis\w+|"
    r"application number|nass|tribunal)\b",
    re.IGNORECASE,
)
_HOME_OFFICE = re.compile(
    r"(?<![\w£/.-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|(?:ARC|ASC|ASF|ASP|NASS|HO|UAN)[ /-]{1,2}\d[\d/ -]{4,14}\d|"
    r"[A-Z]{1,2} ?\d{7}(?:/\d{1,2})?)(?![\w/-])"
)
_BY_SCHOOL = re.compile(
    r"\b(?:candidate|sqa|scn|pupil|prelims?|highers?|nat(?:ional)? 5|exam board|exam proof|school)\b", re.IGNORECASE
)
_CANDIDATE = re.compile(r"(?<![\w£./-])(?:\d{3} \d{3} \d{3}|\d(?: \d){8})(?![\w/-]|[ .,]\d)")
_BORN = re.compile(r"\b(?:dob|d\.o\.b|birth ?date|date o[f']? birth|birthday)\b", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_FULL_DATE = re.compile(
    r"(?<![\w£./-])(?:[0-3]?\d([/.-])[01]?\d\1(?:19|20)?\d\d|"
    rf"[0-3]?\d(?:st|nd|rd|th)? {_MONTH} (?:19|20)\d\d)(?![\w/.-]?\d)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|since|by|before|(?<!fell )(?<!born )on) \Z", re.IGNORECASE)
"""Before a day on which something changed: `was wrong until 3 March 2024`."""
_NEAR: Final = 70
_GAPPED_POSTCODE = re.compile(
    r"(?<![\w.])(?:AB|D[DG]|EH|FK|G|HS|IV|K[AWY]|ML|P[AH]|TD|ZE)\d{1,2} \d [A-Za-z] ?[A-Za-z](?!\w)"
)
_PREFIXED = re.compile(
    r"(?<![\w£/.-])[A-Z]{1,5}[/-](?:[A-Z]{1,3}[/-])?\d{2,9}(?:[/-][A-Z0-9]{1,6}){0,2}(?![\w/-]|\.\d)"
)
_FEWEST: Final = 5
"""Digits of a number with letters before it, at least: fewer are a model's or a form's."""
_DATED = re.compile(r"\D(?:19|20)\d\d(?:\D|\Z)")
"""A year in it is likelier a document's: `HX/2024/0093`."""
_OF_A_THING = re.compile(
    r"\b(?:invoice|order|po|purchase|asset|serial|model|part|item|product|toner|batch|lot|policy|circular|form|leaflet|"
    r"version|printer|laptop|photocopier|boiler|lift|hoist|device|licen[cs]e key|isbn|barcode|parcel|tracking|delivery|"
    r"meter|room|ward|flight|train|course|module|exam|unit|standard|regulation|guideline|sign|ticket|paye|grant|budget|"
    r"cost centre|account code|liners?|stock|vat|charity|company|registered|postage|catalogue|report|document|minute|"
    r"paper|phone|ring|call|mobile|mob|tel|telephone|text|fax)\b[^.!?\n]{0,32}\Z",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 60


def find_unlabelled(text: str) -> Iterator[tuple[str, int, int]]:
    """Give (label, start, end) of each such number in cleaned text; a number that was found before goes first."""
    for match in _HEALTH.finditer(text):
        if is_day(re.sub(r"\D", "", match[0])[:6]) and not _is_a_things(text, match.start()):
            yield "CHI", match.start(), match.end()
    for code in find_spoken(text):
        if len(code.plain) == 10 and is_day(code.plain[:6]) and not _is_a_things(text, code.start):
            yield "CHI", code.start, code.end
    yield from (("BANK", match.start(), match.end()) for match in _PAID.finditer(text))
    yield from (("BANK", *match.span("code")) for match in _ROLL.finditer(text) if re.search(r"\d{3}", match["code"]))
    yield from (("COURT", *match.span("code")) for match in _OF_THE_REPORTER.finditer(text))
    yield from (("COURT", match.start(), match.end()) for match in _SHERIFF.finditer(text))
    yield from (("POSTCODE", match.start(), match.end()) for match in _GAPPED_POSTCODE.finditer(text))
    for near, form, label in ((_BORN, _FULL_DATE, "DOB"), (_BY_HOME_OFFICE, _HOME_OFFICE, "IMMIGRATION")):
        for match in form.finditer(text):
            before = text[max(0, match.start() - _NEAR) : match.start()]
            if near.search(before + text[match.end() : match.end() + _NEAR]) and not _UNTIL.search(before):
                yield label, match.start(), match.end()
    if _BY_SCHOOL.search(text) and not _PASSPORT_NEAR.search(text):
        yield from (("SCHOOL", match.start(), match.end()) for match in _CANDIDATE.finditer(text))
    if _PASSPORT_NEAR.search(text):
        yield from (("PASSPORT", match.start(), match.end()) for match in _NINE.finditer(text))
    for match in _PREFIXED.finditer(text):
        digits = sum(letter.isdigit() for letter in match[0])
        if digits >= _FEWEST and not _DATED.search(match[0]) and not _is_a_things(text, match.start()):
            yield "CASE", match.start(), match.end()


def _is_a_things(text: str, start: int) -> bool:
    return _OF_A_THING.search(text[max(0, start - _LOOK_BACK) : start]) is not None
