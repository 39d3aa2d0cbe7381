"""Rules for addresses that are told by their lines: a house and its village, what stands before a postcode, `c/o …`.

Where people write from the country there is often no street. What tells an address there is who lives at it, or that
one place after the other stands between commas. `extend_address` takes in the village behind any address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_NO_PLACE = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Christmas|"
    r"Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?|The|I|She|He|We|They|It|His|Her|My|Our|"
    r"But|And|So|No|Not|Mr|Mrs|Ms|Miss|Dr|PC|Police|Social|This|That|There|Then|When|What|Who|Which|If|As|For)\b)"
)
_WORD = r"[A-ZÀ-Þ][a-zß-ÿ'-]{2,20}"
_PLACE = rf"{_NO_PLACE}{_WORD}(?:\s(?:(?:of|o'?|na|nan|nam|an|a'|on|upon)\s)?{_WORD}){{0,3}}"
_NEAR = r"(?:(?:by|near|nr|outside|off|aff)\s)?"
_ENDS = (
    r"(?=\s?[,.;:)!?\n]|\Z|,?\s[A-Z]{1,2}\d|\s(?:and|an|n|but|was|wis|is|which|where|when|with|wi|has|had|says|so|"
    r"cos|because|to|tae|on|at|in|if|for|since|till|til|the|road end)\b)"
)
_COMMA = re.compile(rf",\s{_NEAR}(?:{_WORD} road end|(?:\d{{1,4}}[A-Za-z]?\s)?{_PLACE}{_ENDS})")
_TOWN = re.compile(rf"\s{_NO_PLACE}{_WORD}(?=\s?[,.;)!?\n]|\Z|\s(?:and|an|n|but|wi|with)\b)")
"""A town right after its street, without a comma: `three Mill Road Galashiels`."""
_MOST_PLACES = 3
_STREET_END = re.compile(
    r"(?:Street|Road|Lane|Avenue|Wynd|Terrace|Crescent|Drive|Place|Brae|Loan|St|Rd|Ave|Gardens|Court|Close|"
    r"Way)\Z",
    re.I,
)

_KIND = (
    r"(?:Cottages?|Lodge|Farm|Farmhouse|Croft|Crofthouse|Villa|Steading|Manse|Bothy|Mains|Schoolhouse|House|Hoose|"
    r"Gatehouse|Smiddy|Smithy|Byre|Barn|Bungalow|Grange|Bield|Neuk|Shieling|Mill|Hostel|Court|Lea|View|Bank)"
)
_SURE_KIND = (
    r"(?:Cottages?|Lodge|Farm|Fairm|Farmhouse|Croft|Crofthouse|Villa|Steading|Manse|Bothy|Mains|Schoolhouse|"
    r"Schoolhoose|"
    r"Gatehouse|Smiddy|Smithy|Byre|Barn|Bungalow|Grange|Shieling|Mill|Post Office|Kirk|Rectory|Dairy|Stables|"
    r"(?:School|Coach|Toll|Station|Mill) House)"
)
_HOUSE = (
    rf"(?:The\s(?:Old\s|Auld\s)?(?:{_WORD}\s)?{_KIND}|{_NO_PLACE}(?:{_WORD}\s){{1,3}}{_KIND}|"
    rf"(?:{_WORD}\s)?Mains\s(?:of|o'?)\s{_WORD}|\d{{1,4}}[A-Za-z]?\s{_NO_PLACE}{_WORD}(?:\s{_WORD}){{0,2}}|"
    rf"(?:Flat|Room|Plot|Pitch|Stance)\s[\dA-Z]{{1,3}}(?:/\d)?)"
)
_POSTCODE = r"[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}(?!\w)"
_STAYS = (
    r"(?i:\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|bid(?:es?|ing)|resid(?:es?|ing)|hous(?:ed|ing)|placed|discharged|"
    r"moved|flitted|letters?|post|mail|address|home|hame|release[d]?|c/o|care of)"
    r"(?:\s(?:sent|posted|redirected|go|goes|is|was|wis|noo|now|still|back|her|him|on|release|in|up|doon|oot|"
    r"out)){0,3}"
    r"(?:\s(?:at|to|tae|fae|from|is|was|wis)|:|,)?\s)"
)
_CARE_OF = r"(?i:\b(?:c/o|care of)\s)"
_END_HOUSE = (
    r"\b(?P<all>(?:[Tt]he\s)?(?:end|last|first|corner|middle|white|red|blue|yellow|pink|big|lang|auld|old|far|next)\s"
    r"(?:house|hoose|cottage|croft|bungalow|farm)\s(?:at|in|on|up|doon|down|abune|above|past)\s"
)
_OLD_SMALL = (
    r"(?:the\s)?(?P<all>(?:old|auld)\s(?:schoolhouse|school house|manse|smiddy|smithy|mill|station house|bothy|"
    r"farmhouse|croft house|crofthouse|post office|gatehouse|lodge|byre|steading|toll house|kirk))(?!\w)"
)
_RULES = tuple(
    re.compile(rule)
    for rule in (
        # The Bothy, Easter Whinhill, Rothes, AB38 9ZZ
        rf"(?<![\w'-])(?P<all>{_HOUSE}(?:,\s{_NEAR}{_PLACE}){{1,4}})(?=,?\s(?i:{_POSTCODE}))",
        # c/o Rowantree Cottage, by Gartocharn
        rf"{_CARE_OF}(?P<all>(?:(?:Mr|Mrs|Ms|Miss)\s{_WORD},\s)?(?:{_HOUSE}|"
        rf"{_PLACE})(?:,\s{_NEAR}{_PLACE}){{0,3}})(?!\w)",
        # bides at Mains of Tarrycroft; letters sent to The Bothy, Easter Whinhill
        rf"{_STAYS}(?:the\s)?(?P<all>{_HOUSE}(?:,\s{_NEAR}{_PLACE}){{1,4}}|(?:{_WORD}\s)?Mains\s(?:of|"
        rf"o'?)\s{_WORD})(?!\w)",
        # she's at Balnagask Farm, by Forfar
        rf"\b(?:at|in|to|from|fae|tae|is|of)\s(?P<all>{_NO_PLACE}(?:{_WORD}\s){{1,2}}(?:Farm|Cottages?|Croft|"
        rf"Steading|Bothy|Mains|"
        rf"Farmhouse|Schoolhouse|Smiddy|Manse|Bungalow),\s{_NEAR}{_PLACE})(?!\w)",
        # foster carers stay at the old schoolhouse
        rf"{_STAYS}{_OLD_SMALL}",
        # stays at the lodge, Kilmory Estate
        rf"{_STAYS}(?:the\s)?(?P<all>(?:lodge|manse|bothy|smiddy|schoolhouse|steading|gatehouse|farmhouse|mill|"
        rf"croft|cottage),"
        rf"\s{_NEAR}{_PLACE})(?!\w)",
        # under the pot at Ladhope Mill House
        rf"\b(?:at|in|to|from|fae|tae|outside|ootside)\s(?P<all>(?:{_WORD}\s){{1,2}}"
        rf"(?:Mill|Coach|School|Toll|Station|Gate|Farm|Croft|Dower|Ferry|Kirk)\sHouse)(?!\w)",
        # steading fire, Upper Balwhinnie Farm, by Kirkmichael
        rf"(?<![\w'-])(?P<all>{_NO_PLACE}(?:{_WORD}\s){{1,3}}{_SURE_KIND},\s(?:by|near|nr)\s{_PLACE})(?!\w)",
        # the croft is Achnagarbh, North Connel, by Oban
        rf"(?i:\b(?:croft|house|hoose|farm|cottage|fairm|bothy|steading|address|bungalow))(?:'s|,|\s(?:is|was|"
        rf"wis|at|called|cried))\s(?P<all>{_PLACE}(?:,\s{_NEAR}{_PLACE}){{1,3}})"
        rf"{_ENDS}",
        # out at Rubha Dubhghlas, Isle of Seil
        rf"\b(?i:(?:out|ower|over|up|doon|down|back|along)\s(?:at|to|tae|fae|"
        rf"by))\s(?P<all>{_PLACE},\s(?:by\s{_WORD}|(?:Isle|Island)\sof\s{_WORD}))(?!\w)",
        # an auntie at the Old Schoolhouse, Kinclavie
        rf"\b(?i:at|to|in|from|fae|tae|frae|of|o)\s(?P<all>[Tt]he\s(?:Old|Auld|New|"
        rf"Wee)\s(?:{_WORD}\s)?{_SURE_KIND}(?:,\s{_NEAR}{_PLACE}){{1,3}})(?!\w)",
        # fae Mains o Tillyfour, Oyne
        rf"\b(?i:at|to|in|from|fae|tae|frae|ower at|is|up)\s(?P<all>(?:{_WORD}\s)?Mains\s(?:of|"
        rf"o'?)\s{_WORD}(?:,\s{_NEAR}{_PLACE}){{0,2}})(?!\w)",
        # the caravan behind Milton of Auchterlee
        rf"\b(?P<all>(?i:(?:the\s)?(?:static\s)?(?:caravan|cottage|croft|bothy|trailer|chalet|hut|steading|hoose|"
        rf"farmhouse)\s(?:behind|ahint|beside|abune|"
        rf"past|below|up|doon|next to|at the back o'?f?|on the road to))\s{_PLACE})(?!\w)",
        # the end hoose at Nether Blackhaugh
        rf"{_END_HOUSE}{_NO_PLACE}{_WORD}(?:\s{_WORD}){{0,2}})(?!\w)",
    )
)
_HOUSE_BEFORE = re.compile(
    rf"(?:(?:Flat|Room|Unit|Plot)\s[\dA-Z]{{1,3}}(?:/\d)?,\s)?(?:The\s(?:Old\s|Auld\s)?|"
    rf"{_NO_PLACE}(?:{_WORD}\s){{1,2}}){_KIND}"
    r",\s\Z"
)
_ROOM_BEFORE = re.compile(r"(?i:\b(?:flat|room|unit|plot|apartment|apt)\s(?:[a-z]|\d{1,3}[a-z]?)(?:/\d)?),?\s\Z")
_NAME_BEFORE = re.compile(
    rf"(?:\A|(?<=[\n\"'(:])|(?<=: )|(?<=\bat )|(?<=\bto )|(?<=\bin )|(?<=\bis )|(?<=\bfae )|(?<=\btae )|(?<=\bfrom ))"
    rf"(?P<house>{_NO_PLACE}{_WORD}(?:\s{_WORD})?),\s\Z"
)
"""A house that has a name, and its number too: `Rowanlea, 3 Shore Road`."""
_LONGEST_HOUSE = 60


def find_lines(text: str) -> Iterator[tuple[int, int]]:
    """Give addresses in cleaned text that are told by their lines or by who lives there."""
    for rule in _RULES:
        yield from (match.span("all") for match in rule.finditer(text))


def extend_address(text: str, start: int, end: int, is_name: Callable[[str], bool]) -> tuple[int, int]:
    """Give an address with the house before it and the village behind it, which `is_name` says is nobody's name."""
    if before := _HOUSE_BEFORE.search(text, max(0, start - _LONGEST_HOUSE), start):
        start = before.start()
    elif (named := _NAME_BEFORE.search(text, max(0, start - _LONGEST_HOUSE), start)) and not is_name(
        named["house"].split()[0]
    ):
        start = named.start()
    if before := _ROOM_BEFORE.search(text, max(0, start - _LONGEST_HOUSE), start):
        start = before.start()
    if (town := _TOWN.match(text, end)) and _STREET_END.search(text, start, end) and not is_name(town[0].strip()):
        end = town.end()
    for _ in range(_MOST_PLACES):
        more = _COMMA.match(text, end)
        if not more or is_name(more[0].split()[1].rstrip(",")):
            break
        end = more.end()
    return start, end
