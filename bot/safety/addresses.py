"""Rules for where somebody lives: house or flat numbers, in figures or words, with their street.

Houses with a name are in `houses.py`. A street without a number is a place, not an address, and is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.safety.dates import TEENS, UNITS

_STREETS = (
    r"street|road|avenue|lane|crescent|terrace|wynd|vennel|boulevard|rd|ave|cres|terr|loan|quadrant|causeway|gdns|"
    r"st|dr|pl|ct|sq"
)
_STREETS_WHEN_NAMED = (
    r"Drive|Way|Place|Court|Park|Rise|View|Gardens?|Square|Hill|Path|Row|Green|Walk|Grove|Bank|Braes?|Gate|Close|Mews|"
    r"Gait|Parade|Circus|Cottages?|Quay|Croft|Brow|Glebe|Mount|Bridge|Circle|Rigg?|Steading|House|Tower|Toll|Port|Pend|"
    r"Cross|Meadows?|Paddock|Orchard|Maltings|Firs|Beeches|Square|Wood|Woods|Lea|Knowe|Shore"
)
_NOT_STREET = (
    r"(?!(?:on|the|in|of|down|along|per|and|to|by|at|for|with|from|who|was|were|is|are|a|an|that|staff|people|"
    r"off|up)\b)"
)
_NUMBER = r"\d{1,4}[a-z]?(?:(?:[-/]|\sto\s)\d{1,4}[a-z]?)?"
_ONE = rf"(?:wan|{UNITS})"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SAID = (
    rf"(?:(?:(?:{_ONE}|a)\s(?:hundred\sand\s)?)?(?:{_TENS}(?:[\s-]{_ONE})?|{TEENS})|"
    rf"(?:number|no\.?|at|to|fae|from|of|is|outside|ootside|in)\s(?P<one>{_ONE}))(?:\s?[a-d]\b)?"
)
_UNIT = r"(?:\d{1,3}[a-z]?(?:/\d{1,2}[a-z]?)?|[a-z]\b|[tg]/\w|[0-9bgp]f\d)"
_FLAT = (
    rf"(?:\b(?:flat|apartment|apt|unit|room)\s?{_UNIT}\s?,?\s{{0,2}}(?:at\s)?)?"
    r"(?:\b(?:top|ground|basement|first|second|third|garden|upper|lower)\s(?:floor\s)?flat,?\s{1,2}(?:at\s)?)?"
    r"(?:\b(?:(?:top|ground|first|second|third|\d(?:st|nd|rd))\s)?(?:floor\s)?(?:left|right|middle),\s{1,2})?"
    r"(?:(?<![\d/])(?:[0-3g]?\d?[a-z]?/\d[a-z]?|[0-9bgp]f\d)\s?,?\s{1,2})?"
)
_NAME_OF_STREET = (
    rf"(?P<words>(?:{_NOT_STREET}[a-z][a-z'.-]{{0,24}}\s{{1,2}}){{1,3}}?)(?P<type>{_STREETS}|{_STREETS_WHEN_NAMED})\b"
)
_AFTER = (
    rf"(?:,?\s(?:flat|apartment|apt)\s?{_UNIT}|"
    r",?\s(?:top|ground|basement|first|second|third|upper|lower|[0-3](?:st|nd|rd))\s(?:floor\s)?(?:left|right|middle|flat)\b|"
    r",?\s(?:[0-3]/\d|[0-9bgp]f\d)(?![\w/]))?"
)
_I = re.IGNORECASE
_ADDRESS = re.compile(
    rf"(?<![\w£/.-])(?P<all>{_FLAT}(?<![\d£/.,]){_NUMBER},?\s{{1,2}}{_NAME_OF_STREET}\.?(?!['-]){_AFTER})", _I
)
_SAID_ADDRESS = re.compile(
    rf"(?<![\w-])(?P<all>(?:number\s|no\.?\s)?{_SAID},?\s{_NAME_OF_STREET}\.?(?!['-]){_AFTER})", _I
)
_FLAT_STREET = re.compile(rf"\b(?P<all>(?:flat|apartment|apt)(?!s\b)\s?{_UNIT},?\s{{1,2}}{_NAME_OF_STREET})", _I)
_THE = re.compile(rf"(?<![\w£/.-])(?P<all>\d{{1,3}}[a-z]?,?\sThe\s(?:{_STREETS_WHEN_NAMED}))\b")
_HOME = (
    r"(?i:\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|bides?|resides?|address(?: is| was)?|hous(?:e|ed)|home|moved|sent|"
    r"delivered|posted)\W{1,3}(?:(?:is|was|it|at|in|to|over)\W{1,3}){0,3}(?:(?:number|no\.?)\s)?)"
)
_AT_HOME = re.compile(
    rf"{_HOME}(?P<all>{_NUMBER},?\s(?!(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun))[A-Z][a-z]{3,20}(?:\s[A-Z][a-z]{2,20})?)\b"
)
_LONG_TYPES = frozenset({"street", "road", "avenue", "lane", "crescent", "terrace", "wynd", "vennel"})
_SHORT_TYPES = frozenset({"st", "dr", "pl", "ct", "sq", "rd", "ave", "cres", "terr", "gdns"})
# fmt: off
_COMMON_BEFORE_STREET = frozenset({
    "way", "lane", "hour", "mile", "year", "week", "day", "minute", "month", "point", "step", "stage", "big", "busy",
    "main", "side", "other",
})
# fmt: on


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Give house or flat numbers with their street, and what follows words such as `lives at`."""
    for pattern in (_FLAT_STREET, _ADDRESS):
        for match in pattern.finditer(text):
            if _is_address(match["words"].split(), match["type"], flat=match["all"][:1].isalpha()):
                yield match.span("all")
    for match in _SAID_ADDRESS.finditer(text):
        if _is_address(match["words"].split(), match["type"], flat=False):
            yield match.start("one") if match["one"] else match.start("all"), match.end("all")
    for pattern in (_THE, _AT_HOME):
        yield from (match.span("all") for match in pattern.finditer(text))


def _is_address(words: list[str], kind: str, *, flat: bool) -> bool:
    named = all(word[0].isupper() for word in words)
    long = kind.casefold() in _LONG_TYPES
    if not (named and (kind[0].isupper() or long)) and not (long or (kind.casefold() in _SHORT_TYPES and flat)):
        return False
    return named or words[-1].casefold() not in _COMMON_BEFORE_STREET
