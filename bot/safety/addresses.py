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
    r"Drive|Way|Place|Court|Park|Rise|View|Gardens?|Square|Hill|Path|Row|Green|Walk|Grove|Bank|Braes?|Gate|"
    r"Close|Mews|"
    r"Gait|Parade|Circus|Cottages?|Quay|Croft|Brow|Glebe|Mount|Bridge|Circle|Rigg?|Steading|House|Tower|Toll|"
    r"Port|Pend|"
    r"Neuk|Nook|Heights|Villas|Dene|Den|Dell|Esplanade|Promenade|Wharf|Harbour|Muir|Craigs?|Haughs?|Holm|Yett|"
    r"Faulds?|"
    r"Ridge|Strand|Links|Fields?|Butts|Feus|Acres?|Crossroads|Cross|Meadows?|Paddock|Orchard|Maltings|Firs|"
    r"Beeches|Square|Woods?|Lea|Knowe|Shore|Hostel"
)
_NOT_STREET = (
    r"(?!(?:on|the|in|of|down|along|per|and|to|by|at|for|with|from|who|was|were|is|are|a|an|that|staff|people|"
    r"off|up|i|he|she|they|we|or|if|but|not|years?|hours?|days?|weeks?|months?|minutes?|miles?|times)\b)"
)
_NUMBER = (
    r"(?:[0-9bgp]f\d/)?\d{1,4}[A-Za-z]?(?:\s?\((?:\d{1,2}(?:/\d)?|[0-9bgp]f\d)\))?(?:(?:[-/]|\sto\s)\d{1,4}[a-z]?)?"
)
_ONE = rf"(?:wan|{UNITS})"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SAID = (
    rf"(?:(?:(?:{_ONE}|a)\s(?:hundred\sand\s)?)?(?:{_TENS}(?:[\s-]{_ONE})?|{TEENS})|"
    rf"(?:\A|(?:number|no\.?|at|to|fae|from|of|is|outside|ootside|in)\s)(?P<one>{_ONE}))(?:\s?[a-d]\b)?"
)
_UNIT = r"(?:\d{1,3}[a-z]?(?:/\d{1,2}[a-z]?)?|[a-z]\b|[tg]/\w|[0-9bgp]f\d)"
_IN_HOUSE = r"(?:flat|apartment|apt|unit|room|block|house|plot|caravan|pitch|chalet|bedsit|lodge|croft)"
_FLAT = (
    rf"(?:\b{_IN_HOUSE}\s?{_UNIT}\s?,?\s{{0,2}}(?:at\s)?)?"
    r"(?:(?:[A-Z][a-z']{2,20}\s){1,2}(?:House|Court|Towers?|Point|Buildings|Lodge|Hall|Mansions),\s)?"
    r"(?:\b(?:top|tap|bottom|boddom|ground|grund|basement|first|second|third|garden|upper|lower|"
    r"main door)\s(?:floor\s|flair\s)?flat,?\s{1,2}(?:at\s)?)?"
    r"(?:\b(?:(?:top|ground|first|second|third|\d(?:st|nd|rd))\s)?(?:floor\s)?(?:left|right|middle),\s{1,2})?"
    r"(?:(?<![\d/])(?:[0-3g]?\d?[a-z]?/\d[a-z]?|[0-9bgp]f\d)\s?,?\s{1,2})?"
)
_NAME_OF_STREET = (
    rf"(?P<words>(?:{_NOT_STREET}[a-z][a-z'.-]{{0,24}}\s{{1,2}}){{1,3}}?)(?P<type>{_STREETS}|{_STREETS_WHEN_NAMED})\b"
    r"(?:\s(?-i:Street|Road|Lane|Avenue|Terrace|Crescent|Drive|Place|Court|Gardens|Way|Brae|Loan|Park|View)\b)?"
)
_AFTER = (
    rf"(?:,?\s(?:flat|apartment|apt)\s?{_UNIT}|"
    r",?\s(?:top|ground|basement|first|second|third|upper|lower|[0-3](?:st|nd|rd))\s(?:floor\s)?(?:left|right|"
    r"middle|flat)\b|"
    r",?\s\(?(?:[0-3]/\d|[0-9bgp]f\d)\)?(?![\w/])|,\s(?:basement|main door|(?:top|ground)\sfloor)\b)?"
)
_DOOR = r"(?:(?:top|ground|basement|first|second|third|\d(?:st|nd|rd))\s(?:floor\s)?(?:left|right|middle|flat),\s)?"
_I = re.IGNORECASE
_ADDRESS = re.compile(
    rf"(?<![\w£/.-])(?P<all>{_FLAT}(?<![\d£/.,]){_NUMBER},?\s{{1,2}}{_DOOR}{_NAME_OF_STREET}\.?(?!['-]){_AFTER})", _I
)
_SAID_ADDRESS = re.compile(
    rf"(?<![\w-])(?P<all>(?:number\s|no\.?\s)?{_SAID},?\s{_NAME_OF_STREET}\.?(?!['-]){_AFTER})", _I
)
_FLAT_STREET = re.compile(rf"\b(?P<all>{_IN_HOUSE}(?!s\b)\s?{_UNIT},?\s{{1,2}}{_NAME_OF_STREET})", _I)
_THE = re.compile(
    rf"(?<![\w£/.-])(?P<all>\d{{1,3}}[a-z]?,?\s[Tt]he\s(?:Crescent|Avenue|Terrace|Loan|Wynd|Vennel|Lane|"
    rf"{_STREETS_WHEN_NAMED}))\b"
)
_HOME = (
    r"(?i:\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|bides?|resides?|address(?: is| was)?|hous(?:e|ed)|croft|home|"
    r"moved|"
    r"sent|delivered|posted)\W{1,3}(?:(?:is|was|it|at|in|to|over|up|doon|doun)\W{1,3}){0,3}(?:(?:number|no\.?)\s)?)"
)
_AT_HOME = re.compile(
    rf"{_HOME}(?P<all>{_NUMBER},?\s(?!(?:January|February|March|April|May|June|July|August|September|October|"
    rf"November|"
    r"December|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun))[A-Z][a-z]{3,20}(?:\s[A-Z][a-z]{2,20})?)\b"
)
_CORNER = re.compile(
    rf"\b(?:number|no\.?|nummer|close|stair|flat|house)\s(?P<all>\d{{1,4}}[a-z]?\s(?:in|on|at|"
    rf"up)\s(?:the\scorner\sof\s)?"
    rf"(?:the\s)?{_NAME_OF_STREET})",
    _I,
)
"""`number 14 on the corner of Mill Road`."""
_NUMBER_AFTER = re.compile(
    rf"\b(?P<all>(?=(?-i:[A-Z])){_NAME_OF_STREET},?\s(?:(?:at\s)?(?:number|no\.?|nummer)\s)\d{{1,4}}[a-z]?)(?!\w)", _I
)
_CROFT = re.compile(r"\b(?P<all>(?:Croft|croft|Lot)\s\d{1,3}[a-z]?,?\s[A-Z][a-z]{3,20})(?!\w)")
_MAINS_OF = re.compile(
    r"(?<![\w£/.-])(?P<all>\d{1,3}[a-z]?,?\s(?:[A-Z][a-z]{2,12}\s)?"
    r"(?:Mains|Braes?|Bridge|Mill|Kirkton|Milton|Newton|Haugh|Holm|Knowe)"
    r"\sof\s[A-Z][a-z]{2,20})(?!\w)"
)
"""`2 Mains of Torbeg`."""
_ENDING = r"(?:head|side|bank|brae|lea|field|park|hill|view|burn|knowe|fauld|croft|gate|haugh|shore|wood|loan)"
_ONE_WORD = re.compile(
    rf"(?:\A|(?<=[\n:;(])|(?<=[\n:;(] ))(?P<all>\d{{1,3}}[a-z]?,?\s[A-Z][a-z]{{2,12}}{_ENDING})(?=[\n,;.)]|\Z)"
)
_ONE_WORD_AT = re.compile(
    rf"\b(?:at|in|fae|from|to|tae|number|no\.?|nummer)\s(?P<all>(?:\d{{1,3}}[a-z]?|{TEENS}|"
    rf"{UNITS}),?\s[A-Z][a-z]{{2,12}}{_ENDING})"
    r"(?![\w'-]|\s[A-Z])"
)
"""A street of one word, where nothing else stands on the line: `14 Braehead`."""
_BEFORE_HOME = re.compile(
    r"\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|bides?|biding|address|moved|visit(?:s|ed|ing)?|deliver(?:y|ed)?|sent|"
    r"posted|hame|home|house|hoose|bins?|bin|outside|drop(?:ped)?|drap|tenancy|repair|missed|flat|lifted|called)\b"
    r"(?:\s(?:is|was|it|her|him|me|again|in|to|tae|at|up|doon|over|ower|roon|round|for|fae|from|number|no|"
    r"nummer|aff|off)){0,4}"
    r"[\s,:(]{1,3}\Z",
    _I,
)
_ENDS_HERE = re.compile(
    r"\.?\s?(?:[,;:)\n]|\Z|\.(?:\s|\Z)|\s(?:flat|top|ground|and (?:the|her|his|it)|is|was|again)\b)", _I
)
_COUNTED = re.compile(
    r"\s(?:shops?|flats|residents|houses|offices|staff|closures?|pupils|tenants|neighbours|families|stores)\b", _I
)
"""`3 Main Street shops` counts them."""
_PUBLIC = frozenset({"downing", "sesame", "coronation"})
_LONG_TYPES = frozenset({"street", "road", "avenue", "lane", "crescent", "terrace", "wynd", "vennel"})
_SHORT_TYPES = frozenset({"st", "dr", "pl", "ct", "sq", "rd", "ave", "cres", "terr", "gdns"})
_OPENS_FLAT = re.compile(rf"{_IN_HOUSE}\s?\d|(?:flat|apartment|apt)\s|\S*/", _I)
_SOFT_TYPES = frozenset({"drive", "place", "gardens", "court", "grove", "close", "square", "mews"})
_AT = re.compile(r"\b(?:at|fae|from)\s(?:number\s|no\.?\s|nummer\s)?\Z", _I)
_PLAIN_SHORT_TYPES = frozenset({"rd", "ave", "cres", "terr", "gdns"})
# fmt: off
_COMMON_BEFORE_STREET = frozenset({
    "way", "lane", "hour", "mile", "year", "week", "day", "minute", "month", "point", "step", "stage", "big", "busy",
    "main", "side", "other",
})
# fmt: on


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Give house or flat numbers with their street, and what follows words such as `lives at`; the longest first."""
    yield from sorted(_find_all(text), key=lambda span: (span[0], -span[1]))


def _find_all(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_ADDRESS, _FLAT_STREET, _CORNER, _NUMBER_AFTER):
        for match in pattern.finditer(text):
            if _is_address(match, text):
                yield match.span("all")
    for match in _SAID_ADDRESS.finditer(text):
        if _is_address(match, text):
            yield match.start("one") if match["one"] else match.start("all"), match.end("all")
    for pattern in (_THE, _AT_HOME, _CROFT, _MAINS_OF, _ONE_WORD, _ONE_WORD_AT):
        yield from (match.span("all") for match in pattern.finditer(text))


def _is_address(match: re.Match[str], text: str) -> bool:
    """Whether a number and a street are where somebody lives, by capitals, by the kind of street, and by what stands
    around: `27 pansport rd,` and `moved to 33 castlemilk drive`, and not `2 park drive units`."""
    words, kind = match["words"].split(), match["type"]
    if words[-1].casefold() in _PUBLIC or _COUNTED.match(text, match.end("all")):
        return False
    named = all(word[0].isupper() for word in words)
    if named and (kind[0].isupper() or kind.casefold() in _LONG_TYPES):
        return True
    if not named and words[-1].casefold() in _COMMON_BEFORE_STREET:
        return False
    before = text[max(0, match.start("all") - 50) : match.start("all")]
    if kind.casefold() in _SOFT_TYPES and _AT.search(before):
        return True
    kind = kind.casefold()
    flat = _OPENS_FLAT.match(match["all"]) is not None
    if kind in _LONG_TYPES or (kind in _SOFT_TYPES and (flat or _BEFORE_HOME.search(before))):
        return True
    sure = flat or kind in _PLAIN_SHORT_TYPES or _BEFORE_HOME.search(before) or _ENDS_HERE.match(text, match.end("all"))
    return kind in _SHORT_TYPES and bool(sure)
