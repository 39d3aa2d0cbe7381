"""Rules for houses that have a name: `lives at Rowan Cottage, Mill Road`, `the house is called Dunroamin`.

A cottage, a farm or a lodge counts after words that say somebody lives there; "the lodge" has no name and is left. What
follows "lives at" may also be a home that others run, and then it is an address as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LIVES = r"(?i:\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|bid(?:es?|ing)|resid(?:es?|ing)|address))"
_WHERE = r"(?i:is|was|it's|at|in|to|over|up|doon|down|out|by|alone|now|still|with \w{2,12} \w{2,12})"
_GOES = (
    r"(?i:\b(?:moved|shifted|flitted|back|home|sent|delivered|posted|called|out|visit(?:ed|s)?(?: her| him| them)?)"
    r"(?: in| over| back| out)?)"
)
_CALLED_AT = (
    r"(?i:\b(?:visit(?:ed|s|ing)?|request(?:s|ed)?|referral|delivery|deliveries|deliver(?:ed)?|bring|take|took|parcel|collection|uplift|pick-?up|"
    r"repairs?|call-?(?:out|ed)|tenancy|tenants?|lets?|keys|key ?safe|address(?:es)?|missed|bins?|property|check|"
    r"attend(?:ed|ing)?|directions|sent|package|carers?|drop(?:ped)?|alarm|fire|incident|hydrant|job)\s"
    r"(?:(?:out|back|up|round|off|is|was)\s)?"
    r"(?:(?:(?:the|a|her|his|it)\s)?\w{2,12}\s)?(?:at|for|to|from|fae|tae|of|in|near)\s)"
)
_HOME = r"(?i:\b(?:home|house|address|property|hame|hoose)\b)(?:\s(?:is|was|at|in))?[\s,:(-]{1,3}"
_THING = r"(?i:\b(?:key ?safe|house|hoose|cottage|croft|farm))"
_STAYS = rf"(?:{_LIVES}|{_GOES}|{_THING})(?:'s)?\W{{1,3}}(?:{_WHERE}\W{{1,3}}){{0,4}}"
_WORD = r"[A-ZÀ-Þ][a-zß-ÿ']{2,20}"
_ROAD = (
    r"(?:Street|Road|Lane|Avenue|Wynd|Terrace|Crescent|Drive|Place|Brae|Loan|St|Rd|Ave|Gardens|Court|Gait|Gate|Row|"
    r"Vennel|Close|Way|Hill|Park|View|Walk|Grove)"
)
_STREET = rf",\s(?:\d{{1,4}}[a-z]?\s)?(?:{_WORD}\s){{1,2}}{_ROAD}"
_KIND = (
    r"(?:Cottages?|Lodge|Gatelodge|Farm|Farmhouse|Croft|Crofthouse|Villa|Steading|Manse|Bothy|Mains|Schoolhouse|"
    r"Gatehouse|Millhouse|Kirkhouse|Smiddy|Smithy|Byre|Barn|Bungalow|Grange|Bield|Neuk|Dairy|Cot|Shieling|Rectory)"
)
_SMALL_HOUSE = r"(?:Cottages?|Croft|Crofthouse|Farmhouse|Steading|Manse|Bothy|Schoolhouse|Smithy|Smiddy|Gatehouse)"
"""What nobody but those who live there has an office or a unit in."""
_OLD_KIND = rf"(?:{_KIND}|Mill|Bakery|Stables|Post Office|(?:Coach|School|Mill|Toll|Station) House)"
_RUN_BY_OTHERS = r"(?!\s(?:Hospital|Care|Nursing|Centre|Hotel|School|Hostel|Nursery|Surgery|Unit))"
_GAELIC = r"(?:Tigh|Taigh|An|Am|Cnoc|Ard|Dun|Creag|Bail|Baile)"
_TAIGH = r"(?:Tigh|Taigh)"
_GAELIC_AFTER = r"[- ](?:na|nan|nam|an|a'|a|[A-Z][a-z']{2,15})"
_NO_NAME = (
    r"(?!(?:a|an|the|her|his|my|our|their|this|that|some|one|old|wee|tiny|small|holiday|tied|council|rented|damp|home|"
    r"nice|lovely|remote|same|little|stone|sheltered|private|supported)\b)"
)
_SMALL_KIND = r"(?:cottage|croft|farm|farmhouse|bothy|steading|manse|lodge|villa|mains)"
_RULES = tuple(
    re.compile(rule)
    for rule in (
        # lives at Seaview, 3 Harbour Street
        rf"{_LIVES}\s(?:(?:at|is|was)\s)?(?P<all>{_WORD}(?:\s{_WORD}){{0,2}}{_STREET})(?!\w)",
        # stays at Rowan Cottage, Mill Road
        rf"{_STAYS}(?P<all>(?:[Tt]he\s)?(?:(?!The\b){_WORD}\s){{1,3}}{_KIND}(?:\s\d{{1,3}})?(?:{_STREET})?)(?!\w)"
        rf"{_RUN_BY_OTHERS}",
        # bides at the Old Schoolhouse
        rf"{_STAYS}(?P<all>[Tt]he\s(?:Old\s|Auld\s)?(?:{_WORD}\s)?{_OLD_KIND}(?:{_STREET})?)(?!\w)",
        # stays at Taigh na Mara
        rf"{_STAYS}(?P<all>{_GAELIC}(?:{_GAELIC_AFTER}){{1,3}}(?:{_STREET})?)(?!\w)",
        # her croft, An Cala; the house is called Dunroamin
        rf"{_THING}(?:(?:'s| is| was)?\s(?:called|named)\s)(?P<all>{_WORD}(?:\s(?:{_WORD}|na|nan|an|of|the)){{0,3}}"
        rf"(?:{_STREET})?)(?!\w)",
        # my gran's house, Fernlea, was sold
        rf"{_THING},\s(?P<all>{_WORD}(?:\s{_WORD})?),\s(?:is|was|has|had|sits|stands|which|where|got|needs)\b",
        # lives at Rowan House
        rf"{_LIVES}\s(?:(?:at|in|is|was|alone)\s){{0,2}}(?P<all>(?:(?!The\b){_WORD}\s){{1,2}}"
        rf"(?:House|Hall|Court|Towers?|Bank|View|Brae)(?:{_STREET})?)(?!\w)(?!\s[A-Z])",
        # lives in rowanbank cottage
        rf"{_LIVES}(?:\s(?:is|was))?\s(?:(?:at|in)\s)?(?P<all>(?:the (?:old|auld) )?{_NO_NAME}[a-z]{{3,15}}\s"
        rf"(?:[a-z]{{3,15}}\s)?{_SMALL_KIND})(?!\w)",
        # Taigh na Mara, wherever it stands: the word means a house
        rf"(?<!\w)(?P<all>(?i:{_TAIGH}[- ](?:nan?|nam|an|a'|a)[- ])[A-Za-z][a-z']{{2,15}}(?:{_STREET})?)(?!\w)",
        # Rowan Cottage, Mill Road, wherever it stands
        rf"(?<!\w)(?P<all>(?:(?!The\b){_WORD}\s){{1,2}}{_KIND}{_STREET})(?!\w){_RUN_BY_OTHERS}",
        # a repair at Rowan Cottage
        rf"{_CALLED_AT}(?P<all>(?:[Tt]he\sOld\s)?(?:(?!The\b){_WORD}\s){{1,2}}{_KIND})(?!\w){_RUN_BY_OTHERS}",
        # in Rose Cottage on her own
        rf"(?i:\b(?:in|at|to|from|fae|tae|of|by|outside))\s(?P<all>(?:(?!The\b){_WORD}\s){{1,2}}{_SMALL_HOUSE})(?!\w)"
        rf"{_RUN_BY_OTHERS}(?!\s[A-Z])",
        # her home (Rowanlea, Mill Road); a delivery to Fernlea, Station Road
        rf"(?:{_HOME}|{_CALLED_AT})(?P<all>{_WORD}(?:\s{_WORD})?{_STREET})(?!\w)",
        # lives at Dunroamin
        r"\b(?:lives|living|stays|staying|bides|biding) at (?P<all>[A-Z][a-z]{3,20}(?: [A-Z][a-z]{2,20})?)"
        r"(?![\w']|\s(?:[A-Z]|house|home|hostel|hotel|school|hospital|care|court|flats|road|street))",
    )
)


def find_houses(text: str) -> Iterator[tuple[int, int]]:
    """Give the names of houses in cleaned text, with the street after a comma."""
    for rule in _RULES:
        yield from (match.span("all") for match in rule.finditer(text))
