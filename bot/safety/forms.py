"""The forms of numbers that organisations give to people: those that speak for themselves, and what fits a kind.

Sources: vehicle registrations, DVLA INF104; IBAN, ISO 13616; card numbers, ISO/IEC 7812. The others are as people quote
them: sheriff courts (`EDI-F123-24`), the Immigration and Asylum Chamber (`PA/05713/2023`), the Courts and Tribunals
Service (`SCS/2025-061143`), Police Scotland (`PS-20240315-1234`, `CR/0123456/24`, `1784 of 12/03/24`), UK Visas and
Immigration (`GWF…`, `ZU…`), the Nursing and Midwifery Council (`98I1234S`). No published standard was found for those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.safety.codes import Code, find_spelled
from bot.safety.dates import NUMERIC_DATE, WORD_DATE

_NO_AREA = r"(?:pg|wk|rm|no|yr|ch|vs|pp|hr|bp|co|as|at|to|by|on|up|mk|nr|ng|pt|ps|hb|gb|mb)"
_SMALL_GROUP = (
    r"(?!(?:and|but|the|was|are|has|had|for|not|who|her|his|she|you|our|out|off|all|any|per|now|new|old|see|"
    r"set|due|ran|"
    r"get|got|let|may|can|did|yet|too|two|ten|day|one|way|red|fae|tae|wee|yes|ago|max|pcs|wes|ram|kgs|mps)\b)"
    r"[a-hj-pr-z]{3}"
)
"""Small letters after a space are a registration where they are no word: `sd68 ywh`, and not `ps45 and`."""
_PLATE = r"[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d)"
_ACTION = r"(?:A|B|F|L|P|SG|SQ|SM|AW|CA)"
"""What a sheriff court calls its actions: ordinary, summary, family, simple procedure, adults with incapacity."""
_SORT = r"\d\d([ ./-])\d\d\1\d\d"
_ACCOUNT = r"(?:(?:acct?|account|a/c)(?: n[ou]m?(?:ber)?)?[.: ]{1,2})?"
_FORMS: Final = (
    ("CRIME", re.compile(r"(?<![\w/-])PS[-/ ]?20\d{6}[-/ ]?\d{3,5}(?![\w/-])", re.IGNORECASE)),
    (
        "CRIME",
        re.compile(
            r"(?<![\w/-])(?:PSOS|PS|CUST?|STORM|INC|CRN)[/-](?:[A-Z]{1,3}[/-])?(?:\d{2,4}[/-])?\d{4,8}"
            r"(?:[/-]\d{2,4})?(?![\w/-])",
            re.IGNORECASE,
        ),
    ),
    ("CRIME", re.compile(r"(?<![\w/-])(?!PO|IN|HP|SO|WO|GR|QU)[A-Z]{2}2\d-0\d{5}(?![\w/-])")),
    ("CRIME", re.compile(r"(?<![\w/-])CR[/ -]?\d{4,8}[/-]\d{2,4}(?![\w/-])", re.IGNORECASE)),
    ("COURT", re.compile(r"(?<![\w/-])[A-Z]{3}-[A-Z]{1,3}\d{1,5}-\d{2}(?![\w/-])")),
    ("COURT", re.compile(rf"(?<![\w/-])[a-z]{{3}}[- /]{_ACTION}[ -]?\d{{1,5}}[-/]\d{{2}}(?![\w/-])", re.IGNORECASE)),
    ("CASE", re.compile(r"(?<!\w)[A-Z]{2,5}9{0,3} ?\d{6} ?[A-Z9]{2} ?\d[A-Z]{2}(?!\w)", re.IGNORECASE)),
    (
        "COURT",
        re.compile(
            r"(?<![\w/-])(?:HCA|SAC|UTS|FTS|HPC)/(?:[A-Z0-9]{2,8}/){0,3}\d{3,7}(?:-\d{3,7})?(?:/[A-Z]{2})?(?![\w/-])"
        ),
    ),
    ("COURT", re.compile(r"(?<![\w/-])(?:PA|HU|EA|DA|RP|IA|AA|DC|UI)[/-]\d{5,6}[/-]20\d\d(?![\w/-])")),
    ("COURT", re.compile(r"(?<![\w/-])UI-20\d\d-\d{5,6}(?![\w/-])")),
    ("COURT", re.compile(r"(?<![\w/-])(?:SCS|IND|PET|SUM|COMP)/20\d\d-\d{4,7}(?![\w/-])")),
    ("COURT", re.compile(r"(?<![\w/-])(?:S/)?41\d{5}/(?:20)?\d\d(?![\w/-])")),
    ("IMMIGRATION", re.compile(r"(?<!\w)GWF ?\d{3} ?\d{3} ?\d{3}(?!\w)", re.IGNORECASE)),
    ("IMMIGRATION", re.compile(r"(?<![\w-])\d{4}-\d{4}-\d{4}-\d{4}(?:/\d{2})(?![\w-])")),
    ("IMMIGRATION", re.compile(r"(?<!\w)Z[A-Z0-9]\d{7}(?!\w)")),
    (
        "IMMIGRATION",
        re.compile(r"(?<![\w-])(?=(?:[A-Z ]{0,9}\d){2})[WRS][A-Z0-9]{2}[ -][A-Z0-9]{3}[ -][A-Z0-9]{3}(?![\w-])"),
    ),
    ("STAFF", re.compile(r"(?:(?<=\bbadge )|(?<=\bcollar )|(?<=\bshoulder )|(?<=\bwarrant card ))[A-Z]{0,2}\d{3,6}(?![\w/-])", re.I)),  # noqa: E501
    ("STAFF", re.compile(r"(?<!\w)\d{2}[A-L]\d{4}[ESNWI](?!\w)")),
    ("BANK", re.compile(r"(?<!\w)GB\d\d ?[A-Z]{4}(?: ?\d){14}(?!\w)", re.IGNORECASE)),
    ("BANK", re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")),
    ("BANK", re.compile(rf"(?<![\w-])\d\d-\d\d-\d\d(?=(?:,| and| /)? ?(?:an |& |then )?{_ACCOUNT}\d{{8}}(?!\w))")),
    ("BANK", re.compile(r"(?<=\d\d-\d\d-\d\d[ ,/])(?: ?)\d{8}(?!\w)")),
    (
        "BANK",
        re.compile(
            r"(?:(?<=\d\d-\d\d-\d\d and )|(?<=\d\d-\d\d-\d\d an )|(?<=\d\d-\d\d-\d\d & )|(?<=\d\d-\d\d-\d\d, )|"
            r"(?<=\d\d-\d\d-\d\d / )|(?<=\d\d-\d\d-\d\d then ))\d{8}(?!\w)"
        ),
    ),
    ("BANK", re.compile(r"(?<![\w-])\d{8}(?=(?:,? |/)(?:(?:and|with|an|the|my|his|her) ){0,2}(?i:sort ?code|s/c)\b)")),
    ("BANK", re.compile(rf"(?<![\w£./-]){_SORT}[ ,/&]{{1,3}}(?:an |n |and |then )?{_ACCOUNT}\d{{8}}(?![\w/-])")),
    ("BANK", re.compile(rf"(?<![\w£./-])\d{{8}}[ ,/&]{{1,3}}(?:an |n |and )?{_SORT}(?![\w/-])")),
    ("BANK", re.compile(r"(?<![\w/-])[45]\d{3}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?![\w/-])")),
    ("BANK", re.compile(r"(?<![\w-])3[47]\d\d([ -]?)\d{6}\1\d{5}(?![\w/-])")),
    ("BANK", re.compile(r"(?<![\w-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w/-])")),
    ("VEHICLE", re.compile(rf"(?<![\w-])(?<!\d/){_PLATE} ?[A-HJ-PR-Z]{{3}}(?![\w-]|/\d)")),
    ("VEHICLE", re.compile(r"(?<![\w/-])[A-HJ-NPR-TV-Y]\d{3} ?[A-HJ-PR-Y][A-HJ-PR-Z]{2}(?![\w/-])")),
    ("VEHICLE", re.compile(r"(?<![\w/-])[A-HJ-PR-Y]{3} ?\d{3}[A-HJ-NPR-TV-Y](?![\w/-])")),
    ("VEHICLE", re.compile(r"(?<![\w/-])[A-HJ-PR-Y]{2} (?:0[1-9]|[1-7]\d) [A-HJ-PR-Z]{3}(?![\w/-])")),
    ("VEHICLE", re.compile(rf"(?<![\w/-]){_PLATE.lower()}[a-hj-pr-z]{{3}}(?![\w/-])")),
    ("VEHICLE", re.compile(rf"(?<![\w£/-])(?!{_NO_AREA})[a-hj-pr-y]{{2}}(?:0[1-9]|[1-7]\d) {_SMALL_GROUP}(?![\w'/-])")),
)  # fmt: skip
"""What is somebody's number wherever it stands; `_may_be` looks at what no pattern can."""
_THING_BEFORE = re.compile(
    r"\b(?:form|model|room|section|policy|product|item|part|(?<!share )code|version|printer|laptop|unit|ward|asset|"
    r"serial|invoice|order|type|module|course)\W{0,2}(?:(?:number|no|code|is|was)\W{1,2}){0,2}\Z",
    re.IGNORECASE,
)
_LOGGED = re.compile(
    rf"(?<![\w£$.,/-])(?:[A-Z]{{1,3}}-?)?\d{{1,6}}(?:,?\s(?:(?:of|dated|o|from|fae|on)\s)?(?:the\s)?|/(?=\d{{1,2}} ))"
    rf"(?:{NUMERIC_DATE}|{WORD_DATE}|[0-3]?\d/[01]?\d|[0-3]?\d(?:st|nd|rd|th)|"
    r"(?<=of )(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?<=of )(?:today|yesterday))(?![\w/])",
    re.IGNORECASE,
)
_BEFORE_LOGGED = re.compile(
    r"\b(?:incident|police|polis|crime|storm|log)\b[^.!?\n]{0,30}\b"
    r"(?:no|nos|num|number|ref|reference|id|log|incident|storm)\b\.?[^.!?\n\d]{0,30}\Z|\b(?:incident|storm|"
    r"log),?\s\Z",
    re.IGNORECASE,
)
_PLAINLY_LOGGED = re.compile(r"(?:0\d{3}|(?!20|19)\d{4}) (?:of|o) ")
"""Four figures "of" a day are an incident's, whatever stands around: `0412 of 2nd Feb`."""
_SORTED_IBAN = re.compile(r"GB\d\d[A-Z]{4}\d{14}")
"""Plain enough with a slip in it, as are four groups of a card's figures."""
_OF = re.compile(r"[A-Z]{0,3}-?\d{3,6} (?:of|o) ", re.IGNORECASE)
_LONG = re.compile(r"[A-Z]{0,3}-?\d{3,6}[ ,]", re.IGNORECASE)
_SHORT_OF: Final = 25
_QUOTED = re.compile(
    r"\b(?:quot(?:e|ed|ing)|ref|reference|number|no|log(?:ged)?|as)\b[^.!?\n\d]{0,20}\Z", re.IGNORECASE
)
_BY_POLICE = re.compile(r"\b(?:101|police|polis|cops|incident|storm|control room)\b", re.IGNORECASE)
"""`quote 1462 of 9 March when you ring 101`."""
_NEAR_LOGGED: Final = 80
_CARD = re.compile(
    r"(?<!scot )(?<!bus )(?<!library )(?<!gift )(?<!club )(?<!entitlement )(?<!student )(?<!id )\b(?:card|caird|kerd|"
    r"visa|mastercard|amex)(?:'s)?\b[^.!?]*\Z",
    re.IGNORECASE,
)
_OTHER_CARD = re.compile(r"\b(?:scot|bus|library|gift|club|entitlement|student|loyalty) card\b[^.!?]*\Z", re.IGNORECASE)
_PARKED = re.compile(
    r"\b(?:car|cars|van|motor|vehicle|bike|taxi|park(?:ed|ing|s)?|visitor spaces?|bays?|drives?|drove|driving|reg|"
    r"plates?|number ?plate|merc|audi|bmw|ford|golf|corsa|reversed|kerb|hit and run)\b",
    re.IGNORECASE,
)
_SHORT_PLATE = re.compile(r"(?<![\w/-])[A-HJ-NPR-TV-Y]\d{1,2} ?[A-HJ-PR-Z]{3}(?![\w/-])")
"""`K7 RFJ` is a car's only where one is spoken of: `S4 SQA` is a year's exam."""
_POLICE = re.compile(
    r"\b(?:polis|police|cops?|custody|crime|officers?|cells?|locus|turnkey|statement|charge|charged|"
    r"arrest(?:ed)?|101)\b",
    re.I,
)
_POLICE_FORM = re.compile(
    r"(?<![\w/-])(?=[A-Z0-9/-]*[A-Z])(?:[A-Z]{1,4}[-/]?\d{4,7}[-/]\d{2,4}|\d{2,4}[-/][A-Z]{1,3}[-/]\d{3,6}|"
    r"\d{2}[-/]\d{4,6}[-/][A-Z]{1,3}|[A-Z]{1,4}[-/]\d{2}[-/]\d{3,6}|[A-Z]{2}\d{2}[-/]\d{4,6})(?![\w/-])"
)
"""What the police give, where they are spoken of nearby: `DU-004417/24`, `24/KY/1190`."""
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}")
_YEARS = re.compile(r"(?:19|20)\d\d[/-](?:\d\d|(?:19|20)\d\d)")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_PUBLIC = frozenset({"101", "111", "112", "999"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_AMOUNT = re.compile(
    r"\d{1,4}(?:ST|ND|RD|TH|AM|PM|S|K|M|H|HRS?|MINS?|KG|MG|ML|P|X|YRS?|YO|GB|MB|KM|MPH|WTE|FTE|DAYS?|WEEKS?)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"0[1-9]\d{8,9}|44[1-9]\d{9}")
_PLATES = re.compile(
    r"[A-Z]{2}\d{2}[A-Z]{3}|[A-Z]{1,3}\d{3,4}[A-Z]{1,2}|[A-Z]\d{1,3}[A-Z]{1,3}|[A-Z]{1,3}\d{1,3}[A-Z]|"
    r"[A-Z]{1,3}\d{1,4}|\d{1,4}[A-Z]{1,3}|"
    r"[A-Z]{1,2}\d[A-Z]{1,4}|[A-Z]{1,2}\d{1,2}[A-Z]{2,4}"
)
_LEAST: Final = {"STAFF": 3, "PASSPORT": 6, "BANK": 6, "CHI": 7, "SCHOOL": 4, "IMMIGRATION": 5, "VEHICLE": 1}
_OWN_NUMBER = re.compile(
    r"\b(?:my|ma|his|her) number\b[^.!?\n\d]{0,40}?[\s,](?P<code>[A-Z]\d{3,5})(?![\w/-])", re.IGNORECASE
)
"""`he wanted ma number, F7719`: with a letter it is no telephone's."""


def find_forms(text: str) -> Iterator[tuple[str, int, int]]:
    """Give (label, start, end) of each number whose form speaks for itself, typed or spelled aloud."""
    for label, form in _FORMS:
        for match in form.finditer(text):
            if _may_be(label, match, text):
                yield label, match.start(), match.end()
    for code in find_spelled(text):
        for label, form in _FORMS:
            if form.fullmatch(code.written):
                yield label, code.start, code.end
    yield from (("STAFF", *match.span("code")) for match in _OWN_NUMBER.finditer(text))
    for match in _POLICE_FORM.finditer(text):
        near = text[max(0, match.start() - _NEAR_LOGGED) : match.end() + _NEAR_LOGGED]
        if _POLICE.search(near) and _may_be("CRIME", match, text):
            yield "CRIME", match.start(), match.end()
    for match in _SHORT_PLATE.finditer(text):
        if _PARKED.search(text[max(0, match.start() - _NEAR_LOGGED) : match.end() + _NEAR_LOGGED]):
            yield "VEHICLE", match.start(), match.end()
    for match in _LOGGED.finditer(text):
        before = text[max(0, match.start() - _NEAR_LOGGED) : match.start()]
        after = text[match.end() : match.end() + _NEAR_LOGGED]
        near = f"{before} {after}" if _OF.match(match[0]) else before[-_SHORT_OF:]
        if (
            _PLAINLY_LOGGED.match(match[0])
            or (_LONG.match(match[0]) and _POLICE.search(near))
            or _BEFORE_LOGGED.search(before)
            or (_QUOTED.search(before) and (_BY_POLICE.search(before) or _BY_POLICE.search(after)))
        ):
            yield "CRIME", match.start(), match.end()


def _may_be(label: str, match: re.Match[str], text: str) -> bool:
    """Whether what has a form is what it looks like: its check digits agree, and it is not called a thing's."""
    plain = re.sub(r"\W", "", match[0]).upper()
    if label == "BANK" and plain[:2].isalpha():
        before = text[max(0, match.start() - _NEAR_LOGGED) : match.start()]
        return has_iban_check(plain) or _SORTED_IBAN.fullmatch(plain) is not None or "iban" in before.casefold()
    if label == "BANK" and plain.isdigit() and len(plain) in (15, 16):
        before = text[max(0, match.start() - _NEAR_LOGGED) : match.start()]
        if "gap" in match.groupdict():
            return not _THING_BEFORE.search(before) and not _OTHER_CARD.search(before)
        return has_card_check(plain) or _CARD.search(before) is not None
    return label == "BANK" or not _THING_BEFORE.search(text[max(0, match.start() - 40) : match.start()])


def has_iban_check(plain: str) -> bool:
    """Whether an IBAN without spaces has the right check digits (ISO 13616, modulus 97)."""
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def has_card_check(digits: str) -> bool:
    """Whether the last of a card's digits is its check digit (ISO/IEC 7812, Luhn)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def fits(kind: str, code: Code, text: str, *, tight: bool, strong: bool = True) -> bool:
    """Whether a code may be a number of this kind: long enough, and no date, amount, year or telephone number."""
    typed, plain = text[code.start : code.end], code.plain
    if plain in _PUBLIC:
        return False
    if kind == "VEHICLE":
        if not strong and (len(plain) < 5 or sum(letter.isalpha() for letter in plain) < 2):
            return False
        return 2 <= len(plain) <= 7 and _PLATES.fullmatch(plain) is not None and not _AMOUNT.fullmatch(typed)
    if kind == "BANK":
        known = len(plain) in (6, 8) or len(plain) >= 13 or (strong and len(plain) >= 6)
        roll = strong and tight and code.digits >= 6 and len(plain) - code.digits <= 2
        return (
            known
            and (roll or plain.isdigit())
            and len(plain) <= 19
            and (tight or not ("/" in typed and _DATE.fullmatch(typed)))
        )
    if _DATE.fullmatch(typed) or _YEARS.fullmatch(typed) or _AMOUNT.fullmatch(typed):
        return False
    if _POSTCODE.fullmatch(plain) and kind not in ("STAFF", "PASSPORT"):
        return False
    if _PHONE.fullmatch(plain) and kind not in ("SCHOOL", "IMMIGRATION", "CHI"):
        return False
    if _YEAR.fullmatch(plain) and not (tight and strong and kind in ("STAFF", "CASE", "SCHOOL")):
        return False
    if kind == "IMMIGRATION" and strong and len(plain) >= 8 and code.digits >= 3:
        return True
    least = _LEAST.get(kind, 3) if kind != "CHI" or plain.isdigit() else _LEAST["SCHOOL"]
    return code.digits >= (least if strong and tight else max(4, least)) and len(plain) >= (
        3 if strong and tight else 5
    )
