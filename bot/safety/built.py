"""Finds numbers that are built like a reference, and says whose by the company they keep: `MH/774102`, `L-24-5530/C`.

No word stands right beside such a number. Capitals with figures are a reference all the same; a few words of
the same sentence say of what kind, and where the sentence names a thing (a policy, a printer), nothing counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_BUILT = re.compile(
    r"(?<![\w/.@#£-])(?=[/-]?[A-Z0-9/-]{6,26}(?![\w/@-]|\.\w))(?=[0-9/-]{0,12}[A-Z])"
    r"[A-Z0-9]{1,12}(?:[/-][A-Z0-9]{1,12}){0,5}(?![\w/-])"
)
_FEWEST: Final = 4
"""Figures of one at least: a form (`DS1500`) has fewer, or no stroke."""
_FEWEST_PLAIN: Final = 5
"""Figures where no stroke stands between."""
_THING = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|invoices?|orders?(?<!liability order)(?<!liability orders)|po|budget|cost|"
    r"codes?|ledger|rooms?|sections?|clauses?|versions?|"
    r"models?|products?|parts?|serials?|assets?|batch|lots?|tickets?|contracts?|tenders?|grants?|courses?|modules?|"
    r"printers?|laptops?|toner|cartridge|vaccines?|kits?|stock|charit(?:y|ies)|company|vat|barcode|isbn|imei|"
    r"sim|meters?|parcel|"
    r"voucher|wifi|wi-fi|router|password|standards?|regulations?|circular|guidance|leaflet|publication|poster|"
    r"catalogue|boiler|hoist|lift|drill|machine|kettle|fridge|filter|photocopier|scanner|it desk|helpdesk|"
    r"service desk|"
    r"template|spreadsheet|tab|cells?(?= [A-Z]\d)|flights?|trains?|plant|recipe|paint|fabric|patch|update|"
    r"release|bug|"
    r"error|device|tablet|software|app|consultation|agenda|minutes|committee|foi|survey|questionnaire)\b",
    re.IGNORECASE,
)
_COMPANY: Final = (
    (
        "CRIME",
        re.compile(
            r"\b(?:polis|police|cops?|custody|crime|constable|sergeant|sgt|inspector|detective|cells|turnkey|"
            r"charged?|"
            r"arrest(?:ed)?|101|assault(?:ed)?|stolen|theft|burglary|vandalism|(?-i:PC|WPC|DC|DS|DI|CID|PIRC))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "COURT",
        re.compile(
            r"\b(?:courts?|coort|sheriff|tribunal|liability order|hearing|fiscal|citation|summons|indict(?:ed|"
            r"ment)|warrant|decree|"
            r"solicitor|lawyer|jury|juror|sist(?:ed)?|proof|(?-i:PF|COPFS|SCTS|JP))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "IMMIGRATION",
        re.compile(
            r"\b(?:home office|asylum|visa|ukvi|brp|leave to remain|refugee|immigration|port ref)\b", re.IGNORECASE
        ),
    ),
    (
        "CASE",
        re.compile(
            r"\b(?:he|she|him|her|his|client|tenant|patient|lad|lass|lassie|laddie|family|mum|mam|maw|"
            r"dad|wean|bairn|"
            r"son|daughter|boy|girl|man|wumman|woman|wifie|resident|complaint|complainant|referrals?|referred|"
            r"grievance|"
            r"claimant|appeal|incident|gran|uncle|auntie|neighbour|somebody|someone)\b",
            re.IGNORECASE,
        ),
    ),
)
"""What the same sentence speaks of, the plainest first; people alone say a case."""
_SENTENCE = re.compile(r"[.!?](?:\s|\Z)|\n")
_REACH: Final = 90
"""Characters before and after a number that are its company, within its sentence."""
_THING_BEFORE, _THING_AFTER = 45, 25
"""Of these, how many may name the thing whose number it is."""
_YEARS = re.compile(r"(?:19|20)\d\d[/-](?:19|20)?\d\d|\d{1,2}[A-Z]{3}\d{2,4}")


def find_built(text: str) -> Iterator[tuple[str, int, int]]:
    """Give (label, start, end) of each number built like a reference that the sentence says is somebody's."""
    for match in _BUILT.finditer(text):
        if not _is_reference(match[0]):
            continue
        before, after = _company(text, match.start(), match.end())
        if _THING.search(before[-_THING_BEFORE:]) or _THING.search(after[:_THING_AFTER]):
            continue
        if kind := _kind(before, after):
            yield kind, match.start(), match.end()


def _is_reference(code: str) -> bool:
    figures, signed = sum(letter.isdigit() for letter in code), "/" in code or "-" in code
    letters = sum(letter.isalpha() for letter in code)
    return (
        figures >= (_FEWEST if signed else _FEWEST_PLAIN)
        and 0 < letters <= figures + 6
        and _YEARS.fullmatch(code) is None
    )


def _company(text: str, start: int, end: int) -> tuple[str, str]:
    """Give the sentence around a number: what stands before it and behind it."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    ends = [match.end() for match in _SENTENCE.finditer(before)]
    stop = _SENTENCE.search(after)
    return before[ends[-1] :] if ends else before, after[: stop.start()] if stop else after


def _kind(before: str, after: str) -> str:
    """Give the kind that a police, a court or a Home Office word says, else a case where people are spoken of."""
    for kind, words in _COMPANY:
        if words.search(before) or words.search(after):
            return kind
    return ""
